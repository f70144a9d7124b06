"""Prizes on the pages that have something else to tell: campaign, act, organisation, list, feed."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from palkinnot.models import Palkinto, Sarja
from teot import list_export
from teot.actions import merge_organisations
from teot.models import Merkki, Tunnustus
from tests.factories import OrganisaatioFactory, TekoFactory, UserFactory, give_prize
from tests.juries import make_jury
from tests.palkinnot.test_palkinto import NOTES, choice
from tests.palkinnot.test_winners import publish

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def shared_jury(kept):
    return make_jury("locked")


@pytest.fixture
def other():
    return UserFactory(staff=True)


def entries(client, path="/palkinnot/syote.atom") -> list[dict]:
    root = ElementTree.fromstring(client.get(path).content)
    return [{part.tag.removeprefix(ATOM): part for part in entry} for entry in root.iter(f"{ATOM}entry")]


def test_a_campaign_tells_its_categories_and_criteria_from_the_start_and_its_winners_at_the_instant(
    rekisteri, jury, other, client, django_assert_num_queries
):
    at, address = timezone.now() + timedelta(days=2), f"/kampanjat/{jury.kampanja.slug}/"
    publish(jury, other, at=at)
    criterion = jury.sarja.kriteerit.first()
    client.get(address)

    with time_machine.travel(at - timedelta(seconds=1), tick=False), django_assert_num_queries(6):
        before = client.get(address).text
    assert [word in before for word in ("Rohkein teko", criterion.name, "paino", "Tulokset julkaistiin")] == [
        True,
        True,
        True,
        False,
    ]
    assert "palkinto-badge" not in before
    with time_machine.travel(at, tick=False), django_assert_num_queries(7):
        after = client.get(address).text
    assert after.count("palkinto-badge") == 2  # among the winners, and on the card of the act
    assert [word in after for word in ("Palkitut", f"/palkinnot/{jury.kampanja.year}/", "Tulokset julkaistiin")] == [
        True
    ] * 3


@pytest.mark.parametrize("number", [1, 3])
def test_an_organisation_shows_its_prizes(jury, other, client, django_assert_num_queries, number):
    owner = jury.teot[0].owner
    publish(jury, other)
    for count in range(number):
        act = TekoFactory(owner=owner, in_state="published", title=f"Vanha {count}")
        give_prize(act, year=2019, kind=Palkinto.Kind.MENTION)

    client.get("/organisaatiot/")
    with django_assert_num_queries(6):
        page = client.get(f"/organisaatiot/{owner.code}/")
    assert [(row.text, row.act.title) for row in page.context["page"].prizes] == [
        (f"Rohkein teko {jury.kampanja.year}", jury.teot[0].title),
        *[("Innostavat teot, kunniamaininta 2019", f"Vanha {count}") for count in range(number)],
    ]


def test_search_engines_are_told_of_awards(jury, other, client):
    holder = OrganisaatioFactory()
    Tunnustus.objects.record("kasin:1", organisation=holder, name_fi="Ihmeiden tekijät", source="Uutinen", year=2019)
    act = f"/teot/{jury.teot[0].pk}/"
    assert '"award"' not in client.get(act, follow=True).text
    publish(jury, other)

    assert f'"award": ["Rohkein teko {jury.kampanja.year}"]' in client.get(act, follow=True).text
    assert '"award": ["Ihmeiden tekijät 2019"]' in client.get(f"/organisaatiot/{holder.code}/").text


def test_the_feed_has_results_from_the_instant_on(jury, other, client):
    at = timezone.now() + timedelta(days=2)
    sarja = publish(jury, other, choice(jury.candidates[0], citation_fi="Rohkea & <b>hyvä</b>."), at=at)

    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert entries(client) == []
    with time_machine.travel(at, tick=False):
        (entry,) = entries(client)
        assert entry["title"].text == f"Rohkein teko: {jury.teot[0].title}"
        assert entry["summary"].text == "Rohkea &amp; &lt;b&gt;hyvä&lt;/b&gt;."
        assert entry["published"].text == entry["updated"].text
        assert entry["id"].text == f"{settings.SITE_URL}/palkinnot/palkinto/{sarja.palkinnot.get().pk}"
        assert entry["link"].get("href").endswith(f"/palkinnot/{jury.kampanja.year}/#sarja-{sarja.pk}")
        assert "Modig och resultatrik." in client.get("/sv/palkinnot/syote.atom").text
        assert 'href="/palkinnot/syote.atom"' in client.get(f"/palkinnot/{jury.kampanja.year}/").text
    with time_machine.travel(at + timedelta(days=1), tick=False):
        mended = choice(jury.candidates[0], citation_fi="Rohkea.")
        sarja.propose_correction(jury.candidates[0], becomes=mended, notes=NOTES, by=jury.staff).confirm(by=other)
        (entry,) = entries(client)
    assert (entry["summary"].text, entry["published"].text < entry["updated"].text) == ("Rohkea.", True)


@pytest.mark.parametrize("number", [1, 3])
def test_the_feed_asks_once(jury, other, client, django_assert_num_queries, number):
    Sarja.objects.filter(pk=jury.sarja.pk).update(most_prizes=3)
    publish(jury, other, *(choice(row) for row in jury.candidates[:number]))

    with django_assert_num_queries(1):
        client.get("/palkinnot/syote.atom")


def test_prizes_follow_an_organisation_that_was_a_duplicate(rekisteri, other):
    duplicate, into = OrganisaatioFactory(), OrganisaatioFactory()
    Tunnustus.objects.record("kasin:1", organisation=duplicate, name_fi="Ihmeiden tekijät", source="Uutinen")

    merge_organisations([duplicate], into=into, by=other, reason="Sama kunta.")

    row = Tunnustus.objects.get()
    assert (row.organisation, row.changed_by, row.change_reason) == (into, other, "Sama kunta.")
    assert Merkki.objects.of(into.pk).count() == 1


def test_an_organisations_prize_is_its_heirs_however_late_the_mark_is_written(rekisteri, other):
    most, into = OrganisaatioFactory(), OrganisaatioFactory()
    jury = make_jury("locked", acts=[{"owner": most}])
    sarja = Sarja.objects.create(
        kampanja=jury.kampanja, name_fi="Kekseliäin kunta", selection="count", target="organisaatio"
    )
    sarja.propose_by_count(by=jury.staff)
    sarja.confirm(by=other)
    publish(jury, other)

    merge_organisations([most], into=into, by=other)
    assert Merkki.objects.of(into.pk).filter(teko=None).count() == 1
    call_command("tick")
    assert Tunnustus.objects.get(teko=None).organisation == into


def test_files_of_lists_tell_public_prizes_and_not_the_registers_words(jury, other):
    act = TekoFactory(in_state="published", prize="Vapaata tekstiä")
    give_prize(act, year=2019)
    publish(jury, other, at=timezone.now() + timedelta(days=2))
    column = list_export.COLUMNS.index("Palkinto")
    rows = lambda: [row[column] for row in list_export.lines([act.pk, jury.teot[0].pk], str)]  # noqa: E731

    assert rows() == ["Innostavat teot 2019", ""]
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert rows() == ["Innostavat teot 2019", f"Rohkein teko {jury.kampanja.year}"]


def test_authors_preview_shows_the_badges_of_the_act(client):
    act = TekoFactory(in_state="published")
    give_prize(act, year=2019)
    client.force_login(act.author)

    assert "Innostavat teot 2019" in client.get(f"/ilmoita/{act.pk}/esikatselu/").text
