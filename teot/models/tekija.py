from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class TekijaQuerySet(models.QuerySet):
    def open_to(self, user):
        """Invitations that the user may accept: sent to their address, and not yet accepted."""
        return self.filter(email=user.email, user=None, teko__deleted_at=None)


class Tekija(models.Model):
    """A co-author of an act: someone invited by mail, who may edit it once they have accepted by signing in."""

    teko = models.ForeignKey("teot.Teko", models.CASCADE, related_name="tekijat")
    email = models.EmailField(_("sähköposti"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(_("kutsuttu"), auto_now_add=True)
    accepted_at = models.DateTimeField(_("hyväksytty"), null=True)

    objects = TekijaQuerySet.as_manager()

    class Meta:
        verbose_name = _("tekijä")
        verbose_name_plural = _("tekijät")
        ordering = ["invited_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["teko", "email"], name="tekija_is_invited_once"),
            models.UniqueConstraint(fields=["teko", "user"], name="tekija_is_one_person"),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="tekija_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(user=None, accepted_at=None) | Q(user__isnull=False, accepted_at__isnull=False),
                name="tekija_accepted_has_a_person",
            ),
        ]

    def __str__(self):
        return self.email
