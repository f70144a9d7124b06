"""A file between its preview and its import: kept on the server for a day under a name nobody can guess."""

import secrets
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
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
#: Rows that are imported while somebody waits for a page: some twenty seconds. The command takes any number.
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was previewed: its key on the server, the name it came with, how it is read, and whose it is."""

    key: str
    name: str
    overwrite: bool
    owner: int

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
    discard_old()
    upload = Upload(secrets.token_hex(24), file.name, overwrite, by.pk)
    with upload.path.open("xb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return upload


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
    """Import the kept file, or only tell what would happen; once imported it is thrown away.

    Raises Refused when the file is no longer there, UnreadableFile when it is no register of acts.
    """
    with transaction.atomic():
        importing.take_turns()
        if upload.imported.exists():
            raise Refused(_("Tämä tiedosto on jo tuotu. Sitä ei tuotu toiseen kertaan."))
        if not upload.path.exists():
            raise Refused(_("Esikatselu on vanhentunut. Mitään ei tuotu: valitse tiedosto uudelleen."))
        with upload.path.open("rb") as file:
            rows = few(read_rows(file, name=upload.name, required=register_rows.REQUIRED))
            outcome = importing.run(rows, file_name=upload.name, by=by, overwrite=upload.overwrite, dry_run=dry_run)
    if not dry_run and not outcome.errors:
        upload.imported.touch()
        upload.path.unlink(missing_ok=True)
    return outcome


def few(rows: Iterable) -> Iterator:
    """The rows, as long as there are no more than a page can wait for."""
    for count, row in enumerate(rows, start=1):
        if count > MOST_ROWS:
            message = _(
                "Tiedostossa on yli %(most)s riviä. Jaa se osiin, tai tuo se palvelimella komennolla"
                " ”manage.py import_teot TIEDOSTO”."
            )
            raise UnreadableFile(message % {"most": number_format(MOST_ROWS, force_grouping=True)})
        yield row
