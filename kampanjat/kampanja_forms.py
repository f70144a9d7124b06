"""What staff type about a campaign in the admin."""

from copy import copy
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kampanjat.models import Kampanja
from kampanjat.models.kampanja import LONGEST_GRACE, not_reserved
from tekojentori.models import Organisaatio
from tekojentori.moment_field import MomentField, MomentWidget
from tekojentori.open_form import Words
from tekojentori.refusals import Refused
from tekojentori.versioned_admin import VersionedForm

MINUTE = timedelta(minutes=1)


class MinutesField(forms.IntegerField):
    """A grace, typed in whole minutes."""

    default_error_messages = {"invalid": _("Kirjoita armonaika kokonaisina minuutteina, 0–60.")}

    def prepare_value(self, value):
        return value // MINUTE if isinstance(value, timedelta) else value

    def to_python(self, value) -> timedelta | None:
        minutes = super().to_python(value)
        if minutes is None:
            return None
        if not 0 <= minutes <= LONGEST_GRACE // MINUTE:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return minutes * MINUTE


class KampanjaForm(VersionedForm):
    """What people already go by is refused by its field."""

    def clean(self):
        cleaned = super().clean()
        stored = Kampanja.objects.filter(pk=self.instance.pk).first()
        if stored:
            if cleaned.get("grace") == stored.grace // MINUTE * MINUTE:
                cleaned["grace"] = stored.grace  # its seconds, which the field does not show, stay
            wanted = copy(stored)
            for name in cleaned.keys() & {field.name for field in Kampanja._meta.concrete_fields}:
                setattr(wanted, name, cleaned[name])
            for field, fault in wanted.faults_after(stored):
                self.add_error(field, fault)
        return cleaned


class CancelForm(forms.Form):
    """Why."""

    use_required_attribute = False
    reason = Words(
        label=_("Syy"),
        limit=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Näkyy kaikille kampanjan sivulla, kerrotaan tekijöille ja jää historiaan."),
        error_messages={"required": _("Kirjoita syy.")},
    )


class ExtensionForm(CancelForm):
    """Until when, for whom and why. A moment that will not do is refused by its field."""

    until = MomentField(label=_("Mihin asti"), widget=MomentWidget(ends=True))
    organisation = forms.ModelChoiceField(
        Organisaatio.objects.none(), label=_("Kenelle"), required=False, empty_label=_("Kaikille")
    )
    field_order = ("until", "organisation", "reason")

    def __init__(self, kampanja: Kampanja, data=None):
        super().__init__(data)
        self.kampanja = kampanja
        self.fields["organisation"].queryset = Organisaatio.objects.listed()
        self.fields["reason"].help_text = _(
            "Näkyy kaikille kampanjan sivulla ja jää historiaan. Viestissä sitä ei ole."
        )

    def clean(self):
        cleaned = super().clean()
        if cleaned.keys() >= {"until", "organisation"} and not self.is_given(**cleaned):
            try:
                self.kampanja.require_extensible(cleaned["until"], cleaned["organisation"])
            except Refused as refused:
                self.add_error("until", refused.reason)
        return cleaned

    def is_given(self, *, until, organisation, **_rest) -> bool:
        """Whether it has been given already: by a click before this one."""
        return self.kampanja.lisaajat.filter(until=until, organisation=organisation).exists()


class CopyForm(forms.Form):
    """What tells the copy from the first: proposed with the next year in it."""

    use_required_attribute = False
    name_fi, name_sv, name_en = (
        Kampanja._meta.get_field(name).formfield(
            widget=forms.TextInput({"class": "vTextField"}), error_messages={"required": _("Anna nimi.")}
        )
        for name in ("name_fi", "name_sv", "name_en")
    )
    slug = forms.SlugField(
        label=_("Uuden kampanjan osoite"),
        max_length=60,
        widget=forms.TextInput({"class": "vTextField"}),
        validators=[not_reserved],
        help_text=_("Pieniä kirjaimia, numeroita ja viivoja, esimerkiksi kampanja-2027."),
        error_messages={"required": _("Anna osoite.")},
    )
