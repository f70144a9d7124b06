"""Mails to jurors whose sheets are missing when the deadline comes near."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import translation

from palkinnot.models import Arvio, Kierros, Raatilainen
from tekojentori.models import Sahkoposti
from tekojentori.moments import deadline

KIND = "palkinnot/reminder"
#: How many days before the deadline, from the last on.
DAYS = (1, 2, 7)


@transaction.atomic
def post(now: datetime) -> int:
    """Write the reminders whose time has come; how many. Once to a juror for each deadline and number of days.

    Of those whose times have passed while nobody looked only the last is sent.
    """
    before = Sahkoposti.objects.filter(kind=KIND).count()
    rounds = Kierros.objects.filter(state=Kierros.State.SCORING, scoring_until__gt=now)
    due = rounds.filter(scoring_until__lte=now + timedelta(days=max(DAYS)))
    for kierros in due.select_related("sarja__kampanja", "raati").select_for_update(of=["self"]).order_by("pk"):
        days = next(days for days in DAYS if now >= kierros.scoring_until - timedelta(days=days))
        for juror in late(kierros):
            remind(kierros, juror, days)
    return Sahkoposti.objects.filter(kind=KIND).count() - before


def late(kierros: Kierros):
    """Seated jurors with sheets to do, and how many: `missing`. A candidate in conflict is not to be done."""
    open_ = Arvio.objects.standing().open().filter(ehdokas__sarja=kierros.sarja_id)
    missing = Count("arviot", filter=Q(arviot__in=open_))
    seats = Raatilainen.objects.seated().filter(raati=kierros.raati_id, user__is_active=True)
    return seats.annotate(missing=missing).filter(missing__gt=0).select_related("user").order_by("pk")


def remind(kierros: Kierros, juror: Raatilainen, days: int) -> None:
    language = juror.user.language
    with translation.override(language):
        until = deadline(kierros.scoring_until)
    Sahkoposti.objects.post(
        kind=KIND,
        cause=f"muistutus:{kierros.pk}:{juror.pk}:{kierros.scoring_until:%Y%m%d%H%M}:{days}",
        to=juror.user.email,
        language=language,
        context={
            "category": kierros.sarja.name_in(language),
            "missing": juror.missing,
            "until": until,
            "kierros": kierros.pk,
        },
    )
