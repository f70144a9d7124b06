from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kampanjat import sentences
from kampanjat.models import Kampanja
from kampanjat.window import Refusal
from tekojentori.refusals import Refused
from teot.models.hakurivi import Hakurivi
from teot.models.osallistuminen import Osallistuminen


class Entering:
    """How an act comes into a campaign, and what becomes of its entries when the act itself changes its state."""

    @transaction.atomic
    def aim(self, kampanja: Kampanja | None, *, by) -> None:
        """Say which campaign a draft is being written for: its authors are reminded of the close. Raises Refused.

        One that is announced will do: who writes before the opening is reminded too.
        """
        self._lock()
        self._require_writer(by)
        if kampanja and kampanja != self.meant_for:
            answer = kampanja.window.may_start(timezone.now(), self.owner_id)
            if answer.refusal not in (None, Refusal.NOT_YET):
                raise Refused(sentences.why_not(answer, kampanja.name))
        self._mean(kampanja)

    @transaction.atomic
    def enter(self, kampanja: Kampanja, *, by, reason: str = "", at: datetime | None = None) -> Osallistuminen:
        """Enter the act in a campaign, once. By its authors; by staff for them, with a reason. Raises Refused.

        `at`: the instant that counts, when a version was sent along; else now, once the locks are held.
        """
        self._lock()
        for_others = not self.can_be_edited_by(by)
        if for_others:
            self._require_may_enter_for_others(by, reason)
        self._require_fit_state()
        kampanja = Kampanja.objects.select_for_update(no_key=True).get(pk=kampanja.pk)
        at = at or timezone.now()
        entry = self.osallistumiset.select_for_update(of=["self"]).filter(kampanja=kampanja).first()
        if entry and entry.is_standing:
            if for_others:
                raise Refused(already_in(kampanja))
            return entry
        if entry and not for_others and entry.why_not_back:
            raise Refused(entry.why_not_back)
        reason_against = self.why_not_into(kampanja, at)
        if reason_against:
            raise Refused(reason_against)
        entry = entry or Osallistuminen(teko=self, kampanja=kampanja)
        entry.organisation, entry.begun_at = self.owner, self.begun_for(at)
        entry.entered_at, entry.entered_by = at, by
        entry.reason = reason.strip() if for_others else ""
        entry.withdrawn_at = entry.withdrawn_by = entry.excluded_at = entry.excluded_by = None
        entry.excluded_reason, entry.was_rejected = "", False
        entry._thaw()
        entry.changed_at, entry.changed_by, entry.change_reason = timezone.now(), by, entry.reason
        entry.save()
        self.show_entries()
        self._mean(kampanja)
        return entry

    @transaction.atomic
    def record_entry(self, kampanja: Kampanja, *, by, reason: str) -> Osallistuminen:
        """Write down that an act of the register took part in a campaign of its year, held before it was entered here.

        The source tells no hour, so the entry has that of its writing down, which is past the close. Raises Refused.
        """
        self._lock()
        if by is not None:
            self._require_staff(by)
        self._require_reason(reason)
        kampanja = Kampanja.objects.select_for_update(no_key=True).get(pk=kampanja.pk)
        entry = self.osallistumiset.filter(kampanja=kampanja).first()
        if entry:
            return entry
        now, freezes_at = timezone.now(), kampanja.window.end(self.owner_id)
        if not (self.is_public and self.campaign_year == kampanja.year and freezes_at <= now):
            raise Refused(_("Vain rekisteristä tuotu teko voidaan kirjata oman vuotensa päättyneeseen kampanjaan."))
        entry = self.osallistumiset.create(
            kampanja=kampanja,
            organisation=self.owner,
            begun_at=now,
            entered_at=now,
            entered_by=by,
            reason=reason.strip(),
            frozen_version=self.published_version,
            frozen_at=freezes_at,
            changed_by=by,
            change_reason=reason.strip(),
        )
        self.show_entries()
        return entry

    def _mean(self, kampanja: Kampanja | None) -> None:
        """Keep what its authors write for, and since when: an act that is taken back or returned is a draft again."""
        if kampanja != self.meant_for:
            self.meant_for, self.meant_since = kampanja, timezone.now() if kampanja else None
            self._store("meant_for", "meant_since")

    def show_entries(self) -> None:
        """Let the public row, if there is one, name the campaigns in which the act now takes part."""
        Hakurivi.objects.filter(teko=self).update(campaigns=Osallistuminen.objects.campaigns_of([self])[self.pk])

    def why_not_into(self, kampanja: Kampanja, at: datetime, *, begun_at=None, organisation: int | None = None) -> str:
        """Why the campaign does not take the act at the instant; nothing when it does.

        `begun_at`, `organisation`: of an entry that it has already, else those that one made now would have.
        """
        answer = kampanja.window.may_submit(at, begun_at or self.begun_for(at), organisation or self.owner_id)
        if not answer.is_allowed:
            return sentences.why_not(answer, kampanja.name)
        if self.published_at and self.published_at < kampanja.opens_at and not kampanja.admits_published:
            message = _("Kampanjaan ”%(name)s” voi ilmoittaa vain teon, jota ei ole julkaistu ennen haun alkua.")
            return message % {"name": kampanja.name}
        return ""

    def why_not_for_others(self, kampanja: Kampanja, at: datetime) -> str:
        """Why staff could not enter it at the instant; nothing when they could."""
        if self.osallistumiset.standing().filter(kampanja=kampanja).exists():
            return already_in(kampanja)
        return self.unfit_state or self.why_not_into(kampanja, at)

    @property
    def unfit_state(self) -> str:
        """Why its state keeps it out of every campaign; nothing when it does not."""
        if self.can_be_entered:
            return ""
        message = _("Teko on tilassa ”%(state)s”. Kampanjaan voi ilmoittaa lähetetyn tai julkaistun teon.")
        return message % {"state": self.get_state_display()}

    def begun_for(self, at: datetime) -> datetime:
        """When what is entered at the instant was begun: a draft when it was started, a published act only now."""
        return at if self.published_at else min(self.created_at, at)

    @property
    def can_be_entered(self) -> bool:
        """Whether its state lets it be entered in a campaign."""
        return self.state in (self.State.SUBMITTED, self.State.PUBLISHED)

    def _require_may_enter_for_others(self, by, reason: str) -> None:
        if by is None or not (by.is_active and by.is_staff):
            raise Refused(_("Vain teon tekijät voivat ilmoittaa sen kampanjaan."))
        self._require_reason(reason)

    def _require_fit_state(self) -> None:
        if reason := self.unfit_state:
            raise Refused(reason)

    def _standing_entries(self) -> list[Osallistuminen]:
        rows = self.osallistumiset.standing().of_held().select_related("kampanja").order_by("pk")
        return list(rows.select_for_update(of=["self"]))

    def _leave_campaigns(self, *, by) -> None:
        """Its authors take the act away: its entries go along, unless one is bound to a version. Raises Refused."""
        entries = self._standing_entries()
        for entry in entries:
            entry.require_unfrozen()
        for entry in entries:
            entry._leave(by=by)

    def _leave_rejected(self, *, by, reason: str) -> None:
        """Staff have rejected the act: it leaves the campaigns whose results are not public."""
        for entry in self._standing_entries():
            if not entry.settled_by:
                entry._exclude(by=by, reason=reason, was_rejected=True)


def already_in(kampanja: Kampanja) -> str:
    return _("Teko on jo mukana kampanjassa ”%(name)s”.") % {"name": kampanja.name}
