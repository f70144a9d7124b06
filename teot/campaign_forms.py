"""Choosing a campaign for an act."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat import sentences
from kampanjat.models import Kampanja
from kampanjat.window import Refusal
from teot.campaign_choice import CampaignChoice


class CampaignForm(forms.Form):
    """One of the campaigns that take the act now, or none. A campaign that takes it no more says why."""

    use_required_attribute = False
    kampanja = forms.CharField(label=gettext_lazy("Ilmoitetaanko teko kampanjaan?"), required=False)

    def __init__(self, choice: CampaignChoice, data=None, *, may_skip: bool = True):
        super().__init__(data)
        self.choice, self.may_skip = choice, may_skip
        field, options = self.fields["kampanja"], [(row.kampanja.slug, told(row)) for row in choice.options]
        field.wanted = True
        field.widget = forms.RadioSelect(choices=[*options, *([("", _("Ei kampanjaan"))] if may_skip else [])])
        meant = choice.teko.meant_for
        if meant and meant.slug in dict(options):
            self.initial["kampanja"] = meant.slug
        elif not options:
            self.initial["kampanja"] = ""

    def clean_kampanja(self) -> Kampanja | None:
        slug = self.cleaned_data["kampanja"]
        known = [option.kampanja for option in self.choice.options]
        known += [entry.osallistuminen.kampanja for entry in self.choice.entries]
        for kampanja in known:
            if kampanja.slug == slug:
                return kampanja
        closed = Kampanja.objects.public().filter(slug=slug[:60]).first() if slug and "\x00" not in slug else None
        if closed:
            raise forms.ValidationError(self.choice.why_not(closed))
        if slug or (self.choice.options and (not self.may_skip or "kampanja" not in self.data)):
            raise forms.ValidationError(_("Valitse, mihin kampanjaan teko ilmoitetaan."))
        if not self.may_skip:
            raise forms.ValidationError(_("Mikään kampanja ei ota nyt tätä tekoa vastaan."))
        return None


class AimForm(forms.Form):
    """The campaign that a draft is written for: one that is open, or announced."""

    use_required_attribute = False
    kampanja = forms.CharField(label=gettext_lazy("Kirjoitatko kampanjaan?"), required=False)

    def __init__(self, user, data=None, *, owner: int | None = None, initial: str | None = None):
        self.at, self.owner = timezone.now(), owner or user.organisation_id
        super().__init__(data, initial={} if initial is None else {"kampanja": initial})
        rows = Kampanja.objects.current_at(self.at).for_list()
        refusals = {row: row.window.may_start(self.at, self.owner).refusal for row in rows}
        open_ones, upcoming = ([row for row in rows if refusals[row] == found] for found in (None, Refusal.NOT_YET))
        self.offered = [*open_ones, *reversed(upcoming)]
        options = [(row.slug, f"{row.name}. {sentences.state_of(row, self.at, self.owner)}.") for row in self.offered]
        self.fields["kampanja"].wanted = True
        self.fields["kampanja"].widget = forms.RadioSelect(choices=[*options, ("", _("Ei kampanjaan"))])
        self.refused = self.why_not(initial or "")  #: of the campaign that a link or the draft itself asks for
        if self.refused:
            self.initial["kampanja"] = ""
        elif initial is None and len(open_ones) == 1:
            self.initial["kampanja"] = open_ones[0].slug

    def clean_kampanja(self) -> Kampanja | None:
        slug = self.cleaned_data["kampanja"]
        if reason := self.why_not(slug):
            raise forms.ValidationError(reason)
        return next((kampanja for kampanja in self.offered if kampanja.slug == slug), None)

    def why_not(self, slug: str) -> str:
        """Why nobody can begin an act for the campaign of the slug; nothing when one can."""
        if not slug or slug in {kampanja.slug for kampanja in self.offered}:
            return ""
        closed = Kampanja.objects.public().filter(slug=slug[:60]).first() if "\x00" not in slug else None
        if closed is None:
            return _("Kampanjaa ei ole. Valitse listasta.") if self.offered else _("Kampanjaa ei ole.")
        return sentences.why_not(closed.window.may_start(self.at, self.owner), closed.name)


def told(option) -> str:
    return f"{option.kampanja.name}. {option.state}."
