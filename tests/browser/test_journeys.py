"""What a visitor does: finds an act by facet and by word, reads, follows, changes language and theme, prints."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from playwright.sync_api import expect

from teot.models import Toimiala
from tests.browser.steps import Keyboard, expect_heading, follow
from tests.factories import TekoFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def teko(rekisteri):
    """The act that the visitor looks for, among others."""
    culture = Toimiala.objects.get(code="kulttuuri")
    for number in range(3):
        TekoFactory(title=f"Yhteinen kahvihetki {number}", in_state="published")
    return TekoFactory(title="Kirjastoauto kiertää kyliä", sectors=[culture], in_state="published")


@pytest.mark.parametrize("javascript", [True, False])
def test_visitor_finds_an_act_by_word_and_reads_it(open_page, teko, javascript):
    page = open_page("/", java_script_enabled=javascript)

    page.get_by_role("main").get_by_role("searchbox", name="Hae tekoja").fill("kirjastoauto")
    follow(page.get_by_role("main").get_by_role("button", name="Hae"))
    follow(page.get_by_role("link", name=teko.title).first)

    expect_heading(page, teko.title)


@pytest.mark.parametrize("options", [{"viewport": {"width": 1280, "height": 900}}, PHONE], ids=["wide", "phone"])
def test_visitor_finds_an_act_by_facet_without_scripts(open_page, teko, options):
    page = open_page("/teot/", java_script_enabled=False, **options)

    if options is PHONE:
        page.get_by_text("Rajaa tekoja").click()
    page.get_by_role("checkbox", name="Kulttuuri- ja vapaa-aika").check()
    follow(page.get_by_role("button", name="Näytä tulokset"))

    expect_heading(page, "1 teko: Kulttuuri- ja vapaa-aika")
    follow(page.get_by_role("link", name=teko.title))
    expect_heading(page, teko.title)


def test_facet_swaps_the_results_and_back_undoes_it(open_page, teko):
    page = open_page("/teot/")
    page.evaluate("window.isTheSamePage = true")

    page.get_by_text("Vaihe", exact=True).click()
    page.get_by_role("checkbox", name="Kulttuuri- ja vapaa-aika").check()
    page.wait_for_url("**/teot/?toimiala=kulttuuri")

    expect_heading(page, "1 teko: Kulttuuri- ja vapaa-aika")
    expect(page).to_have_title("1 teko: Kulttuuri- ja vapaa-aika – Tekojen tori")
    expect(page.get_by_role("status").first).to_have_text("1 teko: Kulttuuri- ja vapaa-aika")
    expect(page.locator("#rajaus-toimiala-kulttuuri")).to_be_focused()
    expect(page.get_by_role("checkbox", name="Käynnissä")).to_be_visible()
    assert page.evaluate("window.isTheSamePage")

    page.go_back()
    page.wait_for_url("**/teot/")
    page.get_by_role("heading", name="4 tekoa").wait_for()
    expect(page.get_by_role("checkbox", name="Kulttuuri- ja vapaa-aika")).not_to_be_checked()


def test_language_theme_and_feed_follow_the_facets_of_a_swap(open_page, teko):
    page = open_page("/teot/")
    in_head = page.locator("link[type='application/atom+xml']")

    page.get_by_role("checkbox", name="Kulttuuri- ja vapaa-aika").check()
    page.wait_for_url("**/teot/?toimiala=kulttuuri")
    expect_heading(page, "1 teko: Kulttuuri- ja vapaa-aika")
    feed = page.get_by_role("main").get_by_role("link", name="Tilaa nämä teot (Atom)")
    expect(feed).to_have_attribute("href", "/teot/syote.atom?toimiala=kulttuuri")
    expect(in_head).to_have_attribute("href", re.compile(r"/teot/syote\.atom\?toimiala=kulttuuri$"))
    follow(page.get_by_role("button", name="Tumma"))
    expect_heading(page, "1 teko: Kulttuuri- ja vapaa-aika")

    page.get_by_role("checkbox", name="Kulttuuri- ja vapaa-aika").uncheck()
    page.get_by_role("heading", name="4 tekoa").wait_for()
    page.get_by_role("checkbox", name="Kulttuuri- ja vapaa-aika").check()
    page.get_by_role("heading", name="1 teko: Kulttuuri- ja vapaa-aika").wait_for()
    follow(page.get_by_role("link", name="Svenska"))
    expect_heading(page, "1 insats: Kultur och fritid")


def test_search_on_the_list_puts_the_most_relevant_first(open_page, teko):
    page = open_page("/teot/", java_script_enabled=False)

    page.get_by_role("main").get_by_role("searchbox", name="Hae tekoja").fill("kirjastoauto")
    follow(page.get_by_role("main").get_by_role("button", name="Hae"))

    expect(page.get_by_label("Järjestä")).to_have_value("")
    expect(page.locator("#jarjesta option:checked")).to_have_text("Osuvin ensin")


def test_facets_stay_open_on_a_phone_while_they_are_chosen(open_page, teko):
    page = open_page("/teot/", **PHONE)

    page.get_by_text("Rajaa tekoja").click()
    page.get_by_role("checkbox", name="Kulttuuri- ja vapaa-aika").check()
    page.wait_for_url("**/teot/?toimiala=kulttuuri**")

    expect(page.get_by_text("1 valittu")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Kulttuuri- ja vapaa-aika")).to_be_visible()


def test_focus_stays_on_the_box_of_a_facet_that_was_ticked_on_a_phone(open_page, teko):
    page = open_page("/teot/", **PHONE)
    page.get_by_text("Rajaa tekoja").click()
    page.get_by_text("Vaihe", exact=True).click()
    box, count = page.get_by_role("checkbox", name="Käynnissä"), page.locator("#rajaukset .status")

    box.focus()
    page.keyboard.press("Space")
    expect(count).to_have_text("1 valittu")
    expect(box).to_be_focused()

    page.keyboard.press("Space")
    expect(count).to_have_count(0)
    expect(box).to_be_focused()
    expect(box).not_to_be_checked()


def test_keys_in_the_select_of_a_facet_wait_for_the_button(open_page, teko):
    page = open_page("/teot/")
    swaps = []
    page.on("request", lambda request: swaps.append(request.url) if "hx-request" in request.headers else None)
    page.get_by_text("Organisaatio", exact=True).click()
    select = page.get_by_label("Lisää organisaatio")

    select.focus()
    page.keyboard.type("esim")
    page.keyboard.press("ArrowDown")
    name, _count = select.locator("option:checked").inner_text().split(" (")
    Keyboard().follow(page.get_by_role("button", name="Lisää"))

    expect_heading(page, f"1 teko: {name}")
    assert swaps == []


def test_chip_takes_its_choice_away(open_page, teko):
    page = open_page("/teot/?toimiala=kulttuuri&q=kirjastoauto")

    follow(page.get_by_role("link", name="Poista rajaus: Kulttuuri- ja vapaa-aika"))

    expect(page).to_have_url(re.compile(r"/teot/\?q=kirjastoauto$"))


def test_broken_connection_leads_on_the_ordinary_way(open_page, teko, wrong):
    page = open_page("/teot/")
    page.route(
        "**/teot/**", lambda route: route.abort() if "hx-request" in route.request.headers else route.continue_()
    )

    page.get_by_role("checkbox", name="Kulttuuri- ja vapaa-aika").check()
    page.wait_for_url("**toimiala=kulttuuri**")

    expect_heading(page, "1 teko: Kulttuuri- ja vapaa-aika")
    wrong[:] = [fault for fault in wrong if "konsoli: htmx:" not in fault]


def test_visitor_follows_what_the_page_offers(open_page, teko):
    page = open_page("/teot/?toimiala=kulttuuri")

    feed = page.locator("link[type='application/atom+xml']").get_attribute("href")
    titles = [title.text for title in ElementTree.fromstring(Client().get(feed).content).findall(".//{*}title")]

    assert titles[1:] == [teko.title]


@pytest.mark.parametrize("javascript", [True, False])
def test_visitor_changes_the_language(open_page, teko, javascript):
    page = open_page("/teot/", java_script_enabled=javascript)

    follow(page.get_by_role("link", name="Svenska"))
    page.wait_for_url("**/sv/teot/")

    assert page.locator("html").get_attribute("lang") == "sv"


@pytest.mark.parametrize("javascript", [True, False])
def test_chosen_theme_holds_from_page_to_page(open_page, teko, javascript):
    page = open_page("/teot/?q=kirjastoauto", java_script_enabled=javascript, color_scheme="light")

    def ground():
        return page.locator("body").evaluate("element => getComputedStyle(element).backgroundColor")

    light = ground()
    follow(page.get_by_role("button", name="Tumma"))
    page.wait_for_url("**/teot/?q=kirjastoauto")
    dark = ground()
    follow(page.get_by_role("link", name=teko.title).first)

    assert (light, dark) == ("rgb(250, 248, 243)", "rgb(16, 23, 22)")
    assert ground() == dark
    assert page.get_by_role("button", name="Tumma").get_attribute("aria-pressed") == "true"


def test_printed_act_is_the_act_alone(open_page, teko):
    page = open_page(f"/teot/{teko.pk}/")

    page.emulate_media(media="print")

    assert page.get_by_role("heading", name=teko.title).is_visible()
    assert page.get_by_text("Sovimme yhteisen tavan.").is_visible()
    for part in (".site-nav", ".site-footer nav", ".theme-choice", ".skip-link", "#osoite"):
        assert (part, page.locator(part).first.is_visible()) == (part, False)
    assert page.pdf().startswith(b"%PDF-")


def test_print_button_asks_the_browser_to_print(open_page, teko):
    page = open_page(f"/teot/{teko.pk}/")
    page.evaluate("window.print = () => { window.hasPrinted = true }")

    page.get_by_role("button", name="Tulosta").click()

    assert page.evaluate("window.hasPrinted")


def test_copied_link_leads_to_the_act(open_page, teko):
    page = open_page(f"/teot/{teko.pk}/", permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name="Kopioi linkki").click()
    page.get_by_role("button", name="Kopioitu").wait_for()

    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_without_scripts_the_address_stands_to_be_copied(open_page, teko):
    page = open_page(f"/teot/{teko.pk}/", java_script_enabled=False)

    assert page.get_by_label("Teon osoite").input_value() == page.url
    assert page.get_by_role("button", name="Kopioi linkki").count() == 0


def test_keyboard_alone_finds_and_reads_an_act(open_page, teko):
    page = open_page("/")
    focused = "document.activeElement.matches('main [type=search]')"

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "sisalto"
    while not page.evaluate(focused):
        page.keyboard.press("Tab")
    page.keyboard.type("kirjastoauto")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=kirjastoauto"))
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").strip() == teko.title:
            break
    outline = page.evaluate("getComputedStyle(document.activeElement.closest('.teko-card')).outlineStyle")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/teot/{teko.pk}-"))

    expect_heading(page, teko.title)
    assert outline == "solid"


def test_sign_in_page_has_a_heading(open_page, rekisteri):
    page = open_page("/hallinta/")

    assert page.get_by_role("heading", level=1).count() == 1


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("document.body.setAttribute('onclick', 'alert(1)')", "CSP"),
        ("fetch('https://muu.example/')", "muu.example"),
        ("console.error('rikki')", "rikki"),
        ("setTimeout(() => { throw new Error('kaatui') })", "kaatui"),
        ("fetch('/ei-ole/')", "404"),
    ],
)
def test_what_goes_wrong_in_a_page_is_noticed(open_page, rekisteri, wrong, script, told):
    page = open_page("/")

    page.evaluate(f"() => {{ {script} }}")
    for _moment in range(100):
        if any(told in fault for fault in wrong):
            break
        page.wait_for_timeout(100)

    assert any(told in fault for fault in wrong)
    page.context.close()  # nothing more is heard
    wrong.clear()
