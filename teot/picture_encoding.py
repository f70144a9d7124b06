"""Pictures as the public gets them: shrunk, turned upright, in sRGB, and without a word on who, where or with what.

Memory: a JPEG is decoded at the scale that is needed; any other once in full, at most 200 MB of the 50 megapixels that
`picture_check` lets through, and shrunk at once.
"""

from io import BytesIO
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms

from teot.picture_check import orientation_of
from teot.picture_sizes import OPTIONS, SHARED, SHARED_WIDTH, height_of, widths_of

pillow_heif.register_heif_opener()

#: What the JPEG is saved with.
SHARED_OPTIONS = {"quality": 82, "optimize": True, "progressive": True}
#: How to turn a picture upright, by EXIF's orientation.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Unreadable(Exception):
    """The file could not be decoded as the picture that its header told of."""


def encode(source: Path, folder: Path, *, format: str, size: tuple[int, int]) -> list[int]:
    """Make every file of the picture into the folder, each whole or not at all; returns the widths.

    `format` and `size` are what was measured of the source. Raises Unreadable.
    """
    widths = widths_of(size[0])
    image = shrunk(source, format, (widths[-1], height_of(widths[-1], size)))
    for width in widths:
        smaller = resized(image, width, size)
        for suffix, options in OPTIONS.items():
            save(smaller, folder / f"{width}.{suffix}", **options)
    shared = resized(image, min(widths[-1], SHARED_WIDTH), size)
    save(on_white(shared), folder / SHARED, **SHARED_OPTIONS)
    return widths


def shrunk(source: Path, format: str, target: tuple[int, int]) -> Image.Image:
    """The picture in the size that it is shown in at most, upright, in sRGB, with nothing but its pixels."""
    try:
        with Image.open(source, formats=[format]) as image:
            turn, profile = orientation_of(image), image.info.get("icc_profile")
            raw = target[::-1] if turn >= 5 else target
            if format == "JPEG":
                image.draft(None, (raw[0] * 2, raw[1] * 2))
            pixels = resizable(image).resize(raw, Image.Resampling.LANCZOS, reducing_gap=3)
    except Exception as error:  # broken data makes the libraries raise nearly anything
        raise Unreadable(str(error)) from error
    pixels = in_srgb(pixels, profile)
    pixels = pixels.transpose(TURNS[turn]) if turn in TURNS else pixels
    pixels.info = {}
    return pixels


def resizable(image: Image.Image) -> Image.Image:
    """The same picture in a mode whose pixels can be averaged."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours that every screen takes for granted; a profile that cannot be read is passed over."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert(mode)


def resized(image: Image.Image, width: int, size: tuple[int, int]) -> Image.Image:
    return image if image.width == width else image.resize((width, height_of(width, size)), Image.Resampling.LANCZOS)


def on_white(image: Image.Image) -> Image.Image:
    """JPEG knows no transparency."""
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def save(image: Image.Image, path: Path, **options) -> None:
    unfinished = path.with_name(f"{path.name}.part")
    image.save(unfinished, format={"jpg": "JPEG"}.get(path.suffix[1:], path.suffix[1:].upper()), **options)
    unfinished.replace(path)
