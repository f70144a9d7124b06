from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kampanjat import curve


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_days_are_those_of_finnish_clocks():
    # 31 October 21.59 and 22.00 UTC are 23.59 and midnight in Helsinki, where clocks went back on the 25th.
    drawn = curve.gather([at("2026-10-31T21:59"), at("2026-10-31T22:00")], date(2026, 10, 31), date(2026, 11, 1))

    assert drawn.totals == (1, 2)


def test_what_came_after_the_last_day_is_left_out_and_what_came_early_counts_on_the_first():
    drawn = curve.gather(
        [at("2026-08-01T10:00"), at("2026-08-03T10:00"), at("2026-08-05T10:00")], date(2026, 8, 3), date(2026, 8, 4)
    )

    assert drawn.totals == (2, 2)


def test_a_window_that_has_not_begun_has_no_days():
    assert curve.gather([], date(2026, 8, 3), date(2026, 8, 2)) == curve.Curve(date(2026, 8, 3), ())


def test_points_start_from_nothing_and_end_at_the_total():
    drawn = curve.Curve(date(2026, 8, 3), (1, 1, 4))

    assert drawn.points(4, 4) == "0.00,100.00 25.00,75.00 50.00,75.00 75.00,0.00"
    assert drawn.end(4, 4) == (75.0, 0.0)


def test_each_day_tells_what_came_on_it():
    assert curve.Curve(date(2026, 8, 3), (1, 1, 4)).new == [1, 0, 3]
    assert curve.Curve(date(2026, 8, 3), ()).new == []


def test_what_came_in_the_grace_after_midnight_counts_on_the_last_day():
    closes_at, grace = at("2026-09-30T21:00"), timedelta(minutes=10)
    seconds = [timedelta(seconds=-1), timedelta(0), grace - timedelta(seconds=1), grace]

    came = curve.in_time((closes_at + step for step in seconds), closes_at, grace)

    assert curve.gather(came, *curve.days_between(at("2026-09-29T06:00"), closes_at)).totals == (0, 3)


def test_a_window_that_closes_at_midnight_ends_the_day_before():
    assert curve.days_between(at("2026-08-03T06:00"), at("2026-09-30T21:00")) == (date(2026, 8, 3), date(2026, 9, 30))
    assert curve.days_between(at("2026-08-03T06:00"), at("2026-09-30T21:01")) == (date(2026, 8, 3), date(2026, 10, 1))


@given(st.lists(st.floats(0, 57 * 24 * 3600).map(lambda seconds: at("2026-08-03T00:00") + timedelta(seconds=seconds))))
def test_totals_never_fall_and_miss_nothing(instants):
    drawn = curve.gather(instants, date(2026, 8, 3), date(2026, 9, 30))

    assert drawn.total == len(instants)
    assert list(drawn.totals) == sorted(drawn.totals)
