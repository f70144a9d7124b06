"""A synthetic jury on one campaign's entries: every sheet given, the round in the discussion."""

import random

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from kampanjat.models import Kampanja
from palkinnot.models import Arvio, Ehdokas, Kierros, Kriteeri, Piste, Raati, Raatilainen, Sarja, Sitoumus
from tekojentori.models import User
from teot.models import Teko

CHAIR = "kuorma-0@esimerkkila.example"
CRITERIA, JURORS, SHEETS = 6, 40, 5


def load() -> None:
    """The same jury from the same seed, in the first campaign."""
    dice = random.Random(2026)  # noqa: S311 - scores, not secrets
    kampanja = Kampanja.objects.earliest("opens_at")
    frozen = Teko.objects.filter(pk=OuterRef("teko")).values("published_version")
    kampanja.osallistumiset.update(frozen_version=Subquery(frozen), frozen_at=F("entered_at"))
    sarja = Sarja.objects.create(kampanja=kampanja, name_fi="Kuormasarja", most_prizes=3)
    criteria = [Kriteeri(sarja=sarja, position=n, name_fi=f"Kriteeri {n}", low=1, high=5) for n in range(CRITERIA)]
    Kriteeri.objects.bulk_create(criteria)
    raati = Raati.objects.create(kampanja=kampanja, name="Kuormaraati")
    jurors = [seat(raati, number) for number in range(JURORS)]
    Kierros.objects.create(
        sarja=sarja,
        raati=raati,
        state=Kierros.State.DISCUSSION,
        assigned_at=timezone.now(),
        sheets_per_candidate=SHEETS,
        seed=2026,
    )
    entries = kampanja.osallistumiset.order_by("pk")
    candidates = Ehdokas.objects.bulk_create(Ehdokas(sarja=sarja, osallistuminen=row) for row in entries)
    given = {"state": Arvio.State.GIVEN, "given_at": timezone.now(), "begun_at": timezone.now()}
    sheets = Arvio.objects.bulk_create(
        Arvio(ehdokas=row, juror=juror, **given) for row in candidates for juror in dice.sample(jurors, SHEETS)
    )
    Piste.objects.bulk_create(
        Piste(arvio=arvio, kriteeri=row, value=dice.randint(1, 5)) for arvio in sheets for row in criteria
    )


def seat(raati: Raati, number: int) -> Raatilainen:
    """Accepted and signed; the first is the chair, who is shown the most."""
    email = f"kuorma-{number}@esimerkkila.example"
    user = User.objects.create(email=email, name=f"Raatilainen {number}")
    role = Raatilainen.Role.MEMBER if number else Raatilainen.Role.CHAIR
    juror = Raatilainen.objects.create(
        raati=raati, email=email, name=user.name, role=role, user=user, accepted_at=timezone.now()
    )
    Sitoumus.objects.create(juror=juror, number=1, language="fi", text="Sitoudun.")
    return juror
