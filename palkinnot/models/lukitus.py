import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Lukitus(models.Model):
    """A round as it was locked: what went in, how it was reckoned, what came out, and the digest of what went in.

    Never changed. A round that was reopened and locked again has two; the last one counts.
    """

    kierros = models.ForeignKey("palkinnot.Kierros", models.PROTECT, related_name="lukitukset")
    number = models.PositiveSmallIntegerField(_("numero"))
    inputs = models.JSONField()
    method = models.CharField(_("menetelmä"), max_length=8)
    method_version = models.CharField(_("menetelmän versio"), max_length=40)
    seed = models.BigIntegerField(_("siemen"))
    result = models.JSONField()
    digest = models.CharField(_("tiiviste"), max_length=64)
    reason = models.TextField(_("syy"), blank=True)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    locked_at = models.DateTimeField(_("lukittu"), default=timezone.now)

    class Meta:
        verbose_name = _("lukitus")
        verbose_name_plural = _("lukitukset")
        ordering = ["kierros", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kierros", "number"], name="lukitus_number_is_unique"),
            models.CheckConstraint(condition=models.Q(digest__regex="^[0-9a-f]{64}$"), name="lukitus_digest_is_whole"),
        ]
        triggers = [
            # A person's account may go; what was locked stays.
            pgtrigger.Protect(
                name="lukitus_is_immutable",
                operation=pgtrigger.UpdateOf(
                    "kierros_id",
                    "number",
                    "inputs",
                    "method",
                    "method_version",
                    "seed",
                    "result",
                    "digest",
                    "reason",
                    "locked_at",
                ),
            )
        ]

    def __str__(self):
        return f"{self.kierros_id}/{self.number}"
