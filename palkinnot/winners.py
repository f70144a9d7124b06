"""A year of prizes as anyone may read it at an instant: categories, winners, candidates, and how they were chosen.

`of_year(year, at)` asks everything in five statements, however many prizes there are; staff's preview calls it with an
instant that is still ahead, and names the campaign whose decisions it shows as if they were public.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, F, OuterRef
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kampanjat.models import Kampanja
from palkinnot import choosing, winner_cards
from palkinnot.choosing import Chosen
from palkinnot.models import Palkinto, Sarja
from palkinnot.prize_years import Campaign, years_of
from tekojentori.prepared import Prepared, model_of
from teot.models import Merkki
from teot.models.tunnustus import Kind, badge_of
from teot.presentation import address

SAID = ("pk", "kind", "place", "citation_fi", "citation_sv", "citation_en")


def columns(act: str, organisation: str) -> dict[str, F]:
    """What names a winner: its act's public card, or the organisation."""
    return {
        "act": F(act),
        "card": F(f"{act}__hakurivi__card"),
        "code": F(f"{organisation}__code"),
        **{name: F(column) for name, column in choosing.names_of("holder", organisation).items()},
    }


DECIDED = columns("ehdokas__osallistuminen__teko", "ehdokas__organisation")
TOLD = columns("teko", "organisation")


@dataclass(frozen=True, slots=True)
class Winner:
    """Who got what in a category, and why: of a decision made here (`key`), or told by a source."""

    key: int | None
    kind: str
    place: int | None
    title: str
    url: str
    language: str  #: of the title, when it is not the page's own
    owner: str  #: of an act
    owner_url: str
    sector_name: str
    citation: str
    citation_language: str  #: when it is not the page's own
    source: str = ""

    @property
    def is_mention(self) -> bool:
        return self.kind == Kind.MENTION

    @property
    def badge(self) -> str:
        return badge_of(Kind(self.kind).label, self.place)


@dataclass(frozen=True, slots=True)
class Category:
    """A category's results, and what is told of how they were reached. Without `sarja`: prizes told by a source."""

    name: str
    winners: list[Winner]
    none: str | None = None  #: why nobody got it, as the public is told; empty when that is not said
    sarja: Sarja | None = None
    chosen: Chosen | None = None
    kampanja: Kampanja | None = None

    @property
    def anchor(self) -> str:
        return anchor_of(self.sarja) if self.sarja else ""

    @property
    def cards(self) -> SafeString:
        return winner_cards.cards(self.winners)

    @property
    def is_without_prize(self) -> bool:
        return self.none is not None

    @property
    def sources(self) -> list[str]:
        return list(dict.fromkeys(winner.source for winner in self.winners if winner.source))


class YearPage:
    """`previewed`: a campaign, or one category of it, whose confirmed decisions are shown as if their time had come."""

    def __init__(self, year: int, at: datetime, *, previewed: Kampanja | Sarja | None = None):
        self.year, self.at, self.previewed = year, at, previewed
        self.campaigns = [Campaign(model_of(Kampanja, row), at, row["has_categories"]) for row in CAMPAIGNS.rows(year)]
        self.told = list(told_by_sources(year, at))

    @property
    def is_there(self) -> bool:
        """Whether the year has anything to tell: a campaign, or prizes of old."""
        return bool(self.campaigns or self.told)

    @property
    def previewed_categories(self):
        by = "kampanja" if isinstance(self.previewed, Kampanja) else "pk"
        return Sarja.objects.filter(**{by: self.previewed.pk})

    @cached_property
    def palkinnot(self) -> dict[int, tuple[list[Winner], str | None]]:
        if not self.previewed:
            return grouped(DECISIONS.rows(self.year, self.at))
        rows = Palkinto.objects.confirmed().standing().filter(sarja__in=self.previewed_categories)
        return by_category((rows | Palkinto.objects.public(self.at)).of_year(self.year))

    @cached_property
    def categories(self) -> list[Category]:
        """Of all campaigns of the year, those whose results are public; then what sources tell."""
        if not self.is_there:
            return []
        if self.previewed:
            rows = Sarja.objects.revealed(self.at) | self.previewed_categories
            rows = facts_of(rows, self.year, self.at)
        else:
            rows = CATEGORIES.rows(self.year, self.at)
        return [self.category(choosing.of_values(row)) for row in rows] + self.told

    def category(self, sarja: Sarja) -> Category:
        rows, none = self.palkinnot.get(sarja.pk, ([], None))
        return Category(sarja.name, rows, none, sarja, Chosen(sarja), sarja.kampanja)

    @cached_property
    def years(self) -> list[int]:
        """Every year with public prizes, and this one; the newest first."""
        return sorted({self.year, *years_of(self.at)}, reverse=True)

    @property
    def corrected(self) -> list[Category]:
        return [each for each in self.categories if each.chosen and each.chosen.corrections]

    @property
    def streams(self) -> list["Campaign"]:
        return [each for each in self.campaigns if each.is_streaming]

    @property
    def awaited(self) -> list["Campaign"]:
        """Those that give prizes, or have a gala ahead, and whose results are not all public."""
        rows = [each for each in self.campaigns if each.has_categories or each.gala]
        return [each for each in rows if not each.has_results and each.kampanja != self.previewed]

    @property
    def begun(self) -> set[int]:
        """Campaigns of which a category at least is public."""
        return {each.kampanja.pk for each in self.categories if each.kampanja}

    @property
    def has_awards(self) -> bool:
        """Of decisions made here: there are files of those."""
        return any(row.key for category in self.categories for row in category.winners)

    @property
    def has_many_campaigns(self) -> bool:
        return len({each.kampanja.pk for each in self.categories if each.kampanja}) > 1

    @property
    def summary(self) -> str:
        """What the year is, in a sentence: also for those whom the page is shared with."""
        prizes, mentions = self.counts
        if not prizes and not mentions:
            return _("Vuoden %(year)s palkintoja ei ole vielä julkistettu.") % {"year": self.year}
        parts = [
            ngettext("%(count)s palkinto", "%(count)s palkintoa", prizes) % {"count": prizes} if prizes else "",
            ngettext("%(count)s kunniamaininta", "%(count)s kunniamainintaa", mentions) % {"count": mentions}
            if mentions
            else "",
        ]
        return f"{_(' ja ').join(filter(None, parts))}."

    @cached_property
    def counts(self) -> tuple[int, int]:
        """Prizes, and honourable mentions."""
        rows = [row for category in self.categories for row in category.winners]
        mentions = sum(row.is_mention for row in rows)
        return len(rows) - mentions, mentions


def of_year(year: int, at: datetime, *, previewed: Kampanja | Sarja | None = None) -> YearPage:
    return YearPage(year, at, previewed=previewed)


def by_category(palkinnot) -> dict[int, tuple[list[Winner], str | None]]:
    """Of these decisions, by category: who won what in order, and if nobody did, what is said of it."""
    return grouped(as_values(palkinnot))


def as_values(palkinnot):
    return palkinnot.for_list().values("sarja_id", *SAID, **DECIDED)


def grouped(values) -> dict[int, tuple[list[Winner], str | None]]:
    found, language = defaultdict(list), get_language() or "fi"
    for row in values:
        found[row["sarja_id"]].append(row)
    return {
        key: (
            [winner(row, language) for row in rows if row["kind"] != Palkinto.Kind.NONE],
            next((cited(row, language)[0] for row in rows if row["kind"] == Palkinto.Kind.NONE), None),
        )
        for key, rows in found.items()
    }


def winner(row: dict, language: str) -> Winner:
    """Of a decision's plain values."""
    card = row["card"]
    citation, citation_language = cited(row, language)
    if card is None:
        name = choosing.holder_in(row, language)
        url, owner, owner_url, written = choosing.organisation_address(row["code"], language), "", "", language
    else:
        name, written, owner = card["title"], card["language"], card["owner"]["name"][language]
        url = address(row["act"], card["title"], language)
        owner_url = choosing.organisation_address(card["owner"]["code"], language)
    return Winner(
        row["pk"] if "sarja_id" in row else None,
        row["kind"],
        row["place"],
        name,
        url,
        written if written != language else "",
        owner,
        owner_url,
        card["sector"]["name"][language] if card and card["sector"] else "",
        citation,
        citation_language,
        row.get("source", ""),
    )


def cited(row: dict, language: str) -> tuple[str, str]:
    """The citation, and its language when it is not the page's own: an empty one falls back on Finnish."""
    own = row[f"citation_{language}"]
    return (own, "") if own or not row["citation_fi"] or language == "fi" else (row["citation_fi"], "fi")


def anchor_of(sarja: Sarja) -> str:
    """Where the category stands on its year's page."""
    return f"sarja-{sarja.pk}"


def told_by_sources(year: int, at: datetime) -> list[Category]:
    """Prizes of the year that no decision here has given, by their names."""
    found, language = defaultdict(list), get_language() or "fi"
    for row in OF_OLD.rows(year, at):
        found[row[f"name_{language}"] or row["name_fi"]].append(winner(row, language))
    return [Category(name, winners) for name, winners in found.items()]


def of_old(year: int, at: datetime):
    rows = Merkki.objects.public(at).of_year(year).exclude(key__startswith="palkinto:").for_list()
    return rows.values("source", "name_fi", "name_sv", "name_en", *SAID, **TOLD)


def facts_of(rows, year: int, at: datetime):
    rows = rows.filter(kampanja__year=year).order_by("kampanja__opens_at", "kampanja", "position", "pk")
    return choosing.as_values(choosing.with_facts(rows, at))


def campaigns_of(year: int):
    categories = Sarja.objects.filter(kampanja=OuterRef("pk"))
    rows = Kampanja.objects.held().filter(year=year).annotate(has_categories=Exists(categories))
    return rows.order_by("opens_at", "pk").values()


CAMPAIGNS = Prepared(campaigns_of)
CATEGORIES = Prepared(lambda year, at: facts_of(Sarja.objects.revealed(at), year, at))
DECISIONS = Prepared(lambda year, at: as_values(Palkinto.objects.public(at).of_year(year)))
OF_OLD = Prepared(of_old)
