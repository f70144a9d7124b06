"""A jury's pages in a browser: a juror from the invitation to the last sheet, the chair to the lock."""

import pytest
from django.urls import resolve
from playwright.sync_api import expect

from palkinnot.models import Arvio, Esteellisyys, Raatilainen
from tests.browser.looks import PHONE, STILL, WIDE, faults_of
from tests.browser.steps import KEYBOARD, MOUSE, expect_heading, follow
from tests.browser.test_accessibility import JURY
from tests.factories import UserFactory
from tests.juries import lead, make_jury

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
WINDOWS = [
    pytest.param(WIDE, True, KEYBOARD, id="wide-keyboard"),
    pytest.param(PHONE, False, MOUSE, id="phone-without-scripts"),
    pytest.param(PHONE, True, MOUSE, id="phone"),
    pytest.param(WIDE, False, KEYBOARD, id="wide-keyboard-without-scripts"),
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


@pytest.mark.parametrize(("viewport", "scripts", "hands"), WINDOWS[:2])
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


# What every page must be


def preparing(jury) -> list[tuple]:
    """Who looks at which page, by the seat's number; None is somebody who has only been invited."""
    return [
        (None, "/raati/"),
        (None, f"/raati/kutsu/{jury.invited.pk}/"),
        (1, "esteellisyydet/"),
        (0, "puheenjohtaja/"),
    ]


def scoring(jury) -> list[tuple]:
    first, second = (row.pk for row in jury.candidates)
    return [
        (1, "/raati/"), (1, f"/raati/kutsu/{jury.jurors[1].pk}/sitoumus/"), (1, ""), (1, f"{first}/"),
        (1, f"{second}/pidattaydyn/"), (1, f"{second}/jaavi/"), (1, "esteellisyydet/"), (0, "puheenjohtaja/"),
        (0, "puheenjohtaja/keskustelu/"),
    ]  # fmt: skip


def discussion(jury) -> list[tuple]:
    first = jury.candidates[0].pk
    return [
        (1, ""), (1, f"{first}/"), (0, "tulokset/"), (0, f"tulokset/{first}/"), (0, "puheenjohtaja/tasatilanne/"),
        (0, "puheenjohtaja/lukitse/"),
    ]  # fmt: skip


def locked(jury) -> list[tuple]:
    return [
        (1, ""),
        (1, f"{jury.candidates[0].pk}/"),
        (1, "tulokset/"),
        (0, "puheenjohtaja/"),
        (0, "puheenjohtaja/avaa/"),
    ]


def test_pages_in_every_stage_keep_the_guidelines(open_page):
    jury = make_jury("preparing", acts=2, jurors=3, tie_breaks=["median", "discussion"])
    user = UserFactory()
    jury.invited = Raatilainen.objects.invite(jury.raati, by=jury.staff, email=user.email, name=user.name)
    users = {None: user, 0: jury.chair.user, 1: jury.jurors[1].user}
    windows = {key: open_page(user=person, **STILL) for key, person in users.items()}
    faults, seen = [], set()

    for stage in (preparing, scoring, discussion, locked):
        if stage is discussion:
            for juror in range(3):
                jury.give(juror, 0, 4, 4, 4), jury.give(juror, 1, 4, 4, 4)
        lead_on(jury, stage.__name__)
        for who, rest in stage(jury):
            path = rest if rest.startswith("/") else f"/raati/{jury.kierros.pk}/{rest}"
            page = windows[who]
            assert (path, page.goto(path).status) == (path, 200)
            seen.add(resolve(path).view_name)
            faults += [(stage.__name__, path, fault) for fault in faults_of(page)]

    assert faults == []
    assert seen == JURY


def lead_on(jury, state: str) -> None:
    verbs = {"scoring": "start", "discussion": "open_discussion", "locked": "lock"}
    if state in verbs:
        getattr(jury.fresh(), verbs[state])(by=jury.chair.user)
