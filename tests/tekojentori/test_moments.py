"""Days and instants are written as each language writes them, by the clocks of Finland."""

from datetime import UTC, date, datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from tekojentori import moments

AFTERNOON, MORNING = datetime(2026, 11, 24, 12, 32, tzinfo=UTC), datetime(2026, 9, 3, 5, 5, tzinfo=UTC)
MIDNIGHT = datetime(2026, 9, 30, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "afternoon", "morning", "midnight", "day"),
    [
        ("fi", "24.11.2026 klo 14.32", "3.9.2026 klo 8.05", "30.9.2026 klo 24.00", "1.10.2026"),
        ("sv", "24.11.2026 kl. 14.32", "3.9.2026 kl. 8.05", "30.9.2026 kl. 24.00", "1.10.2026"),
        (
            "en",
            "24 November 2026 at 14:32",
            "3 September 2026 at 08:05",
            "30 September 2026 at 24:00",
            "1 October 2026",
        ),
    ],
)
def test_each_language_has_its_way(language, afternoon, morning, midnight, day):
    with override(language):
        assert [moments.moment(AFTERNOON), moments.moment(MORNING)] == [afternoon, morning]
        assert [moments.deadline(AFTERNOON), moments.deadline(MIDNIGHT)] == [afternoon, midnight]
        assert [moments.day(MIDNIGHT), moments.day(date(2026, 10, 1))] == [day, day]
        assert date_format(AFTERNOON.astimezone(), "DATETIME_FORMAT").split()[0] == afternoon.split()[0]


def test_of_nothing_nothing_is_said():
    assert [moments.moment(None), moments.day(None), moments.day("")] == ["", "", ""]
