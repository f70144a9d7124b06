"""A new campaign from last year's: its times a year on, each on the same weekday at the same time of day."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused

#: Called with the campaign that is copied and its copy, in the copy's transaction. Apps above append their own.
STEPS: list[Callable] = []
TIMES = ("opens_at", "closes_at", "gala_starts_at", "gala_ends_at")
LEFT = {"slug", "published_at", "published_by", "cancelled_at", "cancelled_by", "cancel_reason", "version"}
LEFT |= {"id", "changed_at", "changed_by", "change_reason", "results_public_from", "stream_url"}


@transaction.atomic
def copy(kampanja, *, slug: str, by, **names: str):
    """The draft of a new campaign: the same texts and mails, without entries, extensions and results. Raises Refused.

    `names`: its own `name_fi`, `name_sv`, `name_en`; else those of the first. A click that comes twice gives the same
    copy.
    """
    kampanja._lock()
    kampanja._require_staff(by)
    reason = _("Kopioitu kampanjasta %(name)s (%(slug)s).") % {"name": kampanja.name, "slug": kampanja.slug}
    same = type(kampanja).objects.filter(slug=slug, version=1, changed_by=by, change_reason=reason).first()
    if same:
        return same
    new = of(kampanja, slug=slug, changed_by=by, change_reason=reason)
    for name, value in names.items():
        setattr(new, name, value)
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError:
        raise Refused(_("Osoite ”%(slug)s” on jo toisella kampanjalla. Valitse toinen.") % {"slug": slug}) from None
    for step in STEPS:
        step(kampanja, new)
    return new


def of(kampanja, **fields):
    """The copy's own row, not yet stored."""
    model = type(kampanja)
    kept = [field.attname for field in model._meta.concrete_fields if field.name not in LEFT]
    new = model(**{name: getattr(kampanja, name) for name in kept}, **fields)
    for name in TIMES:
        setattr(new, name, a_year_on(getattr(kampanja, name)))
    new.year = kampanja.year + 1
    return new


def proposed(kampanja) -> dict[str, str]:
    """Names and address of the next one: its year in them is the next year; an address without a year gets one."""
    fields = ("name_fi", "name_sv", "name_en", "slug")
    found = {name: next_year_in(getattr(kampanja, name), kampanja.year) for name in fields}
    if found["slug"] == kampanja.slug:
        found["slug"] = f"{kampanja.slug[:55]}-{kampanja.year + 1}"
    return found


def next_year_in(text: str, year: int) -> str:
    return re.sub(rf"(?<!\d){year}(?!\d)", str(year + 1), text)


def a_year_on(at: datetime | None) -> datetime | None:
    """52 weeks later by the calendar: the same weekday, and the same time by the clocks of Finland."""
    if at is None:
        return None
    wall = timezone.localtime(at).replace(tzinfo=None) + timedelta(weeks=52)
    return timezone.make_aware(wall)
