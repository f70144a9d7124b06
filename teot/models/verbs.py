from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused
from teot import completeness, documents
from teot.models.hakurivi import Hakurivi
from teot.models.versio import Versio


class Verbs:
    """How the state of an act changes: who may, from where, and what is stamped.

    Every verb locks the row and reads it afresh, refuses with a reason, and does nothing when it is already done.
    `by` is the person who decides; None is the machine's own administrator (an import from the command line).
    """

    @transaction.atomic
    def submit(self, *, by) -> Versio:
        """Send the working copy to staff as a new version; a published act stays public meanwhile."""
        state = self.State
        self._lock()
        if not self.can_be_edited_by(by):
            raise Refused(_("Vain teon tekijät voivat lähettää sen."))
        self._require(
            state.DRAFT, state.RETURNED, state.REJECTED, state.SUBMITTED, state.PUBLISHED, refusal=_("lähettää")
        )
        missing = completeness.missing(self)
        if missing:
            raise Refused(_("Teosta puuttuu vielä: %(missing)s.") % {"missing": ", ".join(missing)})
        document = documents.document_of(self)
        waiting = self.submitted_version
        if waiting and waiting.document == document:
            return waiting
        last = self.versiot.order_by("-number").values_list("number", flat=True).first() or 0
        version = Versio.objects.create(
            teko=self, number=last + 1, document=document, html=documents.html_of(document), created_by=by
        )
        self.submitted_version, self.submitted_at = version, timezone.now()
        if self.state == state.PUBLISHED:
            self._store("submitted_version", "submitted_at")
        else:
            self._enter(state.SUBMITTED, "submitted_version", "submitted_at", by=by)
        return version

    @transaction.atomic
    def take_back(self, *, by) -> None:
        """Back to a draft, until staff have decided."""
        self._lock()
        if not self.can_be_edited_by(by):
            raise Refused(_("Vain teon tekijät voivat ottaa sen takaisin."))
        if self.state == self.State.DRAFT:
            return
        self._require(self.State.SUBMITTED, refusal=_("ottaa takaisin"))
        self.submitted_version = None
        self._enter(self.State.DRAFT, "submitted_version", by=by)

    @transaction.atomic
    def publish(self, *, by, version: Versio) -> None:
        """Make `version`, the one that was looked at, what the public reads."""
        self._lock()
        self._require_staff(by)
        if self.published_version_id == version.pk and self.state in self.PUBLIC_STATES:
            return
        self._require_waiting(version)
        self._require(self.State.SUBMITTED, self.State.PUBLISHED, refusal=_("julkaista"))
        self.published_version, self.submitted_version = version, None
        self.published_at = self.published_at or timezone.now()
        self._enter(self.State.PUBLISHED, "published_version", "submitted_version", "published_at", by=by)

    @transaction.atomic
    def return_to_authors(self, *, by, version: Versio, reason: str) -> None:
        """Ask the authors for more; what is public stays public."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        self._require_waiting(version)
        self.submitted_version = None
        if self.state == self.State.SUBMITTED:
            self._enter(self.State.RETURNED, "submitted_version", by=by, reason=reason)
        else:
            self._enter(self.state, "submitted_version", by=by, reason=reason)

    @transaction.atomic
    def reject(self, *, by, version: Versio, reason: str) -> None:
        """Not for the bank; the authors may still mend it and submit again."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        self._require_waiting(version)
        self._require(self.State.SUBMITTED, refusal=_("hylätä"))
        self.submitted_version = None
        self._enter(self.State.REJECTED, "submitted_version", by=by, reason=reason)

    @transaction.atomic
    def withdraw(self, *, by, reason: str = "") -> None:
        """The authors take the act away for good; an address that was public says that it is gone."""
        self._lock()
        if not self.can_be_edited_by(by):
            raise Refused(_("Vain teon tekijät voivat perua sen."))
        if self.state == self.State.WITHDRAWN:
            return
        if self.state == self.State.DRAFT:
            raise Refused(_("Luonnosta ei peruta. Sen voi poistaa."))
        self.submitted_version = self.picked_at = None
        self._enter(self.State.WITHDRAWN, "submitted_version", "picked_at", by=by, reason=reason)

    @transaction.atomic
    def hide(self, *, by, reason: str) -> None:
        """Out of the public's sight at once, with a reason."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        if self.state == self.State.HIDDEN:
            return
        self._require(*self.PUBLIC_STATES, refusal=_("piilottaa"))
        self._enter(self.State.HIDDEN, by=by, reason=reason)

    @transaction.atomic
    def unhide(self, *, by, reason: str = "") -> None:
        """Back to where it was hidden from."""
        self._lock()
        self._require_staff(by)
        if self.state in self.PUBLIC_STATES:
            return
        self._require(self.State.HIDDEN, refusal=_("palauttaa näkyviin"))
        self._enter(self.State.ARCHIVED if self.archived_at else self.State.PUBLISHED, by=by, reason=reason)

    @transaction.atomic
    def archive(self, *, by, reason: str = "") -> None:
        """Still readable at its address, but out of the lists."""
        self._lock()
        self._require_staff(by)
        if self.state == self.State.ARCHIVED:
            return
        self._require(self.State.PUBLISHED, refusal=_("arkistoida"))
        if self.submitted_version_id:
            raise Refused(_("Teosta odottaa uusi versio. Käsittele se ensin."))
        self.archived_at = timezone.now()
        self._enter(self.State.ARCHIVED, "archived_at", by=by, reason=reason)

    @transaction.atomic
    def restore(self, *, by, reason: str = "") -> None:
        """From the archive back to the lists."""
        self._lock()
        self._require_staff(by)
        if self.state == self.State.PUBLISHED:
            return
        self._require(self.State.ARCHIVED, refusal=_("palauttaa arkistosta"))
        self.archived_at = None
        self._enter(self.State.PUBLISHED, "archived_at", by=by, reason=reason)

    @transaction.atomic
    def pick(self, *, by) -> None:
        """Among the picked acts of the front page, newest pick first."""
        self._lock()
        self._require_staff(by)
        self._require(self.State.PUBLISHED, refusal=_("nostaa etusivulle"))
        self.picked_at = self.picked_at or timezone.now()
        self._store("picked_at")

    @transaction.atomic
    def unpick(self, *, by) -> None:
        self._lock()
        self._require_staff(by)
        self.picked_at = None
        self._store("picked_at")

    # Who may

    def can_be_edited_by(self, user) -> bool:
        """Its author; staff and the machine only an act of the register, which has no author."""
        if user is not None and self.author_id == user.pk:
            return True
        return self.author_id is None and (user is None or user.is_staff)

    # What every verb does

    def _lock(self) -> None:
        """Lock the row until the end of the transaction, and read its states as they now are."""
        fresh = type(self).objects.select_for_update(of=["self"]).select_related("submitted_version").get(pk=self.pk)
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(fresh, field.attname))
        self.submitted_version = fresh.submitted_version

    def _require(self, *states, refusal: str) -> None:
        if self.state not in states:
            message = _("Teko on tilassa ”%(state)s”, joten sitä ei voi nyt %(verb)s.")
            raise Refused(message % {"state": self.get_state_display(), "verb": refusal})

    def _require_staff(self, user) -> None:
        if user is not None and not (user.is_active and user.is_staff):
            raise Refused(_("Vain ohjelmatoimisto voi tehdä tämän."))

    def _require_reason(self, reason: str) -> None:
        if not reason.strip():
            raise Refused(_("Kirjoita syy: se kerrotaan tekijöille ja jää historiaan."))

    def _require_waiting(self, version: Versio) -> None:
        if self.submitted_version_id == version.pk:
            return
        if self.submitted_version_id:
            raise Refused(_("Tekijät ovat lähettäneet uuden version sinun avattuasi tämän. Lue se ensin."))
        raise Refused(_("Joku muu on jo käsitellyt tämän version."))

    def _enter(self, state: str, *fields: str, by, reason: str = "") -> None:
        """Stamp the state and its moment, and let the public row follow."""
        was_public = self.state in self.PUBLIC_STATES
        self.state, self.state_at, self.state_by, self.state_reason = state, timezone.now(), by, reason.strip()
        self._store("state", "state_at", "state_by", "state_reason", *fields)
        if was_public or state in self.PUBLIC_STATES:
            Hakurivi.objects.follow(self)

    def _store(self, *fields: str) -> None:
        self.save(update_fields=fields)
