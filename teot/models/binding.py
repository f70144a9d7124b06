from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kampanjat.window import Refusal
from tekojentori.moments import deadline
from tekojentori.refusals import Refused
from teot.models.ratkaisu import Ratkaisu
from teot.models.versio import Versio

#: What `thaw` empties.
THAWED = ("frozen_version", "frozen_at", "replaced_at", "replaced_reason")


class Binding:
    """The version of an act that its entry is bound to, once the time is up: what jurors read."""

    @property
    def freeze_at(self) -> datetime:
        """The instant from which it is bound to the last version sent before it."""
        return self.kampanja.window.end(self.organisation_id)

    def is_frozen(self, at: datetime | None = None) -> bool:
        """Whether it is bound to a version at the instant; in a campaign that is called off nothing is."""
        answer = self.kampanja.window.may_edit(at or timezone.now(), self.organisation_id)
        return self.is_standing and answer.refusal == Refusal.CLOSED

    @property
    def bound_version(self) -> Versio | None:
        """The version that it is bound to, written down or not; None for one that was entered without a version."""
        if self.frozen_version_id:
            return self.frozen_version
        return self.teko.versiot.filter(created_at__lt=self.freeze_at).order_by("number").last()

    @transaction.atomic
    def replace_frozen(self, *, version: Versio, by, reason: str) -> None:
        """Let jurors read a later version, of an act that was in review at the close; they see why. Raises Refused."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        if self.frozen_version_id == version.pk and self.replaced_at:
            return
        self._require_standing()
        self._require_open_results()
        if not self.is_frozen():
            raise Refused(_("Haku on vielä auki: viimeisin lähetetty versio on mukana ilman tätäkin."))
        bound, freeze_at = self.bound_version, self.freeze_at
        if version.teko_id != self.teko_id or bound is None or version.number <= bound.number:
            raise Refused(_("Valitse tämän teon versio, joka on uudempi kuin kampanjassa oleva."))
        decision = Ratkaisu.objects.filter(version=bound).first()
        if decision and decision.decided_at < freeze_at:
            raise Refused(_("Teko ei ollut haun sulkeutuessa käsiteltävänä, joten sen versio ei vaihdu."))
        if not Ratkaisu.objects.filter(version=version, kind=Ratkaisu.Kind.PUBLISHED).exists():
            raise Refused(_("Julkaise versio ensin: vain hyväksytty versio voi tulla kampanjaan."))
        self.frozen_version, self.frozen_at = version, freeze_at
        self.replaced_at, self.replaced_reason = timezone.now(), reason.strip()
        self._stamp("frozen_version", "frozen_at", "replaced_at", "replaced_reason", by=by, reason=reason)

    @transaction.atomic
    def freeze(self) -> bool:
        """Write down the version that it is bound to, if its time has come and nobody has done so; whether it was."""
        self._lock()
        if self.frozen_version_id or not self.is_frozen():
            return False
        version = self.bound_version
        if version is None:
            return False
        self.frozen_version, self.frozen_at = version, self.freeze_at
        self._stamp("frozen_version", "frozen_at", by=None)
        return True

    def thaw(self, *, by, reason: str) -> None:
        """An extension has reopened it: what was written down no longer holds. The caller holds the locks."""
        self._thaw()
        self._stamp(*THAWED, by=by, reason=reason)

    def require_unfrozen(self) -> None:
        """Raises Refused when the entry is bound to its version."""
        if self.is_frozen():
            message = _(
                "Teko on mukana kampanjassa ”%(name)s”, jonka haku sulkeutui %(closes)s. "
                "Kirjoita ohjelmatoimistolle, jos se pitää saada pois."
            )
            closes_at = self.kampanja.window.effective_close(self.organisation_id)
            raise Refused(message % {"name": self.kampanja.name, "closes": deadline(closes_at)})

    def _thaw(self) -> None:
        self.frozen_version = self.frozen_at = self.replaced_at = None
        self.replaced_reason = ""
