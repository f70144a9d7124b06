"""A campaign opens: those who asked to hear of it are told, each once."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kampanjat.kirjeet import Kind
from kampanjat.models import Kampanja, Tilaus

OPENED = Kind(
    kind="kampanjat/opened",
    slug="haku-aukesi",
    name=_("Haku aukesi"),
    means=_("Lähtee haun auettua niille, jotka ovat pyytäneet tiedon siitä."),
    why=_("Sait tämän viestin, koska pyysit tiedon Tekojen torin haun aukeamisesta."),
    places={},
    sample=lambda kampanja, by: {},
)


@transaction.atomic
def announce(now: datetime) -> int:
    """Write the mails of the campaigns that are open; returns how many. One told by another meanwhile is passed by."""
    count = 0
    for kampanja in Kampanja.objects.held().filter(opens_at__lte=now, closes_at__gt=now).order_by("opens_at", "pk"):
        for tilaus in Tilaus.objects.to_be_told(kampanja).select_for_update(of=["self"]):
            tell(tilaus, kampanja)
            count += 1
    return count


def told_by_publishing(kampanja: Kampanja, now: datetime) -> list[str]:
    """Who would be told at once if the campaign were published now: those who wait, when it is open already."""
    if not kampanja.opens_at <= now < kampanja.closes_at:
        return []
    return list(Tilaus.objects.waiting_since_before(now, kampanja).values_list("email", flat=True))


def tell(tilaus: Tilaus, kampanja: Kampanja) -> None:
    with translation.override(tilaus.language):
        off_path = reverse("tilaukset:off", args=[tilaus.off_token])
    OPENED.post(
        kampanja,
        cause=f"kampanja:{kampanja.pk}",
        to=tilaus.email,
        language=tilaus.language,
        values=dict,
        off_path=off_path,
    )
    tilaus.mark_told(kampanja)
