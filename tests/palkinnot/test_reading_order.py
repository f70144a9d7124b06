from collections import Counter
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from palkinnot.assignment import plan
from palkinnot.reading_order import reading_orders

JURIES = st.dictionaries(st.integers(0, 7), st.frozensets(st.integers(0, 6)), max_size=8)


def everyone(entries, jurors):
    return {juror: range(entries) for juror in range(jurors)}


def by_juror(found):
    return {juror: [entry for entry, panel in found.panels.items() if juror in panel] for juror in found.loads}


def mean_places(orders):
    """By candidate, from −1 (always first) to 1 (always last)."""
    places = {}
    for order in orders.values():
        for number, entry in enumerate(order):
            places.setdefault(entry, []).append(2 * number / (len(order) - 1) - 1)
    return {entry: sum(among) / len(among) for entry, among in places.items()}


@settings(max_examples=100, deadline=None)
@given(JURIES, st.integers(0, 5))
# Whoever chose last had only candidates that had been last with all their other jurors.
@example({0: frozenset({1, 2}), 1: frozenset({0, 1}), 2: frozenset({2}), 3: frozenset({0, 3})}, 1309)
def test_no_candidate_of_several_jurors_is_always_last(jury, seed):
    orders = reading_orders(jury, seed)

    assert {juror: sorted(order) for juror, order in orders.items()} == {
        juror: sorted(entries) for juror, entries in jury.items()
    }
    longer = [order for order in orders.values() if len(order) > 1]
    readers = Counter(entry for order in longer for entry in order)
    lasts = Counter(order[-1] for order in longer)
    assert [entry for entry in readers if readers[entry] > 1 and lasts[entry] == readers[entry]] == []


@settings(deadline=None)
@given(JURIES, st.integers(0, 5))
def test_orders_are_the_same_each_time(jury, seed):
    shuffled = {juror: sorted(jury[juror], reverse=True) for juror in reversed(jury)}

    assert reading_orders(shuffled, seed) == reading_orders(jury, seed)


def test_another_seed_is_another_order():
    assert reading_orders(everyone(9, 3), 1) != reading_orders(everyone(9, 3), 2)


@pytest.mark.parametrize("size", [2, 5, 12])
def test_orders_of_as_many_jurors_as_candidates_are_a_latin_square(size):
    orders = reading_orders(everyone(size, size), 1).values()

    assert [sorted(column) for column in zip(*orders, strict=True)] == [list(range(size))] * size


def test_candidate_comes_at_most_once_in_a_place_while_jurors_are_fewer():
    orders = reading_orders(everyone(24, 6), 1).values()

    assert [len(set(column)) for column in zip(*orders, strict=True)] == [6] * 24


def test_mean_places_are_near_the_middle():
    whole = mean_places(reading_orders(everyone(24, 6), 1))
    panels = mean_places(reading_orders(by_juror(plan(range(60), range(8), seed=1)), 1))

    assert max(map(abs, whole.values())) < 0.3
    # Three jurors each: by chance one candidate in fifty would be beyond 0.8.
    assert max(map(abs, panels.values())) < 0.8


def test_orders_of_a_large_jury_come_in_no_time():
    start = process_time()

    reading_orders(everyone(300, 40), 1)

    assert process_time() - start < 1
