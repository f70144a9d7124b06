import json
import re
from datetime import UTC, datetime

import pytest

from teot.models import Hakurivi, Mittari
from tests.factories import TekoFactory, give_prize, lead

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("draft", 404),
        ("submitted", 404),
        ("returned", 404),
        ("rejected", 404),
        ("published", 200),
        ("archived", 200),
        ("hidden", 410),
        ("withdrawn", 410),
    ],
)
def test_act_is_read_only_while_public(client, state, status):
    teko = TekoFactory(in_state=state, title="Salainen nimi")

    response = client.get(f"/teot/{teko.pk}-salainen-nimi/")

    assert response.status_code == status
    assert ("Salainen nimi" in response.content.decode()) == (status == 200)


def test_visibility_is_checked_before_the_slug_redirects(client):
    hidden, public = TekoFactory(in_state="hidden"), TekoFactory(in_state="published", title="Hyvä teko")

    assert client.get(f"/teot/{hidden.pk}-vaara/").status_code == 410
    assert client.get(f"/teot/{public.pk}-vaara/")["Location"] == f"/teot/{public.pk}-hyva-teko/"
    assert client.get(f"/teot/{public.pk}/").status_code == 301
    assert client.get(f"/teot/0{public.pk}-hyva-teko/")["Location"] == f"/teot/{public.pk}-hyva-teko/"


@pytest.mark.parametrize(("summary", "leads"), [("Teimme sen.", 0), ("Teimme hyvän.", 1)])
def test_lead_does_not_repeat_what_was_done(client, summary, leads):
    teko = TekoFactory(in_state="published", summary=summary, done="Teimme sen.")

    page = client.get(f"/teot/{teko.pk}/", follow=True).content.decode()

    assert page.count('<p class="lead"') == leads


def test_act_that_waits_shows_its_published_version(client):
    teko = TekoFactory(in_state="published", title="Ensin")
    teko.done = "Myöhemmin kirjoitettu."
    teko.save()
    teko.submit(by=teko.author)

    assert "Myöhemmin kirjoitettu" not in client.get(f"/teot/{teko.pk}-ensin/").content.decode()


def test_act_shows_all_its_parts(client):
    teko = TekoFactory(
        title="Kaikki osat",
        starting_point="**Ennen** oli hidasta.",
        contact_consent=True,
        links=["https://esimerkkila.example/video"],
        keywords=["aukiolo"],
        source="Esimerkkilän tiedote",
    )
    give_prize(teko, year=2019)
    Mittari.objects.create(teko=teko, position=1, name="Lainaus", before="100", after="140", unit="indeksi")
    lead(teko, "published")

    body = client.get(f"/teot/{teko.pk}-kaikki-osat/").content.decode()

    parts = ["<strong>Ennen</strong> oli hidasta.", "+40 %", "kehittaminen@esimerkkila.example", "aukiolo"]
    parts += [
        "https://esimerkkila.example/video",
        "Esimerkkilän tiedote",
        "Innostavat teot 2019",
        "Yksikkö",
        "Käynnissä",
    ]
    assert [part for part in parts if part not in body] == []


def test_contact_without_consent_is_nowhere(client):
    teko = TekoFactory(in_state="published", contact_email="salattu@esimerkkila.example")

    assert "salattu@" not in client.get(f"/teot/{teko.pk}/", follow=True).content.decode()


def test_json_ld_cannot_end_its_script(client):
    teko = TekoFactory(in_state="published", title="</script><b>x")

    body = client.get(f"/teot/{teko.pk}/", follow=True).content.decode()

    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)[1])
    assert data["name"] == "</script><b>x"


def test_act_in_another_language_is_tagged(client):
    teko = TekoFactory(in_state="published", language="sv", title="Öppet bibliotek")

    assert '<h1 lang="sv">Öppet bibliotek</h1>' in client.get(f"/teot/{teko.pk}-oppet-bibliotek/").content.decode()
    assert "<h1>Öppet bibliotek</h1>" in client.get(f"/sv/teot/{teko.pk}-oppet-bibliotek/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_act_makes_two_queries(client, django_assert_num_queries, number):
    teko = TekoFactory(in_state="published", title="Nopea")
    TekoFactory.create_batch(number - 1, owner=teko.owner, in_state="published")

    with django_assert_num_queries(2):
        client.get(f"/teot/{teko.pk}-nopea/")


@pytest.mark.parametrize("key", ["0", "9" * 18, "9" * 30])
def test_numbers_past_every_act_are_not_found(client, key):
    assert client.get(f"/teot/{key}-x/").status_code == 404


def test_act_is_shared_by_its_own_address_whatever_follows_it(client):
    teko = TekoFactory(in_state="published", title="Hyvä teko")
    own = f"http://testserver/sv/teot/{teko.pk}-hyva-teko/"

    page = client.get(f"{own}?utm_source=uutiskirje").content.decode()

    assert f'<meta property="og:url" content="{own}">' in page
    assert f'<link rel="canonical" href="{own}">' in page
    assert f'readonly value="{own}"' in page
    assert page.count('property="og:site_name"') == 1


def test_act_names_the_feed_of_its_organisation(client):
    teko = TekoFactory(in_state="published", owner__code="ESIM-FEED")

    page = client.get(f"/teot/{teko.pk}/", follow=True).content.decode()

    (address,) = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]*)"', page)
    assert teko.title in client.get(address).content.decode()


def test_day_of_publishing_is_the_same_for_people_and_machines(client):
    teko = TekoFactory(in_state="published", title="Hyvä teko")
    evening = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # already July in Finland
    Hakurivi.objects.filter(pk=teko.pk).update(published_at=evening)

    page = client.get(f"/teot/{teko.pk}-hyva-teko/").content.decode()

    assert "1.7.2026</time>" in page
    assert '"datePublished": "2026-07-01"' in page
