from django.db import models
from django.utils.translation import gettext_lazy as _


class Mittari(models.Model):
    """One measured result of an act: what was measured, before and after. Values are kept as they were written."""

    teko = models.ForeignKey("teot.Teko", models.CASCADE, related_name="mittarit")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("mitä mitattiin"), max_length=120)
    before = models.CharField(_("ennen"), max_length=40, blank=True)
    after = models.CharField(_("jälkeen"), max_length=40)
    unit = models.CharField(_("yksikkö"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("mittari")
        verbose_name_plural = _("mittarit")
        ordering = ["teko", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["teko", "position"],
                name="mittari_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self):
        return self.name
