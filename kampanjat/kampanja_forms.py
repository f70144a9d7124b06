"""What staff type about a campaign in the admin."""

from copy import copy

from django import forms
from django.utils.translation import gettext_lazy as _

from kampanjat.models import Kampanja
from tekojentori.models import Organisaatio
from tekojentori.moment_field import MomentField, MomentWidget
from tekojentori.versioned_admin import VersionedForm


class KampanjaForm(VersionedForm):
    """What people already go by is refused by its field."""

    def clean(self):
        cleaned = super().clean()
        stored = Kampanja.objects.filter(pk=self.instance.pk).first()
        if stored:
            wanted = copy(stored)
            for name in cleaned.keys() & {field.name for field in Kampanja._meta.concrete_fields}:
                setattr(wanted, name, cleaned[name])
            for field, fault in wanted.faults_after(stored):
                self.add_error(field, fault)
        return cleaned


class ReasonForm(forms.Form):
    """Why."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Syy"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Kerrotaan tekijöille ja jää historiaan."),
        error_messages={"required": _("Kirjoita syy.")},
    )


class ExtensionForm(ReasonForm):
    until = MomentField(label=_("Mihin asti"), widget=MomentWidget(ends=True))
    organisation = forms.ModelChoiceField(
        Organisaatio.objects.none(), label=_("Kenelle"), required=False, empty_label=_("Kaikille")
    )
    field_order = ("until", "organisation", "reason")

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["organisation"].queryset = Organisaatio.objects.listed()
        self.fields["reason"].help_text = _("Jää historiaan. Tekijöille kerrotaan vain, mihin asti aikaa on.")


class CopyForm(forms.Form):
    use_required_attribute = False
    slug = forms.SlugField(
        label=_("Uuden kampanjan osoite"),
        max_length=60,
        help_text=_("Pieniä kirjaimia, numeroita ja viivoja, esimerkiksi kampanja-2027."),
        error_messages={"required": _("Anna osoite.")},
    )
