"""Signing in by hand: a new person from the code to their organisation, and staff to the admin by a passkey."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from playwright.sync_api import expect

from tekojentori.models import User
from tests.browser.looks import LOOKS, sideways, violations
from tests.browser.steps import MOUSE, expect_heading, follow
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, email, *, look=lambda: None, hands=MOUSE):
    """From the address to the code that came by mail."""
    look()
    hands.write(page.get_by_label("Työsähköpostisi"), email)
    hands.follow(page.get_by_role("button", name="Lähetä koodi"))
    page.wait_for_url("**/kirjaudu/koodi/**")
    look()
    code = re.search(r"\b[BCDFGHJKLMNPQRSTVWXZ]{6}\b", mail.outbox[-1].body).group()
    hands.write(page.get_by_label("Koodi", exact=True), f"{code[:3]} {code[3:]}".lower())
    hands.follow(page.locator("main").get_by_role("button", name="Kirjaudu"))


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 390])
def test_new_person_signs_in_tells_who_they_are_and_signs_out(open_page, rekisteri, javascript, width):
    page = open_page("/teot/", java_script_enabled=javascript, viewport={"width": width, "height": 900})
    menu = page.get_by_text("Valikko")
    if width == 390:
        menu.click()
    follow(page.get_by_role("link", name="Kirjaudu", exact=True))
    sign_in(page, "uusi@esimerkkila.example")
    page.get_by_label("Nimesi").fill("Uusi Ihminen")
    search = page.get_by_label("Hae organisaatiotasi")
    if javascript:
        search.press_sequentially("tavastehus")
    else:
        search.fill("tavastehus")
        follow(page.get_by_role("button", name="Hae", exact=True))
    page.get_by_label("Hämeenlinna").check()
    follow(page.get_by_role("button", name="Tallenna ja jatka"))
    page.wait_for_url("**/teot/")
    person = User.objects.select_related("organisation").get()
    if width == 390:
        menu.click()
    page.get_by_text("Uusi Ihminen").click()
    follow(page.get_by_role("button", name="Kirjaudu ulos"))
    page.goto("/tili/")

    assert (person.name, person.organisation.name_fi) == ("Uusi Ihminen", "Hämeenlinna")
    expect_heading(page, "Kirjaudu sähköpostilla")


@pytest.mark.parametrize("look", ["wide-light", "phone-dark"])
def test_staff_set_up_a_passkey_and_enter_by_it(open_page, rekisteri, look):
    rules, options = LOOKS[look]
    staff = UserFactory(staff=True)
    page = open_page("/hallinta/", **options)
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": device | {"automaticPresenceSimulation": True}})
    faults = []

    def look_at():
        faults.extend([*violations(page, rules), *([f"sideways: {page.url}"] if sideways(page) else [])])

    sign_in(page, staff.email, look=look_at)
    page.wait_for_url("**/tili/vahvistus/**")
    look_at()
    follow(page.get_by_role("link", name="Ota sovellus käyttöön"))
    look_at()
    page.go_back()
    follow(page.get_by_role("link", name="Lisää avain"))
    look_at()
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('Keskeytyi.')); }")
    page.get_by_role("button", name="Lisää avain").click()
    expect(page.get_by_role("alert")).to_contain_text("Avainta ei voitu käyttää")
    look_at()
    page.reload()
    page.get_by_label("Avaimen nimi").fill("Työkone")
    follow(page.get_by_role("button", name="Lisää avain"))
    page.wait_for_url("**/palautuskoodit/")
    look_at()
    follow(page.get_by_role("link", name="Otin koodit talteen"))
    entered_first = page.url
    page.goto("/tili/vahvistus/")
    look_at()
    follow(page.get_by_role("link", name="Poista Työkone"))
    look_at()
    page.context.clear_cookies()
    page.goto("/hallinta/")
    sign_in(page, staff.email)
    page.wait_for_url("**/kirjaudu/vahvistus/")
    look_at()
    follow(page.get_by_role("button", name="Vahvista avaimella"))
    page.wait_for_url("**/hallinta/")

    assert faults == []
    assert entered_first.endswith("/hallinta/")
    expect(page.get_by_role("heading", name="Ohjelmatoimiston työt")).to_be_visible()
    assert Authenticator.objects.get(user=staff, type="webauthn").last_used_at
