"""Public awards one by one, with all that a page, file or picture of one tells."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import get_language

from palkinnot import winners
from palkinnot.models import Palkinto
from palkinnot.winners import DECIDED, SAID, Winner
from teot.models.tunnustus import titled

ACT = "ehdokas__osallistuminen__teko__hakurivi"
TOLD = {
    "category_fi": F("sarja__name_fi"),
    "category_sv": F("sarja__name_sv"),
    "category_en": F("sarja__name_en"),
    "campaign_fi": F("sarja__kampanja__name_fi"),
    "campaign_sv": F("sarja__kampanja__name_sv"),
    "campaign_en": F("sarja__kampanja__name_en"),
    "year": F("sarja__kampanja__year"),
    "gala_at": F("sarja__kampanja__gala_starts_at"),
    "contact": F(f"{ACT}__version__document__contact"),
}


@dataclass(frozen=True, slots=True)
class Award:
    """What an act or an organisation was given. `contact`: of an act whose people consented to be asked."""

    winner: Winner
    sarja: int
    category: str
    campaign: str
    year: int
    given_at: datetime | None  #: at the gala, else when it became public
    contact: dict | None

    @property
    def key(self) -> int:
        return self.winner.key

    @property
    def title(self) -> str:
        """The category with what tells it from its others."""
        return titled(self.category, self.winner.kind, self.winner.place)


def public(at: datetime):
    return Palkinto.objects.public(at).awarded()


def of(palkinnot) -> list[Award]:
    """Of these decisions, in their order: one statement."""
    rows = palkinnot.with_instant().for_list()
    return [award(row) for row in rows.values("sarja_id", "public_from", *SAID, **DECIDED, **TOLD)]


def of_year(year: int, at: datetime) -> list[Award]:
    return of(public(at).of_year(year))


def find(key: int, at: datetime) -> Award | None:
    return next(iter(of(public(at).filter(pk=key))), None)


def award(row: dict) -> Award:
    language = get_language() or "fi"
    category, campaign = (row[f"{name}_{language}"] or row[f"{name}_fi"] for name in ("category", "campaign"))
    given_at = row["gala_at"] or row["public_from"]
    return Award(
        winners.winner(row, language), row["sarja_id"], category, campaign, row["year"], given_at, row["contact"]
    )
