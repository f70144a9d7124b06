"""WCAG 2.2 AA by axe-core on every page in its states: in full on a wide light page, and again where looks differ.

The table is held against the URL resolver: a new pattern is either looked at here or said to have no page of its own.
"""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from kampanjat.models import Kampanja
from tekojentori.models import User
from teot import demo, demo_campaigns, register_data
from teot.models import Teko
from teot.sections import SECTIONS
from tests.addresses import named_patterns
from tests.browser.looks import STILL, faults_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
with_errors = pytest.mark.urls("tests.tekojentori.urls_with_errors")


@dataclass(frozen=True)
class State:
    """A page in one of its states: its path (acts of the demo by name), its status, and who looks."""

    path: str
    status: int = 200
    member: bool = False


#: By the name of a pattern: the states of its page.
PAGES = {
    "home": [State("/"), State("/sv/"), State("/en/")],
    "about": [State("/tietoa/")],
    "privacy": [State("/tietosuoja/"), State("/en/tietosuoja/")],
    "accessibility": [State("/saavutettavuus/"), State("/sv/saavutettavuus/")],
    "account_login": [State("/kirjaudu/")],
    "account": [State("/tili/", member=True)],
    "account-address": [State("/tili/osoite/", member=True)],
    "account-represented": [State("/tili/organisaation-teot/", member=True)],
    "account-leave": [State("/tili/poista/", member=True)],
    "account-left": [State("/tili/poistettu/")],
    "account-details": [State("/tili/tiedot/", member=True)],
    "tilaukset:ask": [State("/kampanjat/kerro/"), State("/sv/kampanjat/kerro/")],
    "tilaukset:asked": [State("/kampanjat/kerro/lahetetty/")],
    "teot:list": [
        State("/teot/"),
        State("/teot/?toimiala=kulttuuri&q=kirjasto&sivu=1"),
        State("/teot/?jarjestys=nimi&sivu=2"),
        State("/teot/?q=olematon&maakunta=19"),
        State("/teot/?maakunta=olematon&vuosi=x&toimiala=sote", 400),
        State("/teot/?sivu=99", 404),
        State("/sv/teot/"),
    ],
    "palkinnot:years": [State("/palkinnot/")],
    "palkinnot:year": [State("/palkinnot/2019/"), State("/sv/palkinnot/2019/")],
    "kampanjat:list": [State("/kampanjat/")],
    "kampanjat:detail": [State("/kampanjat/{open}/"), State("/kampanjat/{past}/"), State("/sv/kampanjat/{open}/")],
    "teot:detail": [
        State("/teot/{rich}/"),
        State("/teot/{imported}/"),
        State("/en/teot/{rich}/"),
        State("/teot/{hidden}/", 410),
    ],
    "teot:ask": [State("/teot/{rich}/kysy/")],
    "teot:asked": [State("/teot/{rich}/kysy/lahetetty/")],
    "teot:report": [State("/teot/{rich}/virhe/")],
    "teot:accessibility-feedback": [State("/saavutettavuus/palaute/")],
    "teot:thanks": [State("/palaute/kiitos/")],
    "teot:answered": [State("/viestit/vastattu/")],
    "teot:organisations": [State("/organisaatiot/")],
    "teot:organisation": [State("/organisaatiot/049/"), State("/organisaatiot/638/")],
    "teot:region": [State("/maakunnat/01/")],
    "teot:sector": [State("/toimialat/sote/")],
    "teot:own": [State("/omat/", member=True)],
    "teot:start": [State("/ilmoita/", member=True)],
    "teot:tasks": [State(f"/ilmoita/{{{act}}}/", member=True) for act in ("draft", "rejected", "rich")],
    "teot:section": [State(f"/ilmoita/{{rich}}/{section.slug}/", member=True) for section in SECTIONS],
    "teot:files": [State("/ilmoita/{draft}/kuvat/", member=True)],
    "teot:preview": [State("/ilmoita/{draft}/esikatselu/", member=True)],
    "teot:hand-over": [State("/ilmoita/{draft}/luovuta/", member=True)],
    "teot:review": [State("/ilmoita/{rich}/tarkista/", member=True), State("/ilmoita/{draft}/tarkista/", member=True)],
    "teot:receipt": [State("/ilmoita/{rich}/kuitti/", member=True)],
    "teot:campaigns": [State(f"/ilmoita/{{{act}}}/kampanjat/", member=True) for act in ("draft", "rich", "entered")],
    "teot:withdraw": [State("/ilmoita/{rich}/peru/", member=True)],
}
ERRORS = [State(f"/rikki/{status}/", status) for status in (400, 403, 404, 429, 500)]

#: Files for machines, and addresses that only take a form and lead on.
WITHOUT_A_PAGE = {
    "health",
    "robots",
    "sitemap-index",
    "sitemap",
    "teot:feed",
    "kampanjat:calendar",
    "teot:csv",
    "teot:xlsx",
    "picture",
    "attachment",
    "theme",
    "account_logout",
    "sign-in-code-again",
    "account-organisations",
    "account-end-sessions",
    "openid_connect_login",
    "openid_connect_callback",
    "account-data",
    "teot:take-back",
    "teot:aim",
    "teot:withdraw-entry",
    "teot:delete-draft",
    "teot:undelete",
    "teot:copy",
    "teot:invite",
    "teot:remove-co-author",
    "palkinnot:resume",
    "palkinnot:feed",
    "palkinnot:minutes-pdf",
    "palkinnot:minutes-json",
    "palkinnot:winners-pdf",
    "palkinnot:winners-xlsx",
    "palkinnot:certificates",
    "palkinnot:certificate",
    "palkinnot:share-picture",
}
#: Pages that stand only in the middle of something: looked at where a journey comes to them.
ON_THE_WAY = {"sign-in-code", "account-address-code", "teot:confirm", "teot:answer", "teot:invitation"}
ON_THE_WAY |= {"tilaukset:confirm", "tilaukset:off"}
#: Programme staff's second step: looked at in `test_sign_in.py`.
ON_THE_WAY |= {name for name in named_patterns() if name.startswith("mfa_")}

#: Jurors' and chairs' pages: looked at in each stage of a round by `test_jury.py`, which fails when one is not.
JURY = {
    f"palkinnot:{name}"
    for name in (
        "home", "invitation", "declaration", "conflicts", "own-list", "sheet", "abstain", "recuse", "ranking", "why",
        "chair", "ties", "move",
    )
}  # fmt: skip
#: Pages of one prize, one year or one category, which the demo's data alone does not lead to.
OF_PRIZES = {f"palkinnot:{name}" for name in ("answer", "winners", "press", "embargoed-press", "prize", "minutes")}
ON_THE_WAY |= JURY | OF_PRIZES


@pytest.fixture
def bank(db):
    """The demo's acts, by the names that the table has for some of them."""
    register_data.load()
    staff = demo.load_people()
    demo.load_invented_acts(staff)
    demo.load_real_acts(staff)
    demo_campaigns.load(staff)
    acts = {
        "rich": Teko.objects.get(title="Aamupuuro kuuluu kaikille"),
        "imported": Teko.objects.get(register_id="T001"),
        "hidden": Teko.objects.once_public().first(),
        "draft": Teko.objects.get(title="Palaverittomat perjantait"),
        "rejected": Teko.objects.get(title="Uudet kopiokoneet virastotalolle"),
    }
    open_one = Kampanja.objects.open_at(timezone.now()).get()
    acts["entered"] = Teko.objects.published().written_by(acts["rich"].author).exclude(pk=acts["rich"].pk)[0]
    acts["entered"].enter(open_one, by=acts["rich"].author)
    campaigns = {"open": open_one.slug, "past": Kampanja.objects.public().earliest("opens_at").slug}
    return {name: teko.pk for name, teko in acts.items()} | campaigns


@pytest.fixture
def each_page(open_page, bank):
    """Goes through every state of every page in two windows, a visitor's and an author's; yields path and page."""
    member = User.objects.get(email="kehittaja@esimerkkila.example")

    def each_page():
        windows = {False: open_page(**STILL), True: open_page(user=member, **STILL)}
        for state in [state for states in PAGES.values() for state in states] + ERRORS:
            page, path = windows[state.member], state.path.format(**bank)
            assert (path, page.goto(path).status) == (path, state.status)
            yield path, page
        yield from sent_in_vain(windows[True], bank["rich"])

    return each_page


def sent_in_vain(page, key: int):
    """The pages that show a text which could not be taken: half a form, and one too long to be kept over signing in."""
    address = f"/ilmoita/{key}/toteutus/"
    page.goto(address)
    page.evaluate("document.querySelector('input[name=end]').remove()")
    page.locator(".form-actions .button").first.click()
    page.get_by_role("heading", name="Lähetys katkesi kesken").wait_for()
    yield "broken off", page
    page.goto(address)
    page.locator("[name=done]").fill("Pitkä kertomus. " * 5000)
    page.context.clear_cookies(name="sessionid")
    page.locator(".form-actions .button").first.click()
    page.get_by_role("heading", name="Kopioi tekstisi talteen").wait_for()
    yield "too long to keep", page


def test_every_page_is_in_the_table():
    assert named_patterns() == {*PAGES, *WITHOUT_A_PAGE, *ON_THE_WAY}


@with_errors
def test_no_page_breaks_the_guidelines_in_any_look_and_each_reflows_at_four_hundred_per_cent(each_page):
    faults = [(path, fault) for path, page in each_page() for fault in faults_of(page, magnified=True)]

    assert faults == []


#: A heading that is dim in the dark, and too wide for a phone.
ONLY_IN_SOME_LOOKS = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@media (prefers-color-scheme: dark) { h1 { color: #222 } }
    @media (max-width: 400px) { h1 { width: 600px } }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def test_fault_of_one_look_is_seen_though_the_page_was_loaded_in_another(open_page, rekisteri):
    page = open_page("/tietoa/", **STILL)
    page.evaluate(ONLY_IN_SOME_LOOKS)

    faults = [tuple(fault.split(": ")[:2]) for fault in faults_of(page, magnified=True)]

    dim = {look for look, fault in faults if fault == "color-contrast"}
    wide = {look for look, fault in faults if fault.startswith("sideways")}
    assert (dim, wide) == ({"wide-dark", "phone-dark"}, {"phone-light", "phone-dark", "magnified"})
