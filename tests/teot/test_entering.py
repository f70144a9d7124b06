"""Campaigns in the flow of those who write: aimed at when begun, chosen when sending, told on the receipt, and left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kampanjat.models import Kampanja
from tekojentori.models import Sahkoposti
from tekojentori.moments import deadline
from teot import authors, reviewing
from teot.models import Osallistuminen, Teko, Versio
from tests.factories import KampanjaFactory, OrganisaatioFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def author(client):
    author = UserFactory(email="tekija@esimerkkila.example")
    client.force_login(author)
    return author


@pytest.fixture
def kampanja():
    closes_at = timezone.now() + timedelta(hours=1)  # within the same session
    return KampanjaFactory(slug="hyva-kiertamaan", name_fi="Hyvä kiertämään", closes_at=closes_at)


def mails(kind):
    return list(Sahkoposti.objects.filter(kind=kind).values_list("to", flat=True))


# Beginning


def test_the_only_open_campaign_is_offered_first_when_a_draft_is_begun(client, author, kampanja):
    page = client.get("/ilmoita/")

    assert page.context["form"].initial == {"kampanja": "hyva-kiertamaan"}
    client.post("/ilmoita/", {"key": page.context["key"], "kampanja": "hyva-kiertamaan"})
    assert Teko.objects.get().meant_for == kampanja


def test_without_a_campaign_nothing_is_asked(client, author):
    assert 'name="kampanja"' not in client.get("/ilmoita/").content.decode()
    client.post("/ilmoita/", {"key": client.get("/ilmoita/").context["key"]})
    assert Teko.objects.get().meant_for is None


def test_link_to_a_campaign_that_takes_no_drafts_says_why_and_chooses_nothing(client, author, kampanja, time_machine):
    KampanjaFactory(is_draft=True, slug="luonnos")
    asked = {"hyva-kiertamaan": "haku sulkeutui", "luonnos": "Kampanjaa ei ole.", "olematon\x00": "Kampanjaa ei ole."}
    assert client.get("/ilmoita/?kampanja=hyva-kiertamaan").context["form"].refused == ""
    time_machine.move_to(kampanja.closes_at, tick=False)
    KampanjaFactory(slug="auki")

    for slug, says in asked.items():
        page = client.get("/ilmoita/", {"kampanja": slug})
        told = page.context["form"].refused
        assert says in told
        assert told in page.content.decode()
        assert page.context["form"].initial == {"kampanja": ""}


@pytest.mark.parametrize("offset", [0 * SECOND, 10 * timedelta(minutes=1), DAY])
def test_draft_for_a_campaign_is_not_begun_after_the_close(client, author, kampanja, offset, time_machine):
    key = client.get("/ilmoita/").context["key"]
    time_machine.move_to(kampanja.closes_at + offset, tick=False)

    response = client.post("/ilmoita/", {"key": key, "kampanja": "hyva-kiertamaan"})

    assert (response.status_code, Teko.objects.exists()) == (422, False)
    assert "haku sulkeutui" in str(response.context["form"].errors["kampanja"])


def test_begun_in_the_closing_second_it_is_for_the_campaign(client, author, kampanja, time_machine):
    key = client.get("/ilmoita/").context["key"]
    time_machine.move_to(kampanja.closes_at - SECOND, tick=False)

    client.post("/ilmoita/", {"key": key, "kampanja": "hyva-kiertamaan"})

    assert Teko.objects.get().meant_for == kampanja


def test_campaign_of_a_draft_is_changed_afterwards(client, author, kampanja):
    teko = TekoFactory(author=author)

    client.post(f"/ilmoita/{teko.pk}/kampanjat/tavoite/", {"kampanja": "hyva-kiertamaan"})
    assert Teko.objects.get().meant_for == kampanja
    assert "Hyvä kiertämään" in client.get(f"/ilmoita/{teko.pk}/").content.decode()
    client.post(f"/ilmoita/{teko.pk}/kampanjat/tavoite/", {"kampanja": ""})
    assert Teko.objects.get().meant_for is None


def test_unknown_campaign_is_named_by_its_field(client, author, kampanja):
    teko = TekoFactory(author=author)

    for path in ("kampanjat/tavoite", "tarkista"):
        for slug, says in (("olematon", "Valitse"), ("olematon\x00", "Virhe:")):
            response = client.post(f"/ilmoita/{teko.pk}/{path}/", {"kampanja": slug})
            assert (response.status_code, says in response.content.decode()) == (422, True)
    assert Teko.objects.get().state == "draft"


# Sending


def test_sent_into_a_campaign_and_told_on_the_receipt_and_in_the_mail(client, author, kampanja):
    teko = TekoFactory(author=author)

    response = client.post(f"/ilmoita/{teko.pk}/tarkista/", {"kampanja": "hyva-kiertamaan"}, follow=True)

    entry, mail = Osallistuminen.objects.get(), Sahkoposti.objects.get()
    assert (entry.teko_id, entry.entered_at) == (teko.pk, Versio.objects.get().created_at)
    assert "Teko on mukana kampanjassa ”Hyvä kiertämään”." in response.content.decode()
    assert (mail.kind, "kampanjassa ”Hyvä kiertämään”" in mail.text) == ("teot/received", True)


def test_one_who_does_not_choose_is_asked_and_nothing_is_sent(client, author, kampanja):
    teko = TekoFactory(author=author)

    response = client.post(f"/ilmoita/{teko.pk}/tarkista/", {})

    assert (response.status_code, Versio.objects.count()) == (422, 0)
    assert "Valitse, mihin kampanjaan" in response.content.decode()


def test_sent_without_a_campaign_and_entered_later_from_ones_own_acts(client, author, kampanja):
    teko = TekoFactory(author=author)
    client.post(f"/ilmoita/{teko.pk}/tarkista/", {"kampanja": ""})
    assert not Osallistuminen.objects.exists()

    assert f"/ilmoita/{teko.pk}/kampanjat/" in client.get("/omat/").content.decode()
    client.post(f"/ilmoita/{teko.pk}/kampanjat/", {"kampanja": "hyva-kiertamaan"})

    assert (Osallistuminen.objects.get().entered_by, mails("teot/entered")) == (author, [author.email])
    assert "Mukana kampanjassa ”Hyvä kiertämään”" in client.get("/omat/").content.decode()


def test_sending_twice_makes_one_entry_and_one_mail(client, author, kampanja):
    teko = TekoFactory(author=author)

    for _click in range(2):
        response = client.post(f"/ilmoita/{teko.pk}/tarkista/", {"kampanja": "hyva-kiertamaan"})
        assert response["Location"] == f"/ilmoita/{teko.pk}/kuitti/"

    assert (Osallistuminen.objects.count(), Versio.objects.count(), Sahkoposti.objects.count()) == (1, 1, 1)


def test_a_second_too_late_nothing_is_sent_and_the_page_says_why(client, author, kampanja, time_machine):
    teko = TekoFactory(author=author)
    time_machine.move_to(kampanja.closes_at + kampanja.grace, tick=False)

    response = client.post(f"/ilmoita/{teko.pk}/tarkista/", {"kampanja": "hyva-kiertamaan"})

    assert (response.status_code, Versio.objects.count(), Osallistuminen.objects.count()) == (422, 0, 0)
    assert "haku sulkeutui" in response.content.decode()
    client.post(f"/ilmoita/{teko.pk}/tarkista/", {"kampanja": ""})
    assert Teko.objects.get().state == "submitted"


def test_in_the_last_second_of_the_grace_it_is_in(client, author, kampanja, time_machine):
    teko = TekoFactory(author=author)
    time_machine.move_to(kampanja.closes_at + kampanja.grace - SECOND, tick=False)

    client.post(f"/ilmoita/{teko.pk}/tarkista/", {"kampanja": "hyva-kiertamaan"})

    assert Osallistuminen.objects.get().is_standing
    ends = deadline(kampanja.closes_at + kampanja.grace)
    told = f"Jo aloitetun teon ehtii lähettää {ends} asti Suomen aikaa. Siihen asti voit"
    assert told in client.get(f"/ilmoita/{teko.pk}/kampanjat/").content.decode()


def test_once_results_are_public_nobody_is_told_to_ask_the_act_out_of_the_campaign(client, author, kampanja):
    teko = TekoFactory(author=author)
    authors.submit(teko, by=author, kampanja=kampanja)
    closed = timezone.now() - DAY
    Kampanja.objects.update(opens_at=closed - DAY, closes_at=closed)
    before = client.get(f"/ilmoita/{teko.pk}/kampanjat/").content.decode()
    Kampanja.objects.update(results_public_from=closed + timedelta(hours=1))

    pages = [client.get(f"/ilmoita/{teko.pk}/{page}/").content.decode() for page in ("kampanjat", "kuitti", "tarkista")]

    assert ("Raati lukee" in before, "jos teko pitää saada pois" in before) == (True, True)
    assert ["Kampanjan tulokset ovat julki" in page for page in pages] == [True] * 3
    assert ["Raati lukee" in page or "raati lukee" in page for page in pages] == [False] * 3
    assert "jos teko pitää saada pois" not in pages[0]


def test_hidden_act_in_an_open_campaign_is_not_told_that_a_new_version_can_be_sent(client, author, kampanja):
    teko = TekoFactory(author=author, in_state="published")
    Kampanja.objects.update(admits_published=True)
    teko.enter(Kampanja.objects.get(), by=author)
    before = client.get(f"/ilmoita/{teko.pk}/kampanjat/").content.decode()
    teko.hide(by=UserFactory(staff=True), reason="Tarkistamme luvan.")

    page = client.get(f"/ilmoita/{teko.pk}/kampanjat/").content.decode()

    told = "Siihen asti voit perua osallistumisen. Uutta versiota ei voi lähettää, sillä teko on tilassa ”Piilotettu”."
    assert ["voit lähettää uuden version" in each for each in (before, page)] == [True, False]
    assert (told in before, told in page) == (False, True)
    assert "Piilotettua tekoa ei voi muokata." in client.get(f"/ilmoita/{teko.pk}/").content.decode()
    client.post(f"/ilmoita/{teko.pk}/kampanjat/{kampanja.slug}/peru/")
    assert not Osallistuminen.objects.get().is_standing


def test_new_version_after_the_freeze_says_that_jurors_read_the_earlier_one(client, author, kampanja, time_machine):
    teko = TekoFactory(author=author)
    authors.submit(teko, by=author, kampanja=kampanja)
    time_machine.move_to(Osallistuminen.objects.get().freeze_at, tick=False)
    Teko.objects.update(title="Toinen nimi")

    response = client.post(f"/ilmoita/{teko.pk}/tarkista/", {}, follow=True)

    assert "raati lukee sitä ennen lähetetyn version" in response.content.decode()
    assert "mukana kampanjassa" not in Sahkoposti.objects.latest("pk").text


# What others of the same organisation have entered


def test_others_of_the_organisation_are_named_if_public_and_else_counted_for_colleagues(client, author, kampanja):
    owner = OrganisaatioFactory()
    for state, title in (("published", "Julkinen teko"), ("submitted", "Salainen teko")):
        other = TekoFactory(owner=owner, title=title, in_state=state)
        other.enter(kampanja, by=other.author)
    elsewhere = TekoFactory(title="Muualla", in_state="published")
    elsewhere.enter(kampanja, by=elsewhere.author)
    teko = TekoFactory(author=author, owner=owner)

    body = client.get(f"/ilmoita/{teko.pk}/tarkista/").content.decode()
    author.organisation = owner
    author.save()
    as_colleague = client.get(f"/ilmoita/{teko.pk}/tarkista/").content.decode()

    assert ("Julkinen teko" in body, "Salainen teko" in body, "Muualla" in body) == (True, False, False)
    assert "1 teko, jota ei ole vielä julkaistu" not in body
    assert "1 teko, jota ei ole vielä julkaistu" in as_colleague
    assert "Salainen teko" not in as_colleague


def test_hidden_act_of_the_organisation_is_neither_named_nor_counted(client, author, kampanja):
    owner = author.organisation = OrganisaatioFactory()
    author.save()
    other = TekoFactory(owner=owner, title="Piilotettu teko", in_state="published")
    kampanja.admits_published = True
    kampanja.save()
    other.enter(kampanja, by=other.author)
    teko = TekoFactory(author=author, owner=owner)
    before = client.get(f"/ilmoita/{teko.pk}/tarkista/").content.decode()

    other.hide(by=UserFactory(staff=True), reason="Pyynnöstä.")

    after = client.get(f"/ilmoita/{teko.pk}/tarkista/").content.decode()
    assert ("Piilotettu teko" in before, "Piilotettu teko" in after) == (True, False)
    assert "jota ei ole vielä julkaistu" not in after


# Out again


def test_withdrawn_on_ones_own_page_until_the_freeze(client, author, kampanja, time_machine):
    teko = TekoFactory(author=author)
    authors.submit(teko, by=author, kampanja=kampanja)
    address = f"/ilmoita/{teko.pk}/kampanjat/hyva-kiertamaan/peru/"
    freeze_at = Osallistuminen.objects.get().freeze_at

    time_machine.move_to(freeze_at, tick=False)
    refused = client.post(address, follow=True)
    assert "Kirjoita ohjelmatoimistolle" in refused.content.decode()
    assert Osallistuminen.objects.get().is_standing
    time_machine.move_to(freeze_at - SECOND, tick=False)
    client.post(address)
    assert Osallistuminen.objects.get().withdrawn_by == author


def test_campaign_that_staff_took_the_act_out_of_is_told_and_not_offered(client, author, kampanja):
    other, teko = KampanjaFactory(slug="toinen"), TekoFactory(author=author)
    authors.submit(teko, by=author, kampanja=kampanja)
    teko.osallistumiset.get().exclude(by=UserFactory(staff=True), reason="Sama teko on jo mukana.")
    said = "Ohjelmatoimisto on poistanut teon kampanjasta ”Hyvä kiertämään”: Sama teko on jo mukana."

    page, review = (client.get(f"/ilmoita/{teko.pk}/{name}/") for name in ("kampanjat", "tarkista"))
    refused = client.post(f"/ilmoita/{teko.pk}/kampanjat/", {"kampanja": kampanja.slug})

    assert said in page.content.decode()
    assert [option.kampanja for option in review.context["choice"].options] == [other]
    assert (review.context["form"].initial, review.context["choice"].missed) == ({}, said)
    assert (refused.status_code, refused.context["form"].errors["kampanja"]) == (422, [said])


def test_anothers_entry_is_not_there(client, author, kampanja):
    teko = TekoFactory(in_state="submitted")
    teko.enter(kampanja, by=teko.author)

    assert client.post(f"/ilmoita/{teko.pk}/kampanjat/hyva-kiertamaan/peru/").status_code == 404
    assert client.post(f"/ilmoita/{teko.pk}/kampanjat/", {"kampanja": "hyva-kiertamaan"}).status_code == 404
    assert Osallistuminen.objects.get().is_standing


@pytest.mark.parametrize("state", ["rejected", "hidden", "withdrawn", "draft", "returned"])
def test_what_staff_have_not_taken_is_not_entered_from_its_page(client, author, kampanja, state):
    kampanja.admits_published = True
    kampanja.save()
    teko = TekoFactory(author=author, in_state=state)

    response = client.post(f"/ilmoita/{teko.pk}/kampanjat/", {"kampanja": "hyva-kiertamaan"})

    assert (response.status_code, Osallistuminen.objects.count()) == (422, 0)
    assert "lähetetyn tai julkaistun teon" in str(response.context["form"].errors["kampanja"])


def test_draft_for_an_announced_campaign_says_at_sending_that_it_is_too_early(client, author, kampanja):
    upcoming = KampanjaFactory(name_fi="Ensi kampanja", opens_at=timezone.now() + DAY)
    page = client.get("/ilmoita/")
    assert [row.slug for row in page.context["form"].offered] == ["hyva-kiertamaan", upcoming.slug]
    teko = TekoFactory(author=author)
    teko.aim(upcoming, by=author)

    told = client.get(f"/ilmoita/{teko.pk}/tarkista/").content.decode()

    assert f"Kampanjan ”{upcoming.name}” haku aukeaa" in told
    assert "Jos lähetät teon nyt, se ei tule kampanjaan." in told


def test_when_no_campaign_takes_an_act_its_page_and_its_sending_say_why(client, author, kampanja, time_machine):
    """One that closed, one that is to come, one that wants unpublished acts; or that the act itself is not fit."""
    published, draft = TekoFactory(author=author, in_state="published"), TekoFactory(author=author)
    withdrawn = TekoFactory(author=author, in_state="withdrawn")
    draft.aim(kampanja, by=author)
    time_machine.move_to(kampanja.closes_at + DAY, tick=False)

    def told(teko, page="kampanjat"):
        return client.get(f"/ilmoita/{teko.pk}/{page}/").content.decode()

    closed = f"Kampanjan ”Hyvä kiertämään” haku sulkeutui {deadline(kampanja.closes_at)} Suomen aikaa."
    assert [closed in page for page in (told(published), told(draft), told(draft, "tarkista"))] == [True] * 3
    assert "Teko on tilassa ”Peruttu”" in told(withdrawn)
    KampanjaFactory(name_fi="Ensi", opens_at=timezone.now() + DAY)
    KampanjaFactory(name_fi="Nyt", opens_at=timezone.now())
    assert "Kampanjan ”Ensi” haku aukeaa" in told(published)
    assert "Kampanjaan ”Nyt” voi ilmoittaa vain teon, jota ei ole julkaistu ennen haun alkua." in told(published)
    assert closed not in told(published)


def test_when_nothing_is_open_the_page_says_so_and_does_not_fail(client, author):
    teko = TekoFactory(author=author, in_state="submitted")

    response = client.post(f"/ilmoita/{teko.pk}/kampanjat/", {})

    told = response.context["form"].errors["kampanja"]
    assert (response.status_code, told) == (422, ["Mikään kampanja ei ota nyt tätä tekoa vastaan."])


def test_entering_twice_from_the_page_makes_one_entry(client, author, kampanja):
    teko = TekoFactory(author=author, in_state="submitted")

    for _click in range(2):
        response = client.post(f"/ilmoita/{teko.pk}/kampanjat/", {"kampanja": "hyva-kiertamaan"})
        assert response["Location"] == f"/ilmoita/{teko.pk}/kampanjat/"

    assert (Osallistuminen.objects.count(), mails("teot/entered")) == (1, [author.email])


def test_rejected_act_is_told_that_it_left_the_campaign(author, kampanja):
    teko, staff = TekoFactory(author=author), UserFactory(staff=True)
    version = authors.submit(teko, by=author, kampanja=kampanja)

    reviewing.decide(reviewing.DECISIONS["hylkaa"], teko, by=staff, version=version, reason="Ei kehittämistä.")

    assert "ei ole enää mukana kampanjassa ”Hyvä kiertämään”" in Sahkoposti.objects.get(kind="teot/rejected").text
    assert not Osallistuminen.objects.standing().exists()


@pytest.mark.parametrize("number", [1, 3])
def test_review_asks_as_often_for_one_campaign_as_for_three(client, author, number, django_assert_num_queries):
    teko = TekoFactory(author=author)
    for _number in range(number):
        kampanja = KampanjaFactory()
        for _other in range(number):
            other = TekoFactory(owner=teko.owner, in_state="published")
            other.enter(kampanja, by=other.author)
    client.get(f"/ilmoita/{teko.pk}/tarkista/")

    with django_assert_num_queries(16):
        client.get(f"/ilmoita/{teko.pk}/tarkista/")


@pytest.mark.parametrize("number", [1, 3])
def test_entries_of_an_act_ask_as_often_for_one_as_for_three(client, author, number, django_assert_num_queries):
    teko = TekoFactory(author=author, in_state="submitted")
    for _number in range(number):
        teko.enter(KampanjaFactory(), by=author)

    with django_assert_num_queries(9):
        client.get(f"/ilmoita/{teko.pk}/kampanjat/")


def test_own_list_tells_campaigns_without_more_questions(client, author, kampanja, django_assert_num_queries):
    for _number in range(3):
        authors.submit(TekoFactory(author=author), by=author, kampanja=kampanja)

    with django_assert_num_queries(8):
        assert client.get("/omat/").content.decode().count("Mukana kampanjassa") == 3


def test_upcoming_campaign_is_not_offered(client, author):
    KampanjaFactory(opens_at=timezone.now() + DAY)
    teko = TekoFactory(author=author)

    assert 'name="kampanja"' not in client.get(f"/ilmoita/{teko.pk}/tarkista/").content.decode()


@pytest.mark.parametrize("is_entered", [True, False])
def test_mail_of_a_return_says_until_when_a_better_version_is_in_time(author, kampanja, is_entered):
    teko = TekoFactory(author=author)
    authors.submit(teko, by=author, kampanja=kampanja if is_entered else None)
    decision, version = reviewing.DECISIONS["palauta"], teko.submitted_version

    reviewing.decide(decision, teko, by=UserFactory(staff=True), version=version, reason="Kertokaa lisää.")

    mail = Sahkoposti.objects.get(kind="teot/returned")
    closes = f"{deadline(kampanja.closes_at)} Suomen aikaa, niin uusi versio ehtii kampanjaan ”Hyvä kiertämään”"
    assert (f"Täydennä viimeistään: {closes}" in mail.text, f"<td>{closes}</td>" in mail.html) == (is_entered,) * 2
    assert (f"Viite: {teko.reference}" in mail.text, f"<td>{teko.reference}</td>" in mail.html) == (True, True)
