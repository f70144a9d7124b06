from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from palkinnot.models.locking import reason_in
from tekojentori.refusals import Refused

#: Comments and how long each may be.
COMMENTS = {"comment_to_jury": 4000, "comment_to_authors": 4000}


class SheetConflict(Refused):
    """Another tab has saved the sheet since it was opened here. Nothing was written."""


class OffScale(Refused):
    """An answer that its criterion does not take. `faults`: a sentence by the criterion's number."""

    def __init__(self, faults: dict[int, str]):
        super().__init__(" ".join(faults.values()))
        self.faults = faults


class Filling:
    """How a juror fills a sheet in: saves it as they go, gives it, abstains, or says that they are in conflict.

    Every verb locks the round and then the sheet, so that no sheet changes while its round is being moved on.
    """

    @transaction.atomic
    def save_answers(
        self,
        answers: dict[int, int | None],
        comments: dict[str, str],
        *,
        by,
        seen: int,
        page: str = "",
        turn: int = 0,
        done: bool = False,
        reason: str = "",
    ) -> int:
        """Store what is given, by criterion and by comment, and return the sheet's number, which counts its saves.

        `seen`: the number that the page was opened with; `page` that page's own mark and `turn` the order of its saves.
        A page never conflicts with its own saves, nor do equal answers with anything; a save that a later one of the
        same page has overtaken does nothing. `done`: the juror gives the sheet, whatever is unanswered. In the
        discussion a change needs a reason. Raises SheetConflict, OffScale or Refused, having written nothing.
        """
        kierros = self._lock_to_write(by)
        criteria = {row.pk: row for row in kierros.sarja.kriteerit.all()}
        require_on_scale(answers, criteria)
        for name, text in comments.items():
            if len(text) > COMMENTS[name]:
                raise Refused(_("Kommentti on liian pitkä: enintään %(most)s merkkiä.") % {"most": COMMENTS[name]})
        stored = self.answers
        changed = {key: value for key, value in answers.items() if stored.get(key) != value}
        said = {name: text for name, text in comments.items() if getattr(self, name) != text}
        is_own = bool(page) and page == self.saved_page and seen >= self.saved_base
        if is_own and turn and turn < self.saved_turn:
            return self.version
        if changed or said:
            if seen != self.version and not is_own:
                raise SheetConflict(
                    _("Arvio on tallennettu toisessa ikkunassa sinun avattuasi tämän. Vertaa ja tallenna.")
                )
            reason = kierros.reason_for_change(reason)
            self._write(changed, said, by=by, reason=reason)
            self.saved_base = self.saved_base if is_own else self.version
            self.saved_page, self.saved_turn, self.saved_at = page, turn, timezone.now()
        state, given_at = self._state_after(stored | answers, criteria, done)
        if not (changed or said or state != self.state):
            return self.version
        self.state, self.given_at = state, given_at
        fields = ("state", "given_at", "begun_at", "closed_at", "reason", "saved_at", "saved_page", "saved_base")
        self._store(*fields, "saved_turn", *said, by=by, reason=reason)
        return self.version

    @transaction.atomic
    def abstain(self, *, by, reason: str) -> None:
        """The juror does not judge this one: what was written is kept and left out. Raises Refused."""
        self._lock_to_write(by)
        reason = reason_in(reason)
        if self.state == self.State.ABSTAINED and self.reason == reason:
            return
        self._leave_out(self.State.ABSTAINED, by=by, reason=reason)

    @transaction.atomic
    def resume(self, *, by, reason: str = "") -> None:
        """The juror judges it after all. Raises Refused."""
        kierros = self._lock_to_write(by)
        if self.state == self.State.ABSTAINED:
            self.take_up(by=by, reason=kierros.reason_for_change(reason))

    def set_aside(self, *, by, reason: str) -> None:
        """Leave it out because of a conflict: what was given is kept, one not begun goes."""
        if self.begun_at is None:
            self.pisteet.all().delete()
            self.delete()
        else:
            self._leave_out(self.State.RECUSED, by=by, reason=reason[:300])

    def take_up(self, *, by, reason: str) -> None:
        """It counts again as it did."""
        self.state = self.State.GIVEN if self.given_at else self.State.BEGUN if self.begun_at else self.State.ASSIGNED
        self.closed_at, self.reason = None, ""
        self._store("state", "closed_at", "reason", by=by, reason=reason)

    def _leave_out(self, state: str, *, by, reason: str) -> None:
        now = timezone.now()
        self.state, self.reason, self.closed_at, self.begun_at = state, reason, now, self.begun_at or now
        self._store("state", "reason", "closed_at", "begun_at", by=by, reason=reason)

    def _lock_to_write(self, by):
        """Lock the round and the sheet, and see that the juror may write now. Raises Refused."""
        ehdokas = self.ehdokas
        kierros = ehdokas.sarja.kierros
        kierros._lock()
        self._lock()
        kierros.require_open_sheets()
        if self.juror.user_id != by.pk or self.juror.ended_at:
            raise Refused(_("Tämä ei ole sinun arviosi."))
        if not ehdokas.is_standing:
            raise Refused(_("Ehdokas on poistettu sarjasta, joten sitä ei enää arvioida."))
        if self.state == self.State.RECUSED or not type(ehdokas).objects.filter(pk=ehdokas.pk).free_of(by).exists():
            raise Refused(_("Olet esteellinen tähän ehdokkaaseen, joten et voi arvioida sitä."))
        return kierros

    def _write(self, changed: dict[int, int | None], said: dict[str, str], *, by, reason: str) -> None:
        rows = {row.kriteeri_id: row for row in self.pisteet.select_for_update()}
        for key, value in sorted(changed.items()):
            row = rows.get(key)
            if row is None:
                row = self.pisteet.model(arvio=self, kriteeri_id=key, version=0)
            row.value, row.version, row.changed_by, row.change_reason = value, row.version + 1, by, reason
            row.save()
        for name, text in said.items():
            setattr(self, name, text)
        self.begun_at = self.begun_at or timezone.now()

    def _state_after(self, answers: dict[int, int | None], criteria: dict, done: bool):
        """The state and moment of giving that these answers make. Raises Refused when `done` has nothing to give."""
        scored = [key for key, row in criteria.items() if row.is_scored and row.weight]
        answered = [key for key in scored if answers.get(key) is not None]
        if done and not answered:
            raise Refused(_("Anna pisteet ainakin yhdestä kriteeristä, tai pidättäydy ja kerro syy."))
        if self.state == self.State.ABSTAINED:
            if not done:
                return self.state, self.given_at
            self.closed_at, self.reason = None, ""
        if answered and (done or self.given_at or len(answered) == len(scored)):
            return self.State.GIVEN, self.given_at or timezone.now()
        return self.State.BEGUN if self.begun_at else self.State.ASSIGNED, None


def require_on_scale(answers: dict[int, int | None], criteria: dict) -> None:
    faults = {}
    for key, value in answers.items():
        row = criteria.get(key)
        if row is None:
            raise Refused(_("Kriteeri ei kuulu tähän sarjaan."))
        if value is not None and value not in row.scale:
            message = _("%(name)s: anna kokonaisluku %(low)s–%(high)s.")
            faults[key] = message % {"name": row.name, "low": row.low, "high": row.high}
    if faults:
        raise OffScale(faults)
