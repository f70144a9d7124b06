from django import forms
from django.utils.translation import gettext_lazy as _

from tekojentori.address_field import AddressField
from tekojentori.open_form import OpenForm, Words
from tekojentori.rate_limit import Limit

PER_NETWORK = Limit("feedback-network", tries=10, seconds=60 * 60)


class FeedbackForm(OpenForm):
    """What is wrong, and an address if an answer is wanted."""

    text = Words(
        label=_("Mikä on vialla?"),
        limit=4000,
        help_text=_("Enintään 4 000 merkkiä. Älä kirjoita henkilötietoja."),
        error_messages={"required": _("Kerro, mikä on vialla.")},
    )
    name = Words(
        label=_("Nimesi"), limit=100, one_line=True, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = AddressField(label=_("Sähköpostiosoitteesi"), required=False, help_text=_("Jos haluat vastauksen."))

    @property
    def message(self) -> dict[str, str]:
        written = [name for name in ("page", "text", "name", "email") if name in self.fields]
        return {name: self.cleaned_data[name] for name in written} | {"key": self.key}


class AccessibilityForm(FeedbackForm):
    page = Words(
        label=_("Millä sivulla olit?"),
        limit=300,
        one_line=True,
        required=False,
        help_text=_("Sivun osoite tai otsikko."),
        widget=forms.TextInput,
    )
    field_order = ("page", "text", "name", "email")
