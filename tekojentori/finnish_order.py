"""Finnish alphabetical order as plain byte order, for a database without ICU; and matching that ignores accents.

Source of the order: SFS 4600, the Finnish standard of alphabetical order, with the Sámi letters as CLDR's Finnish
collation places them. Å ä ö come last, w sorts as v, ü as y, other accents are folded, punctuation is passed over,
a space comes before figures and figures before letters.
"""

import re
import unicodedata

#: Characters of a text that the key looks at; names and titles are shorter.
LONGEST = 200
#: Characters of a key: what the columns that store it have room for.
LONGEST_KEY = 400

#: The three characters after z in ASCII stand for the three letters after z in Finnish.
LAST_LETTERS = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}
#: Letters that Unicode does not decompose into a plain one and an accent.
PLAIN = {"ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "œ": "oe", "ı": "i", "ħ": "h"}
PLAIN |= {"ŋ": "n", "ŧ": "t", "ǥ": "g", "ʒ": "z"}
SORTED_AS = LAST_LETTERS | PLAIN | {"w": "v", "ü": "y", "ű": "y", "ǯ": "z"}
MATCHED_AS = str.maketrans(PLAIN | {"æ": "ae", "ø": "o"})

FIGURES = re.compile(r"[0-9]+")


def sort_key(text: str) -> str:
    """A key such that comparing keys byte by byte (COLLATE "C") puts texts in Finnish alphabetical order.

    Numbers compare by value. Texts that are the same at the first level are told apart by accents and w, then by case
    and punctuation. The first 200 characters count; the key has at most 400.
    """
    text = " ".join(unicodedata.normalize("NFC", text[:LONGEST]).split())
    small = text.lower()
    letters = "".join(map(first_level, small))
    words = FIGURES.sub(lambda match: by_value(match.group()), " ".join(letters.split()))
    # \x01 sorts before everything that a level may hold, so a word comes before those that it begins.
    return f"{words}\x01{small}\x01{text}"[:LONGEST_KEY]


def first_level(character: str) -> str:
    """What a small letter, a figure or a space sorts as; nothing for punctuation."""
    if character in SORTED_AS:
        return SORTED_AS[character]
    if character.isspace():
        return " "
    return "".join(part for part in unicodedata.normalize("NFKD", character) if part.isalnum())


def by_value(figures: str) -> str:
    """The number led by its length, so that byte order is the order of values: 9 before 10."""
    figures = figures.lstrip("0") or "0"
    return f"{len(figures):03d}{figures}"


def fold(text: str) -> str:
    """Small letters without accents, for matching what people type without them: `Äänekoski` → `aanekoski`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in decomposed if not unicodedata.combining(part)).translate(MATCHED_AS)
