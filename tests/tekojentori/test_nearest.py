import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekojentori import nearest as module
from tekojentori.nearest import nearest

MUNICIPALITIES = Path(module.__file__).parent / "data" / "kunnat.csv"


@pytest.fixture(scope="module")
def names():
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        return [row["name_fi"] for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("word", "suggested"),
    [
        ("Helsinky", "Helsinki"),
        ("helsnki", "Helsinki"),
        ("HELSINKI", "Helsinki"),
        ("  jyvaskyla ", "Jyväskylä"),
        ("Jyväskyä", "Jyväskylä"),
        ("Äänekoki", "Äänekoski"),
        ("Rovanimei", "Rovaniemi"),
        ("Oullu", "Oulu"),
        ("Hämenlinna", "Hämeenlinna"),
        ("Uusikaupunnki", "Uusikaupunki"),
    ],
)
def test_nearest_puts_the_meant_name_first(names, word, suggested):
    assert nearest(word, names)[0] == suggested


def test_nearest_lists_names_that_the_word_begins_shortest_first(names):
    assert nearest("hämeen", names) == ["Hämeenkyrö", "Hämeenlinna"]


def test_nearest_puts_a_whole_name_before_those_that_it_begins():
    assert nearest("ii", ["Iitti", "Iin lukio", "Ii"]) == ["Ii"]
    assert nearest("pori", ["Porin lukio", "Pori"]) == ["Pori", "Porin lukio"]


@pytest.mark.parametrize(
    ("word", "suggested"),
    [("Kuopion kaupunki", ["Kuopio"]), ("Espoon kaupunki", ["Espoo"]), ("Pyhäjoen", ["Pyhäjoki"])],
)
def test_nearest_finds_the_name_within_an_inflected_one(names, word, suggested):
    assert nearest(word, names)[:1] == suggested


@pytest.mark.parametrize("word", ["", "   ", "x", "qqqqqq", "hevonen ja kärryt", "12345", "%_'\"()", "ab", "\x00"])
def test_nearest_suggests_nothing_absurd(names, word):
    assert nearest(word, names) == []


def test_nearest_gives_at_most_the_limit_and_each_name_once():
    same = ["Pori", "Pori", "Porvoo", "Poriin", "Porin"]

    assert nearest("por", same, limit=2) == ["Pori", "Porin"]


def test_nearest_does_not_depend_on_the_order_of_candidates(names):
    assert nearest("Lapin", names) == nearest("Lapin", reversed(names))


def test_nearest_stays_quick_when_the_word_is_huge(names):
    started = time.process_time()

    assert nearest("a" * 1_000_000, names) == []

    assert time.process_time() - started < 1


@given(st.text(max_size=50), st.lists(st.text(max_size=20), max_size=20), st.integers(0, 5))
def test_nearest_only_suggests_candidates(word, candidates, limit):
    found = nearest(word, candidates, limit)

    assert (len(found) <= limit, len(set(found)), set(found) <= set(candidates)) == (True, len(found), True)
