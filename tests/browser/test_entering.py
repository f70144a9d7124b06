"""What an author does in a campaign: from its page through the form and the receipt to the withdrawal."""

import pytest
from django.utils import timezone

from kampanjat.models import Kampanja
from teot.models import Osallistuminen, Teko
from tests.browser.looks import sideways
from tests.browser.steps import MOUSE, expect_heading, follow
from tests.browser.test_sign_in import sign_in
from tests.browser.test_writing import WINDOWS, about, faults, press, tell_who_one_is, write_everything
from tests.factories import KampanjaFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Hyvä kiertämään"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kampanja(rekisteri) -> Kampanja:
    KampanjaFactory(name_fi="Toinen kampanja")
    return KampanjaFactory(slug="hyva-kiertamaan", name_fi=NAME)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_author_enters_a_campaign_from_its_page_and_withdraws(open_page, kampanja, window, javascript):
    page = open_page("/kampanjat/hyva-kiertamaan/", java_script_enabled=javascript, **WINDOWS[window])
    assert look(page, javascript) == ([], 0)
    begin_for_the_campaign(page)
    assert Teko.objects.get().meant_for == kampanja
    write_everything(page, MOUSE, javascript)
    assert (page.get_by_label(NAME).is_checked(), look(page, javascript)) == (True, ([], 0))
    press(page, "Lähetä teko")
    page.wait_for_url("**/kuitti/")

    expect_heading(page, "Teko on lähetetty")
    assert f"Teko on mukana kampanjassa ”{NAME}”." in page.inner_text("main")
    assert [(row.kampanja, row.is_standing) for row in Osallistuminen.objects.all()] == [(kampanja, True)]
    assert look(page, javascript) == ([], 0)
    withdraw(page)
    assert (page.get_by_role("heading", name="Mukana").count(), look(page, javascript)) == (0, ([], 0))
    entry = Osallistuminen.objects.get()
    assert (entry.withdrawn_by.email, entry.withdrawn_at <= timezone.now()) == ("uusi@esimerkkila.example", True)
    assert Teko.objects.get().state == "submitted"


def look(page, javascript) -> tuple[list[str], int]:
    return faults(page, javascript), sideways(page)


def begin_for_the_campaign(page):
    """Sign in on the way: the campaign whose page one came from is chosen already."""
    follow(page.locator("main").get_by_role("link", name="Ilmoita teko").first)
    sign_in(page, "uusi@esimerkkila.example")
    tell_who_one_is(page)
    page.wait_for_url("**/ilmoita/**")
    assert page.get_by_label(NAME).is_checked()
    press(page, "Aloita uusi teko")
    page.wait_for_url("**/ilmoita/*/")
    assert f"Kirjoitat kampanjaan ”{NAME}”." in page.inner_text("main")


def withdraw(page):
    follow(page.locator("main").get_by_role("link", name="Teon kampanjat"))
    press(page, about("Peru osallistuminen", NAME))
    page.get_by_text(f"Teko ei ole enää mukana kampanjassa ”{NAME}”.").wait_for()
