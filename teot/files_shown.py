"""Pictures and attachments as an act's page shows them, from what its document names."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from django.urls import reverse

from teot.picture_sizes import OPTIONS, SHARED, SHARED_WIDTH, height_of, widths_of


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in every size that there is. `srcset` by the name of the format, the best compressed first."""

    alt: str
    width: int
    height: int
    srcset: list[tuple[str, str]]
    small: str  #: the address of the narrowest one
    shared: str  #: the address of the JPEG
    shared_width: int
    shared_height: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document to download: `size` in bytes."""

    url: str
    title: str
    type: str
    size: int


def picture(key: int, stored: dict) -> Picture:
    """The act's number, and the picture as its document names it."""
    digest, size = stored["digest"], (stored["width"], stored["height"])
    widths = widths_of(size[0])
    srcset = [
        (suffix, ", ".join(f"{picture_address(key, digest, f'{each}.{suffix}')} {each}w" for each in widths))
        for suffix in OPTIONS
    ]
    small = picture_address(key, digest, f"{widths[0]}.webp")
    shared = picture_address(key, digest, SHARED), min(widths[-1], SHARED_WIDTH)
    return Picture(
        stored["alt"], widths[-1], height_of(widths[-1], size), srcset, small, *shared, height_of(shared[1], size)
    )


def picture_address(key: int, digest: str, name: str) -> str:
    return reverse("picture", args=[key, digest, name])


def attachment(key: int, stored: dict) -> Attachment:
    url = reverse("attachment", args=[key, stored["digest"]])
    return Attachment(url, PurePosixPath(stored["name"]).stem, stored["type"].upper(), stored["size"])
