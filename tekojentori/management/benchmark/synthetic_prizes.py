"""Synthetic prizes: the acts of one campaign as candidates of its categories, some of them winners, since a day ago.

Written as they lie in the database, without juries at work: what is measured is the reading.
"""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from kampanjat.models import Kampanja
from palkinnot.models import Arvio, Ehdokas, Kierros, Kriteeri, Lukitus, Palkinto, Raati, Raatilainen, Sarja, Sitoumus
from tekojentori.models import User

CATEGORIES, PRIZES, JURORS, CRITERIA = 10, 55, 6, 4


def load(sentence: Callable[[int], str]) -> None:
    """55 prizes and as many candidates as the campaign has entries, in ten categories with a jury.

    The campaign after the first, whose jury is still discussing.
    """
    kampanja = next(iter(Kampanja.objects.order_by("opens_at")[1:2]), None)
    if kampanja is None:
        return
    now = timezone.now()
    Kampanja.objects.filter(pk=kampanja.pk).update(results_public_from=now - timedelta(days=1))
    raati = seat_jury(kampanja)
    entries = list(kampanja.osallistumiset.order_by("pk"))
    for number in range(CATEGORIES):
        sarja = Sarja.objects.create(
            kampanja=kampanja, name_fi=f"Sarja {number + 1}", position=number, most_prizes=PRIZES
        )
        for place in range(CRITERIA):
            Kriteeri.objects.create(
                sarja=sarja, position=place, name_fi=f"Kriteeri {place + 1}", guidance_fi=sentence(12)
            )
        candidates = Ehdokas.objects.bulk_create(
            Ehdokas(sarja=sarja, osallistuminen=entry) for entry in entries[number::CATEGORIES]
        )
        lock(sarja, raati, candidates)
        prizes = len(range(number, PRIZES, CATEGORIES))
        Palkinto.objects.bulk_create(
            Palkinto(
                sarja=sarja,
                ehdokas=ehdokas,
                kind=Palkinto.Kind.PLACE,
                place=place,
                citation_fi=sentence(30),
                citation_sv=sentence(30),
                state=Palkinto.State.CONFIRMED,
                proposed_at=now,
                confirmed_at=now,
            )
            for place, ehdokas in enumerate(candidates[:prizes], start=1)
        )


def seat_jury(kampanja: Kampanja) -> Raati:
    raati = Raati.objects.create(kampanja=kampanja, name="Raati")
    for number in range(JURORS):
        user, _created = User.objects.get_or_create(email=f"raatilainen{number}@esimerkkila.example")
        seat = Raatilainen.objects.create(
            raati=raati, email=user.email, name=f"Raatilainen {number}", user=user, accepted_at=timezone.now()
        )
        Sitoumus.objects.create(juror=seat, number=1, text="Sitoudun.", language="fi")
    return raati


def lock(sarja: Sarja, raati: Raati, candidates: list[Ehdokas]) -> None:
    """A locked round whose result says of each candidate what a real one would."""
    kierros = Kierros.objects.create(
        sarja=sarja, raati=raati, state=Kierros.State.LOCKED, assigned_at=timezone.now(), seed=1
    )
    Arvio.objects.bulk_create(
        Arvio(juror=juror, ehdokas=ehdokas) for juror in raati.raatilaiset.all() for ehdokas in candidates
    )
    entries = [{"entry": row.pk, "n": 3, "mean": "70", "median": "70", "spread": 12.5} for row in candidates]
    Lukitus.objects.create(
        kierros=kierros,
        number=1,
        inputs={},
        method=kierros.method,
        method_version="1",
        seed=1,
        result={"entries": entries},
        digest="0" * 64,
    )
