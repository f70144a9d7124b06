from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone


class HeldQuerySet(models.QuerySet):
    """Words for mails that were drafted before their time: they go, or are called off, with what they are about."""

    def about(self, *causes: str):
        """Those that are about any of these."""
        return self.filter(cause__in=causes)

    def held(self):
        return self.filter(state=self.model.State.HELD)

    def standing(self):
        """Those that have not been called off: of a cause, kind and recipient there is one."""
        return self.exclude(state=self.model.State.VOIDED)

    @transaction.atomic
    def release(self, *, by=None) -> int:
        """Let the drafts among these go when the transaction commits; returns how many. Each goes once.

        Without `by` it was their time.
        """
        now, rows = timezone.now(), self.held()._locked()
        queued = {"state": self.model.State.WAITING, "queued_at": now, "next_attempt_at": now}
        self.model.objects.filter(pk__in=[row.pk for row in rows]).update(released_at=now, released_by=by, **queued)
        for row in rows:
            row.send_on_commit()
        return len(rows)

    def release_due(self, now) -> int:
        """Let those go whose instant has come."""
        return self.filter(release_at__lte=now).release()

    def readdress(self, old: str, new: str) -> None:
        """Drafts follow a person to a new address, but for those that wait for them there too."""
        same = self.model.objects.standing().filter(to=new, cause=OuterRef("cause"), kind=OuterRef("kind"))
        self.held().filter(~Exists(same), to=old).update(to=new)

    @transaction.atomic
    def void(self, *, reason: str, by=None) -> int:
        """Call off what has not gone: drafts, and mails that wait for their turn; returns how many."""
        if not reason.strip():
            raise ValueError("Mails are called off for a reason.")
        states = [self.model.State.HELD, self.model.State.WAITING]
        rows = self.filter(state__in=states, secret=False)._locked()
        called_off = {"voided_at": timezone.now(), "voided_by": by, "void_reason": reason.strip()[:300]}
        self.model.objects.filter(pk__in=[row.pk for row in rows]).update(state=self.model.State.VOIDED, **called_off)
        return len(rows)

    def _locked(self) -> list:
        """The rows, in an order in which two that lock many do not wait for each other."""
        return list(self.order_by("pk").select_for_update(of=["self"]).only("pk"))
