from django.utils.translation import gettext_lazy as _

from tekojentori.address_field import AddressField
from tekojentori.open_form import OpenForm
from tekojentori.rate_limit import Limit

HOUR, DAY = 60 * 60, 24 * 60 * 60
PER_NETWORK = Limit("tilaus-network", tries=10, seconds=HOUR)
PER_ADDRESS = Limit("tilaus-address", tries=3, seconds=DAY)


class TilausForm(OpenForm):
    email = AddressField(
        label=_("Sähköpostiosoitteesi"),
        help_text=_("Lähetämme siihen vahvistuslinkin, ja tiedon kun haku aukeaa."),
        error_messages={"required": _("Kirjoita sähköpostiosoitteesi.")},
    )

    def own_limits(self):
        return {PER_ADDRESS: self.cleaned_data["email"]}

    @property
    def wish(self) -> dict[str, str]:
        return {"email": self.cleaned_data["email"], "key": self.key}
