from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kampanjat.models import Kampanja
from palkinnot.models.esteellisyys import Esteellisyys
from palkinnot.models.locking import reason_in
from tekojentori.refusals import Refused


class Moving:
    """How a round goes on: PREPARING, SCORING, DISCUSSION, LOCKED, and back with a reason.

    Every verb locks the round, reads it afresh, refuses with a reason, and does nothing when it is already done: of two
    chairs who press at once the second finds it done. By the chair or staff.
    """

    @transaction.atomic
    def start(self, *, by) -> None:
        """Let the jurors score. Raises Refused with everything that is missing.

        Under the locks of the campaign and the category too: neither an extension nor a change of criteria passes a
        start unseen.
        """
        Kampanja.objects.select_for_update().get(pk=self.sarja.kampanja_id)
        type(self.sarja).objects.select_for_update().get(pk=self.sarja_id)
        self._lock()
        self.require_mover(by)
        if self.state == self.State.SCORING:
            return
        self.require_state(self.State.PREPARING)
        self.sarja.bind_versions()
        self.follow_conflicts(by=by)
        missing = self.hindrances()
        if missing:
            raise Refused(" ".join(missing))
        self._enter(self.State.SCORING, by=by)

    @transaction.atomic
    def open_discussion(self, *, by, reason: str = "") -> None:
        """Show everybody the sheets. With candidates below the quorum it asks for a reason. Raises Refused."""
        self._lock()
        self.require_mover(by)
        if self.state == self.State.DISCUSSION:
            return
        self.require_state(self.State.SCORING)
        self.follow_conflicts(by=by)
        self._enter(self.State.DISCUSSION, by=by, reason=self._reason_below_quorum(reason, by))

    @transaction.atomic
    def lock(self, *, by, reason: str = "") -> None:
        """Fix the result: what went in, how it was reckoned and what came out are written down for good."""
        self._lock()
        self.require_mover(by)
        if self.state == self.State.LOCKED:
            return
        self.require_state(self.State.DISCUSSION)
        self.follow_conflicts(by=by)
        reason = self._reason_below_quorum(reason, by)
        self.write_down(by=by, reason=reason)
        self._enter(self.State.LOCKED, by=by, reason=reason)

    @transaction.atomic
    def reopen(self, *, by, reason: str) -> None:
        """One step back. To the preparing only while no sheet has been begun. Raises Refused."""
        seen = self.state
        self._lock()
        if self.state == self.State.LOCKED:
            self._require_not_public()
        self.require_mover(by)
        if self.state != seen:
            message = _("Kierros on jo tilassa ”%(state)s”. Katso ensin, mitä on tapahtunut.")
            raise Refused(message % {"state": self.get_state_display()})
        reason = reason_in(reason)
        back = {
            self.State.SCORING: self.State.PREPARING,
            self.State.DISCUSSION: self.State.SCORING,
            self.State.LOCKED: self.State.DISCUSSION,
        }
        if self.state not in back:
            raise Refused(_("Kierrosta vasta valmistellaan, joten avattavaa ei ole."))
        if self.state == self.State.SCORING and self.sheets().begun().exists():
            raise Refused(_("Arvioita on jo aloitettu, joten valmisteluun ei voi enää palata."))
        if self.state == self.State.LOCKED:
            self._require_undecided()
        self._enter(back[self.state], by=by, reason=reason)

    def follow_conflicts(self, *, by=None) -> None:
        """Write down the conflicts of everybody whom the round concerns: its jurors and all staff."""
        Esteellisyys.objects.follow(self.sarja, self.people(), by=by)

    def hindrances(self) -> list[str]:
        """What keeps the scoring from starting: a sentence each."""
        scored = [row for row in self.sarja.kriteerit.all() if row.is_scored]
        found, kampanja = [], self.sarja.kampanja
        if timezone.now() < kampanja.window.last_close + kampanja.grace:
            found.append(_("Kampanjan haku on vielä auki."))
        if not scored:
            found.append(_("Sarjalla ei ole kriteereitä."))
        elif not sum(row.weight for row in scored):
            found.append(_("Kriteerien painojen summa on nolla."))
        count = self.candidates().count()
        if not count:
            found.append(_("Sarjassa ei ole ehdokkaita."))
        if self.assigned_at is None:
            found.append(_("Arvioita ei ole jaettu raatilaisille."))
        elif (
            unassigned := count
            - self.candidates().filter(arviot__juror__ended_at=None, arviot__pk__gt=0).distinct().count()
        ):
            message = ngettext(
                "%(count)s ehdokkaalla ei ole yhtään arvioijaa.",
                "%(count)s ehdokkaalla ei ole yhtään arvioijaa.",
                unassigned,
            )
            found.append(message % {"count": unassigned})
        return [str(sentence) for sentence in found]

    def all_sheets(self):
        """Every sheet of the round, on candidates that have left too."""
        arvio = self.sarja.ehdokkaat.model._meta.get_field("arviot").related_model
        return arvio.objects.filter(ehdokas__sarja=self.sarja_id)

    def sheets(self):
        """Those on candidates that are judged."""
        return self.all_sheets().standing()

    def _reason_below_quorum(self, reason: str, by) -> str:
        """Candidates that the mover is in conflict with are counted, and not named."""
        below = self.below_quorum()
        if not below:
            return reason.strip()[:300]
        if not reason.strip():
            named = set(self.candidates().free_of(by).values_list("pk", flat=True)) if by else None
            titles = [row.title for row in below if named is None or row.pk in named]
            names = ", ".join(titles[:5]) + (" …" if len(titles[:5]) < len(below) else "")
            message = _("Arvioita on liian vähän: %(names)s. Kirjoita syy, jos jatketaan silti.")
            raise Refused(message % {"names": names})
        return reason_in(reason)

    def _require_not_public(self) -> None:
        sarja = type(self.sarja).objects.select_related("kampanja").get(pk=self.sarja_id)
        if sarja.has_results():
            raise Refused(_("Tulokset ovat jo julki, joten kierrosta ei voi avata."))

    def _require_undecided(self) -> None:
        """What has been confirmed goes by the locked order; a proposal does not outlive it. Raises Refused."""
        if self.sarja.palkinnot.confirmed().exists():
            raise Refused(_("Sarjasta on jo vahvistettu päätös, joka nojaa tähän järjestykseen. Peru se ensin."))

    def _enter(self, state: str, *, by, reason: str = "") -> None:
        self.state, self.state_at, self.state_by, self.state_reason = state, timezone.now(), by, reason
        self._store("state", "state_at", "state_by", "state_reason", by=by, reason=reason)
