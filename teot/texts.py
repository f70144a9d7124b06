"""Texts that people wrote: cleaned and cut."""

import html
import re
import unicodedata
from itertools import takewhile

from tekojentori.plain_text import seen

#: After these a full stop ends no sentence, even when a capital letter or a figure follows: Finnish, Swedish, English.
ABBREVIATIONS = (
    "alk", "em", "engl", "ent", "esim", "huom", "klo", "ko", "ks", "lat", "mm", "nk", "ns", "nro", "os", "prof",
    "puh", "ruots", "so", "toim", "tri", "ts", "vrt", "vs", "vt", "bl", "ca", "dvs", "ex", "kl", "nr", "approx", "dr",
    "mr", "mrs", "ms", "vol",
)  # fmt: skip
#: Neither does it after a single letter (`n. 30 %`, `A. Aalto`), nor after one or two figures (`1. Luokka`, `28. 1.`).
NO_END = r"(?<!\b\w)(?<!\b\d\d)" + "".join(rf"(?<!\b(?i:{word}))" for word in ABBREVIATIONS)
#: The end of a sentence, with what closes it, before the beginning of the next: a capital, a figure, an opening mark.
SENTENCE_END = re.compile(rf"(?:{NO_END}\.|[!?…])[”\"’)»]*(?=\s+[A-ZÅÄÖ0-9#”\"’(»–•]|\s*$)")

INLINE_TAG = re.compile(r"</?(?:a|code|em|strong)\b[^>]*>")
TAG = re.compile(r"<[^>]+>")


def clean_text(text: str) -> str:
    """The text in NFC with newlines as `\\n`, without characters that nobody sees."""
    return unicodedata.normalize("NFC", seen(text)).strip()


def clean_line(text: str) -> str:
    """`clean_text` on one line, with single spaces."""
    return " ".join(clean_text(text).split())


def summary_of(text: str, limit: int = 300) -> str:
    """The text's first whole sentences on one line, at most `limit` characters.

    A first sentence that is longer is cut after a word and ends in an ellipsis, a word that is longer after a letter.
    """
    text = clean_line(text)
    if len(text) <= limit:
        return text
    ends = list(takewhile(lambda end: end <= limit, (match.end() for match in SENTENCE_END.finditer(text))))
    if ends:
        return text[: ends[-1]]
    words, _space, _cut = text[:limit].rpartition(" ")
    return (words or text[: limit - 1]).rstrip(" .,;:–-(") + "…"


def first_clause(text: str, limit: int = 120) -> str:
    """The text up to its first semicolon or end of a sentence, with a capital and no full stop; cut as `summary_of`."""
    line = clean_line(text)
    end = SENTENCE_END.search(line)
    clause = (line[: end.end()] if end else line).split("; ")[0].removesuffix(".")
    return summary_of(clause[:1].upper() + clause[1:], limit)


def plain_text(markup: str) -> str:
    """HTML without its tags, on one line: words that a tag parts stay apart, those that it marks stay whole."""
    return clean_line(html.unescape(TAG.sub(" ", INLINE_TAG.sub("", markup))))
