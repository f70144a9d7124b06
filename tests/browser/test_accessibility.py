"""WCAG 2.2 AA by axe-core on every public page: in full on a wide light page, and again where looks differ."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from teot import demo, register_data

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATHS = [
    "/",
    "/teot/",
    "/teot/?toimiala=kulttuuri&q=kirjasto",
    "/teot/?q=olematon&maakunta=19",
    "/organisaatiot/",
    "/organisaatiot/049/",
    "/maakunnat/01/",
    "/toimialat/sote/",
    "/tietoa/",
    "/tietosuoja/",
    "/saavutettavuus/",
    "/sv/teot/",
    "/en/",
]


def violations(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.fixture
def bank(db):
    register_data.load()
    staff = demo.load_people()
    demo.load_invented_acts(staff)
    demo.load_real_acts(staff)


@pytest.mark.parametrize(
    "looks",
    [
        {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
        {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
        {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    ],
    ids=["wide-light", "wide-dark", "phone-dark"],
)
def test_no_page_breaks_the_guidelines(open_page, bank, looks):
    from teot.models import Teko

    rich = Teko.objects.get(title="Aamupuuro kuuluu kaikille")
    own = [f"/teot/{rich.pk}-aamupuuro-kuuluu-kaikille/", f"/teot/{rich.pk}/kysy/", f"/teot/{rich.pk}/kysy/lahetetty/"]
    for path in [*PATHS, *own, "/viestit/vastattu/"]:
        page = open_page(path, **looks)
        assert (path, violations(page)) == (path, [])
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, looks["viewport"]["width"])
