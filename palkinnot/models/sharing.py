from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from palkinnot.models.locking import reason_in, require_staff
from tekojentori.refusals import Refused


class Sharing:
    """Who judges whom: sheets handed out by the solver's plan, or by hand. A sheet that is begun never moves."""

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
        reason_in(reason)
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
        if self.state == self.State.LOCKED:
            return
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

    def _mark_assigned(self, *, by, reason: str) -> None:
        self.assigned_at, self.assigned_by = timezone.now(), by
        self._store("assigned_at", "assigned_by", by=by, reason=reason)

    def _drop(self, sheets, *, by, reason: str) -> None:
        """Sheets that were never begun go; history keeps who took them away and why."""
        for arvio in sheets:
            arvio._store(by=by, reason=reason.strip()[:300])
            arvio.delete()
