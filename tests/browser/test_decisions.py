"""Staff decide, publish, call off and correct in a browser; their pages keep the guidelines, light and dark."""

from datetime import timedelta
from time import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from playwright.sync_api import expect

from kampanjat.models import Kampanja
from palkinnot import publication
from palkinnot.models import Palkinto, Sarja
from tests.browser.looks import LOOKS_IN_FULL, PHONE, STILL, WIDE, faults_of
from tests.browser.steps import KEYBOARD, MOUSE, expect_heading
from tests.factories import UserFactory
from tests.juries import make_jury
from tests.palkinnot.test_palkinto import choice, decide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BASE = "/hallinta/palkinnot/palkinto"


@pytest.fixture
def jury(rekisteri):
    return make_jury("locked", acts=[{"title": "Aamut sujuvat"}, {"title": "Illat sujuvat"}], jurors=2)


@pytest.fixture
def other():
    return UserFactory(staff=True, name="Toinen Toimistosta")


def code_of(user) -> str:
    """What the person's authenticator app shows now."""
    secret = get_adapter().decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, int(time()) // 30))


def main_of(page):
    return page.get_by_role("main")


@pytest.mark.parametrize(
    ("viewport", "scripts", "hands"),
    [
        pytest.param(WIDE, True, MOUSE, id="wide"),
        pytest.param(PHONE, True, KEYBOARD, id="phone-keyboard"),
        pytest.param(PHONE, False, MOUSE, id="phone-without-scripts"),
        pytest.param(WIDE, False, KEYBOARD, id="keyboard-without-scripts"),
    ],
)
def test_a_category_goes_from_the_proposal_to_a_correction(open_page, jury, other, viewport, scripts, hands):
    options = {"viewport": viewport, "java_script_enabled": scripts}

    def link(page, name):
        hands.follow(main_of(page).get_by_role("link", name=name))

    def press(page, name):
        hands.follow(main_of(page).get_by_role("button", name=name))

    one = open_page(f"{BASE}/sarja/{jury.sarja.pk}/", user=jury.staff, **options)
    press(one, "Ehdota valittuja")
    hands.write(one.get_by_label("Perustelu suomeksi"), "Rohkea.")
    press(one, "Tallenna ehdotus")
    expect(main_of(one).get_by_role("alert")).to_contain_text("Kirjoita perustelu ruotsiksi.")
    expect(one.get_by_label("Perustelu suomeksi")).to_have_value("Rohkea.")
    hands.write(one.get_by_label("Perustelu ruotsiksi"), "Modig.")
    press(one, "Tallenna ehdotus")
    expect(one.get_by_text("Ehdotus on sinun, joten sen vahvistaa joku toinen.")).to_be_visible()

    two = open_page("/hallinta/", user=other, **options)
    link(two, "Rohkein teko")
    link(two, "Vahvista ehdotus")
    press(two, "Vahvista (2 viestiluonnosta)")
    link(two, "Kampanjan julkistus")
    link(two, "Julkista tulokset")
    expect_heading(two, "Vahvista, että olet sinä")
    hands.write(two.get_by_label("Koodi"), code_of(other))
    press(two, "Vahvista")
    expect_heading(two, "Julkista tulokset")
    hands.choose(two.get_by_label("Tällä hetkellä"))
    hands.write(two.get_by_label("päivä, esimerkiksi"), f"{timezone.localdate() + timedelta(days=2):%d.%m.%Y}")
    hands.write(two.get_by_label("kellonaika, esimerkiksi"), "16.00")
    press(two, "Julkista (5 sivua, 2 viestiä)")
    expect(two.get_by_text("Julkistus on ajastettu.")).to_be_visible()

    link(two, "Peru julkistus")
    hands.write(two.get_by_label("Syy"), "Gaala siirtyy.")
    press(two, "Peru julkistus")
    assert Kampanja.objects.get(pk=jury.kampanja.pk).results_public_from is None
    link(two, "Julkista tulokset")
    hands.choose(two.get_by_label("Heti"))
    press(two, "Julkista (5 sivua, 2 viestiä)")
    expect(two.get_by_text("Tulokset ovat julki.")).to_be_visible()

    one.reload()
    link(one, "Oikaise Aamut sujuvat")
    hands.write(one.get_by_label("Perustelu suomeksi"), "Rohkea ja mitattu.")
    hands.write(one.get_by_label("Selitys suomeksi"), "Sana puuttui.")
    hands.write(one.get_by_label("Selitys ruotsiksi"), "Ett ord saknades.")
    press(one, "Ehdota oikaisua")
    two.reload()
    hands.follow(main_of(two).locator("#oikaisut + ul").get_by_role("link", name="Rohkein teko"))
    link(two, "Vahvista oikaisu")
    press(two, "Vahvista oikaisu (2 viestiä)")
    expect(two.get_by_text("Oikaisu on julki.")).to_be_visible()
    assert [row.citation_fi for row in Palkinto.objects.public(timezone.now())] == ["Rohkea ja mitattu."]


def test_the_presenter_goes_by_keys_and_by_links(open_page, jury, other):
    decide(jury, other)
    page = open_page(f"{BASE}/kampanja/{jury.kampanja.pk}/gaala/juonto/", user=other, viewport=WIDE)

    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    expect(page.get_by_role("heading", name="Aamut sujuvat")).to_be_in_viewport()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#s1")).to_be_focused()
    page.get_by_role("link", name="Seuraava").first.click()
    expect(page.get_by_role("heading", name="Aamut sujuvat")).to_be_in_viewport()


@pytest.fixture
def paths(jury, other):
    """Every page of decisions: of a campaign that is decided but for two categories, and of one that is public."""
    decide(jury, other)
    waiting = Sarja.objects.create(kampanja=jury.kampanja, name_fi="Valinta", selection="staff", position=2)
    waiting.gather(by=other)
    waiting.propose([choice(waiting.ehdokkaat.first())], by=other, reason="Alueen suosikki.")
    counted = Sarja.objects.create(
        kampanja=jury.kampanja, name_fi="Ahkerin", selection="count", target="organisaatio", position=3
    )
    public = make_jury("locked", acts=2, jurors=2)
    decide(public, other)
    publication.publish(public.kampanja, by=other)
    sarja, ehdokas = Sarja.objects.get(pk=public.sarja.pk), public.candidates[0]
    notes = {"fi": "Sana puuttui.", "sv": "Ett ord saknades."}
    oikaisu = sarja.propose_correction(ehdokas, becomes=choice(ehdokas, citation_fi="Uusi."), notes=notes, by=other)
    one, campaign = f"{BASE}/sarja", f"{BASE}/kampanja/{jury.kampanja.pk}"
    return {
        "front": "/hallinta/",
        "campaigns": f"{BASE}/",
        "campaign": f"{campaign}/",
        "decided": f"{one}/{jury.sarja.pk}/",
        "undo": f"{one}/{jury.sarja.pk}/peru/",
        "reveal": f"{one}/{jury.sarja.pk}/julkista/",
        "proposed": f"{one}/{waiting.pk}/",
        "propose": f"{one}/{waiting.pk}/ehdota/",
        "confirm": f"{one}/{waiting.pk}/vahvista/",
        "return": f"{one}/{waiting.pk}/palauta/",
        "counted": f"{one}/{counted.pk}/",
        "count": f"{one}/{counted.pk}/laske/",
        "publish": f"{campaign}/julkista/",
        "call off": f"{BASE}/kampanja/{public.kampanja.pk}/peru/",
        "mails": f"{campaign}/viestit/",
        "invite": f"{campaign}/kutsut/",
        "gala": f"{campaign}/gaala/",
        "presenter": f"{campaign}/gaala/juonto/",
        "run sheet": f"{campaign}/gaala/ajolista/",
        "public": f"{one}/{sarja.pk}/",
        "correct": f"{one}/{sarja.pk}/oikaise/?ehdokas={ehdokas.pk}",
        "correction": f"{BASE}/oikaisu/{oikaisu.pk}/",
        "confirm correction": f"{BASE}/oikaisu/{oikaisu.pk}/vahvista/",
        "return correction": f"{BASE}/oikaisu/{oikaisu.pk}/palauta/",
    }


def test_pages_of_decisions_keep_the_guidelines(open_page, jury, paths):
    page = open_page("/hallinta/", user=jury.staff, **STILL)
    page.goto(paths["publish"])
    page.get_by_label("Koodi").fill(code_of(jury.staff))
    page.get_by_role("button", name="Vahvista").click()
    expect_heading(page, "Julkista tulokset")
    faults = {}

    for name, path in paths.items():
        page.goto(path)
        faults[name] = faults_of(page, LOOKS_IN_FULL, {"exclude": [["#header"], ["#nav-sidebar"]]})

    assert {name: found for name, found in faults.items() if found} == {}
