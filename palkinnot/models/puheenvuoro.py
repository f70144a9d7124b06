import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Puheenvuoro(models.Model):
    """What somebody of the jury or of staff says of a candidate in the discussion, to the others. Never changed."""

    ehdokas = models.ForeignKey("palkinnot.Ehdokas", models.CASCADE, related_name="puheenvuorot")
    text = models.TextField(_("puheenvuoro"), max_length=4000)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("puheenvuoro")
        verbose_name_plural = _("puheenvuorot")
        ordering = ["said_at", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="puheenvuoro_says_something")]
        triggers = [
            # A person's account may go; what was said stays.
            pgtrigger.Protect(
                name="puheenvuoro_is_immutable", operation=pgtrigger.UpdateOf("ehdokas_id", "text", "said_at")
            )
        ]

    def __str__(self):
        return self.text[:80]
