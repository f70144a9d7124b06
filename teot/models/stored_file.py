import shutil
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFileQuerySet(models.QuerySet):
    def in_use(self):
        """Those of the working copy, in order."""
        return self.exclude(position=None).order_by("position")


class StoredFile(models.Model):
    """A file of an act, known by the SHA-256 of what was sent. Subclasses add `teko` and the name of their `shelf`.

    Without a position it is out of the working copy, kept for the versions that name it.
    """

    shelf: str

    digest = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(null=True)
    name = models.CharField(_("tiedoston nimi"), max_length=100)

    class Meta:
        abstract = True
        ordering = ["teko", "position", "id"]

    def __str__(self):
        return self.name

    @property
    def is_in_use(self) -> bool:
        return self.position is not None

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.shelf / str(self.teko_id) / self.digest

    @property
    def original(self) -> Path:
        """What was sent, to the letter."""
        return self.folder / "alkuperainen"

    def write_original(self, data: bytes) -> None:
        """Whole or not at all, so that nobody reads half of it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.original.with_suffix(".part")
        unfinished.write_bytes(data)
        unfinished.replace(self.original)

    def delete_files(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
