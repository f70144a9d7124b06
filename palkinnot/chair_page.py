"""How a round goes on, as its chair sees it: progress without a word of what was given, and the next step."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from palkinnot.chair_forms import TieForm
from palkinnot.models import Ehdokas, Kierros
from palkinnot.reading import bind_candidates
from palkinnot.standings import Standings, standings
from palkinnot.why_page import step_name


@dataclass(frozen=True)
class Move:
    """A step of the round: from which states, by which verb, and what the chair is told before it."""

    slug: str
    verb: str
    states: tuple[str, ...]
    label: str | Promise
    lead: str | Promise
    asks_reason: bool = False
    #: A reason is wanted only when candidates are below the quorum.
    minds_quorum: bool = False

    @property
    def takes_reason(self) -> bool:
        return self.asks_reason or self.minds_quorum

    def take(self, kierros: Kierros, reason: str, *, by) -> None:
        """Raises Refused."""
        getattr(kierros, self.verb)(by=by, **({"reason": reason} if self.takes_reason else {}))


S = Kierros.State
MOVES = {
    move.slug: move
    for move in (
        Move(
            "aloita",
            "start",
            (S.PREPARING,),
            _("Aloita arviointi"),
            _("Raatilaiset saavat lukea ehdokkaat ja arvioida ne. Kriteerejä ei voi enää muuttaa."),
        ),
        Move(
            "keskustelu",
            "open_discussion",
            (S.SCORING,),
            _("Avaa keskustelu"),
            _(
                "Kaikki näkevät toistensa arviot ja järjestyksen, paitsi esteelliset. Arvion muutos vaatii sen "
                "jälkeen syyn."
            ),
            minds_quorum=True,
        ),
        Move(
            "lukitse",
            "lock",
            (S.DISCUSSION,),
            _("Lukitse tulos"),
            _(
                "Arvioita ei voi enää muuttaa. Lähtötiedot, menetelmä ja tulos talletetaan niin, että tuloksen "
                "voi laskea uudelleen."
            ),
            minds_quorum=True,
        ),
        Move(
            "avaa",
            "reopen",
            (S.SCORING, S.DISCUSSION, S.LOCKED),
            _("Palaa edelliseen vaiheeseen"),
            _("Kierros palaa yhden vaiheen taaksepäin. Annetut arviot säilyvät, ja syy jää historiaan."),
            asks_reason=True,
        ),
    )
}


class ChairPage:
    """Of candidates that the chair is in conflict with it tells no names, counts or places."""

    def __init__(self, kierros: Kierros, user):
        self.kierros, self.sarja, self.user = kierros, kierros.sarja, user

    @property
    def moves(self) -> list[Move]:
        return [move for move in MOVES.values() if self.kierros.state in move.states]

    @cached_property
    def hidden(self) -> set[int]:
        rows = Ehdokas.objects.binding(self.user).filter(sarja=self.sarja)
        return set(rows.values_list("pk", flat=True))

    @cached_property
    def progress(self) -> dict[str, list[dict]]:
        found = self.kierros.progress(hidden=self.hidden)
        bind_candidates(row["candidate"] for row in found["candidates"])
        found["candidates"].sort(key=lambda row: (-row["below"], row["candidate"].title))
        for row in found["jurors"]:
            row["total"] = row["given"] + row["open"] + row["left_out"]
        return found

    @property
    def below(self) -> list[Ehdokas]:
        return [row["candidate"] for row in self.progress["candidates"] if row["below"]]

    @property
    def hindrances(self) -> list[str]:
        return self.kierros.hindrances() if self.kierros.state == S.PREPARING else []

    @property
    def is_shared(self) -> bool:
        """Whether everybody sees everything already."""
        return self.kierros.state in (S.DISCUSSION, S.LOCKED)

    # Ties

    @cached_property
    def standings(self) -> Standings | None:
        return standings(self.kierros, self.user)

    @cached_property
    def ties(self) -> list[tuple[int, list[Ehdokas]]]:
        """Places that are shared after the whole chain, and who share them."""
        if self.standings is None:
            return []
        groups: dict[int, list[Ehdokas]] = {}
        for place in self.standings.places:
            if place.is_shared:
                groups.setdefault(place.place, []).append(self.standings.candidates[place.entry])
        return list(groups.items())

    @property
    def steps(self) -> list[tuple[str, list[str], list[str]]]:
        """Each step of the chain as it was taken: its name, who tied, and the order it gave (nothing: it gave none)."""
        if self.standings is None:
            return []
        criteria = {row.pk: row for row in self.sarja.kriteerit.all()}
        title = {key: row.title for key, row in self.standings.candidates.items()}
        return [
            (
                step_name(one.step, criteria),
                [title[key] for key in one.tied],
                [" = ".join(title[key] for key in group) for group in one.order] if len(one.order) > 1 else [],
            )
            for one in self.standings.steps
        ]

    @property
    def chain(self) -> list[str]:
        criteria = {row.pk: row for row in self.sarja.kriteerit.all()}
        return [step_name(step, criteria) for step in self.kierros.tie_breaks]

    @property
    def has_discussion(self) -> bool:
        return Kierros.TieBreak.DISCUSSION in self.kierros.tie_breaks

    @property
    def agreed(self) -> list[tuple[str, str]]:
        """Orders that the discussion gave, with their reasons; not those that hold a candidate in conflict."""
        if self.standings is None:
            return []
        title = {key: row.title for key, row in self.standings.candidates.items()}
        kept = [each for each in self.kierros.agreed if set(each["order"]) <= set(title)]
        return [(", ".join(title[key] for key in each["order"]), each["reason"]) for each in kept]

    def tie_forms(self, posted=None) -> list[tuple[int, TieForm]]:
        """A form for each tie; what was posted goes to the one that it names."""
        named = posted.get("group", "") if posted else ""
        return [(place, TieForm(posted if named == str(tied[0].pk) else None, tied=tied)) for place, tied in self.ties]
