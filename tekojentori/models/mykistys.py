import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.refusals import Refused


class MykistysQuerySet(models.QuerySet):
    def standing(self):
        """Those that have not been lifted."""
        return self.filter(lifted_at=None)

    def of(self, email: str) -> "Mykistys | None":
        """What mutes the address now."""
        return self.standing().filter(email=email.strip().lower()).first()

    def mute(self, email: str, *, reason: str, by=None) -> "Mykistys":
        """Send the address no more mail. Without `by` its mail server refused it. A repeat returns the row there is."""
        if not reason.strip():
            raise Refused(_("Kirjoita syy."))
        fields = {"reason": reason.strip()[:500], "muted_by": by}
        return self.standing().get_or_create(email=email.strip().lower(), lifted_at=None, defaults=fields)[0]


class Mykistys(models.Model):
    """An address that gets no mail, why and since when, and who let it have mail again. Kept as it was written."""

    email = models.EmailField(gettext_lazy("osoite"))
    reason = models.CharField(gettext_lazy("syy"), max_length=500)
    muted_at = models.DateTimeField(gettext_lazy("mykistetty"), default=timezone.now, editable=False)
    muted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("mykisti"),
    )
    lifted_at = models.DateTimeField(gettext_lazy("poistettu"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=gettext_lazy("poisti"),
    )
    lift_reason = models.CharField(gettext_lazy("poistamisen syy"), max_length=300, blank=True, editable=False)

    objects = MykistysQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("mykistys")
        verbose_name_plural = gettext_lazy("mykistykset")
        ordering = ["-muted_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=Q(lifted_at=None), name="mykistys_is_one_at_a_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="mykistys_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, lift_reason="")
                | Q(lifted_at__isnull=False) & ~Q(lift_reason=""),
                name="mykistys_is_lifted_for_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="mykistys_stays_as_written", operation=pgtrigger.UpdateOf("email", "reason", "muted_at")
            ),
            # Of those who did it only the account may go.
            pgtrigger.Protect(
                name="mykistys_is_lifted_once",
                operation=pgtrigger.UpdateOf("lifted_at", "lift_reason"),
                condition=pgtrigger.Q(old__lifted_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="mykistys_is_not_deleted_while_it_stands",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__lifted_at__isnull=True),
            ),
        ]

    def __str__(self):
        return self.email

    @property
    def told(self) -> str:
        return _("Osoite on mykistetty: %(reason)s") % {"reason": self.reason.rstrip(".") + "."}

    @transaction.atomic
    def lift(self, *, by, reason: str) -> None:
        """Let the address have mail again. Raises Refused."""
        if not reason.strip():
            raise Refused(_("Kirjoita syy."))
        row = Mykistys.objects.select_for_update(of=["self"]).get(pk=self.pk)
        if row.lifted_at:
            return
        row.lifted_at, row.lifted_by, row.lift_reason = timezone.now(), by, reason.strip()[:300]
        row.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
