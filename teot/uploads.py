"""A file between its preview and its import: kept on the server for a day under a name nobody can guess."""

import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused
from tekojentori.spreadsheets import UnreadableFile, read_rows
from teot import importing, register_rows

KEPT_SECONDS = 24 * 60 * 60
#: Rows that are imported while somebody waits, a minute or so; the page tells how it goes. The command has no limit.
MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was previewed: its key on the server, the name it came with, how it is read, whose, and how long."""

    key: str
    name: str
    overwrite: bool
    owner: int
    rows: int = 0

    @property
    def ticket(self) -> str:
        """What the preview's own form carries: signed, so that it names this upload and no other."""
        return signing.dumps(asdict(self), salt="tuonti")

    @property
    def path(self) -> Path:
        return folder() / self.key

    @property
    def imported(self) -> Path:
        """An empty file that stands where the imported one was."""
        return self.path.with_suffix(".tuotu")


def folder() -> Path:
    path = Path(settings.MEDIA_ROOT) / "tuonnit"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def discard_old() -> None:
    """Throw away what has waited for more than a day."""
    for old in folder().iterdir():
        if old.stat().st_mtime < time.time() - KEPT_SECONDS:
            old.unlink(missing_ok=True)


def keep(file, *, overwrite: bool, by) -> Upload:
    """The file, looked through to its end. Raises UnreadableFile for what is no register, or one with too many rows."""
    discard_old()
    upload = Upload(secrets.token_hex(24), file.name, overwrite, by.pk)
    with upload.path.open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    try:
        return replace(upload, rows=count_rows(upload))
    except UnreadableFile:
        upload.path.unlink(missing_ok=True)
        raise


def find(ticket: str, *, by) -> Upload:
    """The upload of a ticket that this person was given within a day. Raises Refused."""
    try:
        upload = Upload(**signing.loads(ticket, salt="tuonti", max_age=KEPT_SECONDS))
    except signing.BadSignature:
        upload = None
    if upload is None or upload.owner != by.pk:
        raise Refused(_("Esikatselu on vanhentunut. Mitään ei tuotu: valitse tiedosto uudelleen."))
    return upload


def run(upload: Upload, *, by, dry_run: bool) -> importing.Outcome:
    """Import the kept file, or only tell what would happen. Raises as `steps`."""
    outcome = importing.Outcome()
    for _step in steps(upload, outcome, by=by, dry_run=dry_run):
        pass
    return outcome


def steps(upload: Upload, outcome: importing.Outcome, *, by, dry_run: bool) -> Iterator[tuple[int, int | None]]:
    """Import the kept file, telling how it goes; once imported it is thrown away.

    Raises Refused when the file is no longer there, UnreadableFile when it is no register of acts.
    """
    with transaction.atomic():
        importing.take_turns()
        if upload.imported.exists():
            raise Refused(_("Tämä tiedosto on jo tuotu. Sitä ei tuotu toiseen kertaan."))
        if not upload.path.exists():
            raise Refused(_("Esikatselu on vanhentunut. Mitään ei tuotu: valitse tiedosto uudelleen."))
        with upload.path.open("rb") as file:
            how = {"file_name": upload.name, "by": by, "overwrite": upload.overwrite, "dry_run": dry_run}
            yield from importing.steps(rows_of(file, upload.name), outcome, **how)
    if not dry_run and not outcome.errors:
        upload.imported.touch()
        upload.path.unlink(missing_ok=True)


def rows_of(file, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    return read_rows(file, name=name, required=register_rows.REQUIRED)


def count_rows(upload: Upload) -> int:
    """How many rows there are: some, and no more than a page can wait for. Raises UnreadableFile."""
    count = 0
    with upload.path.open("rb") as file:
        for count, _row in enumerate(rows_of(file, upload.name), start=1):
            if count > MOST_ROWS:
                message = _(
                    "Tiedostossa on yli %(most)s riviä. Jaa se osiin, tai tuo se palvelimella komennolla"
                    " ”manage.py import_teot TIEDOSTO”."
                )
                raise UnreadableFile(message % {"most": number_format(MOST_ROWS, force_grouping=True)})
    if not count:
        raise UnreadableFile(_("Tiedostossa ei ole yhtään tekoa, vain sarakkeiden nimet."))
    return count
