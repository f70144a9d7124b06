"""What time asks of juries: conflicts that follow the facts, and notes that go."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palkinnot.models import Esteellisyys, Kierros, Merkinta, Raatilainen
from tekojentori.models import User
from tekojentori.refusals import Refused
from teot.retention import Rule

#: As /tietosuoja/ tells.
AFTER_LOCK, UNTOUCHED = timedelta(days=183), timedelta(days=365)


def follow_conflicts(now: datetime) -> int:
    """Write down what has come since: somebody changes employer, or joins the staff. How many there are more."""
    before = Esteellisyys.objects.in_force().count()
    for kierros in Kierros.objects.exclude(state=Kierros.State.LOCKED).select_related("sarja__kampanja", "raati"):
        try:
            kierros.follow_conflicts()
        except Refused:  # locked a moment ago: what it kept stays
            continue
    return Esteellisyys.objects.in_force().count() - before


def vacate(person: User) -> None:
    """Somebody's account goes: their seats end and lose name and address. What they judged stays, own notes go."""
    for juror in Raatilainen.objects.filter(Q(user=person) | Q(email__in=person.addresses)):
        juror.vacate()


def own_notes(now: datetime) -> QuerySet:
    """Jurors' own notes that nobody needs any more."""
    locked = Q(
        ehdokas__sarja__kierros__state=Kierros.State.LOCKED, ehdokas__sarja__kierros__state_at__lte=now - AFTER_LOCK
    )
    return Merkinta.objects.filter(locked | Q(changed_at__lte=now - UNTOUCHED))


OWN_NOTES = Rule(_("Raatilaisten omat muistiinpanot"), _("puoli vuotta lukituksesta"), own_notes)
