"""Staff return an act, its author mends it, staff publish it; and staff's pages held to WCAG 2.2 AA."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from teot.models import Ratkaisu, Tarkistus
from tests.browser.looks import LOOKS_IN_FULL, PHONE, STILL, WIDE, faults_of, violations
from tests.browser.steps import KEYBOARD, MOUSE
from tests.factories import TekoFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = "/hallinta/teot/kasiteltava/"


@pytest.fixture
def teko(rekisteri):
    return TekoFactory(
        in_state="submitted",
        title="Kirjastoauto kiertää kyliä",
        results="Jonot lyhenivät.",
        people_informed=True,
        no_dismissals=True,
    )


def main_of(page):
    return page.get_by_role("main")


def press(page, name: str, hands) -> None:
    hands.follow(main_of(page).get_by_role("button", name=name, exact=True).first)


@pytest.mark.parametrize(
    ("viewport", "javascript", "hands"),
    [(viewport, javascript, MOUSE) for viewport in (WIDE, PHONE) for javascript in (True, False)]
    + [(WIDE, True, KEYBOARD)],
    ids=["wide", "wide-plain", "phone", "phone-plain", "keyboard"],
)
def test_staff_return_the_author_mends_staff_publish(open_page, teko, viewport, javascript, hands):
    looks = {"viewport": viewport, "java_script_enabled": javascript}
    staff = open_page(QUEUE, user=UserFactory(staff=True), **looks)

    hands.follow(staff.get_by_role("link", name=teko.title))
    press(staff, "Ota käsittelyyn", hands)
    hands.write(staff.get_by_label("Muistiinpano", exact=True), "Soitan huomenna.")
    press(staff, "Lisää muistiinpano", hands)
    hands.choose(staff.get_by_label("Ulkopuolinenkin ymmärtää"))
    press(staff, "Tallenna tarkistuslista", hands)
    hands.follow(main_of(staff).get_by_role("link", name="Palauta täydennettäväksi"))
    hands.write(staff.get_by_label("Perustelu tekijöille"), "Hyvä alku!")
    hands.write(staff.get_by_label("Mitä muuttui: mitä pitäisi muuttaa?"), "Mitä mitattiin?")
    press(staff, "Näytä viesti", hands)
    assert "Mitä mitattiin?" in staff.locator(".review-mail").inner_text()
    press(staff, "Palauta täydennettäväksi", hands)
    staff.wait_for_url(f"**{QUEUE}")

    author = open_page(f"/ilmoita/{teko.pk}/", user=teko.author, **looks)
    assert main_of(author).get_by_text("Mitä mitattiin?").count() == 1
    hands.follow(author.get_by_role("link", name="Mitä muuttui", exact=True))
    assert main_of(author).get_by_text("Mitä mitattiin?").count() == 1
    hands.write(author.get_by_label("Mitä muuttui", exact=True), "Jonot lyhenivät 64 päivästä 41 päivään.")
    press(author, "Tallenna ja palaa osioihin", hands)
    hands.follow(author.get_by_role("link", name="Tarkista ja lähetä", exact=True))
    press(author, "Lähetä teko", hands)
    author.wait_for_url("**/kuitti/")

    staff.goto(QUEUE)
    assert "lähetetty uudelleen" in staff.locator("#result_list").inner_text()
    hands.follow(staff.get_by_role("link", name=teko.title))
    assert staff.locator("ins").inner_text().strip() == "64 päivästä 41 päivään"
    preview = staff.frame_locator("iframe")
    assert preview.get_by_role("heading", level=1).inner_text() == teko.title
    hands.follow(main_of(staff).get_by_role("link", name="Julkaise", exact=True))
    press(staff, "Julkaise", hands)
    staff.wait_for_url(f"**{QUEUE}")

    visitor = open_page(f"/teot/{teko.pk}/", **looks)
    assert main_of(visitor).get_by_text("Jonot lyhenivät 64 päivästä 41 päivään.").count() == 1
    assert main_of(visitor).get_by_text("Soitan huomenna.").count() == 0
    assert [row.kind for row in Ratkaisu.objects.order_by("version__number")] == ["returned", "published"]


@pytest.fixture
def pages(teko) -> SimpleNamespace:
    """Every page of the review with something in it: by its name, its path."""
    staff = UserFactory(staff=True, name="Salla Seppälä")
    edit = TekoFactory(in_state="published", title="Yhteinen kahvihetki", done="Sovimme ajan.\n\nKokeilimme viikon.")
    edit.mittarit.create(position=1, name="Jonotus", before="64", after="41", unit="pv")
    edit.done, edit.learnt = "Sovimme yhteisen ajan.\n\nKokeilimme viikon.", ""
    edit.save()
    Tarkistus.objects.record(edit.submit(by=edit.author), ticked={"clarity"}, unticked=set(), by=staff)
    edit.claim(by=staff)
    edit.note("Soitin heille: luvut tulevat järjestelmästä.", by=staff)
    return SimpleNamespace(
        staff=staff,
        paths={
            "front": "/hallinta/",
            "queue": QUEUE,
            "edit": f"{QUEUE}{edit.pk}/change/",
            "new": f"{QUEUE}{teko.pk}/change/",
            "correct": f"{QUEUE}{edit.pk}/korjaa/",
            "publish": f"{QUEUE}paatos/julkaise/?teko={edit.pk}&teko={teko.pk}",
            "return": f"{QUEUE}paatos/palauta/?teko={edit.pk}",
        },
    )


def test_pages_of_the_review_keep_the_guidelines(open_page, pages):
    page = open_page("/", user=pages.staff, **STILL)
    faults = {}

    for name, path in pages.paths.items():
        page.goto(path)
        faults[name] = faults_of(page, LOOKS_IN_FULL, ".review, .waiting-now, #result_list")

    assert {name: found for name, found in faults.items() if found} == {}


def test_searchable_choice_of_the_admin_is_called_by_its_label(open_page, rekisteri):
    page = open_page("/hallinta/tekojentori/user/add/", user=UserFactory(staff=True))

    expect(page.get_by_role("combobox", name="Organisaatio:")).to_be_visible()
    assert violations(page) == []
