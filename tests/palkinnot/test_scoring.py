import random
from decimal import Decimal
from fractions import Fraction
from statistics import mean, median, stdev
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palkinnot import equations
from palkinnot.adjustment import Fit
from palkinnot.equations import Equations
from palkinnot.scoring import Criterion, EntryScore, JurorScore, Sheet, ranks, score, ties
from tests.palkinnot import plain_model

ONE = (Criterion("k", 1, 0, 100),)
CRITERIA = (
    Criterion("a", 3, 1, 5),
    Criterion("b", Decimal("0.5"), 0, 10),
    Criterion("c", 2, Decimal("-1.5"), Decimal("1.5")),
    Criterion("apart", 9, 0, 1, is_scored=False),
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "a": st.none() | st.integers(1, 5),
        "b": st.none() | st.decimals(0, 10, places=1),
        "c": st.none() | st.sampled_from([Decimal("-1.5"), Decimal("0.3"), 1, Decimal("1.5")]),
        "apart": st.none() | st.integers(0, 1),
    },
)
SHEETS = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(1, 5)), st.tuples(ANSWERS, st.booleans() | st.just(False)), max_size=24
).map(lambda rows: [Sheet(*place, answers, left_out) for place, (answers, left_out) in rows.items()])


def sheets_of(scores):
    """Sheets of a single criterion that hold the scores by candidate and juror."""
    return [Sheet(entry, juror, {"k": value}) for (entry, juror), value in scores.items()]


def design(entries, jurors, each, seed=1):
    """Sheets of jurors of unlike strictness, `each` to a candidate."""
    source = random.Random(seed)
    lean = {juror: source.gauss(0, 0.7) for juror in range(jurors)}
    for entry in range(entries):
        level = source.gauss(3, 0.8)
        for juror in source.sample(range(jurors), each):
            marks = {key: round(level + lean[juror] + source.gauss(0, 0.6)) for key in range(6)}
            yield Sheet(entry, juror, {key: min(5, max(1, mark)) for key, mark in marks.items()})


# By hand


def test_sheet_scores_by_weight_over_what_was_answered():
    sheets = [
        Sheet("A", "x", {"a": 5, "b": 5, "c": None, "apart": 1}),
        Sheet("B", "x", {"a": 1, "b": 0, "c": Decimal("1.5")}),
        Sheet("C", "x", {"a": None, "apart": 1}),
    ]

    scoring = score(CRITERIA, sheets)

    # A: (3·1 + 0.5·0.5) / 3.5, B: 2 / 5.5; C answers nothing that is scored, so it is no sheet at all.
    assert scoring.scores == {("A", "x"): Fraction(650, 7), ("B", "x"): Fraction(400, 11)}
    assert scoring.by_entry["C"] == EntryScore("C", 0)


def test_candidate_has_n_mean_median_and_spread():
    scores = {("A", 1): 10, ("A", 2): 20, ("A", 3): 60, ("A", 4): 30, ("B", 1): 50}

    first, second = score(ONE, sheets_of(scores)).entries

    assert (first.n, first.mean, first.median) == (4, 30, 25)
    assert first.spread == pytest.approx(21.602468994692867, abs=1e-12)
    assert (second.n, second.mean, second.median, second.spread) == (1, 50, 50, None)


def test_adjusted_takes_the_strict_jurors_hand_away():
    # Two jurors, both on A and B; the lenient gives 20 more each time. b = ±r/(n + 0.5 − 1 + …): by hand,
    # S = [[1.5, −1], [−1, 1.5]], r = (−20, 20), so b = (−8, 8); means are untouched as both scored both.
    scoring = score(ONE, sheets_of({("A", 1): 40, ("A", 2): 60, ("B", 1): 50, ("B", 2): 70}))

    assert [row.adjusted for row in scoring.entries] == pytest.approx([50, 60], abs=1e-12)
    assert [row.strictness for row in scoring.jurors] == pytest.approx([8, -8], abs=1e-12)


def test_adjusted_is_not_clipped():
    scores = {("A", 1): 100, ("B", 1): 0, ("B", 2): 100, ("C", 1): 0, ("C", 2): 100}

    scoring = score(ONE, sheets_of(scores))

    assert scoring.by_entry["A"].adjusted == pytest.approx(140, abs=1e-9)


def test_adjusted_turns_the_order_that_strictness_made():
    scores = {("A", "strict"): 50, ("B", "mild"): 60, ("C", "strict"): 20, ("C", "mild"): 60}

    scoring = score(ONE, sheets_of(scores))

    assert {row.entry: (row.rank_mean, row.rank_adjusted) for row in scoring.entries} == {
        "A": (2, 1),
        "B": (1, 2),
        "C": (3, 3),
    }


def test_left_out_sheet_tells_nothing_of_anybody():
    sheets = sheets_of({("A", 1): 40, ("A", 2): 80})
    abstained = Sheet("B", 3, {"k": 100}, is_left_out=True)

    scoring = score(ONE, [*sheets, abstained])

    assert scoring.by_entry["B"] == EntryScore("B", 0)
    assert scoring.jurors[-1] == JurorScore(3, 0)
    assert scoring.entries[0] == score(ONE, sheets).entries[0]


def test_those_without_a_sheet_are_there_too():
    scoring = score(ONE, [], entries=["A"], jurors=["x"])

    assert (scoring.entries, scoring.jurors, scoring.groups) == ((EntryScore("A", 0),), (JurorScore("x", 0),), [])


@pytest.mark.parametrize("criteria", [[], [Criterion("k", 1, 1, 5, is_scored=False)]])
def test_without_a_scored_criterion_no_sheet_counts(criteria):
    assert score(criteria, sheets_of({("A", 1): 4})).entries == (EntryScore("A", 0),)


def test_below_quorum_is_no_rank_but_the_sheets_still_tell():
    scores = {("A", 1): 90, ("B", 1): 40, ("B", 2): 60}

    scoring = score(ONE, sheets_of(scores), quorum=2)

    assert [(row.rank_mean, row.rank_adjusted) for row in scoring.entries] == [(None, None), (1, 1)]
    assert [row.n for row in scoring.jurors] == [2, 1]


def test_ties_share_a_rank_and_the_next_is_passed_over():
    scores = {("A", 1): 90, ("B", 1): 50, ("C", 1): 50, ("D", 1): 10}

    scoring = score(ONE, sheets_of(scores))

    assert [row.rank_mean for row in scoring.entries] == [1, 2, 2, 4]
    assert [row.rank_adjusted for row in scoring.entries] == [1, 2, 2, 4]


def test_exact_means_tie_where_floats_would_not():
    criteria = [Criterion("k", 1, 0, 3)]
    thirds = sheets_of({("A", 1): 1, ("A", 2): 1, ("A", 3): 2, ("B", 1): 0, ("B", 2): 1, ("B", 3): 3})

    assert [row.rank_mean for row in score(criteria, thirds).entries] == [1, 1]


def test_tie_of_adjusted_scores_reaches_from_its_highest_and_no_further():
    values = {"A": 50.0, "B": 50.0 - 8e-10, "C": 50.0 - 16e-10, "D": 50.0 - 17e-10}

    assert ties(values, 1e-9) == [["A", "B"], ["C", "D"]]
    assert ranks(values, 1e-9) == {"A": 1, "B": 1, "C": 3, "D": 3}


@pytest.mark.parametrize(("apart", "second"), [(0.99e-9, 1), (1.01e-9, 2)])
def test_tie_ends_at_its_edge(apart, second):
    assert ranks({"A": 0.0, "B": -apart}, 1e-9)["B"] == second


def test_groups_of_jurors_without_a_common_candidate_are_named():
    scores = {("A", 1): 1, ("A", 2): 2, ("B", 2): 3, ("B", 5): 3, ("C", 3): 4, ("D", 4): 4, ("D", 3): 1}

    assert score(ONE, sheets_of(scores)).groups == [(1, 2, 5), (3, 4)]


def test_hidden_candidate_is_as_if_it_were_not_there():
    scores = {("A", 1): 90, ("A", 2): 20, ("B", 1): 40, ("B", 2): 60, ("C", 1): 30}
    rest = {place: value for place, value in scores.items() if place[0] != "A"}

    scoring = score(ONE, sheets_of(scores), entries="ABC", jurors=[1, 2], hidden={"A"})

    without = score(ONE, sheets_of(rest), entries="BC", jurors=[1, 2])
    assert (scoring.entries, scoring.jurors) == (without.entries, without.jurors)
    assert [row.rank_mean for row in scoring.entries] == [1, 2]


# Refused


@pytest.mark.parametrize(("least", "most"), [(5, 5), (5, 1)])
def test_scale_that_does_not_rise_is_refused(least, most):
    with pytest.raises(ValueError, match="Scale of 'k' runs"):
        Criterion("k", 1, least, most)


def test_negative_weight_is_refused():
    with pytest.raises(ValueError, match="Weight of 'k' is -1"):
        Criterion("k", -1, 1, 5)


def test_weights_that_sum_to_zero_are_refused():
    with pytest.raises(ValueError, match="sum to zero"):
        score([Criterion("k", 0, 1, 5), Criterion("l", 0, 1, 5), Criterion("apart", 1, 1, 5, is_scored=False)], [])


@pytest.mark.parametrize("value", [-1, 101, Decimal("100.001")])
def test_answer_out_of_scale_is_refused(value):
    with pytest.raises(ValueError, match="is not from 0 to 100"):
        score(ONE, sheets_of({("A", 1): value}))


def test_second_sheet_of_a_juror_on_a_candidate_is_refused():
    with pytest.raises(ValueError, match="two sheets"):
        score(ONE, [Sheet("A", 1, {"k": 1}), Sheet("A", 1, {"k": 2}, is_left_out=True)])


# Against the definition


@settings(deadline=None)
@given(SHEETS)
def test_everything_is_as_defined(sheets):
    scoring = score(CRITERIA, sheets)

    counted = {
        (sheet.entry, sheet.juror): value
        for sheet in sheets
        if not sheet.is_left_out and (value := plain_model.sheet_score(CRITERIA, sheet.answers)) is not None
    }
    adjusted, effects = plain_model.adjusted(counted)
    assert scoring.scores == counted
    for row in scoring.entries:
        values = [value for (entry, _juror), value in counted.items() if entry == row.entry]
        assert row.n == len(values)
        if values:
            assert (row.mean, row.median) == (mean(values), median(values))
            assert row.adjusted == pytest.approx(float(adjusted[row.entry]), abs=1e-10)
            assert row.rank_mean == 1 + sum(other.n > 0 and other.mean > row.mean for other in scoring.entries)
            assert row.rank_adjusted == 1 + sum(
                other.n > 0 and other.adjusted - row.adjusted > 5e-10 for other in scoring.entries
            )
        if len(values) > 1:
            assert row.spread == pytest.approx(stdev(map(float, values)), abs=1e-9)
    for row in scoring.jurors:
        assert row.n == sum(juror == row.juror for _entry, juror in counted)
        if row.n:
            assert row.strictness == pytest.approx(-float(effects[row.juror]), abs=1e-10)


@settings(deadline=None)
@given(SHEETS, st.randoms(use_true_random=False))
def test_order_of_sheets_and_criteria_does_not_move_a_bit(sheets, source):
    shuffled, criteria = list(sheets), list(CRITERIA)
    source.shuffle(shuffled)
    source.shuffle(criteria)

    one, other = score(CRITERIA, sheets), score(criteria, shuffled)

    assert repr((one.entries, one.jurors, one.groups)) == repr((other.entries, other.jurors, other.groups))


def test_many_jurors_are_solved_as_few_are(monkeypatch):
    scores = score([Criterion(key, 1, 1, 5) for key in range(6)], design(200, 30, 4)).scores
    dense = Fit(scores)
    monkeypatch.setattr(equations, "MOST_DENSE", 0)

    sparse = Fit(scores)

    assert max(abs(dense.adjusted[entry] - sparse.adjusted[entry]) for entry in dense.adjusted) < 1e-11


def test_equations_leave_nothing():
    panels = [[0, 1, 2], [1, 3], [2, 3, 4], [4]]
    system = Equations(panels, 6)
    right = [1.0, -2.0, 3.0, 0.5, -0.25, 4.0]

    for solution in (system.factor.solve(right), system.converge(right)):
        assert system.times(solution) == pytest.approx(right, abs=1e-13)
        assert [sum(map(float.__mul__, row, solution)) for row in system.matrix] == pytest.approx(right, abs=1e-13)


def test_three_hundred_candidates_are_scored_in_no_time():
    criteria, sheets = [Criterion(key, 1 + key, 1, 5) for key in range(6)], list(design(300, 40, 5))
    start = process_time()

    scoring = score(criteria, sheets, quorum=3)

    assert process_time() - start < 0.2
    assert len(scoring.scores) == 1500
