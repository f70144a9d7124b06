"""What a candidate is to get, as staff propose it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from palkinnot.models.palkinto import Palkinto
from tekojentori.refusals import Refused

#: What a proposal says of a candidate, beside who gets it.
SAID = ("kind", "place", "citation_fi", "citation_sv", "citation_en")


@dataclass(frozen=True)
class Choice:
    """What one candidate is to get; without a candidate: nobody gets the prize."""

    kind: str
    ehdokas: object = None
    place: int | None = None
    citation_fi: str = ""
    citation_sv: str = ""
    citation_en: str = ""

    @property
    def said(self) -> dict:
        return {name: getattr(self, name) for name in SAID}

    @property
    def key(self) -> int | None:
        return self.ehdokas.pk if self.ehdokas else None


def is_prize(kind: str) -> bool:
    """Whether it counts for the number of prizes."""
    return kind in (Palkinto.Kind.PRIZE, Palkinto.Kind.PLACE)


def is_out_of_place(number: int | None, rank: int, others: list[tuple[int, int | None]]) -> bool:
    """Whether a place is other than one more than there are better ones, or a prize without a place ties with a place.

    `others`: the rank and place of everyone who gets a prize.
    """
    if number is None:
        return any(rank == other and place for other, place in others)
    return number != 1 + sum(other < rank for other, _place in others)


def require_said(choice: Choice) -> None:
    """What a choice has to tell: a place its number, a prize why it is given, in both languages. Raises Refused."""
    if choice.ehdokas is None:
        if choice.kind != Palkinto.Kind.NONE:
            raise Refused(_("Valitse ehdokas."))
        return
    title = {"title": choice.ehdokas.title}
    if choice.kind not in (Palkinto.Kind.PRIZE, Palkinto.Kind.PLACE, Palkinto.Kind.MENTION):
        raise Refused(_("”%(title)s”: valitse, mitä se saa.") % title)
    if (choice.kind == Palkinto.Kind.PLACE) != bool(choice.place):
        raise Refused(_("”%(title)s”: sijalla on numero, muilla ei.") % title)
    if not choice.citation_fi.strip() or not choice.citation_sv.strip():
        raise Refused(_("”%(title)s”: kirjoita perustelu suomeksi ja ruotsiksi.") % title)
