import re
from datetime import date

import pytest

from tekojentori.models import Organisaatio
from teot import register
from teot.actions import end_organisation
from teot.front_page import FrontPage
from tests.factories import TeemaFactory, TekoFactory, UserFactory, give_prize


@pytest.mark.django_db
def test_home_greets_in_finnish(client):
    response = client.get("/")

    assert response.status_code == 200
    assert "Hyvä teko kannattaa lainata." in response.content.decode()


@pytest.mark.django_db
def test_home_says_honestly_that_there_is_nothing_yet(client):
    page = client.get("/").content.decode()

    assert "Yhtään tekoa ei ole vielä julkaistu." in page
    assert 'id="luvut"' not in page


@pytest.mark.django_db
@pytest.mark.parametrize("acts", [1, 3])
def test_home_costs_five_queries_whatever_it_shows(client, django_assert_num_queries, rekisteri, acts):
    for _ in range(acts):
        TekoFactory(in_state="published").pick(by=UserFactory(staff=True))
    register.current()

    with django_assert_num_queries(5):
        page = client.get("/").content.decode()

    assert page.count('class="teko-card"') == acts


@pytest.mark.django_db
def test_home_shows_the_six_newest_and_counts_all():
    acts = [TekoFactory(in_state="published") for _number in range(7)]
    give_prize(acts[3])

    page = FrontPage()

    assert [card.title for card in page.newest] == [teko.title for teko in reversed(acts)][:6]
    assert (page.acts, page.organisations, page.prizes) == (7, 7, 1)


@pytest.mark.django_db
def test_home_shows_a_picked_act_once(rekisteri):
    acts = [TekoFactory(in_state="published") for _ in range(8)]
    acts[7].pick(by=UserFactory(staff=True))

    page = FrontPage()

    assert [card.title for card in page.picked] == [acts[7].title]
    assert [card.title for card in page.newest] == [teko.title for teko in reversed(acts[:7])][:6]


@pytest.mark.django_db
def test_home_with_nothing_but_picked_acts_has_no_empty_heading(client, rekisteri):
    TekoFactory(in_state="published").pick(by=UserFactory(staff=True))

    page = client.get("/").content.decode()

    assert ('id="uudet"' in page, 'id="poiminnat"' in page, page.count("Katso 1 teko")) == (False, True, 1)


@pytest.mark.django_db
def test_home_marks_municipalities_that_own_or_take_part(rekisteri):
    turku, pori = (Organisaatio.objects.get(code=code) for code in ("853", "609"))
    kajaani = Organisaatio.objects.get(code="205")
    TekoFactory(owner=turku, partners=[pori], in_state="published")
    TekoFactory(owner=turku, in_state="published")
    TekoFactory(owner=kajaani, in_state="archived")
    TekoFactory(owner=kajaani, in_state="submitted")

    page = FrontPage()

    assert [(dot.name, dot.acts) for dot in page.berries] == [("Pori", 1), ("Turku", 2)]
    assert len(page.dots) == len(page.land) + len(page.berries) == 309


@pytest.mark.django_db
def test_home_draws_every_municipality_and_tells_it_as_a_table(client, rekisteri):
    TekoFactory(owner=Organisaatio.objects.get(code="853"), in_state="published")

    page = client.get("/sv/").content.decode()

    assert len(re.findall(r'<circle cx="\d+" cy="\d+"', page)) == 309
    assert '<a href="/sv/organisaatiot/853/">Åbo</a></th><td>1</td>' in page


@pytest.mark.django_db
def test_home_counts_an_ended_organisation_as_its_successor(rekisteri):
    successor = Organisaatio.objects.get(code="HVA-18")
    teko = TekoFactory(in_state="published")
    end_organisation(teko.owner, on=date(2024, 12, 31), successor=successor, by=UserFactory(staff=True))

    assert FrontPage().organisations == 1


@pytest.mark.django_db
def test_home_names_the_commonest_themes_first(rekisteri):
    rare, common = TeemaFactory(slug="johtaminen"), TeemaFactory(slug="viestinta")
    TekoFactory(themes=[rare, common], in_state="published")
    TekoFactory(themes=[common], in_state="published")

    assert [(theme.code, theme.acts) for theme in FrontPage().themes] == [("viestinta", 2), ("johtaminen", 1)]


@pytest.mark.django_db
def test_home_counts_by_sector(rekisteri):
    TekoFactory(in_state="published")

    sectors = {sector.code: sector.acts for sector in FrontPage().sectors}

    assert (len(sectors), sectors["sote"], sectors["ruoka"]) == (7, 1, 0)
