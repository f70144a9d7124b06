"""A reader asks, confirms and is answered, in a browser with and without scripts; each page on the way is looked at."""

import re

import pytest
import time_machine
from playwright.sync_api import expect

from tekojentori.models import Sahkoposti
from tests.browser.looks import sideways, violations
from tests.browser.steps import expect_heading, follow
from tests.factories import TekoFactory
from tests.open_forms import link_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def accessible(page) -> bool:
    assert (page.url, violations(page), sideways(page)) == (page.url, [], 0)
    return True


def link(kind: str) -> str:
    return link_in(Sahkoposti.objects.get(kind=kind).text, "/viestit/")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 390])
def test_reader_asks_and_the_author_answers(open_page, rekisteri, javascript, width):
    teko = TekoFactory(title="Kirjastoauto kiertää kyliä", in_state="published")
    page = open_page(f"/teot/{teko.pk}/", java_script_enabled=javascript, viewport={"width": width, "height": 844})
    looked = accessible if javascript else bool

    with time_machine.travel("2026-11-24T10:00:00Z") as clock:
        follow(page.get_by_role("link", name="Kysy tekijöiltä"))
        page.get_by_label("Kysymyksesi").fill("Paljonko se maksoi?")
        follow(page.get_by_role("button", name="Lähetä"))
        expect(page).to_have_title(re.compile("^Virhe:"))
        assert page.get_by_label("Kysymyksesi").input_value() == "Paljonko se maksoi?"
        assert looked(page)
        page.get_by_label("Nimesi").fill("Kysyjä Koe")
        page.get_by_label("Sähköpostiosoitteesi").fill("kysyja@kunta.example")
        clock.shift(10)
        follow(page.get_by_role("button", name="Lähetä"))
        expect_heading(page, "Vahvista osoitteesi")

        page.goto(link("teot/confirm_question"))
        assert looked(page)
        follow(page.get_by_role("button", name="Lähetä viesti"))
        expect_heading(page, "Viestisi on välitetty")
        assert looked(page)

        page.goto(link("teot/question"))
        assert looked(page)
        page.get_by_label("Vastauksesi").fill("Tonnin.")
        page.get_by_label("Nimesi").fill("Tekijä")
        clock.shift(10)
        follow(page.get_by_role("button", name="Lähetä vastaus"))
        expect_heading(page, "Vastauksesi on välitetty")

    assert "Tonnin." in Sahkoposti.objects.get(kind="teot/answer").text


def test_field_for_machines_is_out_of_sight_and_out_of_the_keyboards_way(open_page, rekisteri):
    teko = TekoFactory(in_state="published")
    page = open_page(f"/teot/{teko.pk}/kysy/")
    names = []

    page.get_by_label("Sähköpostiosoitteesi").focus()
    for _press in range(3):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))

    assert "website" not in names
    assert page.locator("[name=website]").bounding_box()["x"] < 0
