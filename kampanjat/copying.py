"""A new campaign from last year's: its times a year on, each on the same weekday at the same time of day."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused

#: Called with the campaign that is copied and its copy, in the copy's transaction. Apps above append their own.
STEPS: list[Callable] = []
TIMES = ("opens_at", "closes_at", "gala_starts_at", "gala_ends_at")
LEFT = {"slug", "published_at", "published_by", "cancelled_at", "cancelled_by", "cancel_reason", "version"}
LEFT |= {"id", "changed_at", "changed_by", "change_reason", "results_public_from"}


@transaction.atomic
def copy(kampanja, *, slug: str, by):
    """The draft of a new campaign: the same texts and mails, without entries and extensions. Raises Refused."""
    kampanja._require_staff(by)
    model = type(kampanja)
    if model.objects.filter(slug=slug).exists():
        raise Refused(_("Osoite ”%(slug)s” on jo toisella kampanjalla. Valitse toinen.") % {"slug": slug})
    kept = [field.attname for field in model._meta.concrete_fields if field.name not in LEFT]
    new = model(slug=slug, **{name: getattr(kampanja, name) for name in kept}, changed_by=by)
    for name in TIMES:
        setattr(new, name, a_year_on(getattr(kampanja, name)))
    new.year, new.stream_url = kampanja.year + 1, ""
    new.change_reason = _("Kopioitu kampanjasta %(name)s (%(slug)s).") % {"name": kampanja.name, "slug": kampanja.slug}
    new.save()
    for step in STEPS:
        step(kampanja, new)
    return new


def a_year_on(at: datetime | None) -> datetime | None:
    """52 weeks later by the calendar: the same weekday, and the same time by the clocks of Finland."""
    if at is None:
        return None
    wall = timezone.localtime(at).replace(tzinfo=None) + timedelta(weeks=52)
    return timezone.make_aware(wall)
