"""A file as somebody sent it: what it is by its content, and the name it may be called by."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from tekojentori.refusals import Refused
from teot import attachment_check, picture_check
from teot.picture_check import Measured

LONGEST_NAME = 100
#: What may be sent, as people know it.
PICTURES, DOCUMENTS = "JPEG, PNG, WebP, HEIC, AVIF", "PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP"
#: What stands in no name: what separates folders, and what Windows refuses.
UNFIT = re.compile(r'[<>:"|?*]')


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that fits: a picture with its measures, or else an attachment of a type."""

    name: str
    data: bytes
    picture: Measured | None
    type: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read(file) -> SentFile:
    """Look at an uploaded file (`name`, `size`, `read`). Raises Refused with why, and what to do."""
    if not file.size:
        raise Refused(_("Tiedosto on tyhjä. Tarkista, että se avautuu omalla laitteellasi, ja valitse se uudelleen."))
    file.seek(0)
    data = file.read(attachment_check.MOST_BYTES + 1)
    if picture_check.format_of(data):
        measured = picture_check.measure(data)
        return SentFile(clean_name(file.name, measured.format.lower()), data, measured, "")
    if attachment_check.looks_like_one(data):
        kind = attachment_check.type_of(data)
        return SentFile(clean_name(file.name, kind), data, None, kind)
    message = _("Tiedostoa ei voi käyttää. Kuvaksi käy %(pictures)s, liitteeksi %(documents)s.")
    raise Refused(message % {"pictures": PICTURES, "documents": DOCUMENTS})


def clean_name(name: str, kind: str) -> str:
    """The name without folders and without characters that hide or turn anything, ending as its content is."""
    stem = PurePosixPath(shown_name(name)).stem if "." in shown_name(name) else shown_name(name)
    suffix = {"jpeg": "jpg", "heif": "heic"}.get(kind, kind)
    return f"{stem[: LONGEST_NAME - 5].strip(' .') or _('tiedosto')}.{suffix}"


def shown_name(name: str) -> str:
    """The name as a message may show it: its last part, in characters that stand for themselves."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name or ""))[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C" and letter not in "\u2028\u2029")
    return " ".join(UNFIT.sub("_", seen).split())[:LONGEST_NAME]
