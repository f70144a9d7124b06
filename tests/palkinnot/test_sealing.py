import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palkinnot import sealing
from palkinnot.explaining import Method
from palkinnot.scoring import Criterion, Sheet
from tests.palkinnot.test_scoring import CRITERIA, SHEETS

CRITERION = Criterion("työ", Decimal("1.50"), 1, 5)
SHEET = Sheet(7, 3, {"työ": 4, "other": None})


def inputs(criteria=(CRITERION,), sheets=(SHEET,), **changes):
    options = {"entries": [8, 7], "jurors": [3], "quorum": 1, "method": Method.ADJUSTED, "seed": 5}
    return sealing.inputs(criteria, sheets, **options | changes)


def test_canonical_inputs_are_these_bytes():
    assert sealing.canonical(inputs()).decode() == (
        '{"chain":[],"criteria":[{"is_scored":true,"key":"työ","least":"1","most":"5","weight":"3/2"}],'
        '"discussion":[],"entries":[7,8],"jurors":[3],"method":"adjusted","penalty":"1/2","quorum":1,"seed":5,'
        '"sheets":[{"answers":[["työ","4"]],"entry":7,"is_left_out":false,"juror":3}],"version":1}'
    )
    assert sealing.digest(inputs()) == "1ab13fe5ede4b0ef453008b74253805e7e7d30c79ffc2bd369b4bde94c004761"


def test_equal_numbers_are_equal_bytes():
    same = inputs([Criterion("työ", Fraction(3, 2), Decimal("1.00"), 5)], [Sheet(7, 3, {"työ": Decimal("4.0")})])

    assert sealing.canonical(same) == sealing.canonical(inputs())


@pytest.mark.parametrize(
    "changed",
    [
        inputs([Criterion("työ", 2, 1, 5)]),
        inputs([Criterion("työ", Decimal("1.5"), 1, 6)]),
        inputs([Criterion("työ", Decimal("1.5"), 1, 5, is_scored=False), Criterion("other", 1, 1, 5)]),
        inputs(sheets=[Sheet(7, 3, {"työ": 5})]),
        inputs(sheets=[Sheet(7, 3, {"työ": 4}, is_left_out=True)]),
        inputs(sheets=[Sheet(8, 3, {"työ": 4})]),
        inputs(entries=[7]),
        inputs(jurors=[3, 4]),
        inputs(quorum=2),
        inputs(method=Method.MEAN),
        inputs(chain=["median"]),
        inputs(discussion=[[7, 8]]),
        inputs(seed=6),
    ],
)
def test_every_input_is_in_the_digest(changed):
    assert sealing.digest(changed) != sealing.digest(inputs())


@settings(deadline=None)
@given(SHEETS, st.randoms(use_true_random=False))
def test_result_follows_from_stored_inputs_in_any_order(sheets, source):
    options = {"entries": range(1, 8), "jurors": range(1, 6), "quorum": 1, "method": Method.ADJUSTED}
    options |= {"chain": ["median", "top_marks", "discussion"], "discussion": [[3, 1, 2]]}
    document = sealing.inputs(CRITERIA, sheets, **options)
    shuffled = list(sheets)
    source.shuffle(shuffled)

    stored = json.loads(json.dumps(document))

    assert sealing.digest(stored) == sealing.digest(sealing.inputs(reversed(CRITERIA), shuffled, **options))
    assert sealing.recompute(stored) == sealing.recompute(document)
    assert sealing.differences(json.loads(json.dumps(sealing.recompute(document))), sealing.recompute(stored)) == []


def test_result_is_json_with_exact_means():
    assert sealing.recompute(inputs()) == {
        "entries": [
            {
                "entry": 7, "n": 1, "mean": "75", "median": "75", "spread": None, "adjusted": 75.0,
                "rank_mean": 1, "rank_adjusted": 1,
            },
            {
                "entry": 8, "n": 0, "mean": None, "median": None, "spread": None, "adjusted": None,
                "rank_mean": None, "rank_adjusted": None,
            },
        ],
        "jurors": [{"juror": 3, "n": 1, "strictness": 0.0}],
        "places": [{"entry": 7, "place": 1, "decided_by": None, "is_shared": False}],
        "steps": [],
    }  # fmt: skip


@pytest.mark.parametrize("change", [{"version": 2}, {"penalty": "1"}])
def test_unknown_method_is_refused_not_guessed(change):
    with pytest.raises(ValueError, match="are not known"):
        sealing.recompute(inputs() | change)


def test_differences_are_named_by_their_place():
    stored = {"entries": [{"mean": "75", "adjusted": 75.0, "rank_mean": 1}], "places": [1, 2]}
    found = {"entries": [{"mean": "74", "adjusted": 75.0 + 1e-6, "rank_mean": True}], "places": [1], "steps": []}

    assert sealing.differences(stored, found) == [
        "entries.0.adjusted",
        "entries.0.mean",
        "entries.0.rank_mean",
        "places",
        "steps",
    ]


def test_rounding_of_another_machine_is_no_difference():
    assert sealing.differences({"adjusted": 75.0}, {"adjusted": 75.0 + 1e-12}) == []
