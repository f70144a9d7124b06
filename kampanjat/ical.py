"""A campaign's dates as a calendar file (RFC 5545), in Finland's time with its clock changes along."""

from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kampanjat.curve import FINLAND
from kampanjat.models import Kampanja


def calendar_of(kampanja: Kampanja, address: str, at: datetime) -> bytes:
    """The dates that are public at the instant. A file taken anew replaces the events of an old one: names stay."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//Tekojen tori//{get_language()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", kampanja.name)
    calendar.add("x-wr-timezone", str(FINLAND))
    calendar.add_component(clocks())
    for name, summary, begins, ends, place in events(kampanja, at):
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
        if name == "gaala" and kampanja.stream_at(at):
            event.add("description", _("Suora lähetys: %(url)s") % {"url": kampanja.stream_at(at)})
        calendar.add_component(event)
    return calendar.to_ical()


def clocks():
    """Finland's clocks by their rules: an hour on at 3 on the last Sunday of March, back at 4 on that of October.

    The library's own list of moments ends in 2038, and has those of spring an hour late.
    """
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", str(FINLAND))
    for kind, name, onset, before, after in (
        (TimezoneStandard, "EET", datetime.fromisoformat("1996-10-27T04:00"), 3, 2),
        (TimezoneDaylight, "EEST", datetime.fromisoformat("1997-03-30T03:00"), 2, 3),
    ):
        part = kind()
        part.add("dtstart", onset)
        part.add("rrule", {"freq": "yearly", "bymonth": onset.month, "byday": "-1SU"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone


def events(kampanja: Kampanja, at: datetime) -> list[tuple[str, str, datetime, datetime, str]]:
    """Name, title, beginning, end and place of each. An hour before a close is an event that people notice."""
    closes_at, hour = kampanja.window.effective_close(), timedelta(hours=1)
    titles = {
        "aukeaa": _("%(name)s: haku aukeaa"),
        "sulkeutuu": _("%(name)s: haku sulkeutuu"),
        "gaala": _("%(name)s: gaala"),
        "tulokset": _("%(name)s: tulokset julkaistiin"),
    }
    rows = [
        ("aukeaa", kampanja.opens_at, kampanja.opens_at + hour, ""),
        ("sulkeutuu", closes_at - hour, closes_at, ""),
    ]
    if kampanja.gala_starts_at:
        rows.append(("gaala", kampanja.gala_starts_at, kampanja.gala_until, kampanja.gala_place))
    if kampanja.has_results(at):
        rows.append(("tulokset", kampanja.results_public_from, kampanja.results_public_from + hour, ""))
    return [(row[0], titles[row[0]] % {"name": kampanja.name}, *row[1:]) for row in rows]
