from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused
from teot import completeness, documents, entry_results
from teot.models.hakurivi import Hakurivi
from teot.models.ratkaisu import Ratkaisu, moment, name_of
from teot.models.versio import Versio

#: What is told of an act while a version of it waits, and of no other.
WAITING = ("submitted_version", "waits_since", "claimed_by", "claimed_at")


class Verbs:
    """How the state of an act changes: who may, from where, and what is stamped.

    Every verb locks the row and reads it afresh, refuses with a reason, and does nothing when it is already done.
    The verbs for many acts do the same to all of them, or to none.
    `by` is the person who decides; None is the machine's own administrator (an import from the command line).
    """

    def submit(self, *, by) -> Versio:
        """Send the working copy to staff as a new version; a published act stays public meanwhile."""
        return self.submit_all([self], by=by)[self]

    @classmethod
    @transaction.atomic
    def submit_all(cls, teot: list, *, by) -> dict:
        """Submit these acts, or none of them; the version of each that now waits, by act."""
        cls._lock_all(teot)
        for teko in teot:
            teko._require_complete(by)
        changed = [teko for teko in teot if not teko._waits_as_it_is()]
        for version in Versio.objects.append(changed, by=by):
            version.teko.submitted_version, version.teko.submitted_at = version, version.created_at
            version.teko.waits_since = version.teko.waits_since or version.created_at
        fields = ("submitted_version", "submitted_at", "waits_since")
        public = [teko for teko in changed if teko.state == cls.State.PUBLISHED]
        cls._stamp_all(public, cls.State.PUBLISHED, *fields, by=by)
        unseen = [teko for teko in changed if teko.state != cls.State.PUBLISHED]
        cls._enter_all(unseen, cls.State.SUBMITTED, *fields, by=by)
        return {teko: teko.submitted_version for teko in teot}

    @transaction.atomic
    def take_back(self, *, by) -> None:
        """Back to a draft, until staff have decided."""
        self._lock()
        if not self.can_be_edited_by(by):
            raise Refused(_("Vain teon tekijät voivat ottaa sen takaisin."))
        if self.state == self.State.DRAFT:
            return
        self._require("take_back", refusal=_("ottaa takaisin"))
        self._leave_campaigns(by=by)
        self._stop_waiting()
        self._enter(self.State.DRAFT, *WAITING, by=by)

    def publish(self, *, by, version: Versio) -> None:
        """Make `version`, the one that was looked at, what the public reads."""
        self.publish_all({self: version}, by=by)

    @classmethod
    @transaction.atomic
    def publish_all(cls, versions: dict, *, by) -> None:
        """Publish the version of each act, or none of them."""
        cls._lock_all(versions)
        unpublished = [teko for teko, version in versions.items() if not teko._shows(version)]
        for teko in unpublished:
            teko._require_staff(by)
            teko._require_waiting(versions[teko])
            teko._require("publish", refusal=_("julkaista"))
            teko._require_pictures_made(versions[teko])
            teko.published_version, teko.published_at = versions[teko], teko.published_at or timezone.now()
            teko._stop_waiting()
        decided = [versions[teko] for teko in unpublished]
        Ratkaisu.objects.bulk_create(
            [Ratkaisu(version=each, kind=Ratkaisu.Kind.PUBLISHED, decided_by=by) for each in decided]
        )
        cls._enter_all(unpublished, cls.State.PUBLISHED, "published_version", "published_at", *WAITING, by=by)

    @transaction.atomic
    def return_to_authors(self, *, by, version: Versio, reason: str, comments: dict[str, str] | None = None) -> None:
        """Ask the authors for more, section by section; what is public stays public."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        self._require_waiting(version)
        self._require("return_to_authors", refusal=_("palauttaa tekijöille"))
        self._decide(version, Ratkaisu.Kind.RETURNED, by=by, reason=reason, comments=comments or {})
        if self.state == self.State.SUBMITTED:
            self._enter(self.State.RETURNED, *WAITING, by=by, reason=reason)
        else:
            self._enter(self.state, *WAITING, by=by, reason=reason)

    @transaction.atomic
    def reject(self, *, by, version: Versio, reason: str) -> None:
        """Not for the bank; the authors may still mend it and submit again."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        self._require_waiting(version)
        self._require("reject", refusal=_("hylätä"))
        self._decide(version, Ratkaisu.Kind.REJECTED, by=by, reason=reason)
        self._leave_rejected(by=by, reason=reason)
        self._enter(self.State.REJECTED, *WAITING, by=by, reason=reason)

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
        self._leave_campaigns(by=by)
        self._stop_waiting()
        self.picked_at = None
        self._enter(self.State.WITHDRAWN, "picked_at", *WAITING, by=by, reason=reason)

    @transaction.atomic
    def hide(self, *, by, reason: str) -> None:
        """Out of the public's sight at once, with a reason."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        if self.state == self.State.HIDDEN:
            return
        self._require("hide", refusal=_("piilottaa"))
        self._enter(self.State.HIDDEN, by=by, reason=reason)
        entry_results.follow()

    @transaction.atomic
    def unhide(self, *, by, reason: str = "") -> None:
        """Back to where it was hidden from."""
        self._lock()
        self._require_staff(by)
        if self.is_public:
            return
        self._require("unhide", refusal=_("palauttaa näkyviin"))
        self._enter(self.State.ARCHIVED if self.archived_at else self.State.PUBLISHED, by=by, reason=reason)

    @transaction.atomic
    def archive(self, *, by, reason: str = "") -> None:
        """Still readable at its address, but out of the lists."""
        self._lock()
        self._require_staff(by)
        if self.state == self.State.ARCHIVED:
            return
        self._require("archive", refusal=_("arkistoida"))
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
        self._require("restore", refusal=_("palauttaa arkistosta"))
        self.archived_at = None
        self._enter(self.State.PUBLISHED, "archived_at", by=by, reason=reason)

    @transaction.atomic
    def pick(self, *, by) -> None:
        """Among the picked acts of the front page, newest pick first."""
        self._lock()
        self._require_staff(by)
        self._require("pick", refusal=_("nostaa etusivulle"))
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
        """Its authors; staff and the machine only an act without an author, such as one of the register."""
        if user is None or (self.author_id is None and user.is_staff):
            return self.author_id is None
        return self.author_id == user.pk or type(self).objects.editable_by(user).filter(pk=self.pk).exists()

    # What every verb does

    def _lock(self, *, even_deleted: bool = False) -> None:
        self._lock_all([self], even_deleted=even_deleted)

    @classmethod
    def _lock_all(cls, teot, *, even_deleted: bool = False) -> None:
        """Lock the rows until the end of the transaction, and read their states as they now are. Raises Refused."""
        rows = cls.with_deleted if even_deleted else cls.objects
        fresh = rows.select_for_update().order_by("pk").in_bulk([teko.pk for teko in teot])
        for teko in teot:
            if teko.pk not in fresh:
                raise Refused(_("Luonnos on poistettu. Sen voi palauttaa Omista teoista kymmenen minuutin ajan."))
            for field in cls._meta.concrete_fields:
                setattr(teko, field.attname, getattr(fresh[teko.pk], field.attname))

    def _require_complete(self, by) -> None:
        if not self.can_be_edited_by(by):
            raise Refused(_("Vain teon tekijät voivat lähettää sen."))
        self._require("submit", refusal=_("lähettää"))
        missing = completeness.missing(self)
        if missing:
            raise Refused(_("Teosta puuttuu vielä: %(missing)s.") % {"missing": ", ".join(missing)})

    def _waits_as_it_is(self) -> bool:
        waiting = self.submitted_version
        return waiting is not None and waiting.document == documents.document_of(self)

    def _shows(self, version: Versio) -> bool:
        return self.published_version_id == version.pk and self.is_public

    def _require(self, verb: str, *, refusal: str) -> None:
        if not self.allows(verb):
            message = _("Teko on tilassa ”%(state)s”, joten sitä ei voi nyt %(verb)s.")
            raise Refused(message % {"state": self.get_state_display(), "verb": refusal})

    def _require_staff(self, user) -> None:
        if user is not None and not (user.is_active and user.is_staff):
            raise Refused(_("Vain ohjelmatoimisto voi tehdä tämän."))

    def _require_reason(self, reason: str) -> None:
        if not reason.strip():
            raise Refused(_("Kirjoita syy: se kerrotaan tekijöille ja jää historiaan."))

    def _require_waiting(self, version: Versio) -> None:
        """Who has decided on the version, or replaced it, since it was opened: named in the refusal."""
        waiting = self.submitted_version
        if waiting == version:
            return
        decision = Ratkaisu.objects.select_related("decided_by").filter(version=version).first()
        if decision:
            raise Refused(decision.told)
        if waiting:
            message = _("%(who)s lähetti uuden version %(when)s. Lue se ensin.")
            raise Refused(message % {"who": name_of(waiting.created_by), "when": moment(waiting.created_at)})
        raise Refused(_("Tekijät ovat ottaneet tämän version takaisin."))

    def _decide(self, version: Versio, kind: str, *, by, reason: str, comments: dict[str, str] | None = None) -> None:
        """Write the decision on a version, which then waits no more."""
        reason, comments = reason.strip(), {name: text for name, text in (comments or {}).items() if text.strip()}
        Ratkaisu.objects.create(version=version, kind=kind, reason=reason, comments=comments, decided_by=by)
        self._stop_waiting()

    def _stop_waiting(self) -> None:
        for name in WAITING:
            setattr(self, name, None)

    def _enter(self, state: str, *fields: str, by, reason: str = "") -> None:
        self._enter_all([self], state, *fields, by=by, reason=reason)

    @classmethod
    def _enter_all(cls, teot: list, state: str, *fields: str, by, reason: str = "") -> None:
        """Stamp the state and its moment, and let the public rows follow."""
        seen = [teko for teko in teot if {teko.state, state} & set(cls.PUBLIC_STATES)]
        cls._stamp_all(teot, state, *fields, by=by, reason=reason)
        Hakurivi.objects.follow(seen)

    @classmethod
    def _stamp_all(cls, teot: list, state: str, *fields: str, by, reason: str = "") -> None:
        """Store the fields with who did it, when and why: history reads these columns."""
        for teko in teot:
            teko.state, teko.state_at, teko.state_by, teko.state_reason = state, timezone.now(), by, reason.strip()
        cls._store_all(teot, "state", "state_at", "state_by", "state_reason", *fields)

    def _store(self, *fields: str) -> None:
        self._store_all([self], *fields)

    @classmethod
    def _store_all(cls, teot: list, *fields: str) -> None:
        cls.objects.store(teot, *fields)
