from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kampanjat import cancelling, extending, readiness
from kampanjat.models.lisaaika import Lisaaika
from kampanjat.window import Extension, Window
from tekojentori.moments import deadline, moment
from tekojentori.refusals import Refused


class Calendar:
    """How the times of a campaign are set, and how it is published, extended and cancelled.

    Every verb locks the row and reads it afresh, refuses with a reason, and does nothing when it is already done.
    """

    @property
    def window(self) -> Window:
        """The object that answers who may do what when."""
        return Window(
            self.opens_at,
            self.closes_at,
            self.grace,
            tuple(Extension(row.until, holder(row.organisation)) for row in self.lisaajat.all()),
            is_published=self.published_at is not None,
            is_cancelled=self.cancelled_at is not None,
        )

    @transaction.atomic
    def publish(self, *, by) -> None:
        """Let everybody see it. Raises Refused when something that it needs is missing."""
        self._lock()
        self._require_staff(by)
        if self.published_at:
            return
        missing = readiness.missing(self)
        if missing:
            raise Refused(_("Ennen julkaisemista: %(missing)s") % {"missing": " ".join(missing)})
        self.published_at, self.published_by = timezone.now(), by
        self._stamp("published_at", "published_by", by=by, reason="")

    @transaction.atomic
    def cancel(self, *, by, reason: str) -> None:
        """Call it off, for all to see. Its entries stay as they are. Raises Refused."""
        self._lock()
        self._require_staff(by)
        if self.cancelled_at:
            if (self.cancelled_by, self.cancel_reason) == (by, reason.strip()):
                return
            raise Refused(self.told_cancelled)
        self._require_reason(reason)
        if self.published_at is None:
            raise Refused(_("Kampanjaa ei ole julkaistu. Poista se."))
        if self.has_results():
            raise Refused(_("Kampanjan tulokset ovat jo julki, joten sitä ei voi perua."))
        for refusal in cancelling.REFUSALS:
            if reason_against := refusal(self):
                raise Refused(reason_against)
        self.cancelled_at, self.cancelled_by, self.cancel_reason = timezone.now(), by, reason.strip()
        self._stamp("cancelled_at", "cancelled_by", "cancel_reason", by=by, reason=reason)
        for follow in cancelling.FOLLOWED_BY:
            follow(self)

    @property
    def told_cancelled(self) -> str:
        """To somebody who comes too late: who has called it off, when and why."""
        message = _("%(who)s perui kampanjan jo %(when)s. Syyksi jäi ”%(reason)s”: kirjoittamaasi ei tallennettu.")
        told = {"when": moment(self.cancelled_at), "reason": self.cancel_reason}
        return message % (told | {"who": self.cancelled_by or _("Ohjelmatoimisto")})

    @transaction.atomic
    def extend(self, *, until: datetime, by, reason: str, organisation=None) -> Lisaaika:
        """More time for all, or for one organisation. It reopens only what it covers. Raises Refused."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        same = self.lisaajat.filter(until=until, organisation=organisation, given_by=by).first()
        if same:
            return same
        self.require_extensible(until, organisation)
        row = self.lisaajat.create(until=until, organisation=organisation, reason=reason.strip(), given_by=by)
        self._stamp(by=by, reason=reason)
        for follow in extending.FOLLOWED_BY:
            follow(row)
        return row

    def change(self, *, by, seen: int, reason: str = "") -> None:
        """Store the fields as they now stand. What people already go by stays as it was told to them."""
        with transaction.atomic():
            stored = type(self).objects.select_for_update().get(pk=self.pk)
            for _field, fault in self.faults_after(stored):
                raise Refused(fault)
            super().change(by=by, seen=seen, reason=reason)

    def faults_after(self, stored, now: datetime | None = None):
        """Field and message of what may no longer be changed from what is `stored`."""
        now = now or timezone.now()
        if stored.published_at is None:
            return
        if self.slug != stored.slug:
            yield "slug", _("Osoite on jo julki, ja siihen on linkkejä. Se ei muutu enää.")
        if stored.opens_at <= now:
            if self.opens_at != stored.opens_at:
                yield "opens_at", _("Haku on jo auennut, joten sen alku ei muutu enää.")
            if self.closes_at != stored.closes_at:
                yield "closes_at", _("Haku on jo auennut. Jatka sitä antamalla lisäaikaa; lyhentää sitä ei voi.")
            if self.grace < stored.grace:
                yield "grace", _("Haku on jo auennut, joten armonaika ei lyhene enää.")
            if self.grace > stored.grace and stored.window.effective_close() <= now:
                yield "grace", _("Haku on jo sulkeutunut, joten armonaika ei pitene enää. Anna tarvittaessa lisäaikaa.")
        if self.gala_starts_at and self.gala_starts_at < stored.window.last_close:
            message = _("Lisäaikaa on annettu %(until)s asti. Gaala on vasta sen jälkeen.")
            yield "gala_starts_at", message % {"until": deadline(stored.window.last_close)}
        if stored.has_results(now) and self.results_public_from != stored.results_public_from:
            yield "results_public_from", _("Tulokset ovat jo julki.")
        elif self.results_public_from and self.results_public_from < stored.window.last_close + self.grace:
            message = _("Lisäaikaa on annettu %(until)s asti. Tulokset tulevat julki vasta sen jälkeen.")
            yield "results_public_from", message % {"until": deadline(stored.window.last_close)}

    def change_in_words(self, before, event) -> str:
        """The extension that was given between two rows of its history."""
        row = self.lisaajat.filter(given_at__gt=before.changed_at, given_at__lte=event.changed_at).last()
        return _("Lisäaikaa annettiin: %(what)s") % {"what": row} if row else ""

    def require_extensible(self, until: datetime, organisation) -> None:
        """Raises Refused when it cannot be extended to the instant for the organisation (None: for all)."""
        now, closes_at = timezone.now(), self.window.effective_close(holder(organisation))
        if self.published_at is None:
            raise Refused(_("Kampanjaa ei ole vielä julkaistu. Muuta sen sulkeutumisaikaa."))
        if self.cancelled_at:
            raise Refused(_("Kampanja on peruttu."))
        if self.has_results(now):
            raise Refused(_("Kampanjan tulokset ovat jo julki, joten aikaa ei voi enää jatkaa."))
        if until <= now:
            raise Refused(_("%(until)s on jo mennyt. Anna hetki, joka on edessä.") % {"until": moment(until)})
        if until <= closes_at:
            message = _("Aikaa on jo %(until)s asti. Anna myöhempi hetki.")
            raise Refused(message % {"until": deadline(closes_at)})
        if self.results_public_from and until + self.grace > self.results_public_from:
            message = _("Tulokset tulevat julki %(when)s. Lisäajan on päätyttävä ennen sitä.")
            raise Refused(message % {"when": moment(self.results_public_from)})
        if self.gala_starts_at and until > self.gala_starts_at:
            message = _("Gaala alkaa %(when)s. Lisäajan on päätyttävä ennen sitä.")
            raise Refused(message % {"when": moment(self.gala_starts_at)})
        for refusal in extending.REFUSALS:
            reason = refusal(self, organisation)
            if reason:
                raise Refused(reason)

    def require_unused(self) -> None:
        """Raises Refused when it cannot be deleted."""
        if self.published_at:
            raise Refused(_("Kampanja on julkaistu, joten sitä ei voi poistaa. Sen voi perua."))
        if self.osallistumiset.exists() or self.lisaajat.exists():
            raise Refused(_("Kampanjaan on jo ilmoitettu tekoja, joten sitä ei voi poistaa."))

    def _require_staff(self, user) -> None:
        if user is not None and not (user.is_active and user.is_staff):
            raise Refused(_("Vain ohjelmatoimisto voi tehdä tämän."))

    def _require_reason(self, reason: str) -> None:
        if not reason.strip():
            raise Refused(_("Kirjoita syy: se jää historiaan."))

    def _lock(self) -> None:
        """Lock the row until the end of the transaction, and read it as it now is."""
        stored = type(self).objects.select_for_update().get(pk=self.pk)
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(stored, field.attname))

    def _stamp(self, *fields: str, by, reason: str) -> None:
        """Store the fields with who did it and why, as a change that others who have it open are told of."""
        self.version, self.changed_by, self.change_reason = self.version + 1, by, reason.strip()[:300]
        self.save(update_fields=[*fields, "version", "changed_at", "changed_by", "change_reason"])


def holder(organisation) -> int | None:
    """The organisation whose extension it is: that of a duplicate holds for the one that it was merged into."""
    return organisation and (organisation.merged_into_id or organisation.pk)
