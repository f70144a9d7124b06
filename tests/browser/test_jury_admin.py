"""Staff set a jury up in a real browser; their pages keep the guidelines in light, dark, on a screen and a phone."""

import os
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe

from palkinnot.models import Arvio, Esteellisyys, Kierros
from tests.browser.test_review import GUIDELINES, PHONE, WIDE
from tests.juries import make_jury

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


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
        "prepared": f"{other}/change/",
        "share": f"{other}/jako/",
        "jury": f"{base}/raati/{jury.raati.pk}/change/",
        "invite": f"{base}/raati/{jury.raati.pk}/kutsu/",
        "replace": f"{seat}/vaihda/",
        "set": f"{base}/sarja/{waiting.sarja.pk}/kriteeristo/",
    }
    return SimpleNamespace(paths=paths, jury=jury, waiting=waiting)


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")],
    ids=["wide-light", "wide-dark", "phone-light", "phone-dark"],
)
def test_pages_of_juries_keep_the_guidelines(open_page, pages, viewport, scheme):
    page = open_page("/", user=pages.jury.staff, viewport=viewport, color_scheme=scheme)
    faults = {}

    for name, path in pages.paths.items():
        page.goto(path)
        if os.environ.get("SHOTS"):
            page.screenshot(path=f"{os.environ['SHOTS']}/{name}-{viewport['width']}-{scheme}.png", full_page=True)
        found = Axe().run(page, context=".review", options={"runOnly": GUIDELINES}).response
        faults[name] = [(rule["id"], node["html"][:120]) for rule in found["violations"] for node in rule["nodes"]]
        width = page.evaluate("document.documentElement.scrollWidth")
        faults[name] += [("scrolls sideways", width)] if width > viewport["width"] else []

    assert {name: found for name, found in faults.items() if found} == {}


def test_staff_hand_out_the_sheets_and_start(open_page, pages):
    waiting = pages.waiting
    page = open_page(pages.paths["prepared"], user=waiting.staff, viewport=WIDE)

    page.get_by_role("link", name="Jaa arviot").click()
    page.get_by_role("button", name="Vahvista jako").click()
    page.get_by_role("link", name="Aloita arviointi").click()
    page.get_by_role("button", name="Aloita arviointi").click()
    page.get_by_text("Arviointi on alkanut.").wait_for()

    assert (Kierros.objects.get(pk=waiting.kierros.pk).state, waiting.sarja.ehdokkaat.count()) == ("scoring", 3)
    assert Arvio.objects.filter(ehdokas__sarja=waiting.sarja).count() == 9
