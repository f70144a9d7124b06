import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tekojentori.moments import deadline


class Manager(models.Manager):
    """With the organisation: a window asks whom each extension covers."""

    def get_queryset(self):
        return super().get_queryset().select_related("organisation")


class Lisaaika(models.Model):
    """More time to enter a campaign, for all or for one organisation. Appended, never changed."""

    kampanja = models.ForeignKey(
        "kampanjat.Kampanja", models.PROTECT, related_name="lisaajat", verbose_name=_("kampanja")
    )
    organisation = models.ForeignKey(
        "tekojentori.Organisaatio", models.PROTECT, null=True, related_name="+", verbose_name=_("organisaatio")
    )
    until = models.DateTimeField(_("mihin asti"))
    reason = models.TextField(_("syy"), max_length=1000)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("antoi")
    )
    given_at = models.DateTimeField(_("annettu"), default=timezone.now)

    objects = Manager()

    class Meta:
        verbose_name = _("lisäaika")
        verbose_name_plural = _("lisäajat")
        ordering = ["given_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="lisaaika_has_a_reason"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("given_at")), name="lisaaika_is_to_come"),
        ]
        triggers = [
            # A person's account may go; what was given stays.
            pgtrigger.Protect(
                name="lisaaika_is_immutable",
                operation=pgtrigger.UpdateOf("kampanja_id", "organisation_id", "until", "reason", "given_at")
                | pgtrigger.Delete,
            )
        ]

    def __str__(self):
        return f"{self.organisation or _('Kaikki')}: {deadline(self.until)}"

    @property
    def key(self) -> str:
        """The cause of the mails of it."""
        return f"lisaaika:{self.pk}"
