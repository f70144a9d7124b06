"""Forms of staff's set-up of juries. Each names what it asks, and the verb that takes it decides."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palkinnot import criterion_sets
from palkinnot.models import Ehdokas, Kierros, Raatilainen, Sarja
from palkinnot.models.esteellisyys import in_conflict
from palkinnot.models.kriteeri import TEXTS
from palkinnot.models.locking import MOST_WORDS
from tekojentori.address_field import AddressField
from tekojentori.models import Organisaatio, User
from tekojentori.moments import day
from tekojentori.open_form import Words
from tekojentori.plain_form import PlainForm
from tekojentori.versioned_admin import VersionedForm
from teot.models import Osallistuminen

TOLD_IN_EACH = gettext_lazy("Raatilaiset lukevat tämän omalla kielellään: kirjoita se.")


class CriterionForm(PlainForm):
    """A criterion whose jurors may read it in any language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TEXTS:
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = TOLD_IN_EACH


class CriterionFormSet(BaseInlineFormSet):
    """Criteria of a category that a jury scores must weigh something together."""

    def clean(self):
        super().clean()
        if any(self.errors) or self.instance.selection != Sarja.Selection.JURY:
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        scored = [row for row in kept if row.get("is_scored")]
        if scored and not sum(row["weight"] for row in scored):
            raise ValidationError(_("Kriteerien painojen summa on nolla. Anna ainakin yhdelle paino."))


class SarjaForm(VersionedForm):
    """What a category gives is not less than what has been confirmed of it."""

    def clean(self):
        cleaned, confirmed = super().clean(), self.instance.palkinnot.confirmed()
        prizes = confirmed.prizes().count()
        if cleaned.get("most_prizes", prizes) < prizes:
            message = _("Sarjassa on jo vahvistettu %(count)s palkintoa. Peru päätös ensin.")
            self.add_error("most_prizes", message % {"count": prizes})
        if not cleaned.get("honourable_mentions", True) and confirmed.filter(kind="mention").exists():
            self.add_error("honourable_mentions", _("Sarjassa on jo vahvistettu kunniamaininta. Peru päätös ensin."))
        return cleaned


class TieBreaksWidget(forms.MultiWidget):
    """The chain's steps one after another, each a choice."""

    use_fieldset = True

    def __init__(self):
        choices = [("", "–"), *Kierros.TieBreak.choices]
        steps = range(1, len(Kierros.TieBreak) + 1)
        super().__init__([forms.Select({"aria-label": _("%(number)s. vaihe") % {"number": n}}, choices) for n in steps])

    def decompress(self, value):
        return [*(value or []), *[""] * len(self.widgets)][: len(self.widgets)]


class TieBreaksField(forms.MultiValueField):
    """The chain that parts ties, agreed before the round begins: a list of steps without gaps."""

    def __init__(self, db_field):
        widget = TieBreaksWidget()
        super().__init__(
            [forms.ChoiceField(choices=each.choices, required=False) for each in widget.widgets],
            label=db_field.verbose_name.capitalize(),
            help_text=_("Vaiheet otetaan järjestyksessä, kunnes tasatilanne ratkeaa. Tyhjä: sija jaetaan."),
            widget=widget,
            required=False,
        )

    def compress(self, data_list):
        steps = [step for step in data_list if step]
        if len(set(steps)) < len(steps):
            raise ValidationError(_("Sama vaihe on valittu kahdesti."))
        return steps

    def has_changed(self, initial, data):
        return super().has_changed(self.widget.decompress(initial), data)


class SameCampaign:
    """The jury is one of the category's campaign."""

    def clean(self):
        cleaned = super().clean()
        sarja, raati = cleaned.get("sarja") or getattr(self.instance, "sarja", None), cleaned.get("raati")
        if sarja and raati and sarja.kampanja_id != raati.kampanja_id:
            self.add_error("raati", _("Valitse raati, joka on samassa kampanjassa kuin sarja."))
        return cleaned


class NewRoundForm(SameCampaign, forms.ModelForm):
    """A round's rules, as they are agreed at first."""


class RoundForm(SameCampaign, VersionedForm):
    """The rules of a round that is there. What comes too late is given back with the reason."""

    def clean(self):
        cleaned = super().clean()
        if self.instance.settings_refusal:
            self.add_error(None, self.instance.settings_refusal)
        return cleaned


class ReasonForm(forms.Form):
    reason = Words(label=gettext_lazy("Syy"), limit=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, kierros, data=None, *, by=None, **kwargs):
        super().__init__(data, **kwargs)
        self.kierros, self.by = kierros, by


class OptionalReasonForm(ReasonForm):
    def __init__(self, kierros, data=None, **kwargs):
        super().__init__(kierros, data, **kwargs)
        self.fields["reason"].required = False


class NothingForm(forms.Form):
    """Only a confirmation."""

    def __init__(self, kierros, data=None, *, by=None, **kwargs):
        super().__init__(data, **kwargs)


class CandidateField(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return row.title


class CandidateForm(ReasonForm):
    """One candidate of the round."""

    ehdokas = CandidateField(Ehdokas.objects.none(), label=gettext_lazy("Ehdokas"))
    field_order = ("user", "juror", "ehdokas", "reason")
    only_standing = True

    def __init__(self, kierros, data=None, **kwargs):
        super().__init__(kierros, data, **kwargs)
        rows = kierros.candidates() if self.only_standing else kierros.sarja.ehdokkaat
        self.fields["ehdokas"].queryset = rows.for_list()


class RestoreForm(CandidateForm):
    only_standing = False


class PinForm(CandidateForm):
    """A conflict that staff put on somebody of the jury or of staff."""

    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Kuka"))

    def __init__(self, kierros, data=None, **kwargs):
        super().__init__(kierros, data, **kwargs)
        self.fields["user"].queryset = kierros.people().order_by("name", "email")


class LiftForm(ReasonForm):
    row = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Esteellisyys"))
    field_order = ("row", "reason")

    def __init__(self, kierros, data=None, **kwargs):
        super().__init__(kierros, data, **kwargs)
        rows = kierros.conflicts().select_related("user", "ehdokas__organisation", "ehdokas__osallistuminen__teko")
        self.fields["row"].queryset = rows
        self.fields["row"].label_from_instance = lambda row: f"{row.user}, {row.ehdokas}: {row.get_cause_display()}"


class HandOutForm(CandidateForm):
    juror = forms.ModelChoiceField(Raatilainen.objects.none(), label=gettext_lazy("Raatilainen"))

    def __init__(self, kierros, data=None, **kwargs):
        super().__init__(kierros, data, **kwargs)
        self.fields["juror"].queryset = kierros.raati.raatilaiset.seated()


class TakeBackForm(ReasonForm):
    """Sheets that nobody has begun; which of a candidate in conflict those are, is not told."""

    sheet = forms.ModelChoiceField(Raatilainen.objects.none(), label=gettext_lazy("Arvio"))
    field_order = ("sheet", "reason")

    def __init__(self, kierros, data=None, **kwargs):
        super().__init__(kierros, data, **kwargs)
        rows = (
            kierros.all_sheets()
            .filter(begun_at=None)
            .exclude(in_conflict(self.by, "ehdokas"))
            .select_related(
                "juror",
                "ehdokas__organisation",
                "ehdokas__osallistuminen__teko",
                "ehdokas__osallistuminen__frozen_version",
            )
        )
        self.fields["sheet"].queryset = rows
        self.fields["sheet"].label_from_instance = lambda row: f"{row.juror}, {row.ehdokas.title}"


class EntryField(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return str(row.teko)


class AddForm(ReasonForm):
    """Somebody whom the category's rule does not take."""

    field_order = ("osallistuminen", "organisation", "reason")

    def __init__(self, kierros, data=None, **kwargs):
        super().__init__(kierros, data, **kwargs)
        entries = Osallistuminen.objects.standing().filter(kampanja=kierros.sarja.kampanja_id).select_related("teko")
        if kierros.sarja.target == Sarja.Target.TEKO:
            there = kierros.candidates().values("osallistuminen")
            self.fields["osallistuminen"] = EntryField(
                entries.exclude(pk__in=there).order_by("teko__title", "pk"), label=_("Teko")
            )
        else:
            there = kierros.candidates().values("organisation")
            rows = Organisaatio.objects.listed().filter(pk__in=entries.values("teko__owner")).exclude(pk__in=there)
            self.fields["organisation"] = forms.ModelChoiceField(rows.order_by("sort_key"), label=_("Organisaatio"))
        self.order_fields(self.field_order)


class AnswerForm(forms.Form):
    row = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Kysymys"))
    answer = Words(
        label=gettext_lazy("Vastaus"),
        help_text=gettext_lazy("Menee kaikille, jotka arvioivat ehdokasta. Kysyjää ei kerrota."),
        limit=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, kierros, data=None, *, by=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["row"].queryset = kierros.questions().unanswered().exclude(in_conflict(by, "ehdokas"))


class ShareForm(OptionalReasonForm):
    """The plan that was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SetForm(forms.Form):
    slug = forms.ChoiceField(
        label=gettext_lazy("Kriteeristö"), choices=criterion_sets.choices, widget=forms.RadioSelect
    )


class InvitationForm(PlainForm):
    email = AddressField(label=gettext_lazy("Sähköposti"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))

    class Meta:
        model = Raatilainen
        fields = ("email", "name", "language", "role", "organisation", "represents")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisaatio.objects.listed().order_by("sort_key")

    def clean_email(self):
        """Who is in the jury, or thinks it over, is not asked anew: nothing would be sent or stored."""
        email = self.cleaned_data["email"].strip().lower()
        known = self.instance.raati.raatilaiset.at(email)
        if known and known.is_asked:
            told = _("%(name)s on jo raadissa.") if known.accepted_at else _("%(name)s on jo kutsuttu %(day)s.")
            raise ValidationError(told % {"name": known, "day": day(known.invited_at)})
        return email


class ReplacementForm(InvitationForm):
    reason = Words(
        label=gettext_lazy("Miksi edellinen vaihtuu"), limit=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )
