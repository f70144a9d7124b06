"""Nothing hidden is anywhere: canary words in every hidden state, looked for at every address by everyone."""

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from teot.models import Teko
from tests.factories import WAYS, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db

HIDDEN = [state for state in WAYS if state not in ("published", "archived")]

#: Every address that is not the admin's, by the name of its pattern; {key} is a hidden act's number.
ADDRESSES = {
    "health": ["/terveys/"],
    "robots": ["/robots.txt"],
    "sitemap-index": ["/sitemap.xml"],
    "sitemap": ["/sitemap-teot.xml", "/sitemap-paikat.xml"],
    "home": ["/"],
    "theme": ["/ulkoasu/"],
    "about": ["/tietoa/"],
    "privacy": ["/tietosuoja/"],
    "accessibility": ["/saavutettavuus/"],
    "account_login": ["/kirjaudu/"],
    "sign-in-code": ["/kirjaudu/koodi/"],
    "sign-in-code-again": ["/kirjaudu/koodi/uusi/"],
    "account_logout": ["/kirjaudu/ulos/"],
    "account": ["/tili/"],
    "account-details": ["/tili/tiedot/"],
    "account-organisations": ["/tili/organisaatiot/?query=kanaria"],
    "teot:list": ["/teot/", "/teot/?jarjestys=nimi", "/teot/?vuosi=1987", "/teot/?vaihe=kaynnissa&toimiala=sote"],
    "teot:feed": ["/teot/syote.atom", "/teot/syote.atom?vuosi=1987"],
    "teot:detail": ["/teot/{key}/", "/teot/{key}-kanarialintu/"],
    "teot:ask": ["/teot/{key}/kysy/"],
    "teot:asked": ["/teot/{key}/kysy/lahetetty/"],
    "teot:confirm": ["/viestit/olematon/"],
    "teot:answer": ["/viestit/olematon/vastaa/"],
    "teot:answered": ["/viestit/vastattu/"],
    "teot:organisations": ["/organisaatiot/"],
    "teot:organisation": ["/organisaatiot/KANARIA-OMISTAJA/", "/organisaatiot/049/"],
    "teot:region": ["/maakunnat/01/"],
    "teot:sector": ["/toimialat/sote/"],
}


def named_patterns(resolver=None, namespace="") -> set[str]:
    names = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                names |= named_patterns(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            names.add(f"{namespace}{entry.name}")
    return names


@pytest.fixture
def canaries(rekisteri):
    """One act in each hidden state, and an edit that waits on a published one: each with a word of its own."""
    acts = {}
    for state in HIDDEN:
        word = f"Kanaria{state}"
        acts[word] = TekoFactory(title=word, summary=word, done=word, keywords=[word], first_year=1987, in_state=state)
    waiting = TekoFactory(in_state="published", title="Julkinen teko", first_year=1987)
    waiting.title = waiting.summary = waiting.done = "Kanariawaiting"
    waiting.save()
    waiting.submit(by=waiting.author)
    return acts | {"Kanariawaiting": waiting}


def test_every_address_is_in_the_table():
    assert named_patterns() == set(ADDRESSES)


def test_staff_find_each_canary(canaries):
    seen = Teko.objects.visible_to(UserFactory(staff=True)).values_list("title", flat=True)

    assert set(seen) == set(canaries)


@pytest.mark.parametrize("role", ["visitor", "someone"])
def test_no_canary_is_anywhere(client, canaries, role):
    if role == "someone":
        client.force_login(UserFactory())
    known = {path for addresses in ADDRESSES.values() for path in addresses}
    paths = {path.format(key=teko.pk) for path in known for teko in canaries.values()}
    paths |= {f"{path}?q={word}" for path in ("/teot/", "/teot/syote.atom") for word in canaries}
    searched = set(canaries)

    for path in paths | {f"/{language}{path}" for path in paths for language, _name in settings.LANGUAGES[1:]}:
        response = client.get(path, follow=True)
        body = response.content.decode()
        shown = {word for word in searched if word in body and f"q={word}" not in path}
        assert (path, shown) == (path, set())
        if "1987" in path and response.status_code == 200:
            assert (path, body.count("Julkinen teko") > 0) == (path, True)


def test_searching_for_a_canary_finds_nothing(client, canaries):
    for word in canaries:
        assert client.get(f"/teot/?q={word}").context["listing"].found.total == 0


def test_hidden_owner_is_not_among_organisations(client, canaries):
    shown = {row.code for row, _count in client.get("/organisaatiot/").context["organisations"]}

    assert shown == {canaries["Kanariawaiting"].owner.code}


@pytest.mark.parametrize("role", ["visitor", "someone"])
def test_admin_is_for_staff(client, canaries, role):
    if role == "someone":
        client.force_login(UserFactory())

    for path in ("/hallinta/", "/hallinta/teot/teko/", "/sv/hallinta/"):
        response = client.get(path)
        assert (path, response.status_code) == (path, 302)
