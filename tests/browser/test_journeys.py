"""What a visitor does: finds an act, reads it, changes the language."""

import pytest

from tests.factories import TekoFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def teko(rekisteri):
    return TekoFactory(title="Kirjastoauto kiertää kyliä", in_state="published")


@pytest.mark.parametrize("javascript", [True, False])
def test_visitor_finds_an_act_by_word_and_reads_it(open_page, teko, javascript):
    page = open_page("/teot/?q=kirjastoauto", java_script_enabled=javascript)

    page.get_by_role("link", name=teko.title).first.click()

    assert page.get_by_role("heading", level=1).inner_text() == teko.title


def test_keyboard_reaches_the_content_first(open_page, teko):
    page = open_page("/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "sisalto"


@pytest.mark.parametrize("javascript", [True, False])
def test_visitor_changes_the_language(open_page, teko, javascript):
    page = open_page("/teot/", java_script_enabled=javascript)

    page.get_by_role("link", name="Svenska").click()
    page.wait_for_url("**/sv/teot/")

    assert page.locator("html").get_attribute("lang") == "sv"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/teot/", "/organisaatiot/", "/tietoa/"])
def test_phone_never_scrolls_sideways(open_page, teko, path, scheme):
    page = open_page(path, viewport={"width": 390, "height": 844}, color_scheme=scheme)

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_sign_in_page_has_a_heading(open_page, rekisteri):
    page = open_page("/hallinta/login/")

    assert page.get_by_role("heading", level=1).count() == 1
