"""What has happened to a candidate: to itself, conflicts with it, sheets on it and their scores, as triggers wrote."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from palkinnot.models import Arvio, Ehdokas, Esteellisyys, Piste, Raatilainen
from tekojentori.models import User
from tekojentori.row_history import line_of


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    about: str
    what: str
    who: str
    why: str


def events_of(ehdokas: Ehdokas, *, with_sheets: bool) -> list[Event]:
    """Newest first. Without the sheets for those who may not see what they hold. Rows that are gone are told too."""
    found = lines(Ehdokas, {"pgh_obj": ehdokas.pk}, lambda event: _("Ehdokas"))
    people = dict(User.objects.filter(esteellisyydet__ehdokas=ehdokas).values_list("pk", "name"))
    found += lines(
        Esteellisyys,
        {"ehdokas": ehdokas.pk},
        lambda event: f"{people.get(event.user_id, '–')}: {event.get_cause_display()}",
    )
    if with_sheets:
        found += sheet_events(ehdokas)
    return sorted(found, key=lambda event: event.at, reverse=True)


def sheet_events(ehdokas: Ehdokas) -> list[Event]:
    """Every state of each sheet, and every score that was ever given on it."""
    seats = {row.pk: str(row) for row in Raatilainen.objects.filter(raati__kierrokset__sarja=ehdokas.sarja_id)}
    sheets = Arvio.pgh_event_model.objects.filter(ehdokas=ehdokas.pk)
    juror_of = {row.pgh_obj_id: seats.get(row.juror_id, "–") for row in sheets}
    names = {row.pk: row.name for row in ehdokas.sarja.kriteerit.all()}
    found = lines(
        Arvio,
        {"ehdokas": ehdokas.pk},
        lambda event: f"{juror_of[event.pgh_obj_id]}: {event.get_state_display()}",
    )
    return found + lines(
        Piste,
        {"arvio__in": list(juror_of)},
        lambda event: f"{juror_of[event.arvio_id]}: {names[event.kriteeri_id]} {told(event.value)}",
    )


def told(value: int | None) -> str:
    return "–" if value is None else str(value)


def lines(model, which: dict, about) -> list[Event]:
    """Each event of the rows, against the one before of the same row."""
    rows = model.pgh_event_model.objects.filter(**which).select_related("changed_by").order_by("pgh_obj_id", "pgh_id")
    found, before = [], None
    for event in rows:
        if before is not None and before.pgh_obj_id != event.pgh_obj_id:
            before = None
        line = line_of(model, before, event)
        found.append(Event(line.at, about(event), line.what, line.who, line.why))
        before = event
    return found
