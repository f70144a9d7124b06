"""The ranked table of a category as one person may see it. Jurors' pages and the admin draw it from the same object:

{% include "palkinnot/_ranking.html" with ranking=page.ranking %}
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palkinnot import explaining
from palkinnot.models import Ehdokas, Kierros, Kriteeri, Raatilainen
from palkinnot.own_list import owner_of
from palkinnot.result_pictures import criterion_bars, spread_line
from palkinnot.scoring import EntryScore
from palkinnot.standings import Standings
from palkinnot.tie_break import Place


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A candidate's row, as the table writes it."""

    key: int
    address: str
    title: str
    language: str  #: of the title, when it is not the page's own
    owner: str
    place: str
    is_shared: bool
    is_ranked: bool
    starts_below: bool  #: the prize line is drawn above it
    n: int
    mean: str
    median: str
    spread: str
    adjusted: str
    rank_mean: str
    rank_adjusted: str
    ranks_without_one: str
    spread_line: SafeString
    criterion_bars: SafeString


class RankingPage:
    """`address` gives where "Miksi tämä sija?" of a candidate leads, by its number."""

    def __init__(self, standings: Standings, user, *, address: Callable[[int], str]):
        self.standings, self.scoring, self.kierros = standings, standings.scoring, standings.kierros
        self.user, self.address = user, address

    @cached_property
    def seats(self) -> dict[int, Raatilainen]:
        return {row.pk: row for row in self.kierros.raati.raatilaiset.all()}

    @cached_property
    def own_seat(self) -> Raatilainen | None:
        return next((row for row in self.seats.values() if row.user_id == self.user.pk and not row.ended_at), None)

    @property
    def shows_strictness(self) -> bool:
        """Every juror's: staff and the chair."""
        own = self.own_seat
        return bool(self.user.is_staff or (own and own.role == Raatilainen.Role.CHAIR))

    @cached_property
    def criteria(self) -> dict[int, Kriteeri]:
        return {row.pk: row for row in self.kierros.sarja.kriteerit.all()}

    @cached_property
    def ranges(self) -> dict[int, tuple[int, int]]:
        return explaining.rank_ranges(self.scoring, self.standings.method)

    @cached_property
    def rows(self) -> list[RankedRow]:
        first_below = self.first_below
        return [self.row(*each, starts_below=each[0].pk == first_below) for each in self.standings.rows]

    def row(self, ehdokas: Ehdokas, place: Place | None, score: EntryScore, *, starts_below: bool) -> RankedRow:
        return RankedRow(
            ehdokas.pk,
            self.address(ehdokas.pk),
            ehdokas.title,
            ehdokas.language,
            owner_of(ehdokas),
            f"{place.place}." if place else "–",
            bool(place and place.is_shared),
            place is not None,
            starts_below,
            score.n,
            points(score.mean),
            points(score.median),
            points(score.spread),
            points(score.adjusted),
            str(score.rank_mean or "–"),
            str(score.rank_adjusted or "–"),
            self.range_of(ehdokas.pk),
            spread_line(sorted(float(self.scoring.scores[ehdokas.pk, one.juror]) for one in self.sheets_of(ehdokas))),
            criterion_bars(self.criteria, explaining.criterion_means(self.scoring, ehdokas.pk)),
        )

    def sheets_of(self, ehdokas: Ehdokas):
        return self.scoring.sheets_of[ehdokas.pk]

    def range_of(self, key: int) -> str:
        best, worst = self.ranges.get(key, (None, None))
        return "–" if best is None else str(best) if best == worst else f"{best}–{worst}"

    # The line between prize and none

    @property
    def most_prizes(self) -> int:
        return self.kierros.sarja.most_prizes

    @cached_property
    def above(self) -> list[Place]:
        return [place for place in self.standings.places if place.place <= self.most_prizes]

    @cached_property
    def below(self) -> list[Place]:
        return self.standings.places[len(self.above) :]

    @property
    def first_below(self) -> int | None:
        return self.below[0].entry if self.below and self.above else None

    @property
    def line(self) -> str:
        message = ngettext(
            "Palkintojen raja: sarjassa jaetaan enintään %(count)s palkinto",
            "Palkintojen raja: sarjassa jaetaan enintään %(count)s palkintoa",
            self.most_prizes,
        )
        return message % {"count": self.most_prizes}

    @property
    def is_split(self) -> bool:
        """Whether a shared place goes over the line: more candidates above it than prizes."""
        return len(self.above) > self.most_prizes

    @cached_property
    def at_the_line(self) -> explaining.Difference | None:
        if not self.above or not self.below:
            return None
        return explaining.difference(self.scoring, self.above[-1].entry, self.below[0].entry)

    @property
    def line_in_words(self) -> str:
        """Whether the difference at the line may be chance, in a plain sentence."""
        apart = self.at_the_line
        if apart is None:
            return ""
        one, other = self.above[-1].entry, self.below[0].entry
        names = {"above": self.standings.candidates[one].title, "below": self.standings.candidates[other].title}
        return difference_in_words(apart, **names)

    # What the jury is told of itself

    @property
    def summary(self) -> str:
        counted = len(self.scoring.scores)
        names = {
            "candidates": len(self.standings.candidates),
            "jurors": len(self.scoring.fit.jurors),
            "sheets": counted,
        }
        return _("Ehdokkaita %(candidates)s, arvioijia %(jurors)s, laskettuja arvioita %(sheets)s.") % names

    @property
    def method_in_words(self) -> str:
        return method_in_words(self.standings.method)

    @property
    def strictnesses(self) -> list[tuple[str, int, str]]:
        """Juror, how many counted sheets, and strictness in points: everybody's, or only one's own."""
        shown = [row for row in self.scoring.jurors if row.strictness is not None]
        if not self.shows_strictness:
            shown = [row for row in shown if self.own_seat and row.juror == self.own_seat.pk]
        return [(self.name_of(row.juror), row.n, signed(row.strictness)) for row in shown]

    @property
    def own_strictness(self) -> str:
        """In words, to the juror themselves."""
        own = self.own_seat and next((row for row in self.scoring.jurors if row.juror == self.own_seat.pk), None)
        if not own or own.strictness is None:
            return ""
        size = {"points": points(abs(own.strictness))}
        if abs(own.strictness) < 0.05:
            return _("Pisteesi ovat samalla tasolla kuin muilla, jotka arvioivat samat ehdokkaat.")
        if own.strictness > 0:
            return (
                _(
                    "Annat samoille ehdokkaille keskimäärin %(points)s pistettä vähemmän kuin muut. "
                    "Tasoitus lisää saman verran jokaiseen arvioosi."
                )
                % size
            )
        return (
            _(
                "Annat samoille ehdokkaille keskimäärin %(points)s pistettä enemmän kuin muut. "
                "Tasoitus vähentää saman verran jokaisesta arviostasi."
            )
            % size
        )

    @property
    def groups(self) -> list[str]:
        """Jurors without a common candidate, when there are such: their strictness cannot be compared."""
        found = self.scoring.groups
        return [", ".join(self.name_of(key) for key in group) for group in found] if len(found) > 1 else []

    def name_of(self, juror: int) -> str:
        return str(self.seats.get(juror, juror))

    @property
    def is_discussed(self) -> bool:
        return self.kierros.state == Kierros.State.DISCUSSION


def method_in_words(method: str) -> str:
    if method == explaining.Method.MEAN:
        return _("Järjestys on arvioiden keskiarvon mukaan.")
    return _("Järjestys on tasoitetun pistemäärän mukaan: raatilaisten ankaruus on otettu huomioon.")


def points(value) -> str:
    """One decimal, by the reader's own decimal sign; a dash for none."""
    return "–" if value is None else number_format(round(float(value), 1), 1)


def signed(value: float) -> str:
    """`+3,1`, `−0,4`, `0,0`."""
    shown = round(value, 1)
    return ("+" if shown > 0 else "−" if shown < 0 else "") + number_format(abs(shown), 1)


def difference_in_words(apart: explaining.Difference, *, above: str, below: str) -> str:
    size = {"above": above, "below": below, "points": points(abs(apart.points))}
    if apart.is_tie is None:
        text = _(
            "Ehdokkaiden %(above)s ja %(below)s ero on %(points)s pistettä. Arvioita on liian vähän, jotta "
            "voisi sanoa, voiko se olla sattumaa."
        )
        return text % size
    size["chance"] = points(explaining.CHANCE * apart.standard_error)
    if apart.is_tie:
        text = _(
            "Tilastollinen tasatilanne: ehdokkaiden %(above)s ja %(below)s ero on %(points)s pistettä, ja "
            "pelkkä sattuma voi tehdä %(chance)s pisteen eron. Pisteet eivät yksin ratkaise tätä."
        )
        return text % size
    text = _(
        "Ehdokkaiden %(above)s ja %(below)s ero on %(points)s pistettä. Sattuma tekee harvoin yli %(chance)s "
        "pisteen eron, joten ero on selvä."
    )
    return text % size
