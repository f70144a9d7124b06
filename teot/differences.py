"""What changed between two texts, word by word, and between two sets of named texts, part by part.

Method: Python's `difflib.SequenceMatcher` (Ratcliff and Obershelp's gestalt pattern matching, 1988), first on lines and
then, where lines were replaced, on words. A word carries the space before it, so that a sentence reads whole.
Nothing is lost: what was kept and deleted is the old text to the letter, what was kept and inserted the new one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: A line with its end; and within lines a word or a mark with the space before it, the end of a line, other space.
LINE = re.compile(r"[^\n]*\n|[^\n]+")
WORD = re.compile(r"[^\S\n]*(?:\w+|[^\w\s])|\n|[^\S\n]+")
#: Pairs of equal words to look at, at most: beyond them frequent words are passed over (`autojunk`), so that a text
#: made of one word ten thousand times takes no longer than others. The difference is then right but less fine.
MOST_PAIRS = 1_000_000


class Change(StrEnum):
    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and what became of it. Two pieces in a row never share the same change."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A named text before and after: a section of an act. `pieces` tell the change word by word."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.change != Change.KEPT for piece in self.pieces)

    @property
    def before(self) -> list[Piece]:
        """What the old text was made of."""
        return [piece for piece in self.pieces if piece.change != Change.INSERTED]

    @property
    def after(self) -> list[Piece]:
        """What the new text is made of."""
        return [piece for piece in self.pieces if piece.change != Change.DELETED]


def between(old: dict[str, str], new: dict[str, str]) -> list[Part]:
    """Every part of either, in the order of the new one and then of what only the old one has."""
    names = [*new, *(name for name in old if name not in new)]
    return [Part(name, tuple(by_word(old.get(name, ""), new.get(name, "")))) for name in names]


def by_word(old: str, new: str) -> list[Piece]:
    """The pieces that lead from the old text to the new one."""
    return joined(_by_line(LINE.findall(old), LINE.findall(new)))


def joined(pieces: Iterator[Piece]) -> list[Piece]:
    """The same text with neighbours of one kind as one piece; deletions before insertions; nothing empty."""
    result: list[Piece] = []
    texts = {Change.DELETED: "", Change.INSERTED: ""}

    def flush() -> None:
        result.extend(Piece(change, text) for change, text in texts.items() if text)
        texts.update(dict.fromkeys(texts, ""))

    for piece in pieces:
        if piece.change != Change.KEPT:
            texts[piece.change] += piece.text
        elif piece.text:
            flush()
            if result and result[-1].change == Change.KEPT:
                result[-1] = Piece(Change.KEPT, result[-1].text + piece.text)
            else:
                result.append(piece)
    flush()
    return result


def _by_line(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for is_kept, before, after in _runs(old, new):
        if is_kept:
            yield Piece(Change.KEPT, "".join(before))
        else:
            yield from _by_word(WORD.findall("".join(before)), WORD.findall("".join(after)))


def _by_word(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for is_kept, before, after in _runs(old, new):
        if is_kept:
            yield Piece(Change.KEPT, "".join(before))
        else:
            yield Piece(Change.DELETED, "".join(before))
            yield Piece(Change.INSERTED, "".join(after))


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Stretches that are equal, and those that are not, of two sequences."""
    counts = Counter(new)
    pairs = sum(counts[token] * count for token, count in Counter(old).items())
    matcher = SequenceMatcher(None, old, new, autojunk=pairs > MOST_PAIRS)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield tag == "equal", old[i1:i2], new[j1:j2]
