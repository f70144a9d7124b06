import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Versio(models.Model):
    """What an act said at one moment: the whole act as one document, and its texts as HTML. Never changed.

    The public, search, exports and feeds read the version that `Teko.published_version` points to, and no other.
    """

    teko = models.ForeignKey("teot.Teko", models.CASCADE, related_name="versiot")
    number = models.PositiveIntegerField(_("numero"))
    document = models.JSONField()
    html = models.JSONField()
    created_at = models.DateTimeField(_("tehty"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("versio")
        verbose_name_plural = _("versiot")
        ordering = ["teko", "number"]
        constraints = [models.UniqueConstraint(fields=["teko", "number"], name="versio_number_is_unique")]
        triggers = [
            # A person's account may go; what was said stays as it was said.
            pgtrigger.Protect(
                name="versio_is_immutable",
                operation=pgtrigger.UpdateOf("teko_id", "number", "document", "html", "created_at"),
            )
        ]

    def __str__(self):
        return f"{self.teko_id}/{self.number}"
