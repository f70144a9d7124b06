"""What people type about themselves."""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from tekojentori.address_field import AddressField
from tekojentori.models import Koodi
from tekojentori.refusals import Refused


class AddressForm(forms.Form):
    email = AddressField(label=_("Työsähköpostisi"), error_messages={"required": _("Kirjoita sähköpostiosoitteesi.")})


class CodeForm(forms.Form):
    """The code as it was mailed: spaces, hyphens and lower case do not matter."""

    code = forms.CharField(
        label=_("Koodi"),
        help_text=_("Kuusi kirjainta. Voit myös liittää koodin viestistä."),
        max_length=40,
        error_messages={"required": _("Kirjoita koodi, jonka lähetimme sinulle.")},
        widget=forms.TextInput(
            attrs={
                "class": "code-field",
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, data=None, *, koodi: Koodi):
        super().__init__(data)
        self.koodi = koodi

    def clean_code(self):
        """Every try is counted, also one of a wrong length."""
        code = "".join(letter for letter in self.cleaned_data["code"].upper() if letter.isalnum())
        try:
            self.koodi.redeem(code)
        except Refused as refused:
            raise forms.ValidationError(refused.reason) from refused
        return code


def digits(label, help_text) -> forms.CharField:
    attrs = {"class": "code-field", "autocomplete": "one-time-code", "inputmode": "numeric"}
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=40,
        error_messages={"required": _("Kirjoita koodi.")},
        widget=forms.TextInput(attrs=attrs),
    )


def without_spaces(data):
    """The code as people copy it: `123 456`."""
    return data | {"code": "".join(data["code"].split())} if data and "code" in data else data


class SecondStepForm(AuthenticateForm):
    code = digits(_("Vahvistuskoodi"), _("Kuusi numeroa tunnistautumissovelluksesta, tai palautuskoodi."))

    def __init__(self, data=None, **kwargs):
        super().__init__(without_spaces(data.dict() if data else None), **kwargs)


class SecondStepAgainForm(ReauthenticateForm):
    code = digits(_("Vahvistuskoodi"), _("Kuusi numeroa tunnistautumissovelluksesta, tai palautuskoodi."))

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(without_spaces(data.dict() if data else None), **kwargs)


class ActivateTotpForm(ActivateTOTPForm):
    code = digits(_("Sovelluksen näyttämä koodi"), _("Kuusi numeroa."))

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(without_spaces(data.dict() if data else None), **kwargs)
