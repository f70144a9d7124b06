"""Staff decide in the admin: a proposal, another who confirms, and what each page refuses and shows."""

import re

import pytest

from palkinnot import publication
from palkinnot.models import Esteellisyys, Palkinto, Sarja
from tekojentori.models import Sahkoposti, User
from tests.factories import OrganisaatioFactory, UserFactory, enter_admin
from tests.juries import campaign_with, make_jury
from tests.palkinnot.test_palkinto import choice, decide, fresh

pytestmark = pytest.mark.django_db

BASE = "/hallinta/palkinnot/palkinto"


@pytest.fixture(scope="module")
def shared_jury(kept):
    return make_jury("locked", acts=2, jurors=2)


@pytest.fixture
def other():
    return UserFactory(staff=True, name="Toinen Toimistosta")


@pytest.fixture
def as_(client):
    def as_(user):
        return enter_admin(client, user)

    return as_


def address(sarja, step: str = "") -> str:
    return f"{BASE}/sarja/{sarja.pk}/{step and step + '/'}"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def award(ehdokas, **fields) -> dict:
    texts = {"kind": "prize", "citation_fi": "Rohkea.", "citation_sv": "Modig."} | fields
    return {"ehdokas": [ehdokas.pk]} | {f"e{ehdokas.pk}-{name}": value for name, value in texts.items()}


def post(client, sarja, step: str, data: dict | None = None):
    """As the page of the step sends it: with the mark of what it shows."""
    return client.post(address(sarja, step), {"seen": fresh(sarja).decision_token} | (data or {}))


def states(sarja) -> list[str]:
    return list(sarja.palkinnot.order_by("pk").values_list("state", flat=True))


def test_one_proposes_and_another_confirms_on_their_pages(jury, other, as_):
    sarja, first = jury.sarja, jury.candidates[0]
    client = as_(jury.staff)
    page = client.get(address(sarja))
    assert f'value="{first.pk}" aria-label="{first.title}" checked' in page.text
    assert client.get(address(sarja, "ehdota")).context["proposal"].keys == [first.pk]

    assert post(client, sarja, "ehdota", award(first)).status_code == 302
    own = client.get(address(sarja))
    assert "Ehdotus on sinun, joten sen vahvistaa joku toinen." in own.text
    refused = post(client, sarja, "vahvista")
    assert (refused.status_code, "Omaa ehdotusta ei voi vahvistaa." in refused.text) == (422, True)

    assert "Ehdotus odottaa vahvistamista" not in client.get("/hallinta/").text
    client = as_(other)
    waiting = f'Ehdotus odottaa vahvistamista: <a href="{address(sarja)}">Rohkein teko</a>'
    assert waiting in client.get("/hallinta/").text
    asked = client.get(address(sarja, "vahvista"))
    assert "2 viestiluonnosta" in text_of(asked)
    assert (states(sarja), Sahkoposti.objects.held().count()) == (["proposed"], 0)
    assert jury.teot[0].author.email in asked.text
    assert post(client, sarja, "vahvista", {"seen": asked.context["token"]}).status_code == 302
    assert (states(sarja), sarja.palkinnot.get().confirmed_by) == (["confirmed"], other)
    assert "Toinen Toimistosta" in client.get(address(sarja)).text


def test_what_was_typed_stays_when_a_proposal_is_refused(jury, as_):
    sarja, (first, second) = jury.sarja, jury.candidates
    client = as_(jury.staff)

    lacking = post(client, sarja, "ehdota", award(first, citation_sv="", place="1"))
    assert (lacking.status_code, "<title>Virhe: " in lacking.text) == (422, True)
    assert "Kirjoita perustelu ruotsiksi." in lacking.text
    assert "Sija on numero vain silloin" in lacking.text
    assert ">\nRohkea.</textarea>" in lacking.text

    leaving = post(client, sarja, "ehdota", award(second, citation_fi="Toinen on parempi."))
    assert (leaving.status_code, "Ehdotus poikkeaa järjestyksestä" in leaving.text) == (422, True)
    assert "Toinen on parempi.</textarea>" in leaving.text
    both = award(first) | award(second) | {"ehdokas": [first.pk, second.pk]}
    many = post(client, sarja, "ehdota", both)
    assert (many.status_code, "Sarjassa on 1 palkinto, ja ehdotuksessa niitä olisi 2." in many.text) == (422, True)
    assert Palkinto.objects.count() == 0

    reason = {"reason": "Ensimmäinen on jo palkittu."}
    assert post(client, sarja, "ehdota", award(second) | reason).status_code == 302
    assert sarja.palkinnot.get().reason == "Ensimmäinen on jo palkittu."


def test_another_candidate_is_added_without_losing_what_is_written(jury, as_):
    sarja, (first, second) = jury.sarja, jury.candidates
    client = as_(jury.staff)

    written = award(first, citation_fi="Pitkä teksti.", citation_sv="")
    page = post(client, sarja, "ehdota", written | {"more": second.pk})

    proposal = page.context["proposal"]
    assert (page.status_code, proposal.keys, proposal.whole["more"].value()) == (200, [first.pk, second.pk], None)
    assert "Pitkä teksti.</textarea>" in page.text
    assert "Kirjoita perustelu" not in page.text
    assert Palkinto.objects.count() == 0
    assert post(client, sarja, "ehdota", written | {"more": "tyhjä"}).status_code == 422


def test_nobody_gets_the_prize_for_a_reason(jury, as_):
    client = as_(jury.staff)
    assert post(client, jury.sarja, "ehdota", {"nobody": "on"}).status_code == 422
    assert post(client, jury.sarja, "ehdota", {"nobody": "on", "reason": "Taso ei riitä."}).status_code == 302
    assert jury.sarja.palkinnot.get().kind == Palkinto.Kind.NONE
    assert "Palkintoa ei jaeta" in client.get(address(jury.sarja)).text


def test_a_page_opened_before_a_change_is_told_of_it_and_may_try_again(jury, other, as_):
    sarja = fresh(jury.sarja)
    seen = sarja.decision_token
    sarja.propose([choice(jury.candidates[0])], by=jury.staff)
    client = as_(other)

    late = post(client, sarja, "ehdota", award(jury.candidates[0], citation_fi="Oma.") | {"seen": seen})

    assert (late.status_code, "Joku muu on muuttanut päätöstä" in late.text) == (422, True)
    assert "Oma.</textarea>" in late.text
    again = award(jury.candidates[0], citation_fi="Oma.") | {"seen": late.context["token"]}
    assert post(client, sarja, "ehdota", again).status_code == 302
    assert sarja.palkinnot.get().citation_fi == "Oma."


def test_a_decision_is_returned_and_undone_with_reasons_and_the_words_begin_the_next(jury, other, as_):
    sarja = fresh(jury.sarja)
    sarja.propose([choice(jury.candidates[0])], by=jury.staff)
    client = as_(other)

    assert post(client, sarja, "palauta", {"reason": " "}).status_code == 422
    token = client.get(address(sarja, "palauta")).context["token"]
    assert post(client, sarja, "palauta", {"reason": "Perustelu on ohut.", "seen": token}).status_code == 302
    page = client.get(address(sarja))
    assert "Perustelu on ohut." in page.text
    assert "Rohkea ja tuloksellinen.</textarea>" in client.get(address(sarja, "ehdota")).text

    decide(jury, other)
    token = client.get(address(sarja, "peru")).context["token"]
    stale = post(client, sarja, "peru", {"reason": "Uusi tieto.", "seen": "vanha"})
    assert (stale.status_code, "Uusi tieto.</textarea>" in stale.text) == (422, True)
    assert post(client, sarja, "peru", {"reason": "Uusi tieto.", "seen": token}).status_code == 302
    assert states(sarja) == ["open"]


def test_whoever_is_in_conflict_sees_whom_to_ask_and_no_decision(jury, other, as_):
    bound = UserFactory(staff=True, is_superuser=True, name="Sisar Sihteeri")
    jury.fresh().reopen(by=jury.staff, reason="Esteellisyys puuttui.")
    Esteellisyys.objects.pin(jury.candidates[1], bound, by=jury.staff, reason="Sisarus.")
    jury.fresh().lock(by=jury.staff)
    sarja = decide(jury, other, choice(jury.candidates[0], citation_fi="Kanarialintu laulaa."))
    client = as_(bound)

    page = client.get(address(sarja))

    assert "Sarjasta voivat päättää:" in page.text
    assert other.name in page.text
    assert [word in page.text for word in ("Kanarialintu", jury.candidates[1].title)] == [False, False]
    assert "Järjestys on laskettu ilman sitä." in page.text
    for step in ("ehdota", "vahvista", "palauta", "peru"):
        answer = client.get(address(sarja, step))
        assert (step, "Kanarialintu" in answer.text) == (step, False)
    refused = post(client, sarja, "ehdota", award(jury.candidates[0], citation_fi="Omani."))
    assert (refused.status_code, "Olet tässä sarjassa esteellinen" in refused.text) == (422, True)
    for path in (f"kampanja/{jury.kampanja.pk}/viestit/", f"kampanja/{jury.kampanja.pk}/gaala/juonto/"):
        assert "Kanarialintu" not in client.get(f"{BASE}/{path}").text


def test_when_too_few_are_free_the_page_says_whom_to_appoint(jury, as_):
    User.objects.exclude(pk=jury.staff.pk).update(is_staff=False)

    page = as_(jury.staff).get(address(jury.sarja))

    assert "Nimeä ohjelmatoimistoon joku" in page.text


def test_an_unlocked_round_is_no_order_to_go_by(other, as_):
    jury = make_jury("discussion", acts=1, jurors=2)
    client = as_(other)

    assert "Raati ei ole vielä lukinnut järjestystä" in client.get(address(jury.sarja)).text
    refused = post(client, jury.sarja, "ehdota", award(jury.candidates[0]))
    assert (refused.status_code, "Rohkea.</textarea>" in refused.text) == (422, True)


def test_counted_category_proposes_by_its_rule(rekisteri, other, as_):
    most, least = OrganisaatioFactory(name_fi="Ahkerala"), OrganisaatioFactory(name_fi="Verkkala")
    kampanja, _teot = campaign_with([{"owner": most}, {"owner": most}, {"owner": least}])
    sarja = Sarja.objects.create(kampanja=kampanja, name_fi="Kekseliäin", selection="count", target="organisaatio")
    client = as_(other)

    assert "Ahkerala" in client.get(address(sarja)).text
    asked = client.get(address(sarja, "laske"))
    assert "Ahkerala: 2 tekoa" in text_of(asked)
    assert post(client, sarja, "laske", {"seen": asked.context["token"]}).status_code == 302
    assert [(row.ehdokas.organisation, row.place) for row in sarja.palkinnot.all()] == [(most, 1)]


def test_staff_choose_with_a_reason(other, as_):
    kampanja, _teot = campaign_with(1)
    sarja = Sarja.objects.create(kampanja=kampanja, name_fi="Valinta", selection="staff")
    sarja.gather(by=other)
    one, client = sarja.ehdokkaat.get(), as_(other)

    assert post(client, sarja, "ehdota", award(one)).status_code == 422
    assert post(client, sarja, "ehdota", award(one) | {"reason": "Alueen suosikki."}).status_code == 302


def test_a_decided_category_gives_no_less_than_what_is_confirmed(jury, other, as_):
    sarja = decide(jury, other, choice(jury.candidates[0]), choice(jury.candidates[1], "mention"))
    client, path = as_(other), f"/hallinta/palkinnot/sarja/{sarja.pk}/change/"
    Sarja.objects.filter(pk=sarja.pk).update(most_prizes=2)
    sarja.palkinnot.filter(kind="mention").update(kind="place", place=2)
    data = {"name_fi": "Rohkein teko", "position": 1, "fewest_prizes": 0, "most_prizes": 1, "seen": sarja.version}
    data |= {"honourable_mentions": "on", "kriteerit-TOTAL_FORMS": 0, "kriteerit-INITIAL_FORMS": 0}

    page = client.post(path, data)

    assert "Sarjassa on jo vahvistettu 2 palkintoa." in page.text
    assert Sarja.objects.get().most_prizes == 2


def test_a_decision_on_one_who_has_left_is_told_and_its_place_open(jury, other, as_):
    sarja = decide(jury, other)
    jury.teot[0].hide(by=other, reason="Pyynnöstä.")
    client = as_(other)

    assert "Ehdokas ei ole enää mukana" in client.get(address(sarja)).text
    publication.reopen_fallen()
    page = client.get(address(sarja))
    assert f'paikka on taas avoin: <a href="{address(sarja)}">Rohkein teko</a>' in client.get("/hallinta/").text
    assert "Päättämättä" in page.text
    assert client.get(address(sarja, "ehdota")).context["proposal"].keys == []


def test_a_place_that_opens_beside_one_that_stays_is_told_until_the_next_proposal(jury, other, as_):
    Sarja.objects.filter(pk=jury.sarja.pk).update(most_prizes=2)
    sarja = decide(jury, other, choice(jury.candidates[0]), choice(jury.candidates[1]))
    jury.teot[0].hide(by=other, reason="Pyynnöstä.")
    client = as_(other)
    told = f'paikka on taas avoin: <a href="{address(sarja)}">Rohkein teko</a>'

    page = client.get(address(sarja))
    assert 'id="poistunut"' in page.text
    assert [row.why_not for row in page.context["page"].order] == ["ei ole enää mukana", "päätös on vahvistettu"]
    assert "ei ole enää mukana" in page.text
    assert told in client.get("/hallinta/").text
    publication.reopen_fallen()
    assert 'id="poistunut"' in client.get(address(sarja)).text
    assert told in client.get("/hallinta/").text
    sarja.undo(by=other, reason="Uusi ehdotus.")
    fresh(sarja).propose([choice(jury.candidates[1])], by=other, reason="Toinen on poissa.")
    assert 'id="poistunut"' not in client.get(address(sarja)).text
    assert told not in client.get("/hallinta/").text


@pytest.mark.parametrize("acts", [1, 3])
def test_deciding_page_asks_as_little_of_one_candidate_as_of_three(acts, other, as_, django_assert_num_queries):
    jury = make_jury("locked", acts=acts, jurors=2)
    Sarja.objects.filter(pk=jury.sarja.pk).update(most_prizes=3)
    decide(jury, other, *[choice(row) for row in jury.candidates])
    client = as_(other)

    with django_assert_num_queries(25):
        client.get(address(jury.sarja))
