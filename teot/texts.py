"""Texts that people wrote: cleaned and cut."""

import html
import re
import unicodedata

#: Characters that change how the text around them reads, or are not text at all.
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]"
)

#: Full stops end no sentence in Finnish after these, after a figure, and after a single letter.
SHORT_WORDS = ("esim", "mm", "ym", "yms", "jne", "ns", "ks", "vrt", "milj", "mrd", "klo", "eli")
ABBREVIATIONS = r"(?<!\d)(?<!\b[A-ZÅÄÖa-zåäö])" + "".join(rf"(?<!\b{word})" for word in SHORT_WORDS)
SENTENCE_END = re.compile(rf"(?:{ABBREVIATIONS}\.|[!?…])(?=\s+[A-ZÅÄÖ0-9#”\"]|\s*$)")


def clean_text(text: str) -> str:
    """The text in NFC with newlines as `\\n`, without control and direction-changing characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return FORBIDDEN.sub("", text).strip()


def clean_line(text: str) -> str:
    """`clean_text` on one line, with single spaces."""
    return " ".join(clean_text(text).split())


def has_forbidden_characters(text: str) -> bool:
    """Whether there is a control character, or one that turns the direction of reading."""
    return bool(FORBIDDEN.search(text))


def summary_of(text: str, limit: int = 300) -> str:
    """The text's first sentences, at most `limit` characters. A first sentence that is longer is cut at a word."""
    text = clean_line(text)
    if len(text) <= limit:
        return text
    ends = [match.end() for match in SENTENCE_END.finditer(text) if match.end() <= limit]
    if ends:
        return text[: ends[-1]]
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:–-") + "…"


def plain_text(markup: str) -> str:
    """HTML without its tags, on one line."""
    return clean_line(html.unescape(re.sub(r"<[^>]+>", " ", markup)))
