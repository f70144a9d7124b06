from collections.abc import Iterable
from dataclasses import dataclass

from tekojentori.models import Mykistys


@dataclass(frozen=True)
class MailCount:
    """How many mails a button sends, and how many it writes that will not go, since their address is muted."""

    going: int
    muted: int

    @classmethod
    def of(cls, addresses: Iterable[str]) -> "MailCount":
        """One address for each mail, from the very query that writes or releases them."""
        addresses = [address.strip().lower() for address in addresses]
        muted = set(Mykistys.objects.standing().filter(email__in=addresses).values_list("email", flat=True))
        unsent = sum(address in muted for address in addresses)
        return cls(len(addresses) - unsent, unsent)
