"""Staff's pages of campaigns in a browser: all of them by the guidelines, and more time with its mails by hand."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib import admin
from django.utils import timezone
from playwright.sync_api import expect

from kampanjat.models import Kampanja, Kirje, Tilaus
from palkinnot.models import Sarja
from tekojentori.models import Sahkoposti
from teot.models import Osallistuminen
from tests.browser.looks import APPEARANCE, GUIDELINES, sideways, violations
from tests.browser.steps import follow
from tests.factories import KampanjaFactory, TekoFactory, ToimialaFactory, UserFactory
from tests.juries import campaign_with

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


@dataclass(frozen=True)
class State:
    """A page in one of its states: its path, the action chosen there for every row, and what is pressed after that."""

    path: str
    action: str = ""
    press: str = ""


SEND = ".submit-row input[type=submit]"
EDIT = "kampanjat/kirje/kampanja/{open}/haku-aukesi/"
#: By the name of an address: the states of its page. Campaigns and rows by their names in `stored`.
PAGES = {
    "kampanjat_kampanja_changelist": [State("kampanjat/kampanja/"), State("kampanjat/kampanja/?q=olematon")],
    "kampanjat_kampanja_add": [
        State("kampanjat/kampanja/add/"),
        State("kampanjat/kampanja/add/", press="[name=_save]"),
    ],
    "kampanjat_kampanja_change": [
        State("kampanjat/kampanja/{" + name + "}/change/") for name in ("bare", "open", "past", "called_off")
    ],
    "kampanjat_kampanja_delete": [
        State("kampanjat/kampanja/{bare}/delete/"),
        State("kampanjat/kampanja/{open}/delete/"),
    ],
    "kampanjat_kampanja_history": [State("kampanjat/kampanja/{open}/history/")],
    "kampanjat_kampanja_publish": [State(f"kampanjat/kampanja/{{{name}}}/julkaise/") for name in ("bare", "ready")],
    "kampanjat_kampanja_cancel": [State("kampanjat/kampanja/{open}/peru/", press=press) for press in ("", SEND)],
    "kampanjat_kampanja_extend": [State("kampanjat/kampanja/{open}/lisaaika/", press=press) for press in ("", SEND)],
    "kampanjat_kampanja_copy": [State("kampanjat/kampanja/{past}/kopioi/")],
    "kampanjat_kampanja_held": [
        State("kampanjat/kampanja/{open}/viestit/"),
        State("kampanjat/kampanja/{open}/viestit/", press="[name=void]"),
        State("kampanjat/kampanja/{past}/viestit/"),
    ],
    "kampanjat_kirje_changelist": [State("kampanjat/kirje/")],
    "kampanjat_kirje_of_campaign": [State("kampanjat/kirje/kampanja/{open}/")],
    "kampanjat_kirje_edit": [State(EDIT), State(EDIT, press="[name=preview]")],
    "kampanjat_tilaus_changelist": [State("kampanjat/tilaus/")],
    "kampanjat_tilaus_change": [State("kampanjat/tilaus/{reader}/change/")],
    "kampanjat_tilaus_delete": [State("kampanjat/tilaus/{reader}/delete/")],
    "kampanjat_tilaus_history": [State("kampanjat/tilaus/{reader}/history/")],
    "teot_osallistuminen_changelist": [
        State("teot/osallistuminen/"),
        State("teot/osallistuminen/?tila=peruttu"),
        State("teot/osallistuminen/", action="leave_out"),
        State("teot/osallistuminen/", action="leave_out", press=SEND),
        State("teot/osallistuminen/", action="move"),
        State("teot/teko/", action="enter_for_authors"),
    ],
    "teot_osallistuminen_coverage": [
        State("teot/osallistuminen/kattavuus/{open}/"),
        State("teot/osallistuminen/kattavuus/{ready}/?tyyppi=kunta"),
        State("teot/osallistuminen/kattavuus/{open}/?tyyppi=olematon"),
    ],
    "teot_osallistuminen_replace": [
        State("teot/osallistuminen/{late}/vaihda/"),
        State("teot/osallistuminen/{late}/vaihda/", press=SEND),
    ],
}
#: Files, and addresses of the stock admin that lead elsewhere or that nobody may use.
WITHOUT_A_PAGE = {
    "kampanjat_kampanja_csv", "kampanjat_kampanja_xlsx", "teot_osallistuminen_csv", "teot_osallistuminen_xlsx",
    "kampanjat_kirje_add", "kampanjat_kirje_change", "kampanjat_kirje_delete", "kampanjat_kirje_history",
    "kampanjat_tilaus_add", "teot_osallistuminen_add", "teot_osallistuminen_change", "teot_osallistuminen_delete",
    "teot_osallistuminen_history",
}  # fmt: skip


@pytest.fixture
def stored(rekisteri):
    """Campaigns in each state with what their pages tell of, and somebody of staff."""
    staff = UserFactory(staff=True)
    bare = KampanjaFactory(is_draft=True, description_sv="")
    Sarja.objects.create(kampanja=bare, name_fi="Rohkein teko").sectors.add(ToimialaFactory())
    open_one, called_off = KampanjaFactory(), KampanjaFactory()
    called_off.cancel(by=staff, reason="Ohjelma päättyi.")
    past, (late,) = campaign_with(1)
    late.publish(by=staff, version=late.submit(by=late.author))
    draft, teko = TekoFactory(), TekoFactory(in_state="submitted")
    draft.aim(open_one, by=draft.author)
    teko.enter(open_one, by=teko.author)
    open_one.extend(until=open_one.closes_at + timedelta(days=2), by=staff, reason="Sähkökatko.")
    Kirje.objects.create(kampanja=open_one, kind="kampanjat/opened", subject_fi="Auki", text_fi="Haku on auki.")
    rows = {
        "bare": bare, "ready": KampanjaFactory(is_draft=True), "open": open_one, "past": past,
        "called_off": called_off, "late": late.osallistumiset.get(),
        "reader": Tilaus.objects.create(email="lukija@kunta.example", language="fi", confirmed_at=timezone.now()),
    }  # fmt: skip
    return staff, {name: row.pk for name, row in rows.items()}


def test_every_page_of_campaigns_is_in_the_table():
    models = (Kampanja, Kirje, Tilaus, Osallistuminen)
    named = {pattern.name for model in models for pattern in admin.site.get_model_admin(model).urls if pattern.name}

    assert named == {*PAGES, *WITHOUT_A_PAGE}


@pytest.mark.parametrize(("rules", "options"), [(GUIDELINES, {}), (APPEARANCE, PHONE)], ids=["wide", "dark phone"])
def test_pages_of_campaigns_keep_the_guidelines(open_page, stored, rules, options):
    staff, keys = stored
    page, faults = open_page("/", user=staff, **options), []

    for state in (state for states in PAGES.values() for state in states):
        page.goto("/hallinta/" + state.path.format(**keys))
        if state.action:
            page.locator("input.action-select").first.check()
            page.locator("select[name=action]").select_option(state.action)
            follow(page.locator(".actions button"))
        if state.press:
            follow(page.locator(state.press).first)
        faults += [(state, fault) for fault in violations(page, rules)]
        faults += [(state, f"sideways by {by}")] if (by := sideways(page)) else []

    assert faults == []


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
    assert (faults, set(wide), Sahkoposti.objects.get().state) == ([], {0}, "voided")
