"""Prizes in a browser: a visitor at the gala's last minute, and a winner from the mail to the certificate."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from kampanjat.models import Kampanja
from palkinnot import award_mails, publication
from palkinnot.models import Palkinto, Vastaanotto
from tekojentori.models import Sahkoposti
from tests.browser.looks import LOOKS_IN_FULL, PHONE, STILL, WIDE, faults_of, sideways
from tests.browser.steps import KEYBOARD, MOUSE, expect_heading
from tests.factories import UserFactory
from tests.juries import make_jury
from tests.palkinnot.test_palkinto import decide
from tests.palkinnot.test_winners import publish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
WINDOWS = [
    pytest.param(WIDE, True, MOUSE, id="wide"),
    pytest.param(PHONE, True, KEYBOARD, id="phone-keyboard"),
    pytest.param(PHONE, False, MOUSE, id="phone-without-scripts"),
    pytest.param(WIDE, False, KEYBOARD, id="keyboard-without-scripts"),
]


@pytest.mark.parametrize(("viewport", "scripts", "hands"), WINDOWS)
def test_a_visitor_sees_the_winners_at_the_gala_minute(open_page, viewport, scripts, hands):
    jury, other = make_jury("locked", acts=2, jurors=2), UserFactory(staff=True)
    ends_at = timezone.now() + timedelta(hours=2)
    gala = {"gala_starts_at": ends_at - timedelta(hours=3), "gala_ends_at": ends_at}
    Kampanja.objects.filter(pk=jury.kampanja.pk).update(**gala, stream_url="https://lahetys.example/gaala")
    publish(jury, other, at=ends_at)
    year, title = jury.kampanja.year, jury.teot[0].title

    with time_machine.travel(ends_at - timedelta(minutes=1)):
        page = open_page("/palkinnot/", viewport=viewport, java_script_enabled=scripts)
        expect(page.get_by_role("link", name="Katso suoraa lähetystä")).to_be_visible()
        page.goto(f"/palkinnot/{year}/")
        expect(page.get_by_text(f"Vuoden {year} palkintoja ei ole vielä julkistettu.")).to_be_visible()
        expect(page.get_by_text("Rohkein teko")).to_have_count(0)
        assert sideways(page) == 0
    with time_machine.travel(ends_at + timedelta(seconds=1)):
        page.reload()
        expect(page.get_by_role("link", name="Katso suoraa lähetystä")).to_have_count(0)
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        assert sideways(page) == 0
        hands.follow(page.get_by_role("link", name=re.compile("^Kunniakirja")))
        expect_heading(page, "Rohkein teko")
        assert sideways(page) == 0
        page.goto(f"/palkinnot/poytakirja/{jury.sarja.pk}/")
        expect_heading(page, "Pöytäkirja: Rohkein teko")
        assert sideways(page) == 0


@pytest.mark.parametrize(("viewport", "scripts", "hands"), WINDOWS)
def test_a_winner_goes_from_the_mail_to_the_certificate(open_page, viewport, scripts, hands):
    jury, other = make_jury("locked", acts=1, jurors=2), UserFactory(staff=True)
    decide(jury, other)
    award_mails.invite(jury.kampanja, by=other)
    mail = Sahkoposti.objects.get(kind="palkinnot/winner")
    path = re.search(r"/palkinnot/vastaus/\d+/", mail.text)[0]
    page = open_page(path, user=jury.teot[0].author, viewport=viewport, java_script_enabled=scripts)

    hands.choose(page.get_by_role("radio").first)
    hands.write(page.get_by_label("Ketkä tulevat gaalaan"), "Kaksi kehittäjää")
    hands.follow(page.get_by_role("button", name="Tallenna vastaus"))
    expect(page.get_by_text("Tieto on luottamuksellinen")).to_be_visible()
    assert Vastaanotto.objects.get().accepts

    publication.publish(jury.kampanja, by=other)
    page.reload()
    hands.follow(page.get_by_role("link", name="Kunniakirja ja kuva jaettavaksi"))
    expect_heading(page, "Rohkein teko")
    for name, start in (("Kunniakirja suomeksi (PDF)", b"%PDF"), ("Kuva jaettavaksi (PNG)", b"\x89PNG")):
        link = page.get_by_role("link", name=name)
        assert page.request.get(link.get_attribute("href")).body().startswith(start)


def test_no_page_of_prizes_breaks_the_guidelines(open_page):
    jury, other = make_jury("locked", acts=3, jurors=2), UserFactory(staff=True)
    publish(jury, other)
    year, key = jury.kampanja.year, Palkinto.objects.get().pk
    page = open_page("/palkinnot/", **STILL)
    paths = ["/palkinnot/", f"/palkinnot/{year}/", f"/palkinnot/{year}/lista/", f"/sv/palkinnot/{year}/tiedote/"]
    paths += [
        f"/palkinnot/palkinto/{key}/",
        f"/palkinnot/poytakirja/{jury.sarja.pk}/",
        jury.kampanja.get_absolute_url(),
    ]
    faults = []

    for path in paths:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        faults += [(path, fault) for fault in faults_of(page, LOOKS_IN_FULL)]

    assert faults == []
