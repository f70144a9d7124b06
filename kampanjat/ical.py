"""A campaign's dates as a calendar file (RFC 5545), in Finland's time with its clock changes along."""

from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kampanjat.curve import FINLAND
from kampanjat.models import Kampanja


def calendar_of(kampanja: Kampanja, address: str) -> bytes:
    """The dates that are known. A file taken anew replaces the events of an old one: their names stay the same."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//Tekojen tori//{get_language()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", kampanja.name)
    calendar.add("x-wr-timezone", str(FINLAND))
    for name, summary, begins, ends, place in events(kampanja):
        event = Event()
        event.add("uid", f"{kampanja.slug}-{name}@{address.split('/')[2]}")
        event.add("dtstamp", kampanja.changed_at)
        event.add("sequence", kampanja.version)
        event.add("summary", summary)
        event.add("dtstart", begins.astimezone(FINLAND))
        event.add("dtend", ends.astimezone(FINLAND))
        event.add("url", address)
        event.add("transp", "TRANSPARENT")
        event.add("status", "CANCELLED" if kampanja.is_cancelled else "CONFIRMED")
        if place:
            event.add("location", place)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()


def events(kampanja: Kampanja) -> list[tuple[str, str, datetime, datetime, str]]:
    """Name, title, beginning, end and place of each. An hour before a close is an event that people notice."""
    closes_at, hour = kampanja.window.effective_close(), timedelta(hours=1)
    titles = {
        "aukeaa": _("%(name)s: haku aukeaa"),
        "sulkeutuu": _("%(name)s: haku sulkeutuu"),
        "gaala": _("%(name)s: gaala"),
    }
    rows = [
        ("aukeaa", kampanja.opens_at, kampanja.opens_at + hour, ""),
        ("sulkeutuu", closes_at - hour, closes_at, ""),
    ]
    if kampanja.gala_starts_at:
        ends_at = kampanja.gala_ends_at or kampanja.gala_starts_at + 3 * hour
        rows.append(("gaala", kampanja.gala_starts_at, ends_at, kampanja.gala_place))
    return [(row[0], titles[row[0]] % {"name": kampanja.name}, *row[1:]) for row in rows]
