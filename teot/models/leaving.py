from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kampanjat.models import Kampanja
from tekojentori.refusals import Refused
from teot import entry_results
from teot.models.binding import THAWED


class Leaving:
    """How an entry leaves its campaign: withdrawn by its authors, excluded or moved to another by staff."""

    @transaction.atomic
    def withdraw(self, *, by) -> None:
        """The authors take the act out of the campaign, until the time is up. Raises Refused."""
        self._lock()
        if not self.teko.can_be_edited_by(by):
            raise Refused(_("Vain teon tekijät voivat perua sen osallistumisen."))
        if self.withdrawn_at:
            return
        self._require_standing()
        self.require_unfrozen()
        self._leave(by=by)

    @transaction.atomic
    def exclude(self, *, by, reason: str) -> bool:
        """Staff take it out of the campaign, at any time before the results; whether it was in. Raises Refused."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        if self.excluded_at:
            return False
        self._require_standing()
        self._require_open_results()
        self._exclude(by=by, reason=reason)
        return True

    @transaction.atomic
    def move(self, *, to: Kampanja, by, reason: str) -> "Leaving":
        """Staff move it to another campaign whose time allowed it when it was entered, or allows it now.

        What was here stays as an entry that has left; what is there points to it. Raises Refused.
        """
        self._lock(also=[to.pk])
        self._require_staff(by)
        self._require_reason(reason)
        there = type(self).objects.filter(moved_from=self, kampanja=to).first()
        if there:
            return there
        self._require_standing()
        self._require_open_results()
        to = Kampanja.objects.get(pk=to.pk)
        if reason_against := self.why_not_to(to):
            raise Refused(reason_against)
        self._exclude(by=by, reason=reason)
        if self.teko.meant_for_id == self.kampanja_id:
            self.teko._mean(to)
        there = type(self).objects.create(
            teko=self.teko,
            kampanja=to,
            organisation_id=self.organisation_id,
            begun_at=self.begun_at,
            entered_at=self.entered_at,
            entered_by=self.entered_by,
            reason=self.reason,
            moved_from=self,
            changed_by=by,
            change_reason=reason.strip(),
        )
        self.teko.show_entries()
        return there

    def why_not_to(self, to: Kampanja, at: datetime | None = None) -> str:
        """Why it is not moved there: the time must have allowed the act when it was entered, or allow it now."""
        before = self.teko.osallistumiset.filter(kampanja=to).first()
        if before and not before.is_standing:
            message = _(
                "Teko on ollut kampanjassa ”%(name)s” ja lähtenyt siitä. Ilmoita se sinne tekijöiden puolesta "
                "tekojen luettelosta, ja poista se sitten tästä kampanjasta."
            )
            return message % {"name": to.name}
        if before:
            return _("Teko on jo ilmoitettu kampanjaan ”%(name)s”.") % {"name": to.name}
        if self.teko.state == self.teko.State.HIDDEN:
            return self.teko.unfit_state
        if to.has_results():
            return _("Kampanjan ”%(name)s” tulokset ovat jo julki.") % {"name": to.name}
        begun = {"begun_at": self.begun_at, "organisation": self.organisation_id}
        refusals = [self.teko.why_not_into(to, when, **begun) for when in (self.entered_at, at or timezone.now())]
        return refusals[-1] if all(refusals) else ""

    @property
    def why_not_excluded(self) -> str:
        """Why staff cannot take it out; nothing when they can."""
        return self.why_not_standing or self.settled_by

    @property
    def why_not_back(self) -> str:
        """Why its authors cannot bring it in again: staff took it out. Nothing when they can."""
        if self.excluded_at is None or self.was_rejected:
            return ""
        message = _("Ohjelmatoimisto on poistanut teon kampanjasta ”%(name)s”: %(reason)s")
        return message % {"name": self.kampanja.name, "reason": self.excluded_reason}

    @property
    def why_not_standing(self) -> str:
        if self.withdrawn_at:
            return _("Osallistuminen on jo peruttu.")
        if self.excluded_at:
            return _("Teko on jo poistettu kampanjasta: %(reason)s") % {"reason": self.excluded_reason}
        return ""

    def _require_standing(self) -> None:
        if reason := self.why_not_standing:
            raise Refused(reason)

    def _require_open_results(self) -> None:
        if reason := self.settled_by:
            raise Refused(reason)

    def _require_staff(self, user) -> None:
        self.teko._require_staff(user)

    def _require_reason(self, reason: str) -> None:
        self.teko._require_reason(reason)

    def _leave(self, *, by, reason: str = "") -> None:
        self.withdrawn_at, self.withdrawn_by = timezone.now(), by
        self._thaw()
        self._stamp("withdrawn_at", "withdrawn_by", *THAWED, by=by, reason=reason)
        entry_results.follow()

    def _exclude(self, *, by, reason: str, was_rejected: bool = False) -> None:
        self.excluded_at, self.excluded_by, self.excluded_reason = timezone.now(), by, reason.strip()
        self.was_rejected = was_rejected
        self._stamp("excluded_at", "excluded_by", "excluded_reason", "was_rejected", by=by, reason=reason)
        entry_results.follow()
