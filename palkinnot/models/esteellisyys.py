import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palkinnot import conflict_facts
from palkinnot.models.locking import Locking, reason_in, require_staff
from tekojentori.models.versioned import Versioned
from tekojentori.refusals import Refused


def in_conflict(user, field: str = "pk") -> Q:
    """Rows whose candidate, at `field`, the user is in conflict with: by what is written down, or by the facts now."""
    stored = Esteellisyys.objects.in_force().filter(user=user.pk).values("ehdokas")
    return Q(**{f"{field}__in": stored}) | Q(**{f"{field}__in": conflict_facts.candidates_of(user)})


class EsteellisyysQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(lifted_at=None)

    def automatic(self):
        """Those that follow from the register and the acts."""
        return self.filter(cause__in=conflict_facts.CAUSES)

    @transaction.atomic
    def follow(self, sarja, people, *, by=None) -> None:
        """Write down what the facts now say of these people and the category's candidates; set their sheets aside.

        What the facts no longer say is lifted only while the round is being prepared: later it stays. Raises Refused
        when the round is locked.
        """
        sarja.lock_round()
        people = [person.pk for person in people]
        found = set(conflict_facts.found(people, sarja))
        rows = self.automatic().filter(user__in=people, ehdokas__sarja=sarja)
        known = {(row.user_id, row.ehdokas_id, row.cause): row for row in rows}
        for key in sorted(found):
            row = known.get(key)
            if row is None:
                user, ehdokas, cause = key
                row, _created = self.get_or_create(
                    user_id=user, ehdokas_id=ehdokas, cause=cause, defaults={"changed_by": by, "added_by": by}
                )
            elif row.lifted_at:
                row.lifted_at, row.lifted_by, row.lifted_reason = None, None, ""
                row._store("lifted_at", "lifted_by", "lifted_reason", by=by)
            else:
                continue
            row.ehdokas.set_aside_sheets_of(row.user_id, by=by, reason=row.get_cause_display())
        if sarja.criteria_are_open:
            for key in known.keys() - found:
                known[key]._lift(by=by, reason=_("Peruste on poistunut."))

    @transaction.atomic
    def declare(self, ehdokas, *, by, reason: str) -> "Esteellisyys":
        """A person tells of their own conflict, before or after reading; a sheet given is set aside. Raises Refused."""
        return self._add(ehdokas, by, Esteellisyys.Cause.DECLARED, by=by, reason=reason)

    @transaction.atomic
    def pin(self, ehdokas, user, *, by, reason: str) -> "Esteellisyys":
        """Staff put a conflict on somebody, for a reason that no register tells. Raises Refused."""
        require_staff(by)
        return self._add(ehdokas, user, Esteellisyys.Cause.PINNED, by=by, reason=reason)

    def _add(self, ehdokas, user, cause: str, *, by, reason: str) -> "Esteellisyys":
        reason = reason_in(reason)
        ehdokas.sarja.lock_round()
        row = self.select_for_update().filter(ehdokas=ehdokas, user=user, cause=cause).first()
        if row is None:
            fields = {"reason": reason, "added_by": by, "changed_by": by, "change_reason": reason}
            row = self.create(ehdokas=ehdokas, user=user, cause=cause, **fields)
        elif row.lifted_at:
            row.reason, row.added_by, row.lifted_at, row.lifted_by, row.lifted_reason = reason, by, None, None, ""
            fields = ("reason", "added_by", "lifted_at", "lifted_by", "lifted_reason")
            row._store(*fields, by=by, reason=reason)
        ehdokas.set_aside_sheets_of(user.pk, by=by, reason=reason)
        return row


@pghistory.track(append_only=True)
class Esteellisyys(Locking, Versioned):
    """One reason why a person, juror or staff, must not take part in judging a candidate, nor see how it fares.

    Any one reason in force is enough. A conflict that follows from facts cannot be lifted while the facts stand.
    """

    class Cause(models.TextChoices):
        OWN = "own", gettext_lazy("Oma organisaatio")
        RELATED = "related", gettext_lazy("Oman organisaation omistaja, yhtiö, edeltäjä tai seuraaja")
        PARTNER = "partner", gettext_lazy("Oma organisaatio on teon kumppani")
        AUTHOR = "author", gettext_lazy("Teon ilmoittaja tai kanssakirjoittaja")
        CONTACT = "contact", gettext_lazy("Teon yhteyshenkilö")
        COLLEAGUE = "colleague", gettext_lazy("Oman teon kanssakirjoittaja on tämän teon tekijä")
        DECLARED = "declared", gettext_lazy("Ilmoitti itse")
        PINNED = "pinned", gettext_lazy("Ohjelmatoimisto merkitsi")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="esteellisyydet", verbose_name=gettext_lazy("kuka")
    )
    ehdokas = models.ForeignKey(
        "palkinnot.Ehdokas", models.CASCADE, related_name="esteellisyydet", verbose_name=gettext_lazy("ehdokas")
    )
    cause = models.CharField(gettext_lazy("peruste"), max_length=9, choices=Cause)
    reason = models.CharField(gettext_lazy("syy"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    added_at = models.DateTimeField(gettext_lazy("merkitty"), default=timezone.now, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    lifted_at = models.DateTimeField(gettext_lazy("poistettu"), null=True, editable=False)
    lifted_reason = models.CharField(gettext_lazy("miksi poistettu"), max_length=300, blank=True, editable=False)

    objects = EsteellisyysQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("esteellisyys")
        verbose_name_plural = gettext_lazy("esteellisyydet")
        ordering = ["ehdokas", "user", "cause"]
        constraints = [
            models.UniqueConstraint(fields=["user", "ehdokas", "cause"], name="esteellisyys_is_one_per_cause"),
            models.CheckConstraint(
                condition=~Q(cause__in=["declared", "pinned"]) | ~Q(reason=""), name="esteellisyys_said_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lifted_reason="")
                | Q(lifted_at__isnull=False) & ~Q(lifted_reason=""),
                name="esteellisyys_lifted_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) | ~Q(lifted_by=F("user")), name="esteellisyys_is_not_lifted_by_oneself"
            ),
        ]

    def __str__(self):
        return f"{self.user_id}/{self.ehdokas_id}: {self.get_cause_display()}"

    @property
    def is_automatic(self) -> bool:
        return self.cause in conflict_facts.CAUSES

    @transaction.atomic
    def lift(self, *, by, reason: str) -> None:
        """Staff take back what was said or pinned; a sheet that was set aside counts again. Raises Refused."""
        require_staff(by)
        reason = reason_in(reason)
        self.ehdokas.sarja.lock_round()
        self._lock()
        if by is not None and by.pk == self.user_id:
            raise Refused(_("Omaa esteellisyyttään ei voi poistaa. Pyydä toista ohjelmatoimiston jäsentä."))
        if self.lifted_at:
            return
        if self.is_automatic:
            raise Refused(_("Tämä seuraa rekisterin tiedoista. Se poistuu vain, kun tiedot korjataan."))
        self._lift(by=by, reason=reason)

    def _lift(self, *, by, reason: str) -> None:
        if self.lifted_at:
            return
        self.lifted_at, self.lifted_by, self.lifted_reason = timezone.now(), by, reason
        self._store("lifted_at", "lifted_by", "lifted_reason", by=by, reason=reason)
        others = Esteellisyys.objects.in_force().filter(user=self.user_id, ehdokas=self.ehdokas_id)
        if not others.exists():
            self.ehdokas.return_sheets_of(self.user_id, by=by, reason=reason)
