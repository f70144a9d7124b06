from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TarkistusQuerySet(models.QuerySet):
    def record(self, version, *, ticked: set[str], unticked: set[str], by) -> None:
        """Store what one person ticked and unticked; what others have ticked meanwhile stays."""
        self.filter(version=version, item__in=unticked).delete()
        self.bulk_create(
            [Tarkistus(version=version, item=item, checked_by=by) for item in sorted(ticked)], ignore_conflicts=True
        )


class Tarkistus(models.Model):
    """One thing that a member of staff has checked in a version of an act."""

    class Item(models.TextChoices):
        PERSONAL_DATA = "personal_data", _("Tekstistä ja kuvista ei tunnista yksityistä ihmistä")
        NO_DISMISSALS = "no_dismissals", _("Tavoitteena ei ole irtisanoa tai lomauttaa")
        ALT_TEXTS = "alt_texts", _("Kuvilla on tekstivastineet")
        CLARITY = "clarity", _("Ulkopuolinenkin ymmärtää, mitä tehtiin ja mitä muuttui")

    version = models.ForeignKey("teot.Versio", models.CASCADE, related_name="tarkistukset")
    item = models.CharField(max_length=13, choices=Item)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(auto_now_add=True)

    objects = TarkistusQuerySet.as_manager()

    class Meta:
        verbose_name = _("tarkistus")
        verbose_name_plural = _("tarkistukset")
        ordering = ["version", "item"]
        constraints = [models.UniqueConstraint(fields=["version", "item"], name="tarkistus_is_one_per_item")]

    def __str__(self):
        return self.get_item_display()
