""" "Miksi tämä sija?": one candidate's place in words that a juror understands, and what the jury says of it."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palkinnot import explaining
from palkinnot.models import Arvio, Ehdokas, Kierros, Kriteeri, Puheenvuoro
from palkinnot.ranking_page import RankingPage, difference_in_words, points, signed
from palkinnot.tie_break import Breaking, Step


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One juror's sheet. Strictness and what it makes of the score only to whom they may be told."""

    juror: str
    represents: str
    score: str
    strictness: str
    adjusted: str
    share: str
    answers: list[tuple[str, str]]
    comment: str
    to_authors: str  #: for staff, who send it on with the results
    change: str

    @property
    def has_words(self) -> bool:
        return bool(self.comment or self.to_authors or self.change)


class WhyPage:
    def __init__(self, ranking: RankingPage, ehdokas: Ehdokas):
        self.ranking, self.ehdokas, self.kierros = ranking, ehdokas, ranking.kierros
        self.scoring, self.standings = ranking.scoring, ranking.standings
        self.score = self.scoring.by_entry[ehdokas.pk]
        self.place = self.standings.place_of.get(ehdokas.pk)

    @property
    def place_in_words(self) -> str:
        if self.place is None:
            return _("ei sijaa")
        text = _("jaettu %(place)s. sija") if self.place.is_shared else _("%(place)s. sija")
        return text % {"place": self.place.place}

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """The steps to the place: a heading and a sentence each."""
        steps = [(_("Arviot"), self.counted)]
        if self.score.n:
            steps.append((_("Keskiarvo %(points)s") % {"points": points(self.score.mean)}, self.weights))
            correction = self.score.adjusted - float(self.score.mean)
            steps.append((_("Tasoitus %(points)s") % {"points": signed(correction)}, self.correction(correction)))
        steps += [(_("Tasatilanne"), self.step_in_words(one)) for one in self.breakings]
        if self.place and self.ehdokas.pk in self.ranking.ranges:
            steps.append((_("Yhden raatilaisen vaikutus"), self.without_one))
        return steps

    @property
    def counted(self) -> str:
        left_out = sum(one.is_left_out for one in self.scoring.sheets if one.entry == self.ehdokas.pk)
        text = ngettext("Laskettuja arvioita on %(n)s.", "Laskettuja arvioita on %(n)s.", self.score.n)
        text = text % {"n": self.score.n}
        if left_out:
            text += " " + ngettext(
                "%(count)s arvio on jätetty pois pidättäytymisen tai esteellisyyden vuoksi.",
                "%(count)s arviota on jätetty pois pidättäytymisen tai esteellisyyden vuoksi.",
                left_out,
            ) % {"count": left_out}
        met = _("Vaadittu määrä, %(quorum)s, täyttyy.")
        missing = ngettext(
            "Sijaan vaaditaan vähintään %(quorum)s arvio, joten ehdokas jää ilman sijaa.",
            "Sijaan vaaditaan vähintään %(quorum)s arviota, joten ehdokas jää ilman sijaa.",
            self.kierros.quorum,
        )
        return f"{text} {(met if self.place else missing) % {'quorum': self.kierros.quorum}}"

    @property
    def weights(self) -> str:
        scored = [row for row in self.ranking.criteria.values() if row.is_scored]
        whole = sum(row.weight for row in scored)
        shares = ", ".join(f"{row.name} {round(100 * row.weight / whole)} %" for row in scored)
        return _("Jokainen arvio on laskettu asteikolle 0–100 kriteerien painoilla: %(shares)s.") % {"shares": shares}

    def correction(self, size: float) -> str:
        outcome = {"points": points(self.score.adjusted)}
        if abs(size) < 0.05:
            return _("Tämän ehdokkaan arvioijat ovat yhdessä yhtä ankaria kuin muut. Tulos on %(points)s.") % outcome
        if size > 0:
            text = _(
                "Tämän ehdokkaan arvioijat antavat muillekin keskimäärin vähemmän pisteitä. Kun taipumus "
                "otetaan pois, tulos on %(points)s."
            )
        else:
            text = _(
                "Tämän ehdokkaan arvioijat antavat muillekin keskimäärin enemmän pisteitä. Kun taipumus "
                "otetaan pois, tulos on %(points)s."
            )
        return text % outcome

    @property
    def breakings(self) -> list[Breaking]:
        return [one for one in self.standings.steps if self.ehdokas.pk in one.tied]

    def step_in_words(self, one: Breaking) -> str:
        others = ", ".join(self.standings.candidates[key].title for key in one.tied if key != self.ehdokas.pk)
        names = {"others": others, "step": step_name(one.step, self.ranking.criteria)}
        if not one.values:
            return _("Sama tulos: %(others)s. Vaihe ”%(step)s” ei koskenut kaikkia, joten se ohitettiin.") % names
        if len(one.order) == 1:
            return _("Sama tulos: %(others)s. Vaihe ”%(step)s” ei erottanut niitä.") % names
        return _("Sama tulos: %(others)s. Ennalta sovittu vaihe ”%(step)s” ratkaisi järjestyksen.") % names

    @property
    def without_one(self) -> str:
        best, worst = self.ranking.ranges[self.ehdokas.pk]
        if best == worst:
            return _("Sija olisi %(best)s, kuka tahansa raatilaisista jätettäisiin pois.") % {"best": best}
        return _("Jos yksi raatilaisista jätettäisiin pois, sija olisi tapauksesta riippuen %(best)s–%(worst)s.") % {
            "best": best,
            "worst": worst,
        }

    @property
    def neighbours(self) -> list[str]:
        """How far it is from who stands just above and just below, against chance."""
        order = [place.entry for place in self.standings.places]
        if self.place is None:
            return []
        at = order.index(self.ehdokas.pk)
        pairs = [(order[at - 1], order[at])] if at else []
        pairs += [(order[at], order[at + 1])] if at + 1 < len(order) else []
        titles = self.standings.candidates
        return [
            difference_in_words(
                explaining.difference(self.scoring, one, other), above=titles[one].title, below=titles[other].title
            )
            for one, other in pairs
        ]

    @property
    def criterion_means(self) -> list[tuple[Kriteeri, str, int]]:
        """Criterion, its mean on its own scale, and how many counted sheets answered it."""
        means = explaining.criterion_means(self.scoring, self.ehdokas.pk)
        return [
            (row, points(means[key][0]), means[key][1]) for key, row in self.ranking.criteria.items() if key in means
        ]

    @cached_property
    def stored(self) -> dict[int, Arvio]:
        rows = Arvio.objects.visible_to(self.ranking.user).filter(ehdokas=self.ehdokas).select_related("changed_by")
        return {row.juror_id: row for row in rows}

    @cached_property
    def sheets(self) -> list[SheetRow]:
        answers = {one.juror: one.answers for one in self.scoring.sheets_of[self.ehdokas.pk]}
        own = self.ranking.own_seat.pk if self.ranking.own_seat else None
        rows = []
        for one in explaining.contributions(self.scoring, self.ehdokas.pk):
            told = self.ranking.shows_strictness or one.juror == own
            arvio, seat = self.stored.get(one.juror), self.ranking.seats.get(one.juror)
            rows.append(
                SheetRow(
                    self.ranking.name_of(one.juror),
                    seat.represents if seat else "",
                    points(one.score),
                    signed(one.strictness) if told else "",
                    points(one.adjusted) if told else "",
                    points(one.share) if told else "",
                    [(row.name, str(answers[one.juror].get(key, "–"))) for key, row in self.ranking.criteria.items()],
                    arvio.comment_to_jury if arvio else "",
                    arvio.comment_to_authors if arvio and self.ranking.user.is_staff else "",
                    self.changes.get(one.juror, "") if arvio else "",
                )
            )
        return rows

    @property
    def has_comments(self) -> bool:
        return any(sheet.has_words for sheet in self.sheets)

    @cached_property
    def changes(self) -> dict[int, str]:
        """By juror: why they last changed their own sheet in the discussion, to be read after the lock too."""
        events = Arvio.pgh_event_model.objects.filter(ehdokas=self.ehdokas.pk, state=Arvio.State.GIVEN)
        events = events.filter(changed_by=F("juror__user")).exclude(change_reason="").order_by("pgh_id")
        return dict(events.values_list("juror", "change_reason"))

    @property
    def left_out(self) -> list[tuple[str, str, str]]:
        """Sheets that do not count: whose, in which state, and why."""
        rows = [row for row in self.stored.values() if row.state in (Arvio.State.ABSTAINED, Arvio.State.RECUSED)]
        return [(self.ranking.name_of(row.juror_id), row.get_state_display(), row.reason) for row in rows]

    @cached_property
    def said(self) -> list[Puheenvuoro]:
        return list(self.ehdokas.puheenvuorot.select_related("said_by"))

    @property
    def own_sheet(self) -> bool:
        own = self.ranking.own_seat
        return bool(own and own.pk in self.stored)


def step_name(step: str, criteria: dict[int, Kriteeri]) -> str:
    if step in set(Step):
        return str(Kierros.TieBreak(step).label)
    key = step.partition(":")[2]
    return criteria[int(key)].name if key.isdecimal() and int(key) in criteria else step
