"""Text whose writer was signed out in the meantime is shown again: to that writer, in that browser, for an hour."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tekojentori import kept
from teot.models import Teko
from teot.sections import BY_SLUG
from tests.factories import TeemaFactory, TekoFactory, UserFactory, enter_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def teko(rekisteri):
    return TekoFactory(title="Alussa")


@pytest.fixture
def browser(teko):
    """One that asks for CSRF tokens, as real ones are asked."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(teko.author)
    return browser


def text_of(browser, teko, **changes):
    page = browser.get(f"/ilmoita/{teko.pk}/nimi/").context
    form = {"csrfmiddlewaretoken": str(page["csrf_token"]), "writer": page["page"].writer, "seen": page["page"].seen}
    return (
        form
        | {"page": page["page"].mark, "title": "Kirjoitin juuri tämän", "summary": "", "language": "fi", "end": "1"}
        | changes
    )


def post(browser, teko, data):
    return browser.post(f"/ilmoita/{teko.pk}/nimi/", data)


def shown(browser, teko) -> bool:
    response = browser.get(f"/ilmoita/{teko.pk}/nimi/")
    return "Kirjoitin juuri tämän" in response.content.decode()


def test_session_that_has_ended_leads_to_sign_in_and_back_to_the_text(browser, teko):
    data = text_of(browser, teko)
    del browser.cookies["sessionid"]

    response = post(browser, teko, data)
    assert response["Location"] == f"/kirjaudu/?next=/ilmoita/{teko.pk}/nimi/"
    assert Teko.objects.get().title == "Alussa"
    safe = "Tekstisi on tallessa; kirjaudu, niin se palautuu lomakkeeseen."
    assert safe in browser.get(response["Location"]).content.decode()
    assert safe not in browser.get("/kirjaudu/?next=/omat/").content.decode()

    browser.force_login(teko.author)
    assert shown(browser, teko)


def test_token_that_changed_by_signing_in_elsewhere_leads_back_to_the_text(browser, teko):
    data = text_of(browser, teko)

    response = post(browser, teko, data | {"csrfmiddlewaretoken": "x" * 64})

    assert response["Location"] == f"/ilmoita/{teko.pk}/nimi/"
    assert shown(browser, teko)
    assert Teko.objects.get().title == "Alussa"


def test_text_shown_again_is_saved_and_then_forgotten(browser, teko):
    post(browser, teko, text_of(browser, teko) | {"csrfmiddlewaretoken": ""})

    fresh = text_of(browser, teko)
    assert post(browser, teko, fresh).status_code == 302
    assert Teko.objects.get().title == "Kirjoitin juuri tämän"
    assert browser.get(f"/ilmoita/{teko.pk}/nimi/").context["kept"] is None


def test_text_kept_over_somebody_elses_is_still_a_conflict(browser, teko):
    data = text_of(browser, teko)
    Teko.objects.get().save_section(BY_SLUG["nimi"], {"title": "Toisen"}, by=teko.author, seen=0, page="b")
    post(browser, teko, data | {"csrfmiddlewaretoken": ""})

    page = browser.get(f"/ilmoita/{teko.pk}/nimi/").context["page"]
    fresh = text_of(browser, teko) | {"seen": page.seen}

    assert post(browser, teko, fresh).status_code == 409
    assert Teko.objects.get().title == "Toisen"


def test_text_is_not_shown_to_another_who_signs_in_to_the_same_browser(browser, teko):
    teko.invite(by=teko.author, email="toinen@esimerkkila.example")
    other = UserFactory(email="toinen@esimerkkila.example")
    teko.accept_invitation(by=other)
    data = text_of(browser, teko)
    del browser.cookies["sessionid"]
    post(browser, teko, data)

    browser.force_login(other)
    assert not shown(browser, teko)
    browser.force_login(teko.author)
    assert shown(browser, teko)


def test_text_is_not_shown_in_another_browser(browser, teko):
    post(browser, teko, text_of(browser, teko) | {"csrfmiddlewaretoken": ""})
    another = Client()
    another.force_login(teko.author)

    assert not shown(another, teko)


def test_text_is_kept_an_hour(browser, teko, time_machine):
    time_machine.move_to("2026-05-01 12:00:00+03:00", tick=False)
    post(browser, teko, text_of(browser, teko) | {"csrfmiddlewaretoken": ""})

    browser.cookies["kesken"]["expires"] = browser.cookies["kesken"]["max-age"] = ""
    time_machine.move_to("2026-05-01 12:59:59+03:00", tick=False)
    assert shown(browser, teko)
    time_machine.move_to("2026-05-01 13:00:01+03:00", tick=False)
    assert not shown(browser, teko)


@pytest.mark.parametrize("writer", ["", "1", "1:forged"])
def test_a_form_that_is_not_ours_is_refused_and_nothing_of_it_kept(browser, teko, writer):
    data = text_of(browser, teko) | {"csrfmiddlewaretoken": "", "writer": writer}

    assert post(browser, teko, data).status_code == 403
    assert not shown(browser, teko)


@pytest.mark.parametrize(("size", "status"), [(60 * 1024, 302), (64 * 1024, 413)])
def test_only_so_much_text_is_kept(browser, teko, size, status):
    data = text_of(browser, teko, summary="x" * size) | {"csrfmiddlewaretoken": ""}

    assert post(browser, teko, data).status_code == status


def test_text_too_long_to_be_kept_is_shown_to_be_copied(browser, teko):
    text = "Pitkä <b>juttu</b>. " + "ä" * 40_000
    data = text_of(browser, teko, summary=text)
    browser.logout()

    response = post(browser, teko, data | {"kuva": SimpleUploadedFile("talo.jpg", b"x")})

    assert response.context["texts"] == [text]
    assert "Pitkä &lt;b&gt;juttu" in response.content.decode()
    assert "Valitse nämä tiedostot uudelleen: talo.jpg" in response.content.decode()
    assert Teko.objects.get().title == "Alussa"


def test_chosen_files_are_named(browser, teko):
    data = text_of(browser, teko) | {"csrfmiddlewaretoken": ""}
    post(browser, teko, data | {"kuva": SimpleUploadedFile("talo <b>.jpg", b"x")})

    body = browser.get(f"/ilmoita/{teko.pk}/nimi/").content.decode()
    assert "Valitse nämä tiedostot uudelleen: talo &lt;b&gt;.jpg" in body


def test_autosave_of_a_signed_out_page_says_so_and_keeps_nothing(browser, teko):
    data = text_of(browser, teko)
    del browser.cookies["sessionid"]

    response = post(browser, teko, data | {"autosave": "1"})

    assert (response.status_code, "kirjaudu" in response.json()["text"]) == (403, True)
    assert kept.COOKIE not in browser.cookies


# Staff's long texts


@pytest.fixture
def staff(browser):
    staff = UserFactory(staff=True)
    enter_admin(browser, staff)
    return staff


def decision_of(browser, teko, **changes) -> tuple[str, dict]:
    """Where the confirmation of a return is sent, and what it sends."""
    address = "/hallinta/teot/kasiteltava/paatos/palauta/"
    page = browser.get(f"{address}?teko={teko.pk}").context
    form = {"csrfmiddlewaretoken": str(page["csrf_token"]), "writer": page["writer"], "teko": teko.pk}
    return address, form | {f"versio-{teko.pk}": teko.submitted_version_id} | changes


@pytest.mark.parametrize("lost", ["session", "token"])
def test_staff_signed_out_in_the_middle_lose_no_reason(browser, rekisteri, staff, lost):
    teko = TekoFactory(in_state="submitted")
    address, data = decision_of(browser, teko, reason="Tätä kirjoitin kauan.", confirmed="1")
    session = browser.cookies["sessionid"].value
    if lost == "session":
        del browser.cookies["sessionid"]
    else:
        data["csrfmiddlewaretoken"] = ""

    browser.post(address, data)
    browser.cookies["sessionid"] = session
    page = browser.get(address).context["confirmation"]

    assert Teko.objects.get(pk=teko.pk).state == "submitted"
    assert page.form["reason"].value() == "Tätä kirjoitin kauan."
    assert [(item.teko, item.version) for item in page.items] == [(teko, teko.submitted_version)]
    another = TekoFactory(in_state="submitted")
    fresh = browser.get(f"{address}?teko={another.pk}").context["confirmation"]
    assert ([item.teko for item in fresh.items], fresh.form["reason"].value()) == ([another], None)
    browser.post(address, decision_of(browser, teko, reason="Tätä kirjoitin kauan.", confirmed="1")[1])
    assert Teko.objects.get(pk=teko.pk).state == "returned"
    assert browser.get(address).context["confirmation"].items == []


def test_staff_signed_out_in_the_middle_lose_no_correction(browser, rekisteri, staff):
    teko = TekoFactory(in_state="submitted", title="Kirjasto auto")
    address = f"/hallinta/teot/kasiteltava/{teko.pk}/korjaa/"
    page = browser.get(address).context
    data = {name: page["form"][name].value() or "" for name in page["form"].fields}
    data |= {"csrfmiddlewaretoken": "", "writer": page["writer"], "title": "Kirjastoauto", "reason": "Yhdyssana."}

    assert browser.post(address, data).status_code == 302
    form = browser.get(address).context["form"]

    assert (form["title"].value(), form["reason"].value()) == ("Kirjastoauto", "Yhdyssana.")


def test_staff_signed_out_in_the_middle_of_an_action_come_back_to_it(browser, rekisteri, staff):
    teko, address = TekoFactory(), "/hallinta/teot/teko/"
    token = str(browser.get(address).context["csrf_token"])
    data = {"action": "hand_over", "_selected_action": teko.pk, "csrfmiddlewaretoken": token}
    writer = kept.mark_of(staff)
    assert writer in browser.post(address, data).content.decode()
    session = browser.cookies["sessionid"].value
    del browser.cookies["sessionid"]

    browser.post(address, data | {"writer": writer, "confirmed": "1", "email": "kollega@kunta.example"})
    browser.cookies["sessionid"] = session
    back = browser.get(address)

    assert (back.context["form"]["email"].value(), list(back.context["rows"])) == ("kollega@kunta.example", [teko])
    assert Teko.objects.get(pk=teko.pk).author == teko.author
    assert "cl" in browser.get(address).context
    browser.post(address, data | {"confirmed": "1", "email": "kollega@kunta.example"})
    assert Teko.objects.get(pk=teko.pk).author.email == "kollega@kunta.example"


def test_staff_signed_out_in_a_form_of_the_admin_are_shown_their_texts_to_copy(browser, rekisteri, staff):
    teema = TeemaFactory()
    address = f"/hallinta/teot/teema/{teema.pk}/change/"
    page = browser.get(address)
    data = {"csrfmiddlewaretoken": str(page.context["csrf_token"]), "name_fi": "Uusi ja parempi nimi", "to-copy": "1"}
    writer = kept.mark_of(staff)
    assert (writer in page.content.decode(), 'name="to-copy"' in page.content.decode()) == (True, True)
    del browser.cookies["sessionid"]

    response = browser.post(address, data | {"writer": writer, "seen": "1"})

    assert response.status_code == 403
    assert response.context["texts"] == ["Uusi ja parempi nimi"]
    assert "Uusi ja parempi nimi" in response.content.decode()


def test_cookie_is_for_the_server_alone(browser, teko, settings):
    settings.LOCAL = False
    post(browser, teko, text_of(browser, teko) | {"csrfmiddlewaretoken": ""})

    cookie = browser.cookies[kept.COOKIE]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
