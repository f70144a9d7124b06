"""Public decisions as marks on acts and organisations. The public does not wait for them: see `Merkki`."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from kampanjat.models import Kampanja
from palkinnot.models.palkinto import Palkinto
from teot.models import Tunnustus


def write(now: datetime) -> int:
    """Write the marks of what has become public, and bring those up to date that say something else; how many.

    A campaign at a time, all of its marks or none. Late or repeated calls change nothing.
    """
    count = 0
    for key in unwritten(now).values_list("sarja__kampanja", flat=True).order_by("sarja__kampanja").distinct():
        with transaction.atomic():
            Kampanja.objects.select_for_update().get(pk=key)
            for palkinto in unwritten(now).filter(sarja__kampanja=key).for_list().with_instant():
                record(palkinto, public_from=palkinto.public_from)
                count += 1
    return count


def unwritten(now: datetime):
    key = Concat(Value("palkinto:"), Cast(OuterRef("pk"), CharField()))
    return Palkinto.objects.public(now).awarded().exclude(Exists(Tunnustus.objects.filter(key=key)))


def record(palkinto: Palkinto, *, public_from: datetime, by=None, reason: str = "") -> None:
    sarja, ehdokas = palkinto.sarja, palkinto.ehdokas
    texts = {f"name_{language}": getattr(sarja, f"name_{language}") for language in ("fi", "sv", "en")}
    texts |= {f"citation_{language}": getattr(palkinto, f"citation_{language}") for language in ("fi", "sv", "en")}
    Tunnustus.objects.record(
        palkinto.key,
        by=by,
        reason=reason,
        teko=palkinto.teko,
        organisation=ehdokas.organisation and (ehdokas.organisation.merged_into or ehdokas.organisation),
        kampanja=sarja.kampanja,
        year=sarja.kampanja.year,
        kind=palkinto.kind,
        place=palkinto.place,
        public_from=public_from,
        **texts,
    )


def correct(palkinto: Palkinto, *, by, reason: str) -> None:
    """Let the mark, if it has been written, follow a correction."""
    mark = Tunnustus.objects.filter(key=palkinto.key).first()
    if palkinto.state == Palkinto.State.ANNULLED or palkinto.kind == Palkinto.Kind.NONE:
        Tunnustus.objects.revoke(palkinto.key, by=by, reason=reason)
    elif mark:
        record(palkinto, public_from=mark.public_from, by=by, reason=reason)
