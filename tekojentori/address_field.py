from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from tekojentori.open_form import TooLong

#: What a column of an address holds.
LONGEST = 254
FAULT = _("Sähköpostiosoite ei kelpaa. Kirjoita se muodossa nimi@organisaatio.fi.")


class AddressField(forms.EmailField):
    """A mail address as it is stored: in lower case, with a name of plain letters at a domain that has a name."""

    default_validators = [EmailValidator(message=FAULT)]

    def __init__(self, **options):
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        super().__init__(**{"widget": widget, "max_length": None, "validators": [TooLong(LONGEST)]} | options)

    def clean(self, value):
        address = super().clean(value).lower()
        if not address.partition("@")[0].isascii() or address.endswith("]"):
            raise ValidationError(FAULT)
        return address
