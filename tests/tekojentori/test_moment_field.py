from datetime import UTC, datetime

import pytest
from django import forms

from tekojentori.moment_field import MomentField, MomentWidget


class When(forms.Form):
    at = MomentField(widget=MomentWidget(ends=True))


def form_of(date, time) -> When:
    return When({"at_0": date, "at_1": time})


@pytest.mark.parametrize(
    ("date", "time", "instant"),
    [
        ("30.9.2026", "24.00", datetime(2026, 9, 30, 21, tzinfo=UTC)),
        ("30.9.2026", "24", datetime(2026, 9, 30, 21, tzinfo=UTC)),
        ("1.10.2026", "0.00", datetime(2026, 9, 30, 21, tzinfo=UTC)),
        ("2026-12-24", "klo 16:00", datetime(2026, 12, 24, 14, tzinfo=UTC)),
        ("29.3.2026", "2.59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("29.3.2026", "4.00", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("28.3.2026", "24.00", datetime(2026, 3, 28, 22, tzinfo=UTC)),
        ("25.10.2026", "2.59", datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        ("25.10.2026", "4.00", datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_instant_of_what_the_clock_shows(date, time, instant):
    form = form_of(date, time)

    assert (form.is_valid(), form.cleaned_data.get("at")) == (True, instant)


@pytest.mark.parametrize(
    ("date", "time", "says"),
    [
        ("29.3.2026", "3.00", ["29.3.2026 klo 2.00", "29.3.2026 klo 4.00"]),
        ("29.3.2026", "3.59", ["29.3.2026 klo 2.59", "29.3.2026 klo 4.59"]),
        ("25.10.2026", "3.00", ["25.10.2026 klo 3.00, UTC+3", "25.10.2026 klo 3.00, UTC+2"]),
        ("25.10.2026", "3.59", ["25.10.2026 klo 3.59, UTC+3", "25.10.2026 klo 3.59, UTC+2"]),
        ("30.9.2026", "24.01", ["16.00"]),
        ("30.9.2026", "25", ["16.00"]),
        ("31.9.2026", "12.00", ["30.9.2026"]),
        ("30.9.26", "12.00", ["30.9.2026"]),
        ("30.9.2026", "", ["sekä päivä että kellonaika"]),
        ("", "12.00", ["sekä päivä että kellonaika"]),
    ],
)
def test_what_cannot_be_told_is_refused_with_its_readings(date, time, says):
    error = str(form_of(date, time).errors["at"])

    assert [text for text in says if text not in error] == []


def test_end_of_a_day_is_shown_as_it_was_typed():
    form = When(initial={"at": datetime(2026, 9, 30, 21, tzinfo=UTC)})

    assert 'value="30.9.2026"' in str(form["at"])
    assert 'value="24.00"' in str(form["at"])


def test_end_of_the_day_is_offered_beside_the_time():
    html = str(form_of("", "")["at"])

    assert 'list="id_at_times"' in html
    assert '<datalist id="id_at_times">' in html
    assert '<option value="24.00">' in html
