"""Staff set a jury up in a real browser; their pages keep the guidelines in light, dark, on a screen and a phone."""

from types import SimpleNamespace

import pytest

from palkinnot.models import Arvio, Esteellisyys, Kierros, Lukitus, Raati, Raatilainen, Sarja
from tests.browser.looks import LOOKS_IN_FULL, PHONE, STILL, WIDE, faults_of
from tests.browser.steps import KEYBOARD, MOUSE
from tests.factories import UserFactory
from tests.juries import campaign_with, make_jury

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(rekisteri):
    """A jury in the discussion and one that waits for its sheets, and every page of theirs."""
    acts = [{"title": f"Kotihoidon aamut sujuvat {number}"} for number in range(4)]
    jury = make_jury("discussion", acts=acts, tie_breaks=["top_marks", "discussion"])
    Esteellisyys.objects.pin(jury.candidates[0], jury.jurors[2].user, by=jury.staff, reason="Sukulainen.")
    jury.candidates[1].ask("Onko mittari varma?", juror=jury.chair)
    jury.candidates[3].remove(by=jury.staff, reason="Kaksoiskappale.")
    waiting = make_jury("preparing", acts=3)
    Arvio.objects.filter(ehdokas__sarja=waiting.sarja).delete()
    base = "/hallinta/palkinnot"
    one, other = f"{base}/kierros/{jury.kierros.pk}", f"{base}/kierros/{waiting.kierros.pk}"
    seat = f"{base}/raati/{jury.raati.pk}/jasen/{jury.jurors[1].pk}"
    paths = {
        "round": f"{one}/change/",
        "lock": f"{one}/lukitse/",
        "pin": f"{one}/merkitse-este/",
        "answer": f"{one}/vastaa/",
        "candidate": f"{one}/ehdokas/{jury.candidates[1].pk}/",
        "prepared": f"{other}/change/",
        "share": f"{other}/jako/",
        "jury": f"{base}/raati/{jury.raati.pk}/change/",
        "invite": f"{base}/raati/{jury.raati.pk}/kutsu/",
        "replace": f"{seat}/vaihda/",
        "set": f"{base}/sarja/{waiting.sarja.pk}/kriteeristo/",
    }
    return SimpleNamespace(paths=paths, jury=jury, waiting=waiting)


def test_pages_of_juries_keep_the_guidelines(open_page, pages):
    page = open_page("/", user=pages.jury.staff, **STILL)
    faults = {}

    for name, path in pages.paths.items():
        page.goto(path)
        faults[name] = faults_of(page, LOOKS_IN_FULL, ".review")

    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(
    ("viewport", "scripts", "hands"),
    [
        pytest.param(WIDE, True, KEYBOARD, id="wide-keyboard"),
        pytest.param(PHONE, False, MOUSE, id="phone-without-scripts"),
    ],
)
def test_staff_go_from_the_category_through_the_assignment_to_the_lock(open_page, viewport, scripts, hands):
    staff = UserFactory(staff=True)
    kampanja, _teot = campaign_with(2)
    page = open_page("/hallinta/palkinnot/sarja/add/", user=staff, viewport=viewport, java_script_enabled=scripts)

    page.get_by_label("Kampanja", exact=False).first.select_option(str(kampanja.pk))
    hands.write(page.locator("#id_name_fi"), "Rohkein teko")
    hands.follow(page.locator("input[name='_continue']"))
    hands.follow(page.get_by_role("link", name="Aloita valmiista kriteeristöstä"))
    hands.choose(page.get_by_role("radio", name="Teot 2020"))
    hands.follow(page.locator("#content button[type='submit'], #content input[type='submit']").first)
    sarja = Sarja.objects.get()
    assert sarja.kriteerit.count() == 3

    raati = Raati.objects.create(kampanja=kampanja, name="Tekojen raati")
    page.goto(f"/hallinta/palkinnot/raati/{raati.pk}/kutsu/")
    juror = UserFactory()
    hands.write(page.locator("#id_email"), juror.email)
    hands.write(page.locator("#id_name"), juror.name)
    hands.follow(page.locator("#content button[type='submit'], #content input[type='submit']").first)
    seat = Raatilainen.objects.get(email=juror.email)
    seat.accept(by=juror)
    seat.sign(by=juror, text="Sitoudun.")

    page.goto(f"/hallinta/palkinnot/kierros/add/?sarja={sarja.pk}&raati={raati.pk}&sheets_per_candidate=1&quorum=1")
    hands.follow(page.locator("input[name='_save']"))
    for name in ("Kokoa ehdokkaat", "Laske esteellisyydet"):
        hands.follow(page.get_by_role("link", name=name))
        hands.follow(page.get_by_role("button", name=name))
    hands.follow(page.get_by_role("link", name="Jaa arviot"))
    hands.follow(page.get_by_role("button", name="Vahvista jako"))
    hands.follow(page.get_by_role("link", name="Aloita arviointi"))
    hands.follow(page.get_by_role("button", name="Aloita arviointi"))
    for arvio in Arvio.objects.all():
        answers = dict.fromkeys(sarja.kriteerit.values_list("pk", flat=True), 4)
        arvio.save_answers(answers, {}, by=juror, seen=arvio.version)
    for name in ("Avaa keskustelu", "Lukitse järjestys"):
        hands.follow(page.get_by_role("link", name=name))
        hands.follow(page.get_by_role("button", name=name))
    page.get_by_text("Kierros on lukittu.").wait_for()

    assert (Kierros.objects.get().state, sarja.ehdokkaat.count(), Lukitus.objects.count()) == ("locked", 2, 1)
