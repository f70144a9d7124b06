from django.db import models
from django.utils.translation import gettext_lazy as _

from teot.attachment_check import MIME
from teot.models.stored_file import StoredFile, StoredFileQuerySet


class Liite(StoredFile):
    """A document attached to an act, downloaded as it was sent. `type` is what its content is, `size` its bytes."""

    shelf = "liitteet"

    teko = models.ForeignKey("teot.Teko", models.CASCADE, related_name="liitteet")
    type = models.CharField(_("tyyppi"), max_length=4, choices=[(kind, kind.upper()) for kind in MIME])
    size = models.PositiveIntegerField(_("koko"))

    objects = StoredFileQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("liite")
        verbose_name_plural = _("liitteet")
        constraints = [
            models.UniqueConstraint(fields=["teko", "digest"], name="liite_is_once_in_an_act"),
            models.UniqueConstraint(
                fields=["teko", "position"],
                name="liite_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    @property
    def document(self) -> dict:
        """The attachment as a version names it."""
        return {"digest": self.digest, "name": self.name, "type": self.type, "size": self.size}
