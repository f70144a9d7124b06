"""Mails of an extension or a cancellation wait a while: until then staff let them go at once, or call them off."""

from datetime import datetime, timedelta

from tekojentori.models import Sahkoposti

PAUSE = timedelta(minutes=10)
#: An extension that ends so soon is told at once.
SOON = timedelta(hours=1)


def release_at(now: datetime, until: datetime | None = None) -> datetime:
    """When they go by themselves. `until`: the end of what they tell of."""
    return min(now + PAUSE, until - SOON) if until else now + PAUSE


def of_extensions(kampanja):
    """Every mail about more time, whatever has become of it."""
    return Sahkoposti.objects.about(*(row.key for row in kampanja.lisaajat.all()))


def held(kampanja):
    """Those that have not gone yet."""
    causes = [kampanja.cancellation_key, *(row.key for row in kampanja.lisaajat.all())]
    return Sahkoposti.objects.about(*causes).held().order_by("pk")
