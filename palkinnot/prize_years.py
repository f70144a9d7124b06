"""The years that have public prizes, and the campaigns whose results a visitor waits for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from kampanjat import sentences
from kampanjat.models import Kampanja
from palkinnot.models import Sarja
from tekojentori.prepared import Prepared
from teot.models import Merkki
from teot.models.tunnustus import Kind

#: A stream without a told end is shown so long.
STREAM = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign of the year, with what a visitor waits for."""

    kampanja: Kampanja
    at: datetime
    has_categories: bool = False

    @property
    def has_results(self) -> bool:
        return self.kampanja.has_results(self.at)

    @property
    def gala(self) -> str:
        starts_at, ends_at = self.kampanja.gala_starts_at, self.kampanja.gala_ends_at
        return sentences.span(starts_at, ends_at) if starts_at and self.at < (ends_at or starts_at + STREAM) else ""

    @property
    def is_streaming(self) -> bool:
        starts_at, ends_at = self.kampanja.gala_starts_at, self.kampanja.gala_ends_at
        return bool(self.kampanja.stream_url and starts_at) and starts_at <= self.at < (ends_at or starts_at + STREAM)


def years_of(at: datetime) -> dict[int, dict[str, int]]:
    """Every year with public prizes, the newest first: how many prizes and mentions there are."""
    return {row.pop("year"): row for row in COUNTS.rows(0, at)}


def counts(year: int, at: datetime):
    """Of every year."""
    mentions = Count("pk", filter=Q(kind=Kind.MENTION))
    rows = Merkki.objects.public(at).exclude(year=None).values("year").order_by("-year")
    return rows.annotate(prizes=Count("pk") - mentions, mentions=mentions)


COUNTS = Prepared(counts)


class YearsPage:
    """Every year with its prizes, and the campaigns whose results are awaited."""

    def __init__(self, at: datetime):
        self.counts = years_of(at)
        revealed = Exists(Sarja.objects.revealed(at).filter(kampanja=OuterRef("pk")))
        rows = Kampanja.objects.held().annotate(has_begun=revealed).order_by("-opens_at", "-pk")
        self.campaigns = [Campaign(row, at) for row in rows]

    @property
    def years(self) -> list[tuple[int, int, int, list[Kampanja]]]:
        """Year, prizes, mentions, and the campaigns that were held."""
        return [
            (
                year,
                row["prizes"],
                row["mentions"],
                [each.kampanja for each in self.campaigns if each.kampanja.year == year],
            )
            for year, row in self.counts.items()
        ]

    @property
    def streams(self) -> list[Campaign]:
        return [each for each in self.campaigns if each.is_streaming]

    @property
    def awaited(self) -> list[Campaign]:
        """Campaigns with a gala ahead, or going on."""
        return [each for each in self.campaigns if each.gala and not each.has_results]

    @property
    def begun(self) -> set[int]:
        """Campaigns of which a category at least is public."""
        return {each.kampanja.pk for each in self.campaigns if each.kampanja.has_begun}


def of_all_years(at: datetime) -> YearsPage:
    return YearsPage(at)
