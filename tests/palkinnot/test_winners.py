"""The public pages of prizes: what they tell, from when on, and what they cost."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kampanjat.models import Kampanja
from palkinnot import publication, winners
from palkinnot.models import Palkinto, Sarja
from palkinnot.models.choice import Choice
from tests.factories import TekoFactory, UserFactory, give_prize
from tests.juries import campaign_with, make_jury
from tests.palkinnot.test_palkinto import NOTES, choice, decide, fresh

pytestmark = pytest.mark.django_db

Kind = Palkinto.Kind


@pytest.fixture(scope="module")
def shared_jury(kept):
    return make_jury("locked")


@pytest.fixture
def other():
    return UserFactory(staff=True)


@pytest.fixture
def address(jury):
    return f"/palkinnot/{jury.kampanja.year}/"


def publish(jury, other, *choices, at=None) -> Sarja:
    sarja = decide(jury, other, *choices)
    publication.publish(jury.kampanja, by=other, at=at)
    return fresh(sarja)


def test_a_year_shows_winners_mentions_candidates_and_how_they_were_chosen(jury, other, address, client):
    publish(jury, other, choice(jury.candidates[0]), choice(jury.candidates[1], Kind.MENTION))

    page = client.get(address)

    category = page.context["page"].categories[0]
    assert [(row.badge, row.title) for row in category.winners] == [
        ("Palkinto", jury.candidates[0].title),
        ("Kunniamaininta", jury.candidates[1].title),
    ]
    assert category.winners[0].owner == jury.teot[0].owner.name
    assert category.chosen.candidate_count == 3
    assert {juror.name for juror in category.chosen.jurors} == {juror.name for juror in jury.jurors}
    assert [juror.is_chair for juror in category.chosen.jurors] == [True, False, False]
    assert category.chosen.conflicts == "Kukaan raadista ei ollut esteellinen."
    assert category.chosen.spread.startswith("Arvioita laskettiin 9. Saman ehdokkaan pisteet (0–100) hajosivat")
    weights = [criterion.weight for criterion in category.chosen.criteria]
    assert len(weights) == jury.sarja.kriteerit.count()
    for word in ["Rohkea ja tuloksellinen.", *(row.title for row in jury.candidates), jury.jurors[1].name]:
        assert word in page.text
    assert "1 palkinto ja 1 kunniamaininta." in page.text


@pytest.mark.parametrize("number", [1, 3])
def test_a_year_costs_five_queries_however_many_prizes(jury, other, address, client, django_assert_num_queries, number):
    Sarja.objects.filter(pk=jury.sarja.pk).update(most_prizes=3)
    publish(jury, other, *(choice(row) for row in jury.candidates[:number]))
    for _each in range(number):
        give_prize(TekoFactory(in_state="published"), year=jury.kampanja.year)

    with django_assert_num_queries(5):
        page = client.get(address)
    assert page.text.count('class="palkinto"') == 2 * number
    with django_assert_num_queries(2):
        assert "Palkitut" in client.get("/palkinnot/").text


def test_nothing_is_there_a_second_before_the_instant_and_everything_at_it(jury, other, address, client):
    at = timezone.now() + timedelta(days=2)
    publish(jury, other, at=at)

    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        before = [client.get(path) for path in (address, "/palkinnot/")]
        assert [(page.status_code, "Rohkein" in page.text, "Rohkea" in page.text) for page in before] == [
            (200, False, False)
        ] * 2
        assert f"Vuoden {jury.kampanja.year} palkintoja ei ole vielä julkistettu." in before[0].text
        assert address not in client.get("/sitemap-paikat.xml").text
    with time_machine.travel(at, tick=False):
        assert "Rohkea ja tuloksellinen." in client.get(address).text
        assert address in client.get("/palkinnot/").text
        assert address in client.get("/sitemap-paikat.xml").text


def test_a_campaign_with_a_category_public_before_the_others_is_said_to_wait_for_the_rest(jury, other, address, client):
    Sarja.objects.create(kampanja=jury.kampanja, name_fi="Toinen sarja")
    Kampanja.objects.update(gala_starts_at=timezone.now() + timedelta(days=2))
    for path in (address, "/palkinnot/"):
        text = client.get(path).text
        assert ("tuloksia ei ole vielä julkistettu." in text, "kaikkia tuloksia" in text) == (True, False)

    publication.reveal(decide(jury, other), by=other)

    for path in (address, "/palkinnot/"):
        assert "kaikkia tuloksia ei ole vielä julkistettu." in client.get(path).text


def test_staff_preview_a_campaign_that_has_no_instant_yet(jury, other):
    decide(jury, other)
    now = timezone.now()

    assert winners.of_year(jury.kampanja.year, now).categories == []
    page = winners.of_year(jury.kampanja.year, now, previewed=jury.kampanja)
    assert [row.title for row in page.categories[0].winners] == [jury.candidates[0].title]


def test_a_category_that_nobody_won_says_so(jury, other, address, client):
    sarja = fresh(jury.sarja)
    sarja.propose([Choice(Kind.NONE)], by=jury.staff, reason="Salainen syy.")
    sarja.confirm(by=other)
    publication.publish(jury.kampanja, by=other)

    text = client.get(address).text
    assert ("Palkintoa ei jaettu." in text, "Salainen syy." in text) == (True, False)


def test_a_correction_is_told_above_the_winners(jury, other, address, client):
    sarja, first = publish(jury, other), jury.candidates[0]
    mended = choice(first, citation_fi="Rohkea.")
    sarja.propose_correction(first, becomes=mended, notes=NOTES, by=jury.staff).confirm(by=other)

    page = client.get(address)
    assert NOTES["fi"] in page.text
    assert "Oli: <b>Palkinto</b>. <span>Rohkea ja tuloksellinen.</span>" in page.text
    assert "On: <b>Palkinto</b>. <span>Rohkea.</span>" in page.text
    assert page.context["page"].categories[0].winners[0].citation == "Rohkea."
    assert NOTES["sv"] in client.get(f"/sv{address}").text
    english = client.get(f"/en{address}").text
    assert f'<span lang="fi">{NOTES["fi"]}</span>' in english
    assert 'Was: <b>Award</b>. <span lang="fi">Rohkea ja tuloksellinen.</span>' in english


def test_a_correction_of_an_act_that_has_gone_does_not_name_it(jury, other, address, client):
    sarja, first = publish(jury, other), jury.candidates[0]
    sarja.propose_correction(first, becomes=None, notes=NOTES, by=jury.staff).confirm(by=other)
    named = client.get(address).text
    jury.teot[0].hide(by=other, reason="Pyynnöstä.")

    text = client.get(address).text
    assert f"<p>{first.title}</p>" in named
    assert (first.title in text, f"Ehdokas {first.pk} (ei enää julkinen)" in text) == (False, True)
    assert "On: <b>Ei palkintoa</b>" in text


def test_all_campaigns_of_a_year_and_prizes_of_old_are_on_its_page(jury, other, address, client):
    publish(jury, other)
    give_prize(TekoFactory(in_state="published", title="Vanha palkittu"), year=jury.kampanja.year)
    second, _teot = campaign_with(1, name_fi="Toinen kampanja", year=jury.kampanja.year)
    sarja = Sarja.objects.create(kampanja=second, name_fi="Toisen sarja", selection="staff")
    sarja.gather(by=other)
    sarja.propose([choice(sarja.ehdokkaat.get())], by=jury.staff, reason="Alueen suosikki.")
    sarja.confirm(by=other)

    assert "Toisen sarja" not in client.get(address).text
    publication.publish(second, by=other)
    text = client.get(address).text
    for word in ("Rohkein teko", "Toisen sarja", "Toinen kampanja", "Vanha palkittu", "Lähde: Uutinen"):
        assert word in text


def test_the_stream_is_linked_while_the_gala_runs(jury, address, client):
    starts_at = timezone.now() + timedelta(hours=1)
    ends_at = starts_at + timedelta(hours=3)
    type(jury.kampanja).objects.filter(pk=jury.kampanja.pk).update(
        gala_starts_at=starts_at, gala_ends_at=ends_at, stream_url="https://lahetys.example/gaala"
    )

    second = timedelta(seconds=1)
    for at, is_on in ((starts_at - second, False), (starts_at, True), (ends_at - second, True), (ends_at, False)):
        with time_machine.travel(at, tick=False):
            assert [("lahetys.example" in client.get(path).text) for path in (address, "/palkinnot/")] == [is_on] * 2


def test_a_year_without_campaigns_and_prizes_is_not_there(client):
    assert client.get("/palkinnot/1987/").status_code == 404
    assert "Palkintoja ei ole vielä julkistettu." in client.get("/palkinnot/").text


def test_a_citation_that_is_lacking_in_the_language_is_marked_as_finnish(jury, other, address, client):
    publish(jury, other)

    assert '<span lang="fi">Rohkea ja tuloksellinen.</span>' in client.get(f"/en{address}").text
    assert "Modig och resultatrik." in client.get(f"/sv{address}").text


def test_a_hidden_act_is_neither_winner_nor_candidate(jury, other, address, client):
    publish(jury, other)
    for teko in jury.teot[:2]:
        teko.hide(by=other, reason="Pyynnöstä.")

    text = client.get(address).text
    assert [teko.title in text for teko in jury.teot] == [False, False, True]
    assert "Palkintoa ei jaettu." not in text
