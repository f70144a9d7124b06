"""What may stand in people's words: a character that hides, turns or breaks them is refused, and said where it is.

What came by another way than a form, or was stored before, is shown without such characters.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Controls, marks that turn the direction of reading, halves of pairs, and what is no character. Tabs and newlines are
#: none of them, nor is the joiner that makes one emoji of several (U+200D).
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb"
    r"\ufffe\uffff]"
)
#: Seen by nobody, and without them the text reads the same. They come along with a copy from another program, many at
#: a time, and are let go.
WEIGHTLESS = re.compile(r"[\u200b\u2060\ufeff]")
NEWLINES = re.compile(r"\r\n|[\r\u2028\u2029]")
#: Letters that are shown on either side of a refused character.
AROUND = 20


def seen(text: str) -> str:
    """The text with newlines as `\\n`, without characters that nobody sees."""
    return WEIGHTLESS.sub("", FORBIDDEN.sub("", NEWLINES.sub("\n", text)))


def fault_in(text: str) -> str:
    """Why the text cannot be kept, and where in it; nothing when it can."""
    found = FORBIDDEN.search(text)
    if not found:
        return ""
    before, after = text[: found.start()][-AROUND:], text[found.end() :][:AROUND]
    place = " ".join(FORBIDDEN.sub("", before + after).split())
    code = f"U+{ord(found[0]):04X}"
    if not place:
        return _("Tekstissä on merkki, jota ei näy (%(code)s). Kirjoita se uudelleen.") % {"code": code}
    message = _("Tekstissä on merkki, jota ei näy (%(code)s), kohdassa ”%(place)s”. Kirjoita kohta uudelleen.")
    return message % {"code": code, "place": place}


def plain(text: str) -> str:
    """The text, when it can be kept. Raises ValidationError."""
    if fault := fault_in(text):
        raise ValidationError(fault)
    return text
