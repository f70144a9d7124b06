"""Mails of campaigns in a browser: asking to hear of an opening, and staff's words for it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from kampanjat import opening
from kampanjat.models import Kirje, Tilaus
from tekojentori.models import Sahkoposti
from tests.browser.looks import sideways, violations
from tests.factories import KampanjaFactory, UserFactory
from tests.open_forms import link_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.mark.parametrize("options", [{}, PHONE | {"java_script_enabled": False}], ids=["wide", "phone without scripts"])
def test_one_asks_on_the_front_page_confirms_hears_and_ends_it(open_page, options):
    kampanja = KampanjaFactory(opens_at=timezone.now() + timedelta(days=1))
    page = open_page("/", **options)
    page.get_by_label("Sähköpostiosoitteesi").fill("lukija@kunta.example")
    page.wait_for_timeout(3_200)
    page.get_by_role("button", name="Kerro kun haku aukeaa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vahvista osoitteesi")

    page.goto(link_in(Sahkoposti.objects.get().text, "/kampanjat/kerro/vahvista/"))
    faults = violations(page) if not options else []
    page.get_by_role("button", name="Vahvista osoite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Osoitteesi on vahvistettu")
    with time_machine.travel(kampanja.opens_at, tick=False):
        opening.announce(timezone.now())
    page.goto(link_in(Sahkoposti.objects.get(kind="kampanjat/opened").text, "/kampanjat/kerro/pois/"))
    faults += violations(page) if not options else []
    page.get_by_role("button", name="Lopeta viestit").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Et saa enää näitä viestejä")
    assert (Tilaus.objects.count(), sideways(page), faults) == (0, 0, [])


@pytest.mark.parametrize("looks", [{}, {"color_scheme": "dark"}, PHONE], ids=["wide", "dark", "phone"])
def test_staff_write_see_and_save_the_words_of_a_mail(open_page, looks):
    kampanja = KampanjaFactory(is_draft=True, name_fi="Hyvä kiertämään")
    page = open_page(f"/hallinta/kampanjat/kirje/kampanja/{kampanja.pk}/", user=UserFactory(staff=True), **looks)
    faults = violations(page)
    page.get_by_role("link", name="Haku aukesi").click()
    page.get_by_label("Otsikko suomeksi").fill("Nyt: [kampanja]")
    page.get_by_label("Teksti suomeksi").fill("Tervetuloa mukaan.\n\n[kampanjan sivu]")
    page.get_by_role("button", name="Esikatsele tallentamatta").click()

    shown = page.frame_locator("iframe").first
    expect(shown.get_by_role("heading", level=1)).to_have_text("Nyt: Hyvä kiertämään")
    expect(shown.locator(".band")).to_have_css("background-color", "rgb(11, 92, 86)")
    faults += violations(page)
    page.get_by_label("Teksti suomeksi").fill("Tervetuloa [olematon].")
    page.get_by_role("button", name="Tallenna", exact=True).click()
    expect(page.get_by_text("Paikkaa [olematon] ei ole.")).to_be_visible()
    faults += violations(page)
    page.get_by_label("Teksti suomeksi").fill("Tervetuloa!")
    page.get_by_role("button", name="Tallenna", exact=True).click()
    expect(page.get_by_text("Kirje ”Haku aukesi” on tallennettu.")).to_be_visible()

    assert Kirje.objects.get().words("fi").text == "Tervetuloa!"
    assert faults == []
