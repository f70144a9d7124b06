"""A file between its preview and its import: kept on the server for a day under a name nobody can guess."""

import re
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from tekojentori.spreadsheets import UnreadableFile, read_rows
from teot import importing, register_rows

KEPT_SECONDS = 24 * 60 * 60


def folder() -> Path:
    path = Path(settings.MEDIA_ROOT) / "tuonnit"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(upload) -> str:
    """Store the upload and return its key; older ones than a day are thrown away."""
    for old in folder().iterdir():
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink(missing_ok=True)
    key = secrets.token_hex(24)
    with (folder() / key).open("xb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return key


def run(key: str, *, name: str, by, overwrite: bool, dry_run: bool) -> importing.Outcome:
    """Import the kept file, or only tell what would happen; once imported it is thrown away."""
    path = folder() / key
    try:
        if not re.fullmatch(r"[0-9a-f]{48}", key):
            raise FileNotFoundError
        with path.open("rb") as file:
            rows = read_rows(file, required=register_rows.REQUIRED)
            outcome = importing.run(rows, file_name=name, by=by, overwrite=overwrite, dry_run=dry_run)
    except (FileNotFoundError, UnreadableFile) as error:
        return importing.Outcome(errors=[register_rows.Fault(0, "", str(error) or _("Valitse tiedosto uudelleen."))])
    if not dry_run and not outcome.errors:
        path.unlink(missing_ok=True)
    return outcome
