from fractions import Fraction

import pytest

from palkinnot import tie_break
from palkinnot.explaining import Method
from palkinnot.scoring import Criterion, Sheet, score
from palkinnot.tie_break import Breaking, Place
from tests.palkinnot.test_scoring import ONE, sheets_of

TWO = [Criterion("bold", 1, 1, 5), Criterion("useful", 1, 1, 5)]


def tied(*marks):
    """Candidates A, B, … scored by one juror each; marks on two criteria."""
    return score(
        TWO,
        [
            Sheet(name, f"j{name}", {"bold": bold, "useful": useful})
            for name, (bold, useful) in zip("ABCD", marks, strict=False)
        ],
    )


def test_untied_need_no_chain():
    scoring = score(ONE, sheets_of({("A", 1): 10, ("B", 1): 20}))

    assert tie_break.apply(scoring, method=Method.MEAN, chain=["top_marks"]) == (
        [Place("B", 1, None, False), Place("A", 2, None, False)],
        [],
    )


def test_tie_without_a_chain_is_shared():
    places, steps = tie_break.apply(tied((5, 1), (3, 3), (4, 4)), method=Method.MEAN)

    assert places == [Place("C", 1, None, False), Place("A", 2, None, True), Place("B", 2, None, True)]
    assert steps == []


def test_steps_go_on_with_what_is_still_tied():
    places, steps = tie_break.apply(
        tied((5, 1), (3, 3), (1, 5), (2, 4)),
        method=Method.MEAN,
        chain=["median", "top_marks", "discussion"],
        discussion=[["C", "A"], ["D", "B"]],
    )

    assert places == [
        Place("C", 1, "discussion", False),
        Place("A", 2, "discussion", False),
        Place("D", 3, "discussion", False),
        Place("B", 4, "discussion", False),
    ]
    half, none = Fraction(1, 2), Fraction(0)
    assert steps == [
        Breaking("median", tuple("ABCD"), (tuple("ABCD"),), dict.fromkeys("ABCD", Fraction(50))),
        Breaking("top_marks", tuple("ABCD"), (("A", "C"), ("B", "D")), {"A": half, "B": none, "C": half, "D": none}),
        Breaking("discussion", ("A", "C"), (("C",), ("A",)), {"A": -1, "C": 0}),
        Breaking("discussion", ("B", "D"), (("D",), ("B",)), {"B": -1, "D": 0}),
    ]


def test_step_that_decided_is_the_one_named():
    places, _steps = tie_break.apply(tied((5, 1), (3, 3)), method=Method.MEAN, chain=["top_marks", "discussion"])

    assert places == [Place("A", 1, "top_marks", False), Place("B", 2, "top_marks", False)]


def test_criterion_breaks_a_tie():
    places, _steps = tie_break.apply(tied((5, 1), (3, 3), (1, 5)), method=Method.MEAN, chain=["criterion:useful"])

    assert [(place.entry, place.place) for place in places] == [("C", 1), ("B", 2), ("A", 3)]


def test_adjusted_breaks_a_tie_of_means():
    scores = {("A", "mild"): 50, ("B", "strict"): 50, ("C", "mild"): 40, ("C", "strict"): 0}

    places, _steps = tie_break.apply(score(ONE, sheets_of(scores)), method=Method.MEAN, chain=["adjusted"])

    assert [(place.entry, place.decided_by) for place in places] == [("B", "adjusted"), ("A", "adjusted"), ("C", None)]


def test_discussion_that_leaves_somebody_out_decides_nothing():
    places, steps = tie_break.apply(
        tied((5, 1), (3, 3), (1, 5)), method=Method.MEAN, chain=["discussion"], discussion=[["A", "B"]]
    )

    assert places == [Place(name, 1, None, True) for name in "ABC"]
    assert steps == [Breaking("discussion", tuple("ABC"), (tuple("ABC"),), {})]


def test_candidates_below_quorum_have_no_place():
    scoring = score(ONE, sheets_of({("A", 1): 10, ("B", 1): 20, ("B", 2): 20}), quorum=2)

    places, _steps = tie_break.apply(scoring, method=Method.ADJUSTED)

    assert places == [Place("B", 1, None, False)]


@pytest.mark.parametrize("step", ["newest", "criterion:", ""])
def test_unknown_step_is_refused(step):
    with pytest.raises(ValueError, match="Unknown step"):
        tie_break.apply(tied((5, 1)), method=Method.MEAN, chain=[step])
