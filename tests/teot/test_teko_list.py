import html
import re
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from tekojentori.models import Organisaatio
from teot import bank, register
from teot.models import Mittari, Teema, Teko, Toimiala, Tunnustus
from tests.factories import WAYS, TekoFactory, UserFactory, give_prize, lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def acts(rekisteri):
    return three_acts()


def three_acts() -> dict:
    """Espoo's library, Pori's kitchen shared with Espoo, and a county's care."""
    sectors = {row.code: row for row in Toimiala.objects.all()}
    themes = {row.slug: row for row in Teema.objects.all()}
    espoo, pori, county = (Organisaatio.objects.get(code=code) for code in ("049", "609", "HVA-18"))
    return {
        "library": TekoFactory(
            title="Omatoimikirjasto",
            owner=espoo,
            sectors=[sectors["kulttuuri"]],
            themes=[themes["osallisuus"]],
            first_year=2016,
            last_year=2018,
            in_state="published",
        ),
        "kitchen": TekoFactory(
            title="Hävikkiruoka",
            owner=pori,
            partners=[espoo],
            sectors=[sectors["ruoka"], sectors["opetus"]],
            themes=[themes["ymparisto"], themes["osallisuus"]],
            first_year=2014,
            in_state="published",
        ),
        "care": TekoFactory(
            title="Etähoiva",
            owner=county,
            sectors=[sectors["sote"]],
            first_year=2021,
            stage="paattynyt",
            in_state="published",
        ),
    }


def titles(response) -> list[str]:
    return [card.title for card in response.context["listing"].cards]


def counts(response, facet: str) -> dict[str, int]:
    shown = next(item for item in response.context["listing"].facets if item.name == facet)
    return {option.code: option.count for option in shown.options if option.count}


def years_offered(response) -> dict[str, list[str]]:
    facets = {item.name: item for item in response.context["listing"].facets}
    return {name: [option.code for option in facets[name].options] for name in ("vuosi", "palkinto")}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Etähoiva", "Hävikkiruoka", "Omatoimikirjasto"]),
        ("jarjestys=nimi", ["Etähoiva", "Hävikkiruoka", "Omatoimikirjasto"]),
        ("toimiala=ruoka", ["Hävikkiruoka"]),
        ("toimiala=opetus&toimiala=sote", ["Etähoiva", "Hävikkiruoka"]),
        ("teema=osallisuus", ["Hävikkiruoka", "Omatoimikirjasto"]),
        ("maakunta=01", ["Omatoimikirjasto"]),
        ("organisaatio=049", ["Hävikkiruoka", "Omatoimikirjasto"]),
        ("tyyppi=hyvinvointialue", ["Etähoiva"]),
        ("vuosi=2017", ["Omatoimikirjasto"]),
        ("vuosi=2014&vuosi=2021", ["Etähoiva", "Hävikkiruoka"]),
        ("vaihe=kaynnissa", ["Hävikkiruoka", "Omatoimikirjasto"]),
        ("q=hävikkiruoka", ["Hävikkiruoka"]),
        ("teema=osallisuus&organisaatio=609", ["Hävikkiruoka"]),
    ],
)
def test_list_shows_what_the_address_asks_for(client, acts, query, expected):
    assert titles(client.get(f"/teot/?{query}")) == expected


def test_facet_is_counted_with_the_other_facets_applied(client, acts):
    response = client.get("/teot/?toimiala=ruoka&organisaatio=049")

    assert counts(response, "toimiala") == {"opetus": 1, "kulttuuri": 1, "ruoka": 1}
    assert counts(response, "organisaatio") == {"049": 1, "609": 1}
    assert counts(response, "teema") == {"osallisuus": 1, "ymparisto": 1}
    assert counts(response, "vuosi") == {"2014": 1}


@pytest.mark.parametrize("query", ["", "toimiala=opetus", "q=sujuvampaa&teema=osallisuus&maakunta=01", "tyyppi=kunta"])
def test_every_count_is_what_choosing_that_value_alone_gives(client, acts, query):
    tables = register.current()
    listing = client.get(f"/teot/?{query}").context["listing"]

    for facet in listing.facets:
        keys = {code: key for key, code, _name in listing.choices(facet.name)}
        for option in facet.options:
            alone = bank.replace(listing.criteria, **{facet.name: (keys[option.code],)})
            assert (option.code, bank.find(alone, tables).total) == (option.code, option.count)


def test_hidden_acts_are_in_no_count(client, rekisteri):
    for state in WAYS:
        TekoFactory(in_state=state, title=f"Tila {state}")

    response = client.get("/teot/")

    assert titles(response) == ["Tila published"]
    assert response.context["listing"].found.total == 1
    assert counts(response, "vuosi") == {"2024": 1}


@pytest.mark.parametrize("number", [1, 3])
def test_list_makes_two_queries(client, rekisteri, django_assert_num_queries, number):
    TekoFactory.create_batch(number, in_state="published")
    client.get("/teot/")

    with django_assert_num_queries(2):
        client.get("/teot/?toimiala=sote")


def test_unknown_value_keeps_the_other_filters(client, acts):
    response = client.get("/teot/?toimiala=luonto&organisaatio=049")

    assert response.status_code == 400
    assert titles(response) == ["Hävikkiruoka", "Omatoimikirjasto"]
    assert "Toimiala: Tuntematon arvo: ”luonto”" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "target", "field"),
    [
        ("toimiala=luonto", "#rajaus-toimiala", '<details id="rajaus-toimiala" open>'),
        ("vaihe=valmis", "#rajaus-vaihe", '<details id="rajaus-vaihe" open>'),
        ("q=" + "x" * 201, "#haku", 'id="haku"'),
        ("jarjestys=vanhin", "#jarjesta", 'id="jarjesta"'),
    ],
)
def test_fault_is_said_by_its_field_and_led_to(client, acts, query, target, field):
    response = client.get(f"/teot/?{query}")
    page, (error,) = html.unescape(response.content.decode()), response.context["listing"].faults

    assert error.url == target
    assert f'<a href="{target}">{error.text}</a>' in page
    said = f">Virhe: {error.text.partition(': ')[2]}</p>"
    assert page.count(said) == 1
    assert abs(page.index(field) - page.index(said)) < 600


def test_words_that_cannot_be_searched_stay_in_their_field(client, acts):
    words = "kirjasto " * 30

    page = client.get("/teot/", {"q": words}).content.decode()

    assert f'value="{words.strip()}"' in page
    assert 'aria-invalid="true" aria-describedby="virhe-q"' in page


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("", "21 tekoa"),
        ("?sivu=2", "21 tekoa, sivu 2"),
        ("?tyyppi=kunta&sivu=2", "21 tekoa: Kunta, sivu 2"),
        ("?sivu=3", "Sivua 3 ei ole: 21 tekoa"),
    ],
)
def test_title_names_the_page(client, rekisteri, query, title):
    TekoFactory.create_batch(bank.PAGE_SIZE + 1, in_state="published")

    assert f"<title>{title} – Tekojen tori</title>" in client.get(f"/teot/{query}").content.decode()


def test_hundred_filters_are_answered(client, acts):
    assert client.get("/teot/?" + "&".join(f"vuosi={year}" for year in range(1950, 2050))).status_code == 200


def test_page_beyond_the_last_links_to_it(client, rekisteri):
    TekoFactory.create_batch(bank.PAGE_SIZE + 1, in_state="published")

    response = client.get("/teot/?tyyppi=kunta&sivu=99999999999999999999")

    assert response.status_code == 404
    assert 'href="/teot/?tyyppi=kunta&amp;sivu=2"' in response.content.decode()


def test_pages_hold_every_act_once(client, rekisteri):
    TekoFactory.create_batch(bank.PAGE_SIZE + 2, in_state="published")

    for order in ("uusin", "nimi", "osuvin&q=sujuvampaa"):
        shown = [
            card.url
            for page in (1, 2)
            for card in client.get(f"/teot/?jarjestys={order}&sivu={page}").context["listing"].cards
        ]
        assert (len(shown), len(set(shown))) == (bank.PAGE_SIZE + 2,) * 2


def test_changed_filter_drops_the_page(client, rekisteri):
    TekoFactory.create_batch(bank.PAGE_SIZE + 1, in_state="published")

    response = client.get("/teot/?tyyppi=kunta&vaihe=kaynnissa&sivu=2")

    assert [chip.url for chip in response.context["listing"].chips] == ["/teot/?vaihe=kaynnissa", "/teot/?tyyppi=kunta"]
    form = re.search(r'<form class="facets.*?</form>', response.content.decode(), re.DOTALL)[0]
    assert 'name="sivu"' not in form


def test_empty_result_names_the_filter_to_drop(client, acts):
    response = client.get("/teot/?q=hävikkiruoka&toimiala=sote&vaihe=kaynnissa")

    ways = [(way.text, way.count) for way in response.context["listing"].ways_out]
    assert ways == [("Sosiaali- ja terveysala", 1), ("Käynnissä", 0), ("”hävikkiruoka”", 0)]


def test_search_reads_each_language_in_its_own_way(client, acts):
    TekoFactory(title="Skolorna", language="sv", in_state="published")

    assert titles(client.get("/teot/?q=skolor")) == ["Skolorna"]


def test_title_match_comes_first(client, rekisteri):
    TekoFactory(title="Kahvihuone", in_state="published")
    TekoFactory(title="Toinen", done="Kahvihuone siirrettiin.", in_state="published")

    assert titles(client.get("/teot/?q=kahvihuone")) == ["Kahvihuone", "Toinen"]


def test_card_leads_with_a_measured_result_else_with_words(client):
    words = TekoFactory(in_state="published", results="jonot **lyhenivät** puoleen; muuta ei mitattu. Jatkamme.")
    measured = TekoFactory(results="Jonot lyhenivät.")
    Mittari.objects.create(teko=measured, position=1, name="Jonotus", before="10", after="5", unit="min")
    lead(measured, "published")
    prized = TekoFactory(in_state="published", results="Jonot lyhenivät.")
    give_prize(prized, year=2019)

    page = client.get("/teot/").content.decode()

    cards = dict(zip((prized, measured, words), page.split('<li class="teko-card"')[1:], strict=True))
    shown = {teko: re.findall(r'<p class="(result[^"]*)">(.*?)</p>', card) for teko, card in cards.items()}
    assert shown == {
        words: [("result is-words", "Jonot lyhenivät puoleen")],
        measured: [("result", "<b>−50 %</b> Jonotus")],
        prized: [],
    }


def test_prizes_are_found_by_year_and_shown_on_cards_from_their_instant_on(client):
    now = timezone.now()
    prized, mentioned, other = (TekoFactory(in_state="published", title=title) for title in ("Eka", "Toka", "Muu"))
    give_prize(prized, year=2019)
    give_prize(mentioned, "Vuoden ympäristöteko", year=2019, kind="mention", public_from=now + timedelta(days=1))

    assert titles(client.get("/teot/?palkinto=2019")) == ["Eka"]
    assert "Vuoden ympäristöteko" not in client.get("/teot/").text
    assert client.get("/teot/?palkinto=1987").status_code == 200
    with time_machine.travel(now + timedelta(days=1), tick=False):
        assert titles(client.get("/teot/?palkinto=2019")) == ["Toka", "Eka"]
        page = client.get("/teot/?palkinto=2019&vuosi=2024").text
    assert "Innostavat teot 2019" in page
    assert "Vuoden ympäristöteko, kunniamaininta 2019" in page
    assert titles(client.get("/teot/?palkinto=kulta")) == [other.title, mentioned.title, prized.title]


def test_prizes_are_counted_by_year_with_the_other_facets_applied(client, acts):
    now, (one, other) = timezone.now(), Teko.objects.order_by("title")[1:]
    for number, (teko, year) in enumerate([(one, 2019), (one, 2019), (one, 2021), (other, 2019)]):
        Tunnustus.objects.record(f"kasin:{number}", teko=teko, name_fi="Palkinto", source="Uutinen", year=year)
    hidden = {"year": 2024, "public_from": now + timedelta(days=1)}
    Tunnustus.objects.record("kasin:9", teko=other, name_fi="Palkinto", source="Uutinen", **hidden)
    by_query = {
        "": {"2019": 2, "2021": 1},
        "palkinto=2021": {"2019": 2, "2021": 1},
        "palkinto=2021&organisaatio=609": {"2019": 1, "2021": 1},
        "q=hävikkiruoka": {"2019": 1, "2021": 1},
        "q=hävikkiruoka&palkinto=2019": {"2019": 1, "2021": 1},
        "toimiala=sote": {},
    }

    found = {query: counts(client.get(f"/teot/?{query}"), "palkinto") for query in by_query}

    assert found == by_query
    years = {"vuosi": ["2021", "2018", "2017", "2016", "2014"], "palkinto": ["2021", "2019"]}
    offered = [years_offered(client.get(f"/teot/?{query}")) for query in by_query]
    assert offered == [years] * len(by_query)
    assert counts(client.get("/teot/?palkinto=2021"), "organisaatio") == {"049": 1, "609": 1}


def test_feed_holds_the_filtered_acts(client, acts):
    response = client.get("/teot/syote.atom?toimiala=ruoka")

    body = response.content.decode()
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert re.findall(r"<entry[^>]*><title>(.*?)</title>", body) == ["Hävikkiruoka"]


def test_search_reads_what_people_read(client):
    TekoFactory(in_state="published", done="Katso [ohje](https://piilosana.example/) ja **aamupuuro**.")

    found = {word: client.get(f"/teot/?q={word}").context["listing"].found.total for word in ("aamupuuro", "piilosana")}

    assert found == {"aamupuuro": 1, "piilosana": 0}


def test_feed_entry_is_in_the_language_of_its_act_and_updated_with_its_version(client):
    teko = TekoFactory(in_state="published", language="sv", title="Läsvagnen")
    teko.title = "Läsvagnen kör vidare"
    teko.save()
    teko.publish(by=UserFactory(staff=True), version=teko.submit(by=teko.author))

    body = client.get("/teot/syote.atom").content.decode()

    assert '<entry xml:lang="sv"><title>Läsvagnen kör vidare</title>' in body
    moments = re.findall(r"<(published|updated)>([^<]*)</", body.partition("<entry")[2])
    assert [moment for _name, moment in moments] == [
        teko.published_at.isoformat(),
        teko.published_version.created_at.isoformat(),
    ]


def test_feed_takes_a_summary_for_the_plain_text_that_it_is(client):
    TekoFactory(in_state="published", summary="Alle 5 < 10 & <b>nopeasti</b>.")

    summary = ElementTree.fromstring(client.get("/teot/syote.atom").content).find(".//{*}summary")

    assert (summary.get("type"), summary.text) == ("html", "Alle 5 &lt; 10 &amp; &lt;b&gt;nopeasti&lt;/b&gt;.")


@pytest.mark.parametrize("query", ["", "?toimiala=ruoka", "?q=olematon"])
def test_feed_holds_what_the_standard_of_feeds_asks_for(client, acts, query):
    """RFC 4287, sections 4.1.1 and 4.1.2: what a feed and its entries must have."""
    feed = ElementTree.fromstring(client.get(f"/teot/syote.atom{query}").content)
    atom = "{http://www.w3.org/2005/Atom}"

    assert feed.tag == f"{atom}feed"
    assert [link.get("href") for link in feed.findall(f"{atom}link[@rel='self']")] == [
        f"http://testserver/teot/syote.atom{query}"
    ]
    for element in (feed, *feed.findall(f"{atom}entry")):
        assert [len(element.findall(atom + name)) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert datetime.fromisoformat(element.findtext(f"{atom}updated")).tzinfo is not None
        assert element.findtext(f"{atom}id").startswith(f"{settings.SITE_URL}/teot/")  # whatever host was asked
    for entry in feed.findall(f"{atom}entry"):
        assert [name.text for name in entry.findall(f"{atom}author/{atom}name")] != []
        assert [link.get("rel") for link in entry.findall(f"{atom}link")] == ["alternate"]


def test_feed_past_its_last_page_is_not_found(client, acts):
    assert client.get("/teot/syote.atom?sivu=2").status_code == 404
