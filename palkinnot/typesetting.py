"""PDF files by typst: tagged, PDF/UA-1, in our own fonts. A font that is missing is an error, never another font.

The fonts lie beside as TTF: the latin and latin-ext files of Fontsource's Figtree and Bricolage Grotesque, at the
weights that are used, joined by fonttools.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
TEMPLATES, FONTS = FOLDER / "typst", FOLDER / "fonts"
FAMILIES = {"Figtree", "Bricolage Grotesque"}
UNKNOWN = "?"


class MissingFont(Exception):
    """A family that the templates name is not among the fonts."""


def pdf(template: str, data: dict, *, fonts: Path = FONTS) -> bytes:
    """The file of the template, `data` being what it reads. Raises MissingFont, and TypstError of a broken template."""
    import typst  # 40 MB that a worker of pages seldom needs

    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    if missing := FAMILIES - set(found.families()):
        raise MissingFont(", ".join(sorted(missing)))
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=found,
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(printable(data))},
    )


def printable(value):
    """The data with no character that the fonts lack: as its plain letter, or as a question mark."""
    match value:
        case str():
            return "".join(map(printed, unicodedata.normalize("NFC", value)))
        case dict():
            return {key: printable(each) for key, each in value.items()}
        case list() | tuple():
            return [printable(each) for each in value]
    return value


def printed(character: str) -> str:
    if ord(character) in characters() or character in "\n\t":
        return character
    if unicodedata.category(character) in ("Cc", "Cf", "Mn"):
        return ""
    plain = unicodedata.normalize("NFKD", character)[0]
    return plain if ord(plain) in characters() else UNKNOWN


@cache
def characters() -> frozenset[int]:
    """Those that every font has."""
    from fontTools.ttLib import TTFont

    return frozenset.intersection(*(frozenset(TTFont(path).getBestCmap()) for path in FONTS.glob("*.ttf")))
