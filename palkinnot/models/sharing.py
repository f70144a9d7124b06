import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palkinnot import assignment, conflict_facts
from palkinnot.assignment import Plan, Reason
from palkinnot.models.esteellisyys import Esteellisyys
from palkinnot.models.locking import reason_in, require_staff
from palkinnot.reading_order import reading_orders
from tekojentori.refusals import Refused


class Sharing:
    """Who judges whom: sheets handed out by the solver's plan, or by hand. A sheet that is begun never moves."""

    def plan(self) -> Plan:
        """How the solver would hand the sheets out now: those begun stay, of the others as many as even loads allow."""
        jurors = {row.pk: row.user_id for row in self.raati.raatilaiset.seated()}
        sheets = list(self.sheets().values_list("ehdokas_id", "juror_id", "state", "begun_at"))
        left_out = {(ehdokas, juror) for ehdokas, juror, state, _at in sheets if state in ("abstained", "recused")}
        return assignment.plan(
            self.candidates().values_list("pk", flat=True),
            jurors,
            conflicts=self.conflicts_of(jurors) | left_out,
            sheets=self.sheets_per_candidate,
            begun={(ehdokas, juror) for ehdokas, juror, _state, at in sheets if at} - left_out,
            current={(ehdokas, juror) for ehdokas, juror, _state, at in sheets if not at},
            seed=self.seed,
        )

    def conflicts_of(self, jurors: dict[int, int]) -> set[tuple[int, int]]:
        """Candidates and jurors in conflict, written down or by the facts now. `jurors`: users by the seat."""
        users = list(jurors.values())
        rows = Esteellisyys.objects.in_force().filter(user__in=users, ehdokas__sarja=self.sarja_id)
        found = set(rows.values_list("user_id", "ehdokas_id"))
        found |= {(user, ehdokas) for user, ehdokas, _cause in conflict_facts.found(users, self.sarja)}
        return {(ehdokas, juror) for juror, own in jurors.items() for user, ehdokas in found if user == own}

    @transaction.atomic
    def share(self, *, by, seen: str, reason: str = "") -> Plan:
        """Hand the sheets out by the plan whose mark was `seen`. With candidates short of jurors it asks for a reason.

        Raises Refused, also when anything has changed since the plan was shown.
        """
        require_staff(by)
        self._lock()
        self.require_state(self.State.PREPARING, self.State.SCORING)
        self.follow_conflicts(by=by)
        self._require_enough_jurors()
        plan = self.plan()
        if mark_of(plan) != seen:
            raise Refused(_("Tiedot ovat muuttuneet esikatselun jälkeen. Katso uusi jako ja vahvista se."))
        short = [unmet for unmet in plan.unmet if unmet.reason == Reason.TOO_FEW_JURORS]
        if short and not reason.strip():
            message = ngettext(
                "%(count)s ehdokkaalle ei riitä esteettömiä raatilaisia. Kirjoita syy, jos jaat arviot silti.",
                "%(count)s ehdokkaalle ei riitä esteettömiä raatilaisia. Kirjoita syy, jos jaat arviot silti.",
                len(short),
            )
            raise Refused(message % {"count": len(short)})
        reason = reason_in(reason) if reason.strip() else ""
        self._follow(plan, by=by, reason=reason)
        self._mark_assigned(by=by, reason=reason)
        return plan

    @transaction.atomic
    def hand_out(self, juror, ehdokas, *, by, reason: str):
        """One more sheet, by hand. Raises Refused."""
        require_staff(by)
        reason = reason_in(reason)
        self._lock()
        self.require_unlocked()
        self.require_able(juror, ehdokas)
        known = ehdokas.arviot.filter(juror=juror).first()
        if known is None:
            last = juror.arviot.filter(ehdokas__sarja=self.sarja_id).aggregate(last=Max("place"))["last"] or 0
            known = ehdokas.arviot.create(juror=juror, place=last + 1, changed_by=by, change_reason=reason)
            self._mark_assigned(by=by, reason=reason)
        return known

    @transaction.atomic
    def take_back(self, arvio, *, by, reason: str) -> None:
        """Take a sheet away from its juror, as long as nothing has been written in it. Raises Refused."""
        require_staff(by)
        reason = reason_in(reason)
        self._lock()
        self.require_unlocked()
        stored = arvio.juror.arviot.filter(pk=arvio.pk).first()
        if stored is None:
            return
        if stored.is_begun:
            raise Refused(_("Arvio on jo aloitettu, joten se jää raatilaiselle."))
        self._drop([stored], by=by, reason=reason)

    def release_sheets_of(self, juror, *, by, reason: str) -> None:
        """What a juror who leaves has not begun is free for others. The caller holds the round's lock."""
        if self.state != self.State.LOCKED:
            self._drop(juror.arviot.filter(ehdokas__sarja=self.sarja_id, begun_at=None), by=by, reason=reason)

    def require_able(self, juror, ehdokas) -> None:
        """Whether the juror may judge the candidate. Raises Refused."""
        if ehdokas.sarja_id != self.sarja_id or not ehdokas.is_standing:
            raise Refused(_("Ehdokas ei ole tällä kierroksella."))
        if juror.raati_id != self.raati_id or not juror.is_seated:
            raise Refused(_("%(name)s ei istu tässä raadissa, tai sitoumus on allekirjoittamatta.") % {"name": juror})
        if not type(ehdokas).objects.filter(pk=ehdokas.pk).free_of(juror.user).exists():
            message = _("%(name)s on esteellinen: %(title)s.")
            raise Refused(message % {"name": juror, "title": ehdokas.title})

    def _require_enough_jurors(self) -> None:
        seats = self.raati.raatilaiset.seated().count()
        if self.sheets_per_candidate > seats:
            message = _("Ehdokasta kohti jaetaan %(sheets)s arviota, mutta raadissa istuu %(seats)s.")
            raise Refused(message % {"sheets": self.sheets_per_candidate, "seats": seats})

    def _follow(self, plan: Plan, *, by, reason: str) -> None:
        """Make the sheets those of the plan, and give the new ones their place in each juror's order."""
        stored = {(row.ehdokas_id, row.juror_id): row for row in self.sheets()}
        gone = [row for pair, row in stored.items() if pair not in plan.pairs and not row.is_begun]
        self._drop(gone, by=by, reason=reason)
        model = self.all_sheets().model
        new = [
            model(ehdokas_id=ehdokas, juror_id=juror, changed_by=by, change_reason=reason)
            for ehdokas, juror in sorted(plan.pairs - stored.keys())
        ]
        model.objects.bulk_create(new)
        self._order(by=by)

    def _order(self, *, by) -> None:
        """Each juror's order of reading. What has been shown stays; what came after it goes to the end."""
        rows = list(self.all_sheets())
        orders = reading_orders(
            {juror: {row.ehdokas_id for row in rows if row.juror_id == juror} for juror in {r.juror_id for r in rows}},
            self.seed,
        )
        is_shown = self.state != self.State.PREPARING
        moved = []
        for juror, order in orders.items():
            own = {row.ehdokas_id: row for row in rows if row.juror_id == juror}
            shown = sorted((row for row in own.values() if row.place and is_shown), key=lambda row: row.place)
            later = [own[key] for key in order if own[key] not in shown]
            for place, row in enumerate([*shown, *later], start=1):
                if row.place != place:
                    row.place, row.changed_by = place, by
                    moved.append(row)
        self.all_sheets().model.objects.bulk_update(moved, ["place", "changed_by"])

    def _mark_assigned(self, *, by, reason: str) -> None:
        self.assigned_at, self.assigned_by = timezone.now(), by
        self._store("assigned_at", "assigned_by", by=by, reason=reason)

    def _drop(self, sheets, *, by, reason: str) -> None:
        """Sheets that were never begun go; history keeps who took them away and why."""
        for arvio in sheets:
            arvio._store(by=by, reason=reason.strip()[:300])
            arvio.delete()


def mark_of(plan: Plan) -> str:
    """What tells two plans apart: who would judge whom."""
    return hashlib.sha256(json.dumps(sorted(plan.pairs)).encode()).hexdigest()[:32]
