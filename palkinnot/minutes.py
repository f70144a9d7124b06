"""The minutes of a category whose results are public: who sat, by what rules, what the sheets gave, what was decided.

Jurors' sheets stand under pseudonyms, which follow from the lock and tell nothing of who wrote which; conflicts are
told in numbers, so that a gap in the sheets is nobody's. Comments stay out. What is no longer public has no name here.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from palkinnot import choosing, counted, standings, winners
from palkinnot.choosing import Chosen
from palkinnot.models import Ehdokas, Esteellisyys, Kierros, Lukitus, Palkinto, Sarja
from palkinnot.ranking_page import points
from palkinnot.scoring import EntryScore
from palkinnot.standings import Standings
from palkinnot.tie_break import Breaking, Place
from palkinnot.why_page import step_name


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate of the ranking, with its sheets by pseudonym; `None` where there is no counted one."""

    key: int
    title: str
    owner: str
    place: Place | None
    score: EntryScore
    sheets: list[float | None]
    conflicts: int

    @property
    def place_text(self) -> str:
        return f"{self.place.place}." if self.place else "–"

    @property
    def cells(self) -> list[str]:
        """Its summary and its sheets, as the table writes them."""
        score = self.score
        summary = [str(score.n), *map(points, (score.mean, score.median, score.spread, score.adjusted))]
        return [*summary, *map(points, self.sheets), str(self.conflicts)]


class Minutes:
    def __init__(self, sarja: Sarja, at: datetime):
        self.sarja, self.at = sarja, at
        self.chosen = Chosen(sarja)
        self.palkinnot = list(
            Palkinto.objects.public(at).filter(sarja=sarja).for_list().select_related("lukitus", "sarja__kampanja")
        )
        self.decided = Palkinto.objects.confirmed().filter(sarja=sarja)

    @property
    def title(self) -> str:
        return _("Pöytäkirja: %(category)s, %(campaign)s") % {
            "category": self.sarja.name,
            "campaign": self.sarja.kampanja.name,
        }

    @cached_property
    def lock(self) -> Lukitus | None:
        """The lock by which it was decided."""
        if self.sarja.selection != Sarja.Selection.JURY:
            return None
        return Lukitus.objects.filter(kierros__sarja=self.sarja).order_by("-number").first()

    @cached_property
    def kierros(self) -> Kierros | None:
        return self.sarja.kierros if self.lock else None

    @cached_property
    def standings(self) -> Standings | None:
        return standings.reckon(self.kierros, set(), self.lock) if self.lock else None

    # Names

    @cached_property
    def names(self) -> dict[int, tuple[str, str]]:
        """Candidates that anyone may see, by number: title and owner, as the public reads them."""
        card = "osallistuminen__teko__hakurivi__card"
        rows = Ehdokas.objects.filter(sarja=self.sarja).public()
        holder = {name: F(column) for name, column in choosing.names_of("holder", "organisation").items()}
        rows = rows.values("pk", act=F(f"{card}__title"), owner=F(f"{card}__owner__name"), **holder)
        language = get_language() or "fi"
        return {
            row["pk"]: (
                row["act"] or choosing.holder_in(row, language),
                row["owner"][language] if row["owner"] else "",
            )
            for row in rows
        }

    def name_of(self, key: int) -> str:
        return self.names.get(key, (_("Ehdokas %(key)s (ei enää julkinen)") % {"key": key}, ""))[0]

    @cached_property
    def pseudonyms(self) -> dict[int, str]:
        """By juror, in an order that only the site's own key tells."""
        jurors = self.lock.inputs["jurors"]
        drawn = {
            key: salted_hmac("minutes", f"{self.lock.digest}:{key}", algorithm="sha256").hexdigest() for key in jurors
        }
        order = sorted(jurors, key=drawn.__getitem__)
        return {key: _("Arvioija %(number)s") % {"number": number} for number, key in enumerate(order, start=1)}

    # What the page shows

    @cached_property
    def conflicts(self) -> dict[int, int]:
        """How many of the jury were in conflict with each candidate."""
        rows = Esteellisyys.objects.in_force().filter(ehdokas__sarja=self.sarja, user__seats__raati=self.kierros.raati)
        people = {}
        for ehdokas, user in rows.values_list("ehdokas", "user").distinct():
            people.setdefault(ehdokas, set()).add(user)
        return {key: len(users) for key, users in people.items()}

    @cached_property
    def rows(self) -> list[Row]:
        found, scores = self.standings, self.standings.scoring.scores
        return [
            Row(
                ehdokas.pk,
                self.name_of(ehdokas.pk),
                self.names.get(ehdokas.pk, ("", ""))[1],
                place,
                score,
                [None if (one := scores.get((ehdokas.pk, key))) is None else float(one) for key in self.pseudonyms],
                self.conflicts.get(ehdokas.pk, 0),
            )
            for ehdokas, place, score in found.rows
        ]

    @property
    def header(self) -> list[str]:
        summary = [_("Arvioita"), _("Keskiarvo"), _("Mediaani"), _("Hajonta"), _("Tasoitettu")]
        return [*summary, *self.pseudonyms.values(), _("Esteellisiä")]

    @property
    def rules(self) -> list[str]:
        """Method, quorum, and how ties were to be broken."""
        document = self.lock.inputs
        chain = [step_name(step, self.criteria) for step in document["chain"]]
        rules = [
            self.chosen.method,
            ngettext(
                "Sijaan vaaditaan vähintään %(n)s annettu arvio.",
                "Sijaan vaaditaan vähintään %(n)s annettua arviota.",
                document["quorum"],
            )
            % {"n": document["quorum"]},
        ]
        if chain:
            rules.append(_("Tasatilanteen ratkaisu järjestyksessä: %(steps)s.") % {"steps": ", ".join(chain)})
        return rules

    @cached_property
    def criteria(self) -> dict:
        return {row.pk: row for row in self.sarja.kriteerit.all()}

    @property
    def ties(self) -> list[str]:
        return [self.tie_in_words(one) for one in self.standings.steps] if self.standings else []

    def tie_in_words(self, one: Breaking) -> str:
        names = {"tied": ", ".join(map(self.name_of, one.tied)), "step": step_name(one.step, self.criteria)}
        if not one.values:
            return _("Sama tulos: %(tied)s. Vaihe ”%(step)s” ei koskenut kaikkia, joten se ohitettiin.") % names
        if len(one.order) == 1:
            return _("Sama tulos: %(tied)s. Vaihe ”%(step)s” ei erottanut niitä.") % names
        names["order"] = "; ".join(
            f"{number}. {', '.join(map(self.name_of, group))}" for number, group in enumerate(one.order, start=1)
        )
        return _("Sama tulos: %(tied)s. Vaihe ”%(step)s” ratkaisi järjestyksen: %(order)s.") % names

    @property
    def reasons(self) -> list[str]:
        """Why the order was left, why staff chose so, why nobody won, and why the round was locked again."""
        found = [row.reason for row in self.decided.order_by("pk") if row.reason]
        if self.lock and self.lock.number > 1:
            found.append(self.lock.reason)
        return list(dict.fromkeys(filter(None, found)))

    @property
    def awards(self) -> list[tuple[str, str, str]]:
        """What was given, to whom and why."""
        winners_of, none = winners.by_category(Palkinto.objects.public(self.at).filter(sarja=self.sarja)).get(
            self.sarja.pk, ([], None)
        )
        rows = [
            (row.badge, f"{row.title}, {row.owner}" if row.owner else row.title, row.citation) for row in winners_of
        ]
        return rows if none is None else [(_("Ei jaeta"), "", none)]

    @property
    def decisions(self) -> list[tuple[datetime, datetime]]:
        """When it was proposed, and when another confirmed it, to the minute."""
        return sorted({(minute(row.proposed_at), minute(row.confirmed_at)) for row in self.decided})

    @property
    def count(self) -> list[counted.Place]:
        """Of a counted category: how the count stands."""
        return counted.standings(self.sarja) if self.chosen.by_count else []


def minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def of(key: int, at: datetime) -> Minutes | None:
    """Of the category with this number, once its results are public."""
    sarja = choosing.with_facts(Sarja.objects.revealed(at).filter(pk=key), at).first()
    return Minutes(sarja, at) if sarja else None
