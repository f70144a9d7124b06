"""Instants as people say them, by the clocks of Finland."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def moment(at: datetime) -> str:
    """`24.11.2026 klo 9.05`."""
    local = timezone.localtime(at)
    return said(local, date_format(local, "G.i"))


def deadline(at: datetime) -> str:
    """A moment at which something ends: midnight belongs to the day before, `30.9.2026 klo 24.00`."""
    local = timezone.localtime(at)
    if local.time() == local.min.time():
        return said(local - timedelta(days=1), "24.00")
    return moment(at)


def said(day: datetime, time: str) -> str:
    return _("%(date)s klo %(time)s") % {"date": date_format(day, "j.n.Y"), "time": time}
