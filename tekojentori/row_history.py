"""What has happened to a row that staff keep: the rows that triggers wrote, as people read them.

Whoever saves a row stamps it. A change whose stamp is that of the row before was made straight in the database.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

#: Columns that only say who changed the row and when.
STAMPS = {"version", "changed_at", "changed_by", "change_reason"}


@dataclass(frozen=True, slots=True)
class Line:
    """One change: when, what, who, why."""

    at: datetime
    what: str
    who: str
    why: str
    is_bare: bool = False  #: made straight in the database


def lines_of(row: Model) -> list[Line]:
    """Every change of the row, newest first."""
    events = row.pgh_event_model.objects.filter(pgh_obj_id=row.pk).select_related("changed_by").order_by("pgh_id")
    rows = list(events)
    return [line_of(row, before, event) for before, event in zip([None, *rows], rows, strict=False)][::-1]


def line_of(row: Model, before, event) -> Line:
    """A row may have its own words (`change_in_words`) for a change that touched none of its columns."""
    who = str(event.changed_by or "")
    if before is None:
        return Line(event.pgh_created_at, _("Lisättiin"), who, event.change_reason)
    changed = [
        field.verbose_name
        for field in row._meta.concrete_fields
        if field.name not in STAMPS
        and not field.name.endswith("_by")  # told by who made the change
        and hasattr(event, field.attname)
        and getattr(event, field.attname) != getattr(before, field.attname)
    ]
    told = getattr(row, "change_in_words", None)
    what = capfirst(", ".join(map(str, changed))) or (told and told(before, event))
    what = what or _("Tallennettiin muuttamatta mitään")
    if event.changed_at == before.changed_at:
        return Line(event.pgh_created_at, what, _("suoraan tietokannassa"), "", is_bare=True)
    return Line(event.pgh_created_at, what, who, event.change_reason)
