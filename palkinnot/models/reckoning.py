from django.db import transaction
from django.utils.translation import gettext as _

from palkinnot import sealing
from palkinnot.models.locking import reason_in
from palkinnot.scoring import Criterion, Sheet
from tekojentori.refusals import Refused


class Reckoning:
    """What a round's result follows from: its sheets as they stand, or as they were locked."""

    def inputs(self, among: list[int] | None = None) -> dict:
        """The document of what the sheets now say. A sheet that was abstained or set aside is named and left out.

        `among`: the numbers of the candidates; those that are judged, when it is not given.
        """
        left_out = {"given": False, "abstained": True, "recused": True}
        entries = list(self.candidates().values_list("pk", flat=True)) if among is None else among
        rows = self.all_sheets().filter(ehdokas__in=entries, state__in=left_out).prefetch_related("pisteet")
        return sealing.inputs(
            [Criterion(row.pk, row.weight, row.low, row.high, row.is_scored) for row in self.sarja.kriteerit.all()],
            [Sheet(row.ehdokas_id, row.juror_id, row.answers, left_out[row.state]) for row in rows],
            entries=entries,
            jurors=sorted({row.juror_id for row in rows}),
            quorum=self.quorum,
            method=self.method,
            chain=self.tie_breaks,
            discussion=[each["order"] for each in self.agreed],
            seed=self.seed,
        )

    @property
    def last_lock(self):
        """The lock that holds; of a round that is not locked none does."""
        return self.lukitukset.order_by("-number").first() if self.state == self.State.LOCKED else None

    def document(self) -> dict:
        """What the result follows from now: the lock's inputs, or the sheets."""
        lock = self.last_lock
        return lock.inputs if lock else self.inputs()

    def write_down(self, *, by, reason: str) -> None:
        """Keep the inputs and the result as they now are, with their digest. Under the round's lock."""
        inputs = self.inputs()
        self.lukitukset.create(
            number=self.lukitukset.count() + 1,
            inputs=inputs,
            method=self.method,
            method_version=str(sealing.VERSION),
            seed=self.seed,
            result=sealing.recompute(inputs),
            digest=sealing.digest(inputs),
            reason=reason,
            locked_by=by,
        )

    @transaction.atomic
    def agree(self, order: list, *, by, reason: str) -> None:
        """Write down what the discussion decided among candidates that tie, from the best on. Raises Refused."""
        self._lock()
        self.require_mover(by)
        self.require_state(self.State.DISCUSSION)
        reason = reason_in(reason)
        keys = [row.pk for row in order]
        if len(keys) < 2 or len(set(keys)) < len(keys):
            raise Refused(_("Anna tasatilanteessa olevien järjestys: vähintään kaksi ehdokasta, kukin kerran."))
        if self.candidates().free_of(by).filter(pk__in=keys).count() < len(keys):
            raise Refused(_("Järjestyksessä on ehdokas, joka ei ole kierroksella tai johon olet esteellinen."))
        kept = [each for each in self.agreed if set(each["order"]) != set(keys)]
        self.agreed = [*kept, {"order": keys, "reason": reason}]
        self._store("agreed", by=by, reason=reason)
