"""Letting go of files: only of what neither a version nor a working copy names."""

import shutil
import time
from pathlib import Path

from django.conf import settings
from django.db import transaction

from teot.models import Kuva, Liite, Teko, Versio

DAY = 24 * 60 * 60


def discard_unnamed(*, older_than_seconds: int = DAY) -> int:
    """Delete files that are out of use and in no version, and folders without a row that are older than this.

    Returns how many went.
    """
    gone = 0
    for kind, name in ((Kuva, "pictures"), (Liite, "attachments")):
        for row in kind.objects.filter(position=None):
            gone += discard(row, name)
        for folder in (Path(settings.MEDIA_ROOT) / kind.shelf).glob("*/*"):
            is_old = folder.stat().st_mtime <= time.time() - older_than_seconds  # a row follows the folder it is for
            if is_old and not kind.objects.filter(teko=folder.parent.name, digest=folder.name).exists():
                shutil.rmtree(folder, ignore_errors=True)
                gone += 1
    return gone


@transaction.atomic
def discard(row: Kuva | Liite, name: str) -> bool:
    """Delete the file unless it is named; whether it went. Under the act's lock nobody takes it back into use."""
    Teko.with_deleted.select_for_update().get(pk=row.teko_id)
    is_named = Versio.objects.filter(teko=row.teko_id, **{f"document__{name}__contains": [{"digest": row.digest}]})
    is_out_of_use = type(row).objects.filter(pk=row.pk, position=None).exists()
    if is_out_of_use and not is_named.exists():
        row.delete()
        row.delete_files()
        return True
    return False
