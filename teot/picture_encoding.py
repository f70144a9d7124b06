"""Pictures as the public gets them: shrunk, turned upright, in sRGB, and without a word on who, where or with what.

Memory: a JPEG is decoded at the scale that is needed; any other once in full, at most 200 MB of the 50 megapixels that
`picture_check` lets through, and shrunk at once.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms

from teot.picture_check import orientation_of

WIDTHS = (480, 960, 1600)
SHARED, SHARED_WIDTH = "jako.jpg", 1200
#: What each format is saved with. AVIF at speed 8 takes about a second for the largest; slower gains little.
OPTIONS = {
    "avif": {"quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"quality": 80, "method": 4},
}
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


def widths_of(width: int) -> list[int]:
    """The widths that a picture of this width is made into: never wider than it is."""
    fitting = [each for each in WIDTHS if each < width]
    return [*fitting, min(width, WIDTHS[-1])] if width < WIDTHS[-1] else list(WIDTHS)


def names_of(width: int) -> list[str]:
    """The names of the files that a picture of this width is made into."""
    return [f"{each}.{suffix}" for each in widths_of(width) for suffix in OPTIONS] + [SHARED]


def height_of(width: int, of: tuple[int, int]) -> int:
    """The height of a picture of size `of` when it is shrunk to the width."""
    return max(1, round(of[1] * width / of[0]))


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
