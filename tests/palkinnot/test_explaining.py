from fractions import Fraction
from math import sqrt
from time import process_time

import pytest
from hypothesis import given, settings

from palkinnot.adjustment import Fit
from palkinnot.explaining import Difference, Method, contributions, criterion_means, difference, rank_ranges
from palkinnot.scoring import TIE, Criterion, Sheet, ranks, score
from tests.palkinnot.test_scoring import CRITERIA, ONE, SHEETS, design, sheets_of


@settings(deadline=None)
@given(SHEETS)
def test_shares_of_the_sheets_make_the_adjusted_score(sheets):
    scoring = score(CRITERIA, sheets)

    for row in scoring.entries:
        rows = contributions(scoring, row.entry)
        assert len(rows) == row.n
        assert sum(one.share for one in rows) == pytest.approx(row.adjusted or 0, abs=1e-9)
        assert [sum(one.parts.values()) for one in rows] == [one.score for one in rows]


@settings(deadline=None)
@given(SHEETS)
def test_without_a_sheet_is_as_fitted_again(sheets):
    scoring = score(CRITERIA, sheets)

    for row in scoring.entries:
        for one in contributions(scoring, row.entry):
            rest = {place: value for place, value in scoring.scores.items() if place != (row.entry, one.juror)}
            again = Fit(rest).adjusted.get(row.entry)
            assert one.without == (None if again is None else pytest.approx(again, abs=1e-9))


@settings(deadline=None)
@given(SHEETS)
def test_without_a_juror_is_as_fitted_again(sheets):
    fit = score(CRITERIA, sheets).fit
    scores = score(CRITERIA, sheets).scores

    for juror in fit.jurors:
        again = Fit({place: value for place, value in scores.items() if place[1] != juror}).adjusted
        assert fit.adjusted_without_juror(juror) == pytest.approx(again, abs=1e-9)


@pytest.mark.parametrize("method", Method)
@settings(deadline=None)
@given(sheets=SHEETS)
def test_rank_range_is_that_of_the_rankings_without_one_juror(method, sheets):
    scoring = score(CRITERIA, sheets, quorum=2)
    ranked = [row.entry for row in scoring.entries if row.rank_mean]

    ranges = rank_ranges(scoring, method)

    found = {}
    for juror in scoring.fit.jurors:
        without = score(CRITERIA, [sheet for sheet in sheets if sheet.juror != juror])
        values = {
            row.entry: row.mean if method == Method.MEAN else round(row.adjusted, 10)
            for row in without.entries
            if row.entry in ranked and row.n
        }
        for entry, rank in ranks(values, TIE if method == Method.ADJUSTED else 0).items():
            found.setdefault(entry, []).append(rank)
    assert ranges == {entry: (min(among), max(among)) for entry, among in found.items()}


def test_rank_range_by_hand():
    scores = {("A", 1): 90, ("A", 2): 10, ("B", 1): 50, ("B", 2): 40, ("C", 2): 20}

    # Without 1: B 40, C 20, A 10. Without 2: A 90, B 50; C has no sheet, so it is passed over.
    assert rank_ranges(score(ONE, sheets_of(scores)), Method.MEAN) == {"A": (1, 3), "B": (1, 2), "C": (2, 2)}


def test_standard_error_is_the_mixed_models():
    # Two jurors on two candidates. Residuals after b = (−8, 8), a = (50, 60) are ∓2; noise² = (4·4 + ½·128)/(4 − 2).
    # The panels are the same, so d = 0 and the error is noise·√(1/2 + 1/2).
    scoring = score(ONE, sheets_of({("A", 1): 40, ("A", 2): 60, ("B", 1): 50, ("B", 2): 70}))

    found = difference(scoring, "B", "A")

    assert (found.points, found.standard_error) == pytest.approx((10, sqrt(40)), abs=1e-12)
    assert found.is_tie is True


def test_standard_error_grows_when_panels_differ():
    # A by 1, B by 2, C by both: S = [[1, −½], [−½, 1]], d = (1, −1), d'S⁻¹d = 4/3, own part 1 + 1.
    scoring = score(ONE, sheets_of({("A", 1): 40, ("B", 2): 60, ("C", 1): 10, ("C", 2): 70}))

    assert scoring.fit.standard_error("A", "B") == pytest.approx(scoring.fit.noise * sqrt(2 + 4 / 3), abs=1e-12)
    assert scoring.fit.standard_error("A", "A") == 0


def test_nothing_tells_what_is_chance_when_nobody_has_two_sheets():
    scoring = score(ONE, sheets_of({("A", 1): 40, ("B", 2): 60}))

    assert difference(scoring, "A", "B") == Difference(-20, None)
    assert difference(scoring, "A", "B").is_tie is None


@pytest.mark.parametrize(("points", "is_tie"), [(19.59, True), (-19.59, True), (19.61, False), (-19.61, False)])
def test_difference_is_a_tie_within_chance(points, is_tie):
    assert Difference(points, 10.0).is_tie is is_tie


def test_criteria_shown_apart_have_means_too():
    criteria = [Criterion("k", 1, 1, 5), Criterion("apart", 1, 0, 10, is_scored=False)]
    sheets = [
        Sheet("A", 1, {"k": 4, "apart": 9}),
        Sheet("A", 2, {"k": 5, "apart": None}),
        Sheet("A", 3, {"k": 1, "apart": 1}, is_left_out=True),
    ]

    assert criterion_means(score(criteria, sheets), "A") == {"k": (Fraction(9, 2), 2), "apart": (Fraction(9), 1)}


def test_ranges_of_three_hundred_candidates_come_in_no_time():
    scoring = score([Criterion(key, 1, 1, 5) for key in range(6)], design(300, 40, 5), quorum=3)
    start = process_time()

    ranges = rank_ranges(scoring)

    assert process_time() - start < 0.3
    assert len(ranges) == 300
