from django.utils.translation import gettext_lazy as _

from teot.models.teko import Teko


class Kasiteltava(Teko):
    """An act with a version that waits for staff: a row of their queue."""

    class Meta:
        proxy = True
        verbose_name = _("käsiteltävä teko")
        verbose_name_plural = _("käsiteltävät teot")
        ordering = ["waits_since", "id"]
