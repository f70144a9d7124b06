"""Short forms keep their text too when the session or the token is gone; those for anyone keep it for the browser."""

import pytest
from django.test import Client

from tekojentori import kept
from teot.models import Palaute, Viesti
from tests.factories import OrganisaatioFactory, TekoFactory, UserFactory, enter_admin
from tests.open_forms import stamp

pytestmark = pytest.mark.django_db

TEXT = "Kirjoitin juuri tämän"
QUESTION = {"text": TEXT, "name": "Kysyjä Koe", "email": "kysyja@kunta.example"}


@pytest.fixture
def browser():
    """One that asks for CSRF tokens, as real ones are asked."""
    return Client(enforce_csrf_checks=True)


def written(browser, path) -> dict[str, str]:
    """What the form of the page begins with."""
    form = browser.get(path).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value()}


def open_addresses():
    key = TekoFactory(in_state="published").pk
    return [f"/teot/{key}/kysy/", f"/teot/{key}/virhe/", "/saavutettavuus/palaute/"]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_form_for_anyone_shows_its_text_again_to_that_browser_and_sends_it(browser, which):
    path = open_addresses()[which]
    data = {"writer": kept.mark_of(), "stamp": stamp()} | QUESTION

    lost = browser.post(path, data)
    page = browser.get(path)
    elsewhere = Client().get(path).content.decode()
    token = str(page.context["csrf_token"])
    sent = browser.post(path, data | {"csrfmiddlewaretoken": token})

    assert (lost.status_code, lost.url) == (302, path)
    assert {name: page.context["form"][name].value() for name in QUESTION} == QUESTION
    assert page.context["form"]["stamp"].value() != data["stamp"]
    assert "mutta sitä ei ole vielä lähetetty" in page.content.decode()
    assert (TEXT in elsewhere, "ei ole vielä lähetetty" in elsewhere) == (False, False)
    assert sent.status_code == 302
    assert Viesti.objects.count() + Palaute.objects.count() == 1
    assert TEXT not in browser.get(path).content.decode()


def test_each_form_says_whose_its_text_is(browser):
    marks = [f'name="writer" value="{kept.mark_of()}"' for _path in range(3)]

    pages = [browser.get(path).content.decode() for path in open_addresses()]

    assert [mark in page for mark, page in zip(marks, pages, strict=True)] == [True, True, True]


def test_form_for_anyone_sent_by_another_site_keeps_nothing(browser):
    path = open_addresses()[0]
    data = {"writer": kept.mark_of()} | QUESTION

    foreign = browser.post(path, data, headers={"Origin": "https://muu.example"})
    own = browser.post(path, data, headers={"Origin": "http://testserver"})

    assert (foreign.status_code, own.status_code) == (403, 302)


def test_one_network_leaves_only_so_many_texts_and_the_rest_is_shown_to_be_copied(browser):
    path = "/saavutettavuus/palaute/"
    text = "Tätä kirjoitin kauan, eikä se saa hukkua mihinkään."
    data = {"writer": kept.mark_of(), "text": text}

    answers = [browser.post(path, data) for _try in range(kept.PER_NETWORK.tries + 1)]

    assert [answer.status_code for answer in answers] == [302] * kept.PER_NETWORK.tries + [413]
    assert (answers[-1].context["texts"], "Avaa lomake" in answers[-1].content.decode()) == ([text], True)


@pytest.mark.parametrize("lost", ["session", "token"])
def test_details_of_a_person_are_shown_again_with_the_way_they_were_going(browser, lost):
    person, organisation = UserFactory(name="", title=""), OrganisaatioFactory()
    browser.force_login(person)
    page = browser.get("/tili/tiedot/?next=/teot/")
    data = {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "writer": kept.mark_of(person), "next": "/teot/"}
    data |= {"name": TEXT, "title": "rehtori", "organisation": organisation.pk, "language": "sv"}
    if lost == "session":
        del browser.cookies["sessionid"]
    else:
        data["csrfmiddlewaretoken"] = ""

    browser.post("/tili/tiedot/", data)
    browser.force_login(person)
    again = browser.get("/tili/tiedot/")

    person.refresh_from_db()
    form = again.context["form"]
    assert f'name="writer" value="{data["writer"]}"' in page.content.decode()
    assert (person.name, again.context["next"]) == ("", "/teot/")
    shown = {name: form[name].value() for name in ("name", "title", "organisation", "language")}
    assert shown == {"name": TEXT, "title": "rehtori", "organisation": str(organisation.pk), "language": "sv"}


@pytest.mark.parametrize("step", ["luovuta", "tekijat"])
@pytest.mark.parametrize("lost", ["session", "token"])
def test_address_of_a_colleague_is_shown_again(browser, step, lost):
    teko = TekoFactory()
    browser.force_login(teko.author)
    path = f"/ilmoita/{teko.pk}/{step}/"
    data = {"writer": kept.mark_of(teko.author), "email": "kollega@esimerkkila.example"}
    data["csrfmiddlewaretoken"] = str(browser.get(path).context["csrf_token"])
    if lost == "session":
        del browser.cookies["sessionid"]
    else:
        data["csrfmiddlewaretoken"] = ""

    browser.post(path, data)
    browser.force_login(teko.author)

    assert written(browser, path) == {"email": "kollega@esimerkkila.example"}
    assert f'name="writer" value="{data["writer"]}"' in browser.get(path).content.decode()
    assert not teko.tekijat.exists()


@pytest.mark.parametrize("lost", ["session", "token"])
def test_staffs_note_is_shown_again(browser, rekisteri, lost):
    staff, teko = UserFactory(staff=True), TekoFactory(in_state="submitted")
    enter_admin(browser, staff)
    path, session = f"/hallinta/teot/kasiteltava/{teko.pk}/muistiinpano/", browser.cookies["sessionid"].value
    page = browser.get(f"/hallinta/teot/kasiteltava/{teko.pk}/change/")
    data = {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "writer": kept.mark_of(staff), "text": TEXT}
    if lost == "session":
        del browser.cookies["sessionid"]
    else:
        data["csrfmiddlewaretoken"] = ""

    browser.post(path, data)
    browser.cookies["sessionid"] = session
    again = browser.get(path)

    assert data["writer"] in page.content.decode()
    assert again.context["note_form"]["text"].value() == TEXT
    assert "sitä ei ole vielä lisätty" in again.content.decode()
    assert not teko.muistiinpanot.exists()
