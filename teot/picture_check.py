"""Is a file a picture that we can use? Answered from its bytes and its header: nothing is decoded here.

Pillow is imported where a header is read: with HEIC it takes 14 MB, and few of a server's requests bring a picture.
"""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _

from tekojentori.refusals import Refused

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
#: Pixels on the longer side: WebP holds 16 383.
MOST_SIDE = 16_000
#: Chunks of a PNG that are looked through; real ones have some thousands.
MOST_CHUNKS = 50_000
#: Brands of the ISO container (ISO/IEC 23008-12) that tell a still picture.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}


@dataclass(frozen=True, slots=True)
class Measured:
    """A picture that fits: its format by Pillow's name, and its size in pixels as people see it."""

    format: str
    width: int
    height: int


def format_of(data: bytes) -> str | None:
    """The format by the first bytes, whatever the file is called; None for what is no picture of ours."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        box = data[8 : min(int.from_bytes(data[:4]), 256)]
        brands = {box[place : place + 4] for place in range(0, len(box), 4)}
        return "AVIF" if brands & AVIF_BRANDS else "HEIF" if brands & HEIC_BRANDS else None
    return None


def measure(data: bytes) -> Measured:
    """The format and size of a picture. Raises Refused with what to do."""
    format = format_of(data)
    if format is None:
        raise Refused(_("Tiedosto ei ole kuva, joka käy. Tallenna se JPEG- tai PNG-muotoon ja valitse uudelleen."))
    if len(data) > MOST_BYTES:
        raise Refused(_("Kuva on yli %(most)s megatavua. Pienennä sitä.") % {"most": MOST_BYTES // 1024**2})
    if not IS_WHOLE[format](data):
        raise Refused(_("Tiedosto on vajaa: siirto on voinut katketa. Valitse se uudelleen."))
    width, height = size_in_header(data, format)
    if width * height > MOST_PIXELS:
        message = _("Kuvassa on %(pixels)s megapikseliä. Pienennä se enintään %(most)s megapikseliin.")
        raise Refused(message % {"pixels": -(-width * height // 1_000_000), "most": MOST_PIXELS // 1_000_000})
    if max(width, height) > MOST_SIDE:
        message = _("Kuvan pitempi sivu on %(side)s pikseliä. Pienennä se enintään %(most)s pikseliin.")
        raise Refused(message % {"side": max(width, height), "most": MOST_SIDE})
    return Measured(format, width, height)


def size_in_header(data: bytes, format: str) -> tuple[int, int]:
    """Width and height as the picture is to be shown, turned as its EXIF says."""
    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener()
    try:
        with Image.open(BytesIO(data), formats=[format]) as image:
            width, height = image.size
            turned = orientation_of(image) >= 5
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        message = _("Kuvassa on yli %(most)s megapikseliä. Pienennä sitä.")
        raise Refused(message % {"most": MOST_PIXELS // 1_000_000}) from None
    except Exception as error:  # a broken header makes the libraries raise nearly anything
        message = _("Kuvaa ei voi avata. Avaa se omalla laitteellasi, tallenna JPEG-muotoon ja valitse uudelleen.")
        raise Refused(message) from error
    return (height, width) if turned else (width, height)


def orientation_of(image) -> int:
    """EXIF's orientation, 1–8, from what the header holds: `getexif` would decode a whole PNG in search of it."""
    from PIL import Image

    exif = Image.Exif()
    exif.load(image.info.get("exif") or b"")
    found = exif.get(0x0112, 1)
    return found if found in range(1, 9) else 1


# Whether the file goes on to its end


def jpeg_is_whole(data: bytes) -> bool:
    """Segments lead to the scan, and after it comes the end of the picture: inside a scan those bytes cannot be."""
    place = 2
    while data[place : place + 1] == b"\xff":
        marker = data[place + 1 : place + 2]
        if marker == b"\xda":
            return data.find(b"\xff\xd9", place) > 0
        place += 1 if marker == b"\xff" else 2 + int.from_bytes(data[place + 2 : place + 4])
    return False


def png_is_whole(data: bytes) -> bool:
    """Chunks follow one another up to the one that ends the picture."""
    place = 8
    for _turn in range(MOST_CHUNKS):
        kind = data[place + 4 : place + 8]
        place += 12 + int.from_bytes(data[place : place + 4])
        if not kind or place > len(data):
            return False
        if kind == b"IEND":
            return True
    return False


def webp_is_whole(data: bytes) -> bool:
    """Chunks follow one another up to where the container ends, and one of them is the picture or a frame of it."""
    end, place, seen = 8 + int.from_bytes(data[4:8], "little"), 12, set()
    for _turn in range(MOST_CHUNKS):
        if place >= end:
            return end <= len(data) and place <= end + 1 and bool(seen & {b"VP8 ", b"VP8L", b"ANMF"})
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        seen.add(data[place : place + 4])
        place += 8 + size + size % 2
    return False


def boxes_are_whole(data: bytes) -> bool:
    """The outermost boxes of an ISO container end where the file does."""
    place, seen = 0, set()
    while place + 8 <= len(data):
        size, kind = int.from_bytes(data[place : place + 4]), data[place + 4 : place + 8]
        if size == 1:
            size = int.from_bytes(data[place + 8 : place + 16])
        size = size or len(data) - place
        if size < 8:
            return False
        seen.add(kind)
        place += size
    return place == len(data) and {b"meta", b"mdat"} <= seen


IS_WHOLE = {
    "JPEG": jpeg_is_whole,
    "PNG": png_is_whole,
    "WEBP": webp_is_whole,
    "HEIF": boxes_are_whole,
    "AVIF": boxes_are_whole,
}
