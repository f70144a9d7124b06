from collections import Counter
from itertools import combinations
from math import sqrt
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palkinnot import load_flow
from palkinnot.assignment import Reason, Unmet, plan
from tests.palkinnot import plain_assignment as plain


@st.composite
def juries(draw):
    """Small juries: candidates, jurors, conflicts, sheets to each candidate, begun sheets, seed."""
    entries, jurors = range(draw(st.integers(1, 4))), range(draw(st.integers(1, 4)))
    pairs = [(entry, juror) for entry in entries for juror in jurors]
    conflicts = set(draw(st.lists(st.sampled_from(pairs), max_size=5)))
    begun = set(draw(st.lists(st.sampled_from(pairs), max_size=3)))
    return entries, jurors, conflicts, draw(st.integers(1, 3)), begun, draw(st.integers(0, 9))


def links(panels):
    return Counter(pair for panel in panels.values() for pair in combinations(sorted(panel), 2))


# Against every assignment there is


@settings(max_examples=60, deadline=None)
@given(juries())
def test_plan_is_the_best_there_is_on_small_juries(jury):
    entries, jurors, conflicts, sheets, begun, seed = jury
    every = plain.assignments(entries, jurors, conflicts, sheets, begun)

    found = plan(entries, jurors, conflicts=conflicts, sheets=sheets, begun=begun, seed=seed)

    panels = {entry: frozenset(panel) for entry, panel in found.panels.items()}
    least = min(plain.excess(one, entries, jurors, conflicts) for one in every)
    best = [one for one in every if plain.excess(one, entries, jurors, conflicts) == least]
    assert panels in best
    assert plain.group_count(panels, jurors) == min(plain.group_count(one, jurors) for one in best)
    assert found.loads == plain.loads(panels, jurors)
    assert {one.reason for one in found.unmet} == {
        reason
        for reason, is_unmet in (
            (Reason.TOO_FEW_JURORS, any(len(panel) < sheets for panel in panels.values())),
            (Reason.UNEVEN, least > 0),
            (Reason.APART, plain.group_count(panels, jurors) > 1),
        )
        if is_unmet
    }
    assert set(found.unlinked) == set(combinations(jurors, 2)) - set(links(panels))


@settings(max_examples=30, deadline=None)
@given(juries())
def test_plan_is_the_same_each_time(jury):
    entries, jurors, conflicts, sheets, begun, seed = jury
    options = {"conflicts": conflicts, "sheets": sheets, "begun": begun, "seed": seed}

    again = plan([*reversed(entries)], [*reversed(jurors)], **options | {"conflicts": [*conflicts]})

    assert again == plan(entries, jurors, **options)


def test_another_seed_is_another_plan():
    assert plan(range(24), range(6), seed=1).panels != plan(range(24), range(6), seed=2).panels


# The size of a real campaign


def test_three_hundred_candidates_and_forty_jurors_are_planned_in_seconds():
    conflicts = {(entry, juror) for entry in range(300) for juror in range(40) if (7 * entry + 11 * juror) % 23 == 0}
    start = process_time()

    found = plan(range(300), range(40), conflicts=conflicts, seed=1)

    assert process_time() - start < 8
    assert {len(panel) for panel in found.panels.values()} == {3}
    assert not found.pairs & conflicts
    assert set(found.loads.values()) == {22, 23}
    assert (found.unmet, found.unlinked) == ((), ())
    # 900 links over 780 pairs: as even as whole numbers can be.
    assert Counter(links(found.panels).values()) == {1: 660, 2: 120}


# By hand


def test_standard_error_is_of_the_jurors_equations():
    # One candidate, two jurors: S = [[1, −½], [−½, 1]], S⁻¹ = [[4/3, 2/3], [2/3, 4/3]]; √(4/3 + 4/3 − 4/3).
    assert plan(["A"], ["x", "y"], sheets=2).largest_standard_error == pytest.approx(sqrt(4 / 3), abs=1e-12)


def test_jurors_who_share_nothing_are_told():
    found = plan("AB", ["x", "y"], sheets=1)

    assert found.unlinked == (("x", "y"),)
    assert found.unmet == (Unmet(Reason.APART, None, ("y",), 2, 1),)
    # Nothing is known of strictness but that its variance is 2: two of them differ by √(2 + 2).
    assert found.largest_standard_error == pytest.approx(2, abs=1e-12)


def test_candidate_with_too_few_jurors_is_told_with_those_in_conflict():
    found = plan("AB", ["x", "y", "z"], conflicts={("A", "y"), ("A", "z")}, sheets=3)

    assert found.panels == {"A": ("x",), "B": ("x", "y", "z")}
    assert found.unmet == (Unmet(Reason.TOO_FEW_JURORS, "A", ("y", "z"), 3, 1),)


def test_more_sheets_than_jurors_is_told_of_every_candidate():
    found = plan("AB", ["x", "y"], sheets=3)

    assert found.unmet == (
        Unmet(Reason.TOO_FEW_JURORS, "A", (), 3, 2),
        Unmet(Reason.TOO_FEW_JURORS, "B", (), 3, 2),
    )


def test_begun_sheets_that_keep_loads_uneven_are_told():
    begun = {(entry, "x") for entry in range(5)}

    found = plan(range(6), ["x", "y"], sheets=1, begun=begun)

    assert found.loads == {"x": 5, "y": 1}
    assert found.unmet[0] == Unmet(Reason.UNEVEN, None, ("x", "y"), 1, 5)


def test_jurors_alike_are_loaded_alike_even_when_squares_would_not_be():
    # Only x may score A–C and nobody else them; y may score D–F, as may z. Even squares would spare y.
    arcs = dict.fromkeys([(0, 0), (1, 0), (2, 0), *((entry, juror) for entry in (3, 4, 5) for juror in (1, 2))], 0)
    task = load_flow.Task([1] * 6, [0, 0, 0], arcs, [3, 3, 9])

    assert load_flow.excess(task, load_flow.Model(task).run()) == 1
    assert load_flow.loads_of(task, load_flow.solve(task)) == [3, 2, 1]


def test_nobody_and_nothing_make_an_empty_plan():
    assert (plan([], []).panels, plan([], ["x"]).loads, plan("A", []).panels) == ({}, {"x": 0}, {"A": ()})


# Late jurors and drop-outs


def test_late_juror_takes_an_even_share_and_no_begun_sheet_moves():
    first = plan(range(24), range(5), seed=1)
    begun = set(sorted(first.pairs)[:30])

    second = plan(range(24), range(6), begun=begun, current=first.pairs, seed=1)

    assert begun <= second.pairs
    assert set(second.loads.values()) == {12}
    # Whatever moved, moved to the late one.
    assert {juror for _entry, juror in second.pairs - first.pairs} == {5}
    assert len(second.pairs - first.pairs) == 12


def test_drop_out_leaves_its_sheets_to_the_rest_but_those_begun():
    first = plan(range(24), range(6), seed=1)
    left = sorted(pair for pair in first.pairs if pair[1] == 5)
    begun = set(left[:4])

    second = plan(range(24), range(5), begun=begun, current=first.pairs, seed=1)

    assert second.loads[5] == 4
    assert sorted(second.loads[juror] for juror in range(5)) == [13, 13, 14, 14, 14]
    assert first.pairs - second.pairs == set(left[4:])
    assert {len(panel) for panel in second.panels.values()} == {3}


def test_sheet_in_conflict_is_neither_kept_nor_counted():
    found = plan("A", ["x", "y"], sheets=1, begun={("A", "x")}, current={("A", "x")}, conflicts={("A", "x")})

    assert found.panels == {"A": ("y",)}


def test_more_begun_than_wanted_stay():
    assert plan("A", ["x", "y"], sheets=1, begun={("A", "x"), ("A", "y")}).panels == {"A": ("x", "y")}


def test_solver_prints_nothing(capfd):
    plan(range(6), range(3))

    assert capfd.readouterr() == ("", "")
