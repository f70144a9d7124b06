"""Instants and days as people say them in each language (tekojentori/formats/), by the clocks of Finland."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, get_format


def moment(at: datetime | None) -> str:
    """`24.11.2026 klo 9.05`, `24.11.2026 kl. 9.05`, `24 November 2026 at 09:05`; of no instant nothing."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT") if at else ""


def deadline(at: datetime) -> str:
    """A moment at which something ends: midnight belongs to the day before, `30.9.2026 klo 24.00`."""
    local = timezone.localtime(at)
    if local.time() != local.min.time():
        return moment(at)
    hour, minutes = get_format("TIME_FORMAT")[0], get_format("TIME_FORMAT")[1:]
    at_24 = get_format("DATETIME_FORMAT").replace(hour + minutes, r"\2\4" + minutes)
    return date_format(local - timedelta(days=1), at_24)


def day(on: date | datetime | None) -> str:
    """`24.11.2026`, `24 November 2026`; of no day nothing."""
    if not on:
        return ""
    is_instant = isinstance(on, datetime) and timezone.is_aware(on)
    return date_format(timezone.localtime(on) if is_instant else on, "DATE_FORMAT")


def clock(at: datetime) -> str:
    """`9.05`, `09:05`."""
    return date_format(timezone.localtime(at), "TIME_FORMAT")
