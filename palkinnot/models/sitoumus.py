import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Sitoumus(models.Model):
    """A juror's signed declaration of confidentiality and conflicts, word for word as it was read. Never changed."""

    juror = models.ForeignKey("palkinnot.Raatilainen", models.CASCADE, related_name="sitoumukset")
    number = models.PositiveSmallIntegerField(_("numero"))
    language = models.CharField(_("kieli"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("teksti"))
    signed_at = models.DateTimeField(_("allekirjoitettu"), default=timezone.now)

    class Meta:
        verbose_name = _("sitoumus")
        verbose_name_plural = _("sitoumukset")
        ordering = ["juror", "number"]
        constraints = [models.UniqueConstraint(fields=["juror", "number"], name="sitoumus_number_is_unique")]
        triggers = [pgtrigger.Protect(name="sitoumus_is_immutable", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.juror_id}/{self.number}"
