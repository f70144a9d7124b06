from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teot import differences
from teot.differences import Change, Piece, between, by_word

KEPT, DELETED, INSERTED = Change.KEPT, Change.DELETED, Change.INSERTED

#: Few words, so that texts share many of them; and any text at all.
WORDY = st.lists(st.sampled_from(["puuro ", "aamu", " ", "\n", ", ", "64 ", "<b>", "å", "\n\n"]), max_size=30).map(
    "".join
)
TEXTS = WORDY | st.text(max_size=60)


def of(pieces, *changes) -> str:
    return "".join(piece.text for piece in pieces if piece.change in changes)


@given(TEXTS, TEXTS)
def test_nothing_is_lost(old, new):
    pieces = by_word(old, new)

    assert (of(pieces, KEPT, DELETED), of(pieces, KEPT, INSERTED)) == (old, new)


@given(TEXTS, TEXTS)
def test_pieces_are_never_empty_and_take_turns(old, new):
    pieces = by_word(old, new)

    assert all(piece.text for piece in pieces)
    assert all(one.change != next_one.change for one, next_one in pairwise(pieces))


@given(TEXTS)
def test_equal_texts_have_no_changes(text):
    assert by_word(text, text) == ([Piece(KEPT, text)] if text else [])


@given(TEXTS, TEXTS)
def test_frequent_words_passed_over_lose_nothing_either(old, new):
    whole = differences.MOST_PAIRS
    differences.MOST_PAIRS = 0
    try:
        pieces = by_word(old, new)
    finally:
        differences.MOST_PAIRS = whole

    assert (of(pieces, KEPT, DELETED), of(pieces, KEPT, INSERTED)) == (old, new)


def test_one_word_of_a_sentence_changes_alone():
    assert by_word("Puurolla käy neljännes oppilaista.", "Puurolla käy kolmannes oppilaista.") == [
        Piece(KEPT, "Puurolla käy"),
        Piece(DELETED, " neljännes"),
        Piece(INSERTED, " kolmannes"),
        Piece(KEPT, " oppilaista."),
    ]


def test_what_is_added_at_the_end_leaves_the_rest_as_it_was():
    assert by_word("Arki sujuu.", "Arki sujuu.\n\nYhä.") == [Piece(KEPT, "Arki sujuu."), Piece(INSERTED, "\n\nYhä.")]


def test_new_line_leaves_the_others_as_they_were():
    assert by_word("Yksi.\nKolme.", "Yksi.\nKaksi.\nKolme.") == [
        Piece(KEPT, "Yksi.\n"),
        Piece(INSERTED, "Kaksi.\n"),
        Piece(KEPT, "Kolme."),
    ]


@pytest.mark.parametrize("text", ["sama " * 10_000, "sama\n" * 10_000, "a b " * 5_000, "." * 10_000])
def test_text_of_one_word_ten_thousand_times_takes_no_time(text):
    began = perf_counter()

    pieces = by_word(text, f"uusi {text} loppu")

    assert of(pieces, KEPT, INSERTED) == f"uusi {text} loppu"
    assert perf_counter() - began < 3


def test_parts_come_in_the_new_order_and_lost_ones_last():
    parts = between({"nimi": "A", "lähde": "X"}, {"tulokset": "B", "nimi": "A"})

    assert [(part.name, part.is_changed) for part in parts] == [("tulokset", True), ("nimi", False), ("lähde", True)]
    assert [part.before for part in parts] == [[], [Piece(KEPT, "A")], [Piece(DELETED, "X")]]
    assert [part.after for part in parts] == [[Piece(INSERTED, "B")], [Piece(KEPT, "A")], []]
