"""The order in which categories come at the gala."""

import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from kampanjat.models import Kampanja
from palkinnot.models import Sarja
from palkinnot.models.locking import require_staff
from tekojentori.refusals import Refused


def token(sarjat: list[Sarja]) -> str:
    """Tells whether the order that one has looked at is the one there is."""
    return hashlib.sha256(repr([sarja.pk for sarja in sarjat]).encode()).hexdigest()[:16]


@transaction.atomic
def move(kampanja: Kampanja, key: int, *, up: bool, by, seen: str | None = None) -> None:
    """Let the category change places with the one before or after it. At either end nothing moves. Raises Refused."""
    require_staff(by)
    Kampanja.objects.select_for_update().get(pk=kampanja.pk)
    sarjat = list(kampanja.sarjat.in_gala_order())
    if seen is not None and seen != token(sarjat):
        raise Refused(_("Joku muu on muuttanut järjestystä sinun avattuasi sivun. Katso se ensin."))
    place = next((place for place, sarja in enumerate(sarjat) if sarja.pk == key), None)
    if place is None:
        raise Refused(_("Sarjaa ei ole tässä kampanjassa."))
    other = place - 1 if up else place + 1
    if 0 <= other < len(sarjat):
        sarjat[place], sarjat[other] = sarjat[other], sarjat[place]
    for number, sarja in enumerate(sarjat, start=1):
        if sarja.gala_position != number:
            put(sarja, number, by=by)


def put(sarja: Sarja, number: int, *, by) -> None:
    sarja.gala_position, sarja.version = number, sarja.version + 1
    sarja.changed_by, sarja.change_reason = by, _("Gaalan järjestys.")
    sarja.save(update_fields=["gala_position", "version", "changed_at", "changed_by", "change_reason"])
