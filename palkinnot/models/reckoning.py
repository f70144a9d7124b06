from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from palkinnot import sealing
from palkinnot.models.locking import reason_in
from palkinnot.scoring import Criterion, Sheet
from tekojentori.refusals import Refused

#: States of sheets that the result names, and whether it leaves them out.
LEFT_OUT = {"given": False, "abstained": True, "recused": True}


class Reckoning:
    """What a round's result follows from: its sheets as they stand, or as they were locked."""

    def inputs(self, among: Collection[int] | None = None) -> dict:
        """The document of what the sheets now say. A sheet that was abstained or set aside is named and left out.

        `among`: the numbers of the candidates; those that are judged, when it is not given.
        """
        entries = list(self.candidates().values_list("pk", flat=True)) if among is None else among
        criteria, sheets = self.parts(entries)
        return sealing.inputs(
            criteria,
            sheets,
            entries=entries,
            jurors=sorted({sheet.juror for sheet in sheets}),
            quorum=self.quorum,
            method=self.method,
            chain=self.tie_breaks,
            discussion=[each["order"] for each in self.agreed],
            seed=self.seed,
        )

    def parts(self, entries: Collection[int]) -> tuple[list[Criterion], list[Sheet]]:
        """The criteria, and the sheets on these candidates as they now are: three queries, however many there are."""
        criteria = [
            Criterion(row.pk, row.weight, row.low, row.high, row.is_scored) for row in self.sarja.kriteerit.all()
        ]
        rows = self.all_sheets().filter(ehdokas__in=entries, state__in=LEFT_OUT)
        answers: dict[int, dict[int, int]] = {}
        given = rows.filter(pisteet__value__isnull=False)
        for key, kriteeri, value in given.values_list("pk", "pisteet__kriteeri", "pisteet__value"):
            answers.setdefault(key, {})[kriteeri] = value
        sheets = rows.values_list("pk", "ehdokas_id", "juror_id", "state")
        return criteria, [
            Sheet(ehdokas, juror, answers.get(key, {}), LEFT_OUT[state]) for key, ehdokas, juror, state in sheets
        ]

    @property
    def last_lock(self):
        """The lock that holds; of a round that is not locked none does."""
        return self.lukitukset.order_by("-number").first() if self.state == self.State.LOCKED else None

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
