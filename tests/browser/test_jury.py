"""A jury's pages in a browser: a juror from the invitation to the last sheet, the chair to the lock."""

import pytest
from playwright.sync_api import expect

from palkinnot.models import Arvio, Esteellisyys, Raatilainen
from tests.browser.steps import KEYBOARD, MOUSE, expect_heading, follow
from tests.factories import UserFactory
from tests.juries import lead, make_jury

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
WINDOWS = [
    pytest.param(WIDE, True, MOUSE, id="wide"),
    pytest.param(PHONE, False, MOUSE, id="phone-without-scripts"),
    pytest.param(WIDE, False, KEYBOARD, id="keyboard-without-scripts"),
]


def scales(page):
    return page.get_by_role("group").filter(has=page.get_by_role("radio"))


def score(page, hands, *values: int) -> None:
    for place, value in enumerate(values):
        hands.choose(scales(page).nth(place).locator(f"input[value='{value}']"))


@pytest.mark.parametrize(("viewport", "scripts", "hands"), WINDOWS)
def test_juror_goes_from_the_invitation_through_a_conflict_to_the_last_sheet(open_page, viewport, scripts, hands):
    jury = make_jury("preparing", jurors=2)
    user = UserFactory()
    Raatilainen.objects.invite(jury.raati, by=jury.staff, email=user.email, name=user.name)
    page = open_page("/raati/", user=user, viewport=viewport, java_script_enabled=scripts)

    hands.follow(page.get_by_role("link", name="Lue kutsu ja vastaa"))
    hands.follow(page.get_by_role("button", name="Otan tehtävän vastaan"))
    hands.choose(page.get_by_role("checkbox", name="Olen lukenut sitoumuksen ja sitoudun siihen"))
    hands.follow(page.get_by_role("button", name="Allekirjoita sitoumus"))
    hands.choose(page.get_by_role("checkbox", name=jury.candidates[0].title))
    hands.write(page.get_by_label("Mistä esteellisyys johtuu?"), "Sisareni johtaa hanketta.")
    hands.follow(page.get_by_role("button", name="Ilmoita esteellisyys"))
    assert Esteellisyys.objects.get(user=user).reason == "Sisareni johtaa hanketta."

    juror = Raatilainen.objects.get(user=user)
    for ehdokas in jury.candidates[1:]:
        jury.kierros.hand_out(juror, ehdokas, by=jury.staff, reason="Myös hän arvioi.")
    lead(jury, "scoring")
    page.goto(f"/raati/{jury.kierros.pk}/")
    hands.follow(page.get_by_role("link", name=f"Aloita: {jury.candidates[1].title}"))
    score(page, hands, 4, 3, 5)
    hands.write(page.get_by_label("Kommentti raadille"), "Vahva teko.")
    hands.follow(page.get_by_role("button", name="Tallenna ja seuraava"))
    expect_heading(page, jury.candidates[2].title)
    score(page, hands, 2, 2, 1)
    hands.follow(page.get_by_role("button", name="Tallenna ja seuraava"))

    expect(page.get_by_text("Olet käsitellyt kaikki.")).to_be_visible()
    sheets = Arvio.objects.filter(juror=juror).order_by("ehdokas")
    assert [(row.state, row.comment_to_jury) for row in sheets] == [("given", "Vahva teko."), ("given", "")]


def test_sheet_saves_itself_and_says_when(open_page):
    jury = make_jury("scoring", acts=1)
    page = open_page(f"/raati/{jury.kierros.pk}/{jury.candidates[0].pk}/", user=jury.jurors[1].user, viewport=WIDE)

    score(page, MOUSE, 4)
    page.get_by_label("Omat muistiinpanot").fill("Muista kysyä.")

    expect(page.locator("[data-status]")).to_contain_text("Tallennettu")
    page.reload()
    expect(page.get_by_label("Omat muistiinpanot")).to_have_value("Muista kysyä.")
    assert next(iter(jury.sheet(1, 0).answers.values())) == 4


def test_keys_score_and_move_until_they_are_turned_off(open_page):
    jury = make_jury("scoring", acts=2)
    page = open_page(f"/raati/{jury.kierros.pk}/{jury.candidates[0].pk}/", user=jury.jurors[1].user, viewport=WIDE)

    for key in "435":
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("j")
    expect_heading(page, jury.candidates[1].title)
    assert list(jury.sheet(1, 0).answers.values()) == [4, 3, 5]
    with page.expect_navigation():
        page.keyboard.press("k")
    expect_heading(page, jury.candidates[0].title)
    follow(page.get_by_role("button", name="Poista käytöstä"))
    page.keyboard.press("1")

    expect(scales(page).nth(0).locator("input[value='4']")).to_be_checked()


@pytest.mark.parametrize(("viewport", "scripts", "hands"), WINDOWS[1:])
def test_chair_opens_the_discussion_and_locks(open_page, viewport, scripts, hands):
    jury = make_jury("scoring", acts=2)
    jury.give_all()
    page = open_page(f"/raati/{jury.kierros.pk}/", user=jury.chair.user, viewport=viewport, java_script_enabled=scripts)

    hands.follow(page.get_by_role("link", name="Puheenjohtajan sivu"))
    hands.follow(page.get_by_role("link", name="Avaa keskustelu"))
    hands.follow(page.get_by_role("button", name="Avaa keskustelu"))
    hands.follow(page.get_by_role("link", name="Raadin järjestys"))
    hands.follow(page.get_by_role("link", name=f"Miksi? {jury.candidates[0].title}"))
    hands.write(page.get_by_label("Puheenvuorosi"), "Tämä on rohkea.")
    hands.follow(page.get_by_role("button", name="Sano raadille"))
    page.goto(f"/raati/{jury.kierros.pk}/puheenjohtaja/")
    hands.follow(page.get_by_role("link", name="Lukitse tulos"))
    hands.follow(page.get_by_role("button", name="Lukitse tulos"))

    assert jury.fresh().state == "locked"
