from django import forms
from django.utils.translation import gettext_lazy as _

from tekojentori.address_field import AddressField
from tekojentori.open_form import OpenForm, Words
from tekojentori.rate_limit import Limit

HOUR, DAY = 60 * 60, 24 * 60 * 60
PER_NETWORK = Limit("message-network", tries=10, seconds=HOUR)
PER_ADDRESS = Limit("message-address", tries=5, seconds=DAY)
PER_ACT = Limit("message-act", tries=30, seconds=DAY)
PER_QUESTION = Limit("message-answer", tries=10, seconds=DAY)


class QuestionForm(OpenForm):
    text = Words(
        label=_("Kysymyksesi"),
        limit=2000,
        help_text=_("Enintään 2 000 merkkiä."),
        error_messages={"required": _("Kirjoita kysymyksesi.")},
    )
    name = Words(
        label=_("Nimesi"),
        limit=100,
        one_line=True,
        help_text=_("Näkyy vastaanottajalle."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Kirjoita nimesi.")},
    )
    email = AddressField(
        label=_("Sähköpostiosoitteesi"),
        help_text=_("Ei näy vastaanottajalle. Lähetämme siihen vahvistuslinkin ja vastauksen."),
        error_messages={"required": _("Kirjoita sähköpostiosoitteesi.")},
    )

    def own_limits(self):
        return {PER_ADDRESS: self.cleaned_data["email"]}

    @property
    def message(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("text", "name", "email")} | {"key": self.key}


class AnswerForm(OpenForm):
    text = Words(
        label=_("Vastauksesi"),
        limit=2000,
        help_text=_("Enintään 2 000 merkkiä."),
        error_messages={"required": _("Kirjoita vastauksesi.")},
    )
    name = Words(
        label=_("Nimesi"),
        limit=100,
        one_line=True,
        help_text=_("Näkyy kysyjälle. Sähköpostiosoitteesi ei näy."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Kirjoita nimesi.")},
    )

    @property
    def message(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("text", "name")} | {"key": self.key}
