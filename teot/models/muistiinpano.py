import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Muistiinpano(models.Model):
    """A note on an act by a member of staff to the others. Nobody else sees it; it is never changed."""

    teko = models.ForeignKey("teot.Teko", models.CASCADE, related_name="muistiinpanot")
    text = models.TextField(_("muistiinpano"), max_length=4000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("muistiinpano")
        verbose_name_plural = _("muistiinpanot")
        ordering = ["written_at", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="muistiinpano_says_something")]
        triggers = [
            # A person's account may go; what was written stays.
            pgtrigger.Protect(
                name="muistiinpano_is_immutable", operation=pgtrigger.UpdateOf("teko_id", "text", "written_at")
            )
        ]

    def __str__(self):
        return self.text[:80]
