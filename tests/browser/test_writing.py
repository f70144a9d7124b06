"""What an author does: writes an act from sign-in to receipt, is signed out in the middle, meets a co-author's text."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from tekojentori.models import User
from teot.models import Teko
from tests.browser.looks import sideways, violations
from tests.browser.steps import KEYBOARD, MOUSE, expect_heading
from tests.browser.test_sign_in import sign_in
from tests.factories import TekoFactory, UserFactory
from tests.sent import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WINDOWS = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
TITLE = "Kirjastoauto tuo terveysneuvojan"


#: Whether pages run scripts, and how people move in them.
WAYS = pytest.mark.parametrize(
    ("javascript", "hands"), [(True, MOUSE), (False, MOUSE), (True, KEYBOARD)], ids=["scripts", "plain", "keyboard"]
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def author(rekisteri):
    return UserFactory(email="kehittaja@esimerkkila.example")


def press(page, name, hands=MOUSE):
    hands.follow(page.locator("main").get_by_role("button", name=name))


def about(verb: str, what: str) -> re.Pattern:
    """A button whose name tells what it is about to those who do not see where it stands."""
    return re.compile(rf"^{verb}\s*: {what}$")


def faults(page, javascript: bool = True) -> list[str]:
    """What the guidelines forbid. Without scripts axe cannot look; the page is the same."""
    return violations(page) if javascript else []


def go_on(page, slug, hands=MOUSE):
    press(page, "Tallenna ja jatka", hands)
    page.wait_for_url(f"**/{slug}/")


@pytest.mark.parametrize(
    ("window", "javascript", "hands"),
    [(window, javascript, MOUSE) for window in WINDOWS for javascript in (True, False)] + [("wide", True, KEYBOARD)],
    ids=["wide-scripts", "wide-plain", "phone-scripts", "phone-plain", "keyboard"],
)
def test_first_time_submitter_from_sign_in_to_receipt_with_a_picture_and_a_co_author(
    open_page, rekisteri, window, javascript, hands
):
    page = open_page("/", java_script_enabled=javascript, **WINDOWS[window])
    if window == "phone":
        page.get_by_text("Valikko").click()
    hands.follow(page.get_by_role("link", name="Ilmoita teko").first)
    sign_in(page, "uusi@esimerkkila.example", hands=hands)
    tell_who_one_is(page, hands)
    page.wait_for_url("**/ilmoita/")
    press(page, "Aloita uusi teko", hands)
    page.wait_for_url("**/ilmoita/*/")
    hands.write(page.get_by_label("Kutsu kanssakirjoittaja"), "kollega@esimerkkila.example")
    press(page, "Lähetä kutsu", hands)
    page.get_by_text("kutsuttu, ei ole vielä vastannut").wait_for()
    write_everything(page, hands, javascript)
    assert sideways(page) == 0
    press(page, "Lähetä teko", hands)
    page.wait_for_url("**/kuitti/")

    teko = Teko.objects.get()
    expect_heading(page, "Teko on lähetetty")
    assert teko.reference in page.inner_text("main")
    assert (teko.state, teko.owner.name_fi, [row.name for row in teko.mittarit.all()]) == (
        "submitted",
        "Porvoo",
        ["Käynnit", "Lainat"],
    )
    assert [(each.name, each.alt, each.state) for each in teko.kuvat.in_use()] == [
        ("auto.jpg", "Kirjastoauto pysäkillä", "ready")
    ]
    assert {tuple(message.to) for message in mail.outbox} == {
        ("uusi@esimerkkila.example",),
        ("kollega@esimerkkila.example",),
    }
    accept_and_read(open_page, teko)


def tell_who_one_is(page, hands=MOUSE):
    hands.write(page.get_by_label("Nimesi"), "Uusi Ihminen")
    hands.write(page.get_by_label("Hae organisaatiotasi"), "tavastehus")
    hands.follow(page.get_by_role("button", name="Hae", exact=True))
    hands.choose(page.get_by_label("Hämeenlinna"))
    press(page, "Tallenna ja jatka", hands)


def write_everything(page, hands, javascript):
    def write(label, text, **how):
        hands.write(page.get_by_label(label, **how), text)

    hands.follow(page.get_by_role("link", name="Nimeä ja tiivistä"))
    write("Nimi", TITLE, exact=True)
    write("Tiivistelmä", "Neuvoja kulkee kirjastoautossa.")
    go_on(page, "toteutus", hands)
    write("Lähtötilanne", "Terveysasemalle oli 40 kilometriä.")
    write("Mitä tehtiin", "Sovimme **yhteisen** aikataulun.")
    hands.choose(page.get_by_label("Henkilöstö"))
    go_on(page, "tulokset", hands)
    write("Mitä muuttui", "Neuvot saa läheltä.")
    for name in ("Lainat", "Turha", "Käynnit"):
        row = page.get_by_role("group", name="Uusi mittari")
        hands.write(row.get_by_label("Mitä mitattiin"), name)
        hands.write(row.get_by_label("Jälkeen"), "31")
        press(page, "Lisää mittari", hands)
        page.get_by_role("button", name=about("Poista mittari", name)).wait_for()
    press(page, about("Poista mittari", "Turha"), hands)
    page.get_by_role("button", name=about("Poista mittari", "Turha")).wait_for(state="detached")
    press(page, about("Siirrä ylemmäs", "Käynnit"), hands)
    page.get_by_role("button", name=about("Siirrä alemmas", "Käynnit")).wait_for()
    go_on(page, "ohje", hands)
    write("Näin tämän saa käyttöön", "- Kysykää kuljettajalta.")
    go_on(page, "luokittelu", hands)
    assert page.get_by_label("Organisaatio", exact=True).input_value() == "Hämeenlinna"
    write("Organisaatio", "borga", exact=True)
    for option in ("Kulttuuri- ja vapaa-aika", "Yksikkö", "Käynnissä"):
        hands.choose(page.get_by_label(option))
    write("Minä vuonna teko alkoi?", "2025")
    go_on(page, "kuvat", hands)
    send_picture(page, hands, javascript)
    go_on(page, "yhteys", hands)
    write("Yhteyshenkilön tehtävänimike", "kirjastopalvelupäällikkö")
    hands.choose(page.get_by_label("Kaikki, jotka tekstistä"))
    hands.choose(page.get_by_label("Teon tavoitteena ei ole"))
    go_on(page, "tarkista", hands)


def send_picture(page, hands, javascript):
    """One that can be used and one that cannot; then what is in it."""
    good = {"name": "auto.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    bad = {"name": "auto.gif", "mimeType": "image/gif", "buffer": b"GIF89a"}
    hands.pick_files(page.get_by_label("Lisää tiedostoja"), [good, bad])
    press(page, "Lähetä tiedostot", hands)
    assert "auto.gif: Tiedostoa ei voi käyttää." in page.get_by_role("alert").inner_text()
    hands.write(page.get_by_role("group", name="auto.jpg").get_by_label("Mitä kuvassa on?"), "Kirjastoauto pysäkillä")
    assert (faults(page, javascript), sideways(page)) == ([], 0)


def accept_and_read(open_page, teko):
    """The co-author comes by the mail's link, signs in with that address and finds the act."""
    colleague = UserFactory(email="kollega@esimerkkila.example")
    page = open_page(f"/ilmoita/{teko.pk}/kutsu/", user=colleague)
    found = faults(page)
    press(page, "Hyväksy kutsu")
    page.wait_for_url(f"**/ilmoita/{teko.pk}/")

    expect_heading(page, TITLE)
    assert found == []
    assert teko.can_be_edited_by(User.objects.get(pk=colleague.pk))


@WAYS
@pytest.mark.parametrize("window", WINDOWS)
def test_session_lost_in_the_middle_of_a_form_loses_no_text(open_page, author, window, javascript, hands):
    teko = TekoFactory(author=author, title="Ennen")
    page = open_page(f"/ilmoita/{teko.pk}/nimi/", user=author, java_script_enabled=javascript, **WINDOWS[window])
    hands.write(page.get_by_label("Tiivistelmä"), "Tätä kirjoitin puoli tuntia.")
    page.context.clear_cookies(name="sessionid")

    press(page, "Tallenna ja jatka", hands)
    sign_in(page, author.email, hands=hands)
    if page.url.endswith("/tili/tiedot/"):
        tell_who_one_is(page, hands)
    page.wait_for_url(f"**/ilmoita/{teko.pk}/nimi/")

    assert page.get_by_label("Tiivistelmä").input_value() == "Tätä kirjoitin puoli tuntia."
    assert "Tekstisi on tallessa tässä lomakkeessa" in page.inner_text("main")
    assert (faults(page, javascript), sideways(page)) == ([], 0)
    go_on(page, "toteutus", hands)
    assert Teko.objects.get().summary == "Tätä kirjoitin puoli tuntia."


@WAYS
@pytest.mark.parametrize("window", WINDOWS)
def test_two_authors_in_conflict_choose_field_by_field(open_page, author, window, javascript, hands):
    teko = TekoFactory(author=author, title="Ennen")
    colleague = UserFactory(email="kollega@esimerkkila.example", name="Kaisa Kollega")
    teko.invite(by=author, email=colleague.email)
    teko.accept_invitation(by=colleague)
    path, options = f"/ilmoita/{teko.pk}/nimi/", WINDOWS[window] | {"java_script_enabled": javascript}
    mine, theirs = open_page(path, user=author, **options), open_page(path, user=colleague, **options)
    hands.write(theirs.get_by_label("Nimi", exact=True), "Kaisan nimi")
    hands.write(theirs.get_by_label("Tiivistelmä"), "Kaisan tiivistelmä")
    go_on(theirs, "toteutus", hands)

    hands.write(mine.get_by_label("Nimi", exact=True), "Minun nimeni")
    hands.write(mine.get_by_label("Tiivistelmä"), "Minun tiivistelmäni")
    press(mine, "Tallenna ja jatka", hands)
    mine.get_by_role("heading", name="Kaksi eri tekstiä").wait_for()

    assert Teko.objects.get().title == "Kaisan nimi"
    assert "Kaisa Kollega tallensi tämän osion" in mine.inner_text("main")
    assert (faults(mine, javascript), sideways(mine)) == ([], 0)
    hands.choose(mine.get_by_role("group", name="Nimi").get_by_label("Sinun tekstisi"))
    hands.choose(mine.get_by_role("group", name="Tiivistelmä").get_by_label("Tallennettu: Kaisa Kollega"))
    press(mine, "Tallenna valitut", hands)
    mine.wait_for_url("**/toteutus/")
    stored = Teko.objects.get()
    assert (stored.title, stored.summary) == ("Minun nimeni", "Kaisan tiivistelmä")


def test_page_saves_itself_and_never_conflicts_with_its_own_saves(open_page, author):
    teko = TekoFactory(author=author, title="Ennen")
    page = open_page(f"/ilmoita/{teko.pk}/nimi/", user=author)
    title, status = page.get_by_label("Nimi", exact=True), page.get_by_role("status").last

    for text in ("Ensimmäinen", "Toinen"):
        with page.expect_response("**/nimi/") as answered:
            title.fill(text)
        assert answered.value.status == 200
        status.get_by_text("Tallennettu").wait_for()
        assert Teko.objects.get().title == text
    title.fill("Kolmas")
    go_on(page, "toteutus")

    assert Teko.objects.get().title == "Kolmas"


def test_characters_left_are_counted_as_the_server_counts(open_page, author):
    teko = TekoFactory(author=author)
    page = open_page(f"/ilmoita/{teko.pk}/nimi/", user=author)

    page.get_by_label("Tiivistelmä").fill("👪 ka\u200bksia\u0308\n\n" * 40 + "\ufeff ")
    over = page.locator("#id_summary_count")
    expect(over).to_have_text("Merkkejä liikaa: 59")
    press(page, "Tallenna ja jatka")

    expect(over).to_have_text("Merkkejä liikaa: 59")
    expect(page.get_by_role("alert")).to_contain_text("Tekstissä on 59 merkkiä liikaa")
    expect(page).to_have_title(re.compile("^Virhe:"))
    assert faults(page) == []


def test_keyboard_alone_writes_a_section(open_page, author):
    teko = TekoFactory(author=author, title="Ennen")
    page = open_page(f"/ilmoita/{teko.pk}/", user=author)

    page.get_by_role("link", name="Nimeä ja tiivistä").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/nimi/")
    for _press in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_title":
            break
    page.keyboard.press("Control+A")
    page.keyboard.type("Näppäimin kirjoitettu")
    page.keyboard.press("Enter")
    page.wait_for_url("**/toteutus/")

    assert Teko.objects.get().title == "Näppäimin kirjoitettu"


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_deleted_draft_is_brought_back_by_a_button(open_page, author, javascript):
    TekoFactory(author=author, title="Poistettava")
    page = open_page("/omat/", user=author, java_script_enabled=javascript)

    press(page, about("Poista", "Poistettava"))
    page.get_by_role("heading", name="Sinulla ei ole vielä tekoja").wait_for()
    assert faults(page, javascript) == []
    press(page, about("Palauta luonnos", "Poistettava"))
    page.get_by_role("link", name="Poistettava", exact=True).wait_for()

    assert Teko.objects.get().title == "Poistettava"
