"""Pages of organisations, regions and sectors: whose acts they hold, and where their map puts them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tekojentori.models import Organisaatio
from teot import actions
from teot.models import Toimiala
from tests.factories import TekoFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def acts(rekisteri):
    espoo, pori = (Organisaatio.objects.get(code=code) for code in ("049", "609"))
    food = Toimiala.objects.get(code="ruoka")
    TekoFactory(title="Espoon teko", owner=espoo, in_state="published")
    TekoFactory(title="Porin teko", owner=pori, sectors=[food], in_state="published")
    TekoFactory(title="Porin luonnos", owner=pori, sectors=[food])


def dots(page: str) -> dict[str, int]:
    """How many dots of each kind the map has."""
    groups = re.findall(r'<g class="(\w+)">(.*?)</g>', page, re.DOTALL)
    return {kind: circles.count("<circle") for kind, circles in groups}


def berries(page: str) -> list[str]:
    return re.findall(r"<circle[^>]*><title>(.*?)</title>", page)


@pytest.mark.parametrize(("days", "says", "is_offered"), [(-1, "on päättynyt", False), (0, "päättyy", True)])
def test_organisation_that_will_end_has_not_ended_yet(client, rekisteri, days, says, is_offered):
    organisation = Organisaatio.objects.get(code="020")
    on = timezone.localdate() + timedelta(days=days)
    actions.end_organisation(organisation, by=UserFactory(staff=True), on=on, successor=None, reason="")

    page, offered = client.get("/organisaatiot/020/").text, client.get("/teot/").text

    assert f"Organisaatio {says} {on.day}.{on.month}.{on.year}." in page
    assert ('<option value="020">' in offered) == is_offered


def test_region_shows_its_acts_and_its_municipalities(client, acts):
    page = client.get("/maakunnat/01/").content.decode()
    of_region = Organisaatio.objects.filter(region__code="01", type=Organisaatio.Type.KUNTA).count()

    assert ("Espoon teko" in page, "Porin teko" in page) == (True, False)
    assert berries(page) == ["Espoo: 1"]
    assert dots(page) == {"land": 309 - of_region, "near": of_region - 1, "berry": 1}
    assert '<th scope="row"><a href="/organisaatiot/049/">Espoo</a></th><td>1</td>' in page


def test_sector_shows_its_acts_wherever_they_are(client, acts):
    page = client.get("/toimialat/ruoka/").content.decode()

    assert ("Espoon teko" in page, "Porin teko" in page, "Porin luonnos" in page) == (False, True, False)
    assert berries(page) == ["Pori: 1"]
    assert dots(page) == {"land": 308, "near": 0, "berry": 1}


def test_municipality_is_the_berry_of_its_own_page(client, acts):
    page = client.get("/organisaatiot/853/").content.decode()

    assert berries(page) == ["Turku"]
    assert "Puolukka on Turku." in page


def test_wellbeing_county_is_shown_by_the_municipalities_of_its_region(client, acts):
    page = client.get("/organisaatiot/HVA-18/").content.decode()

    assert (berries(page), dots(page)["near"] > 1) == ([], True)


def test_ended_organisation_is_not_asked_for_more(client, acts):
    asked = "Kehitettiinkö täällä jotakin"

    pages = {code: client.get(f"/organisaatiot/{code}/").content.decode() for code in ("853", "KY-PHHYKY")}

    assert {code: asked in page for code, page in pages.items()} == {"853": True, "KY-PHHYKY": False}


@pytest.mark.parametrize(
    ("path", "queries"), [("/maakunnat/01/", 2), ("/toimialat/sote/", 2), ("/organisaatiot/049/", 5)]
)
@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_acts(client, rekisteri, django_assert_num_queries, path, queries, number):
    owner = Organisaatio.objects.get(code="049")
    for _turn in range(number):
        TekoFactory(owner=owner, in_state="published")
    client.get(path)

    with django_assert_num_queries(queries):
        client.get(path)
