"""Staff's pages of a campaign in a browser: more time, the mails that wait, coverage, and entries."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tekojentori.models import Sahkoposti
from tests.browser.test_accessibility import sideways, violations
from tests.factories import KampanjaFactory, TekoFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "dark phone"])
def test_more_time_is_given_and_its_mails_are_stopped(open_page, options):
    kampanja, teko = KampanjaFactory(), TekoFactory()
    teko.aim(kampanja, by=teko.author)
    until = timezone.localtime(kampanja.closes_at + timedelta(days=2))
    page = open_page(f"/hallinta/kampanjat/kampanja/{kampanja.pk}/lisaaika/", user=UserFactory(staff=True), **options)

    page.get_by_role("button", name="Tarkista").click()
    expect(page.get_by_text("Virhe: Kirjoita syy.")).to_be_visible()
    faults, wide = violations(page), [sideways(page)]
    page.get_by_label("päivä, esimerkiksi").fill(f"{until:%-d.%-m.%Y}")
    page.get_by_label("kellonaika, esimerkiksi").fill("24.00")
    page.get_by_label("Syy").fill("Sähkökatko.")
    page.get_by_role("button", name="Tarkista").click()
    expect(page.get_by_text("Lähettää 1 viestin.")).to_be_visible()
    page.get_by_role("button", name="Anna lisäaikaa").click()
    page.get_by_role("link", name="Lähtevät viestit (1)").click()
    page.get_by_text("Lisäaikaa kampanjaan").click()
    expect(page.get_by_text("Luonnoksesi:")).to_be_visible()
    faults, wide = faults + violations(page), [*wide, sideways(page)]
    page.get_by_label("Miksi viestit perutaan").fill("Väärä päivä.")
    page.get_by_role("button", name="Peru viestit").click()

    expect(page.get_by_text("1 viesti peruttiin.")).to_be_visible()
    for address in ("kampanjat/kampanja/", f"teot/osallistuminen/kattavuus/{kampanja.pk}/", "teot/osallistuminen/"):
        page.goto(f"/hallinta/{address}")
        faults, wide = faults + violations(page), [*wide, sideways(page)]
    assert (faults, set(wide), Sahkoposti.objects.get().state) == ([], {0}, "voided")
