"""Files as people send them, made on the spot: pictures of every format, documents of every type, and bad ones."""

import struct
import zipfile
import zlib
from io import BytesIO

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from teot import sent_files
from teot.attachment_check import MIME

pillow_heif.register_heif_opener()

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "HEIF": "heic", "AVIF": "avif"}
CONTENT_TYPES = b'<Types><Override PartName="/main.xml" ContentType="application/xml"/></Types>'
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def picture(format="JPEG", size=(60, 40), colour="#0B5C56", mode="RGB", **options) -> bytes:
    """A picture whose left half has the colour and whose right half is white."""
    image = Image.new(mode, size, "white")
    image.paste(Image.new(mode, (size[0] // 2, size[1]), colour))
    if format == "HEIF" and "exif" in options:  # its encoder turns by this: the format itself knows no EXIF orientation
        image.info["exif"] = options.pop("exif").tobytes()
    data = BytesIO()
    image.save(data, format, **options)
    return data.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A small PNG whose header tells of a size that its data does not have."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


def document(kind="docx", extra: dict[str, bytes] | None = None, content_types=CONTENT_TYPES) -> bytes:
    """A document of the type, with further members."""
    if kind == "pdf":
        return b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        if kind in MAIN:
            packed.writestr("[Content_Types].xml", content_types)
            packed.writestr(MAIN[kind], b"<xml/>")
        elif kind in MIME:
            packed.writestr(zipfile.ZipInfo("mimetype"), MIME[kind], zipfile.ZIP_STORED)
            packed.writestr("content.xml", b"<xml/>")
        for name, content in (extra or {}).items():
            packed.writestr(name, content)
    return data.getvalue()


def upload(data: bytes, name="kuva.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def sent(data: bytes, name="kuva.jpg") -> sent_files.SentFile:
    return sent_files.read(upload(data, name))
