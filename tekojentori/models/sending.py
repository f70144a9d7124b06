from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _


class SendingQuerySet(models.QuerySet):
    """Words for mails on their way: which are due, and handing them over one by one, each by one process."""

    def waiting(self):
        return self.filter(state=self.model.State.WAITING)

    def over(self):
        """Those of which nothing more will come by itself."""
        return self.exclude(state__in=[self.model.State.HELD, self.model.State.WAITING, self.model.State.SENDING])

    def due(self):
        """Those whose next try is now: new ones, and those whose pause is over."""
        return self.waiting().filter(next_attempt_at__lte=timezone.now()).order_by("next_attempt_at", "pk")

    def need_a_person(self):
        """Failed, or perhaps sent: staff decide."""
        return self.filter(state__in=[self.model.State.FAILED, self.model.State.DOUBTFUL])

    def deliver(self, key: int) -> None:
        """Try to send the mail, if it is due and no other process is at it. Never inside a transaction of others."""
        with alone_with(key) as alone:
            if alone and self.due().filter(pk=key).update(
                state=self.model.State.SENDING, attempts=F("attempts") + 1, sending_at=timezone.now()
            ):
                self.get(pk=key).hand_over()

    def deliver_due(self) -> None:
        """What a worker does every now and then: retries, and mails whose task was lost."""
        self.doubt_interrupted()
        for key in self.due().values_list("pk", flat=True):
            self.deliver(key)

    def doubt_interrupted(self) -> None:
        """Mark those whose sender died between sending and marking: they may have gone."""
        for row in self.filter(state=self.model.State.SENDING):
            with alone_with(row.pk) as alone:
                if alone:
                    row.doubt(_("Lähetys katkesi kesken, joten viesti on voinut lähteä."))


@contextmanager
def alone_with(key: int) -> Iterator[bool]:
    """Whether this process alone is at the mail. The database itself lets go when the process dies."""
    lock = f"hashtextextended('sahkoposti:{key:d}', 0)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({lock})")
        alone = cursor.fetchone()[0]
        try:
            yield alone
        finally:
            if alone:
                cursor.execute(f"SELECT pg_advisory_unlock({lock})")
