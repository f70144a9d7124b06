"""The demo's prizes are given by the verbs: proposed by one, confirmed by another, public since the gala."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from kampanjat.models import Kampanja
from palkinnot import demo_prizes
from palkinnot.models import Palkinto
from tekojentori.models import Sahkoposti
from teot.models import Merkki, Tunnustus
from tests.factories import OrganisaatioFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_small_campaign_has_public_results_and_no_mail_that_would_go_today(rekisteri):
    for code, name in (("ESIM-1", "Esimerkkilä"), ("ESIM-5", "Satulaakso")):
        OrganisaatioFactory(code=code, name_fi=name)
    told = json.loads(demo_prizes.DATA.read_text(encoding="utf-8"))

    demo_prizes.load_spring(told, UserFactory(staff=True), demo_prizes.second_of_staff())

    kampanja, now = Kampanja.objects.get(), timezone.now()
    rows = Palkinto.objects.public(now).for_list()
    assert [(row.kind, row.ehdokas.title) for row in rows] == [
        ("prize", "Viikko ilman palavereja"),
        ("mention", "Oppilaat suunnittelivat ruokalistan"),
        ("place", "Esimerkkilä"),
    ]
    assert kampanja.results_public_from == kampanja.gala_ends_at
    assert (Tunnustus.objects.count(), Merkki.objects.public(now).count()) == (3, 3)
    assert set(Sahkoposti.objects.values_list("state", flat=True)) <= {"sent", "voided"}
    call_command("check_invariants")
