from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from palkinnot import decision_mails
from palkinnot.models.palkinto import Palkinto
from tekojentori.refusals import Refused


class Scheduling:
    """From when a category's results are public, and what becomes of that when a winner leaves before it."""

    def public_from(self) -> datetime | None:
        """The instant from which its results are public."""
        instants = [self.kampanja.results_public_from, self.revealed_from]
        return min((each for each in instants if each), default=None)

    def has_results(self, at: datetime | None = None) -> bool:
        instant = self.public_from()
        return instant is not None and instant <= (at or timezone.now())

    def require_not_public(self) -> None:
        if self.has_results():
            raise Refused(_("Tulokset ovat jo julki. Muuta niitä oikaisulla."))

    def require_public(self) -> None:
        if not self.has_results():
            raise Refused(_("Tulokset eivät ole vielä julki, joten oikaistavaa ei ole: muuta päätöstä."))

    @transaction.atomic
    def reopen_fallen(self, *, by=None) -> list[Palkinto]:
        """Open again what is decided on a candidate that has left, before it is public; staff are told.

        A category of which nothing whole is left does not become public by an instant that was set.
        """
        self.lock_decisions()
        if self.has_results():
            return []
        keys = self.palkinnot.fallen().values("pk")
        rows = list(self.palkinnot.filter(pk__in=keys).select_for_update(of=["self"]).order_by("pk"))
        self._open(rows, by=by, reason=_("Ehdokas ei ole enää mukana."))
        stays_behind = bool(rows and self.public_from() and not self.is_decided)
        if stays_behind:
            self._stay_behind(by=by)
        for row in rows:
            decision_mails.tell_of_fallen(row, stays_behind=stays_behind)
        return rows

    def _stay_behind(self, *, by) -> None:
        """It has no instant any more; the others of its campaign keep theirs, each as its own."""
        at, reason = self.kampanja.results_public_from, _("Palkinnon paikka avautui: %(name)s.") % {"name": self.name}
        self._come_out(None, by=by, reason=reason)
        if at is None:
            return
        for other in self.kampanja.sarjat.exclude(pk=self.pk).select_for_update().order_by("pk"):
            if other.revealed_from is None or other.revealed_from > at:
                other._come_out(at, by=by, reason=reason)
        self.kampanja.results_public_from = None
        self.kampanja._stamp("results_public_from", by=by, reason=reason)

    def _come_out(self, at: datetime | None, *, by, reason: str) -> None:
        """Before the others of its campaign, at the instant; None: together with them."""
        self.revealed_from = at
        self._store("revealed_from", by=by, reason=reason)


def require_none_fallen(reopened: list[Palkinto]) -> None:
    """Raises Refused with the names of those whose decisions had to be opened again."""
    if reopened:
        names = ", ".join(row.ehdokas.title for row in reopened)
        message = _("Ehdokas ei ole enää mukana: %(names)s. Paikka on taas avoin: tee uusi ehdotus.")
        raise Refused(message % {"names": names})
