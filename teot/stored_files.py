"""Letting go of files: only of what neither a version nor a working copy names."""

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from teot.models import Kuva, Liite, Teko, Versio

DAY = 24 * 60 * 60


def discard_unnamed(*, older_than_seconds: int = DAY) -> None:
    """Delete files that are out of use and in no version, and folders without a row that are older than this."""
    for kind, name in ((Kuva, "pictures"), (Liite, "attachments")):
        for row in kind.objects.filter(position=None):
            discard(row, name)
        for folder in (Path(settings.MEDIA_ROOT) / kind.shelf).glob("*/*"):
            is_old = folder.stat().st_mtime <= time.time() - older_than_seconds  # a row follows the folder it is for
            if is_old and not kind.objects.filter(teko=folder.parent.name, digest=folder.name).exists():
                shutil.rmtree(folder, ignore_errors=True)


@transaction.atomic
def discard(row: Kuva | Liite, name: str) -> None:
    """Delete the file unless it is named. The act is locked: nobody takes the file back into use meanwhile."""
    Teko.with_deleted.select_for_update().get(pk=row.teko_id)
    is_named = Versio.objects.filter(teko=row.teko_id, **{f"document__{name}__contains": [{"digest": row.digest}]})
    if type(row).objects.filter(pk=row.pk, position=None).exists() and not is_named.exists():
        row.delete()
        row.delete_files()
