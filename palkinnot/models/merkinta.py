from django.db import models
from django.utils.translation import gettext_lazy as _


class MerkintaQuerySet(models.QuerySet):
    def keep(self, juror, ehdokas, text: str) -> None:
        """Store a juror's own note; an empty one is none."""
        if text.strip():
            self.update_or_create(juror=juror, ehdokas=ehdokas, defaults={"text": text})
        else:
            self.filter(juror=juror, ehdokas=ehdokas).delete()


class Merkinta(models.Model):
    """A juror's own note on a candidate. Nobody else ever sees it; it goes some months after the round."""

    juror = models.ForeignKey("palkinnot.Raatilainen", models.CASCADE, related_name="merkinnat")
    ehdokas = models.ForeignKey("palkinnot.Ehdokas", models.CASCADE, related_name="merkinnat")
    text = models.TextField(_("omat muistiinpanot"), max_length=4000)
    changed_at = models.DateTimeField(auto_now=True)

    objects = MerkintaQuerySet.as_manager()

    class Meta:
        verbose_name = _("oma merkintä")
        verbose_name_plural = _("omat merkinnät")
        constraints = [models.UniqueConstraint(fields=["juror", "ehdokas"], name="merkinta_is_one_per_candidate")]

    def __str__(self):
        return f"{self.juror_id}/{self.ehdokas_id}"
