"""A category as staff decide on it: the order to go by, what is proposed or confirmed, and who may go on."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from palkinnot import award_mails, conflict_facts, counted, mail_causes
from palkinnot.models import Ehdokas, Esteellisyys, Palkinto, Sarja
from palkinnot.own_list import owner_of
from palkinnot.ranking_page import RankingPage, points
from palkinnot.reading import bind_candidates
from palkinnot.standings import standings
from tekojentori.models import Sahkoposti, User
from tekojentori.refusals import Refused


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of the order: of a jury with its points, of a count with the acts, of staff's own choice the name alone."""

    ehdokas: Ehdokas | None  #: None of an organisation that nobody has made a candidate yet
    title: str
    owner: str
    place: str
    n: str = ""
    mean: str = ""
    adjusted: str = ""
    is_chosen: bool = False  #: ticked at first in the form that begins a proposal
    starts_below: bool = False
    can_be_chosen: bool = False
    why_not: str = ""  #: why it cannot be


class DecidingPage:
    """Who is in conflict with a candidate sees neither the decision nor who may be meant by it, until it is public."""

    def __init__(self, sarja: Sarja, *, by):
        self.sarja, self.by = sarja, by

    # Who

    @cached_property
    def is_bound(self) -> bool:
        return self.sarja.conflicts_of(self.by).exists()

    @cached_property
    def is_public(self) -> bool:
        return self.sarja.has_results()

    @property
    def may_see(self) -> bool:
        return self.is_public or not self.is_bound

    @cached_property
    def deciders(self) -> list[User]:
        """Staff whom no candidate of the category binds."""
        staff = list(User.objects.filter(is_staff=True, is_active=True).order_by("name", "email"))
        candidates = set(self.sarja.ehdokkaat.standing().values_list("pk", flat=True))
        rows = Esteellisyys.objects.in_force().filter(ehdokas__in=candidates)
        bound = set(rows.values_list("user", flat=True))
        found = conflict_facts.found([person.pk for person in staff], self.sarja)
        bound |= {user for user, ehdokas, _cause in found if ehdokas in candidates}
        return [person for person in staff if person.pk not in bound]

    @property
    def appointment(self) -> str:
        """Whom to ask, or to appoint when too few are free: it takes two."""
        names = ", ".join(str(person) for person in self.deciders if person != self.by)
        if len(self.deciders) < 2:
            people = names or _("ei ketään")
            message = _(
                "Päätökseen tarvitaan kaksi, jotka eivät ole esteellisiä. Nyt heitä on: %(people)s. Nimeä "
                "ohjelmatoimistoon joku, jolla ei ole yhteyttä ehdokkaisiin (Käyttäjät: henkilöstöön kuuluu)."
            )
            return message % {"people": people if self.by not in self.deciders else _("sinä")}
        if self.is_bound:
            return _("Sarjasta voivat päättää: %(people)s.") % {"people": names}
        return ""

    # What

    @cached_property
    def decisions(self) -> list[Palkinto]:
        """What is in force, as the viewer may see it."""
        return self.told(self.sarja.palkinnot.in_force()) if self.may_see else []

    @cached_property
    def opened(self) -> list[Palkinto]:
        """What was decided once and is open again: its words are kept for the next proposal."""
        return self.told(self.sarja.palkinnot.filter(state=Palkinto.State.OPEN)) if self.may_see else []

    def told(self, rows: QuerySet) -> list[Palkinto]:
        rows = rows.for_list().select_related(
            "sarja__kampanja", "ehdokas__organisation", "ehdokas__osallistuminen__teko__hakurivi__owner",
            "ehdokas__osallistuminen__frozen_version", "proposed_by", "confirmed_by", "changed_by",
        )  # fmt: skip
        rows = list(rows.defer("ehdokas__osallistuminen__frozen_version__html"))
        bind_candidates(row.ehdokas for row in rows if row.ehdokas)
        return rows

    @property
    def proposed(self) -> list[Palkinto]:
        return [row for row in self.decisions if row.state == Palkinto.State.PROPOSED]

    @property
    def confirmed(self) -> list[Palkinto]:
        return [row for row in self.decisions if row.state == Palkinto.State.CONFIRMED]

    @cached_property
    def fallen(self) -> list[Palkinto]:
        """Those whose candidate has left, until there is a newer proposal."""
        return self.told(self.sarja.palkinnot.left()) if self.may_see else []

    @property
    def is_own(self) -> bool:
        """Whether the viewer has proposed it, and so somebody else confirms."""
        return any(row.proposed_by_id == self.by.pk for row in self.proposed)

    @cached_property
    def state(self) -> str:
        return state_of(self.sarja, self.sarja.palkinnot.in_force(), timezone.now())

    @cached_property
    def hindrance(self) -> str:
        """Why the viewer cannot propose now; empty when they can."""
        try:
            self.sarja.require_decider(self.by)
            self.sarja.require_not_public()
            self.sarja.require_ranked()
        except Refused as refused:
            return str(refused.reason)
        return ""

    @property
    def can_propose(self) -> bool:
        return not self.hindrance

    @property
    def can_confirm(self) -> bool:
        return not self.hindrance and bool(self.proposed) and not self.is_own

    @property
    def can_undo(self) -> bool:
        return not self.hindrance and bool(self.decisions) and not self.sarja.public_from()

    @property
    def can_correct(self) -> bool:
        return self.is_public and not self.is_bound

    @cached_property
    def told_already(self) -> int:
        """Mails to winners of the category that have gone: those cannot be taken back."""
        causes = mail_causes.causes_of_awards(self.sarja.palkinnot.all())
        return Sahkoposti.objects.about(*causes).filter(kind=award_mails.WINNER.kind, released_at__isnull=False).count()

    @property
    def is_counted(self) -> bool:
        return self.sarja.selection == Sarja.Selection.COUNT

    @cached_property
    def corrections(self) -> list:
        if not self.may_see:
            return []
        rows = self.sarja.oikaisut.select_related("ehdokas__organisation", "ehdokas__osallistuminen__teko")
        rows = list(rows.select_related("proposed_by", "confirmed_by").order_by("-pk"))
        bind_candidates(row.ehdokas for row in rows if row.ehdokas)
        return rows

    @cached_property
    def history(self) -> list:
        """Each state that a decision of the category has been in, newest first: when, by whom and why."""
        if not self.may_see:
            return []
        rows = Palkinto.pgh_event_model.objects.filter(sarja=self.sarja.pk).select_related(
            "changed_by",
            "ehdokas__organisation",
            "ehdokas__osallistuminen__teko",
            "ehdokas__osallistuminen__frozen_version",
        )
        rows = rows.defer("ehdokas__osallistuminen__frozen_version__html")
        last, found = {}, []
        for row in rows.order_by("pgh_id"):
            if last.get(row.pgh_obj_id) != (row.state, row.proposed_at, row.corrected_at):
                found.append(row)
            last[row.pgh_obj_id] = (row.state, row.proposed_at, row.corrected_at)
        bind_candidates(row.ehdokas for row in found if row.ehdokas)
        return found[::-1]

    # The order to go by

    @cached_property
    def ranking(self) -> RankingPage | None:
        """The jury's locked order as the viewer may see it."""
        kierros = getattr(self.sarja, "kierros", None)
        found = standings(kierros, self.by) if kierros else None
        return RankingPage(found, self.by, address=lambda key: "") if found and found.is_locked else None

    @cached_property
    def chosen(self) -> set[int]:
        """With whom a proposal begins: what is proposed or was once, else as many as there are prizes."""
        known = {row.ehdokas_id for row in [*self.proposed, *self.opened] if row.ehdokas_id}
        if known or not self.may_see:
            return known
        return {key for key, place in self.sarja.places().items() if place <= self.sarja.most_prizes}

    @cached_property
    def order(self) -> list[Standing]:
        if self.ranking:
            return [self.of_jury(*each) for each in self.ranking.standings.rows]
        if self.is_counted:
            return self.of_count()
        return [self.of_staff(row) for row in self.free_candidates]

    @cached_property
    def free_candidates(self) -> list[Ehdokas]:
        """Those that the viewer may propose."""
        rows = list(self.sarja.ehdokkaat.public().free_of(self.by).for_list())
        bind_candidates(rows)
        return sorted(rows, key=lambda row: (row.title, row.pk))

    def of_jury(self, ehdokas, place, score) -> Standing:
        return Standing(
            ehdokas,
            ehdokas.title,
            owner_of(ehdokas),
            f"{place.place}." if place else "–",
            str(score.n),
            points(score.mean),
            points(score.adjusted),
            ehdokas.pk in self.chosen,
            ehdokas.pk == self.ranking.first_below,
            ehdokas.pk in self.choosable,
            self.why_not(ehdokas),
        )

    def of_count(self) -> list[Standing]:
        """An organisation that is no candidate yet becomes one when it is proposed by the count."""
        known = {row.organisation_id: row for row in self.free_candidates if row.pk in self.choosable}
        rows = [(row, known.get(row.organisation.id)) for row in counted.standings(self.sarja)]
        return [
            Standing(
                ehdokas,
                row.organisation.name,
                "",
                f"{row.place}.",
                n=str(row.acts),
                is_chosen=bool(ehdokas and ehdokas.pk in self.chosen),
                can_be_chosen=ehdokas is not None,
            )
            for row, ehdokas in rows
        ]

    def of_staff(self, ehdokas: Ehdokas) -> Standing:
        is_chosen = ehdokas.pk in self.chosen
        can_be_chosen = ehdokas.pk in self.choosable
        title, owner, why_not = ehdokas.title, owner_of(ehdokas), self.why_not(ehdokas)
        return Standing(ehdokas, title, owner, "", is_chosen=is_chosen, can_be_chosen=can_be_chosen, why_not=why_not)

    def why_not(self, ehdokas: Ehdokas) -> str:
        """Why a proposal cannot take the candidate in; empty when it can."""
        if ehdokas.pk in self.choosable:
            return ""
        is_there = any(row.pk == ehdokas.pk for row in self.free_candidates)
        return _("päätös on vahvistettu") if is_there else _("ei ole enää mukana")

    @cached_property
    def choosable(self) -> set[int]:
        """Candidates that a proposal may still take in: those confirmed already are not."""
        return {row.pk for row in self.free_candidates} - {row.ehdokas_id for row in self.confirmed}

    @property
    def address(self) -> str:
        return reverse("admin:palkinnot_palkinto_decision", args=[self.sarja.pk])


def state_of(sarja: Sarja, in_force, now) -> str:
    """How far the decision on a category is, in two words."""
    if sarja.has_results(now):
        return _("Julki")
    states = {row.state for row in in_force}
    if Palkinto.State.PROPOSED in states:
        return _("Ehdotettu, odottaa vahvistamista")
    if Palkinto.State.CONFIRMED in states:
        return _("Vahvistettu, julkistus ajastettu") if sarja.public_from() else _("Vahvistettu")
    return _("Päättämättä")
