import hashlib

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palkinnot.models.filling import SheetConflict


def digest_of(text: str) -> str:
    """By which a page tells which text it was opened with."""
    return hashlib.sha256(text.encode()).hexdigest()


class MerkintaQuerySet(models.QuerySet):
    def keep(self, juror, ehdokas, text: str, *, page: str = "", seen: str | None = None) -> None:
        """Store a juror's own note; an empty one is none. Inside a transaction that holds the sheet's lock.

        `seen`: the digest of the note that the page was opened with; `page` that page's own mark, whose saves never
        conflict with each other. Raises SheetConflict, having written nothing.
        """
        stored = self.filter(juror=juror, ehdokas=ehdokas).first()
        before = stored.text if stored else ""
        if text == before:
            return
        is_own = bool(page) and stored is not None and stored.saved_page == page
        if seen is not None and seen != digest_of(before) and not is_own:
            raise SheetConflict(
                _("Muistiinpanot on tallennettu toisessa ikkunassa sinun avattuasi tämän. Vertaa ja tallenna.")
            )
        if text.strip():
            self.update_or_create(juror=juror, ehdokas=ehdokas, defaults={"text": text, "saved_page": page})
        else:
            self.filter(juror=juror, ehdokas=ehdokas).delete()


class Merkinta(models.Model):
    """A juror's own note on a candidate. Nobody else ever sees it; it goes some months after the round."""

    juror = models.ForeignKey("palkinnot.Raatilainen", models.CASCADE, related_name="merkinnat")
    ehdokas = models.ForeignKey("palkinnot.Ehdokas", models.CASCADE, related_name="merkinnat")
    text = models.TextField(gettext_lazy("omat muistiinpanot"), max_length=4000)
    saved_page = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = MerkintaQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("oma merkintä")
        verbose_name_plural = gettext_lazy("omat merkinnät")
        constraints = [models.UniqueConstraint(fields=["juror", "ehdokas"], name="merkinta_is_one_per_candidate")]

    def __str__(self):
        return f"{self.juror_id}/{self.ehdokas_id}"
