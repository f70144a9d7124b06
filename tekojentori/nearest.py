"""The names nearest to a word that was mistyped or left unfinished, for "did you mean"."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from tekojentori.finnish_order import fold, sort_key

#: Likeness (0 to 1, difflib's ratio: the share of letters in common and in order) below which a name is not suggested.
#: One wrong letter of four is still suggested (0.75), two of four are not (0.5).
LEAST_LIKENESS = 0.72
#: Letters that a beginning must have: of the word for names that it begins, of a name for words that it begins.
SHORTEST_BEGINNING, SHORTEST_STEM = 3, 4
#: Letters of the word that are looked at: names are shorter, and the method takes time in proportion to the square.
LONGEST = 100


def nearest(word: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """The candidates most like the word, best first, at most `limit`, each once; none when nothing is near.

    Case, accents and surrounding spaces do not count. The same name comes first, then names that the word begins, the
    shortest first, then those that differ by little (likeness as in difflib, Ratcliff and Obershelp 1988), and last
    the longest that the word begins with: "Kuopion kaupunki" means Kuopio. A short word must be nearly right, so that
    a wrong suggestion is never made for want of a better.
    """
    sought = " ".join(fold(word[:LONGEST]).split())
    if not sought:
        return []
    found = {}
    matcher = SequenceMatcher(b=sought, autojunk=False)
    for name in candidates:
        if (rank := rank_of(" ".join(fold(name).split()), sought, matcher)) is not None:
            found[name] = (*rank, sort_key(name), name)
    return sorted(found, key=found.__getitem__)[:limit]


def rank_of(name: str, sought: str, matcher: SequenceMatcher) -> tuple[int, float] | None:
    """How near a folded name is: the smaller the nearer, None when it is not near at all."""
    if name == sought:
        return 0, 0.0
    if len(sought) >= SHORTEST_BEGINNING and name.startswith(sought):
        return 1, float(len(name))
    matcher.set_seq1(name)
    # The two quick ratios are upper bounds: most names are passed over without the slow comparison.
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= LEAST_LIKENESS:
        likeness = matcher.ratio()
        if likeness >= LEAST_LIKENESS:
            return 2, -likeness
    if len(name) >= SHORTEST_STEM and sought.startswith(name):
        return 3, -float(len(name))
    return None
