"""Choosing a campaign for an act."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat import sentences
from kampanjat.models import Kampanja
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
            raise forms.ValidationError(self.choice.teko.why_not_into(closed, self.choice.at))
        if slug or (self.choice.options and (not self.may_skip or "kampanja" not in self.data)):
            raise forms.ValidationError(_("Valitse, mihin kampanjaan teko ilmoitetaan."))
        return None


class AimForm(forms.Form):
    """The campaign that a draft is written for."""

    use_required_attribute = False
    kampanja = forms.CharField(label=gettext_lazy("Kirjoitatko kampanjaan?"), required=False)

    def __init__(self, user, data=None, *, owner: int | None = None, initial: str | None = None):
        self.at, self.owner = timezone.now(), owner or user.organisation_id
        super().__init__(data, initial={} if initial is None else {"kampanja": initial})
        rows = Kampanja.objects.taking_at(self.at).for_list()
        self.open_ones = [row for row in rows if row.window.may_start(self.at, self.owner).is_allowed]
        options = [(row.slug, f"{row.name}. {sentences.state_of(row, self.at, self.owner)}.") for row in self.open_ones]
        self.fields["kampanja"].wanted = True
        self.fields["kampanja"].widget = forms.RadioSelect(choices=[*options, ("", _("Ei kampanjaan"))])
        if initial is None and len(options) == 1:
            self.initial["kampanja"] = options[0][0]

    def clean_kampanja(self) -> Kampanja | None:
        slug = self.cleaned_data["kampanja"]
        for kampanja in self.open_ones:
            if kampanja.slug == slug:
                return kampanja
        closed = Kampanja.objects.public().filter(slug=slug[:60]).first() if slug and "\x00" not in slug else None
        if closed:
            raise forms.ValidationError(sentences.why_not(closed.window.may_start(self.at, self.owner), closed.name))
        if slug:
            raise forms.ValidationError(_("Kampanjaa ei ole. Valitse listasta."))
        return None


def told(option) -> str:
    return f"{option.kampanja.name}. {option.state}."
