"""Nothing hidden is anywhere: canary words in every hidden state, looked for at every address by everyone.

Each canary is first found by who may see it, and each address answers with the very status of its line in the table:
an error cannot pass as “no canary”. A new address needs a line in `tests/addresses.py` and nothing here.
"""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver

from kampanjat.models import Kampanja
from teot import register_data
from teot.models import Teko
from tests.addresses import ADDRESSES, ROLES, named_patterns
from tests.factories import WAYS, KampanjaFactory, OrganisaatioFactory, TekoFactory, UserFactory, enter_admin, lead

pytestmark = pytest.mark.django_db

HIDDEN = [state for state in WAYS if state not in ("published", "archived")]
#: A campaign that staff have not published.
CAMPAIGN = "Kanariakampanja"


@pytest.fixture(scope="module")
def canaries(kept):
    register_data.load()
    return acts_with_canaries()


def acts_with_canaries() -> dict:
    """One act in each hidden state, and an edit that waits on a published one: each with a word of its own."""
    owner = OrganisaatioFactory(code="KANARIA")
    acts = {}
    for state in HIDDEN:
        word = f"Kanaria{state}"
        texts = dict.fromkeys(["title", "summary", "starting_point", "done", "results", "learnt", "how_to"], word)
        acts[word] = TekoFactory(**texts, keywords=[word], first_year=1987, owner=owner)
    enter_and_lead(acts)
    for word, teko in acts.items():
        teko.note(word, by=UserFactory(staff=True))
    waiting = TekoFactory(in_state="published", title="Julkinen teko", first_year=1987)
    waiting.title = waiting.summary = waiting.done = "Kanariawaiting"
    waiting.save()
    waiting.submit(by=waiting.author)
    KampanjaFactory(name_fi=CAMPAIGN, slug="kanaria-luonnos", is_draft=True)
    return acts | {"Kanariawaiting": waiting}


def enter_and_lead(acts: dict) -> None:
    """Each act to its state, entered in one campaign on the way by those that can be."""
    kampanja = KampanjaFactory(slug="kanaria")
    for state, teko in zip(HIDDEN, acts.values(), strict=True):
        lead(teko, state, then=lambda teko: teko.enter(kampanja, by=teko.author))


@pytest.fixture
def sign_in(client):
    def sign_in(role):
        if role == "staff":
            return enter_admin(client, UserFactory(staff=True))
        if role != "visitor":
            client.force_login(UserFactory(staff=role == "staff without the second step"))
        return client

    return sign_in


def in_each_language(path: str) -> list[str]:
    return [path, *(f"/{language}{path}" for language, _name in settings.LANGUAGES[1:])]


def questions(role: str, canaries: dict) -> list[tuple[str, int]]:
    """Every path of the table with the status it must answer, in each language; acts' paths for each canary."""
    asked = []
    for address in (address for addresses in ADDRESSES.values() for address in addresses):
        acts = canaries.values() if "{key}" in address.path else [None]
        for teko in acts:
            path = address.path.format(key=teko.pk if teko else "")
            status = address.expected(role, teko.state if teko else None)
            asked += [(each, status) for each in (in_each_language(path) if address.has_languages else [path])]
    return asked


def text_of(response) -> str:
    """What it says; of a workbook, what all its parts say."""
    body = b"".join(response) if response.streaming else response.content
    if not body.startswith(b"PK"):
        return body.decode()
    with ZipFile(BytesIO(body)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist())


def test_every_address_is_in_the_table():
    assert named_patterns() == set(ADDRESSES)


@pytest.mark.parametrize("role", ROLES)
def test_no_canary_is_anywhere(sign_in, canaries, role):
    client = sign_in(role)
    faults = []

    for path, status in questions(role, canaries):
        response = client.get(path)
        if response.status_code == 301 and status == 200:  # the act's own words are put into its address
            response = client.get(response["Location"])
        text = text_of(response)
        shown = {word for word in [*canaries, CAMPAIGN] if word in f"{text} {response.headers}"}
        if (response.status_code, shown) != (status, set()):
            faults.append((path, response.status_code, shown))
        if "vuosi=1987" in path and "Julkinen teko" not in text:
            faults.append((path, "the public act is missing", shown))

    assert faults == []


@pytest.mark.parametrize("role", ROLES)
def test_searching_for_a_canary_finds_nothing(sign_in, canaries, role):
    client = sign_in(role)

    for word in canaries:
        assert client.get(f"/teot/?q={word}").context["listing"].found.total == 0
        assert "<entry" not in client.get(f"/teot/syote.atom?q={word}").content.decode()


def test_hidden_owner_is_not_among_organisations(client, canaries):
    shown = {row.code for row, _count in client.get("/organisaatiot/").context["organisations"]}

    assert shown == {canaries["Kanariawaiting"].owner.code}


# The admin: staff find everything there, everyone else nothing


def admin_paths(key: int) -> list[str]:
    """Every address of the admin; a row's number, and any other word in an address, is `key`."""

    def walk(patterns, prefix):
        for entry in patterns:
            path = prefix + re.sub(r"<[^>]+>", str(key), str(entry.pattern))
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, path)
            elif isinstance(entry, URLPattern) and entry.name:
                yield path

    open_to_all = {"login", "logout", "jsi18n"}
    paths = walk(admin.site.get_urls(), "/hallinta/")
    return [path for path in paths if path.strip("/").rpartition("/")[2] not in open_to_all]


def test_staff_find_each_canary_in_the_admin(sign_in, canaries):
    client = sign_in("staff")

    for word, teko in canaries.items():
        assert word in client.get(f"/hallinta/teot/teko/?q={word}").content.decode()
        assert word in client.get(f"/hallinta/teot/teko/{teko.pk}/change/").content.decode()
        assert word in client.get(f"/hallinta/teot/kasiteltava/{teko.pk}/change/").content.decode()


@pytest.mark.parametrize("role", ["visitor", "someone", "staff without the second step"])
def test_admin_shows_nothing_to_others(sign_in, canaries, role):
    client, key = sign_in(role), canaries["Kanariadraft"].pk
    paths = [path for path in admin_paths(key) if "^" not in path]

    assert {f"/hallinta/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry} < set(
        paths
    )
    for path in paths:
        response = client.get(path)
        assert (path, response.status_code) == (path, 302)
        assert (path, response["Location"].partition("?")[0]) == (path, "/hallinta/login/")


# Files that people send


@pytest.mark.parametrize("role", ROLES)
def test_no_file_is_served_by_its_name_in_the_media_folder(sign_in, settings, tmp_path, role):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "kanaria.txt").write_text("Kanariatiedosto")
    client = sign_in(role)

    for prefix in {"/media/", settings.MEDIA_URL or "/", "/static/", "/", "/teot/"}:
        response = client.get(f"{prefix}kanaria.txt")
        assert (prefix, response.status_code) == (prefix, 404)


def test_staff_see_the_campaign_that_is_not_public_yet(canaries):
    assert Kampanja.objects.visible_to(UserFactory(staff=True)).filter(name_fi=CAMPAIGN).exists()


def test_staff_and_authors_see_working_copies_and_others_do_not(canaries):
    staff, someone = UserFactory(staff=True), UserFactory()

    assert set(Teko.objects.visible_to(staff).values_list("title", flat=True)) == set(canaries)
    assert list(Teko.objects.visible_to(someone)) == []
    for word, teko in canaries.items():
        assert list(Teko.objects.visible_to(teko.author).values_list("title", flat=True)) == [word]
