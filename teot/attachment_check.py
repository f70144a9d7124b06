"""Is a file a document that may be attached? Answered from its bytes; for packed formats from their list of members.

Members are not unpacked, but for one: the short list of content types that names every macro of an Office document.
"""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext as _

from tekojentori.refusals import Refused

MOST_BYTES = 20 * 1024 * 1024
#: Members of a packed document, and bytes of the list that names them; real ones have some hundreds.
MOST_MEMBERS, MOST_LIST = 5_000, 1024**2
#: Bytes that the members say they unpack to, together; a bomb says more.
MOST_UNPACKED = 500 * 1024**2
#: Bytes of the list of content types.
MOST_TYPES = 256 * 1024

#: What a browser is told of each type.
MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
#: The member that makes an Office document what it is.
MAIN_MEMBER = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
MACROS = re.compile(
    r"(^|/)(vba[^/]*|macrosheets/.*|activex/.*|attachedtoolbars\.bin)$|^(basic|scripts)/", re.IGNORECASE
)
MACRO_TYPES = (b"macroenabled", b"vbaproject", b"ms-excel.macrosheet", b"activex")
END_OF_PDF = 64 * 1024


def looks_like_one(data: bytes) -> bool:
    """Whether the first bytes are those of a document, of whatever type and worth."""
    return data.startswith((b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))


def type_of(data: bytes) -> str:
    """The type of the document, a key of `MIME`. Raises Refused with what to do."""
    if len(data) > MOST_BYTES:
        raise Refused(_("Liite on yli %(most)s megatavua. Pienennä sitä.") % {"most": MOST_BYTES // 1024**2})
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-END_OF_PDF:]:
            raise Refused(_("Tiedosto on vajaa: siirto on voinut katketa. Valitse se uudelleen."))
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return packed_type_of(data)
    message = _("Tiedosto on vanhaa Office-muotoa tai suojattu salasanalla. Tallenna se PDF-muotoon ilman salasanaa.")
    raise Refused(message)


def packed_type_of(data: bytes) -> str:
    members = members_of(data)
    names = {member.filename for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise Refused(_("Tiedosto on suojattu salasanalla. Poista salasana ja valitse tiedosto uudelleen."))
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refused(_("Tiedosto purkautuu kohtuuttoman suureksi. Tallenna se PDF-muotoon ja valitse uudelleen."))
    kind = open_document_type_of(data) or next((kind for name, kind in MAIN_MEMBER.items() if name in names), None)
    if kind is None:
        raise Refused(_("Pakattua tiedostoa ei voi liittää. Liitä sen asiakirjat yksitellen, mieluiten PDF-muodossa."))
    if any(MACROS.search(name) for name in names) or (kind in MAIN_MEMBER.values() and declares_macros(data)):
        raise Refused(_("Asiakirjassa on makroja. Tallenna se ilman niitä, esimerkiksi PDF-muotoon."))
    return kind


def members_of(data: bytes) -> list[zipfile.ZipInfo]:
    """The members by their list, after checking that reading the list costs little."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or len(data) < end + 22:
        raise Refused(_("Tiedosto on vajaa: siirto on voinut katketa. Valitse se uudelleen."))
    count, size = struct.unpack_from("<HI", data, end + 10)
    is_large = data[max(end - 20, 0) : end].startswith(b"PK\x06\x07")
    if is_large or count > MOST_MEMBERS or size > MOST_LIST:
        raise Refused(_("Tiedostossa on kohtuuttoman monta osaa. Tallenna se PDF-muotoon ja valitse uudelleen."))
    try:
        return zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        message = _("Tiedostoa ei voi avata. Avaa se omalla laitteellasi, tallenna uudelleen ja valitse se sitten.")
        raise Refused(message) from None


def open_document_type_of(data: bytes) -> str | None:
    """An OpenDocument begins with its type, as it stands: OpenDocument 1.3, part 2, section 3.3."""
    if data[26:30] != b"\x08\x00\x00\x00" or data[30:38] != b"mimetype":
        return None
    return next((kind for kind in ("odt", "ods", "odp") if data[38:].startswith(MIME[kind].encode() + b"PK")), None)


def declares_macros(data: bytes) -> bool:
    """Whether the content types of an Office document name macros, whatever its members are called."""
    try:
        with zipfile.ZipFile(BytesIO(data)).open("[Content_Types].xml") as member:
            types = member.read(MOST_TYPES + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, EOFError, RuntimeError):
        message = _("Tiedostoa ei voi avata. Avaa se omalla laitteellasi, tallenna uudelleen ja valitse se sitten.")
        raise Refused(message) from None
    return len(types) > MOST_TYPES or any(name in types.lower() for name in MACRO_TYPES)
