from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kampanjat.window import Extension, Phase, Refusal, Window
from tests.kampanjat.plain_window import verdict

HELSINKI = ZoneInfo("Europe/Helsinki")
SECOND = timedelta(seconds=1)
#: The nights in which clocks change in Finland, around their hours that do not exist or come twice.
NIGHTS = [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
ORGANISATIONS = [None, 1, 2]

near = st.builds(
    lambda night, offset: night + offset * SECOND,
    st.sampled_from(NIGHTS),
    st.one_of(st.integers(-3, 3), st.integers(-7200, 7200)),
)


@st.composite
def windows(draw):
    night = draw(st.sampled_from(NIGHTS))
    at = st.integers(-7200, 7200).map(lambda offset: night + offset * SECOND)
    opens, closes = sorted((draw(at), draw(at)))
    grace = draw(st.sampled_from([timedelta(0), SECOND, timedelta(minutes=10)]))
    extensions = draw(st.lists(st.tuples(at, st.sampled_from(ORGANISATIONS)), max_size=3))
    return opens, closes + SECOND, grace, extensions


def window_of(opens, closes, grace, extensions):
    return Window(opens, closes, grace, tuple(Extension(*each) for each in extensions))


@st.composite
def questions(draw):
    """A window and instants at its edges: a second before, at them and a second after, or anywhere in the night."""
    opens, closes, grace, extensions = draw(windows())
    edges = [opens, closes, closes + grace]
    edges += [edge for until, _who in extensions for edge in (until, until + grace)]
    edge = st.builds(lambda edge, step: edge + step * SECOND, st.sampled_from(edges), st.integers(-1, 1))
    at = draw(st.one_of(edge, near))
    begun = min(at, draw(st.one_of(edge, near)))
    return (opens, closes, grace, extensions), at, begun, draw(st.sampled_from(ORGANISATIONS))


@given(questions())
def test_window_answers_as_the_plain_model(question):
    parts, at, begun, who = question
    window = window_of(*parts)
    answers = {
        "start": window.may_start(at, who),
        "submit": window.may_submit(at, begun, who),
        "edit": window.may_edit(at, who),
    }

    said = {action: answer.refusal.value if answer.refusal else "yes" for action, answer in answers.items()}
    assert said == {action: verdict(action, at, begun, *parts, who) for action in answers}


@given(questions())
def test_answer_holds_until_the_instant_it_names_and_then_changes(question):
    parts, at, begun, who = question
    window = window_of(*parts)
    for ask in (window.may_start, window.may_edit, lambda t, who: window.may_submit(t, begun, who)):
        answer = ask(at, who)
        if answer.until is None:
            assert ask(at + timedelta(days=400), who).is_allowed is False
        else:
            assert at < answer.until
            assert ask(answer.until - SECOND, who).refusal == answer.refusal
            assert ask(answer.until, who).refusal != answer.refusal


@given(questions())
def test_phase_agrees_with_what_may_be_done(question):
    parts, at, _begun, who = question
    window = window_of(*parts)

    phase = window.phase(at, who)

    assert window.may_start(at, who).is_allowed == (phase == Phase.OPEN)
    assert window.may_submit(at, window.opens_at, who).is_allowed == (phase in (Phase.OPEN, Phase.GRACE))
    assert window.may_edit(at, who).is_allowed == (phase != Phase.CLOSED)


@given(questions(), near, st.sampled_from(ORGANISATIONS))
def test_extension_never_takes_time_away_and_reopens_only_what_it_covers(question, until, covered):
    parts, at, begun, who = question
    before = window_of(*parts)
    after = window_of(*parts[:3], [*parts[3], (until, covered)])

    if before.may_submit(at, begun, who).is_allowed:
        assert after.may_submit(at, begun, who).is_allowed
    if covered not in (None, who):
        assert after.may_submit(at, begun, who) == before.may_submit(at, begun, who)


@pytest.mark.parametrize("step", [-1, 0, 1])
@pytest.mark.parametrize("grace", [timedelta(0), timedelta(minutes=10)])
@pytest.mark.parametrize("extended", [False, True])
@pytest.mark.parametrize(
    "close",
    [
        datetime(2026, 9, 30, 21, tzinfo=UTC),  # klo 24.00
        datetime(2026, 3, 29, 3, 0, tzinfo=HELSINKI),  # the hour after it does not exist
        datetime(2026, 3, 29, 4, 0, tzinfo=HELSINKI),
        datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI, fold=0),  # this hour comes twice
        datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI, fold=1),
    ],
)
def test_edges_to_the_second(close, extended, grace, step):
    close = close.astimezone(UTC)
    opens = close - timedelta(days=30)
    window = (
        Window(opens, close - timedelta(days=2), grace, (Extension(close),))
        if extended
        else Window(opens, close, grace)
    )

    def of(answer):
        return answer.refusal

    late = Refusal.BEGUN_LATE if grace else Refusal.CLOSED
    at_close, at_end, at_opening = close + step * SECOND, close + grace + step * SECOND, opens + step * SECOND
    assert of(window.may_start(at_opening)) == (Refusal.NOT_YET if step < 0 else None)
    assert of(window.may_start(at_close)) == (None if step < 0 else late)
    assert of(window.may_submit(at_close, close - SECOND)) == (None if step < 0 or grace else Refusal.CLOSED)
    assert of(window.may_submit(at_close, at_close)) == (None if step < 0 else late)
    assert of(window.may_submit(at_end, close - SECOND)) == (None if step < 0 else Refusal.CLOSED)
    assert of(window.may_edit(at_end)) == (None if step < 0 else Refusal.CLOSED)


def test_hour_that_comes_twice_is_two_different_hours():
    first, second = (datetime(2026, 10, 25, 3, 30, tzinfo=HELSINKI, fold=fold).astimezone(UTC) for fold in (0, 1))

    window = Window(first - timedelta(days=1), first)

    assert second - first == timedelta(hours=1)
    assert window.may_start(second - timedelta(minutes=1)).refusal == Refusal.CLOSED


@pytest.mark.parametrize(
    ("fields", "refusal"), [({"is_published": False}, Refusal.UNPUBLISHED), ({"is_cancelled": True}, Refusal.CANCELLED)]
)
def test_campaign_unpublished_or_cancelled_takes_nothing_and_says_which(fields, refusal):
    opens = NIGHTS[0]
    window = Window(opens, opens + timedelta(days=1), **fields)

    answers = [window.may_start(opens), window.may_submit(opens, opens), window.may_edit(opens)]

    assert [(answer.refusal, answer.until) for answer in answers] == [(refusal, None)] * 3
