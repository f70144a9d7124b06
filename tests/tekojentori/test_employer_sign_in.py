"""Sign-in with the employer's account, against a provider that speaks OpenID Connect over HTTP."""

from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from tekojentori.models import User
from tests.factories import UserFactory
from tests.identity_provider import STRANGE_KEY, IdentityProvider

pytestmark = pytest.mark.django_db

ADDRESS = "anna@esimerkkila.example"
VOUCHED = {"sub": "anna", "email": ADDRESS, "email_verified": True}
REFUSED = "Työnantajan tunnuksella ei päässyt sisään."


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@pytest.fixture
def provider(settings):
    with IdentityProvider() as provider:
        settings.SOCIALACCOUNT_PROVIDERS = provider.settings
        yield provider


def begin(client, going="/teot/"):
    """Ask to sign in, and let the provider answer: the address that it sends the browser back to."""
    there = client.post("/kirjaudu/tyonantaja/", {"next": going}).url
    handler = build_opener(Stay)
    try:
        handler.open(there)
    except OSError as answer:
        return answer.headers["Location"].removeprefix("http://testserver")


def come(client, provider, claims, going="/teot/"):
    provider.claims = claims
    return client.get(begin(client, going))


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_page_offers_the_employers_account_only_when_there_is_one(client, provider, settings):
    offered = "Koekunta" in client.get("/kirjaudu/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}

    assert (offered, "tyonantaja" in client.get("/kirjaudu/").content.decode()) == (True, False)
    assert client.post("/kirjaudu/tyonantaja/").status_code == 404


def test_provider_is_asked_for_the_address_with_proof_of_the_asker(client, provider):
    asked = parse_qs(urlsplit(client.post("/kirjaudu/tyonantaja/").url).query)

    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/kirjaudu/tyonantaja/paluu/"]


def test_vouched_address_leads_to_the_existing_account(client, provider):
    user = UserFactory(email=ADDRESS)

    response = come(client, provider, VOUCHED | {"email": ADDRESS.upper()})

    assert (response.url, signed_in(client)) == ("/teot/", str(user.pk))
    assert SocialAccount.objects.get().user == user


@pytest.mark.parametrize("claim", [{"email_verified": True}, {"xms_edov": "1"}, {"xms_edov": True}])
def test_new_person_gets_an_account_and_tells_who_they_are(client, provider, claim):
    response = come(client, provider, {"sub": "uusi", "email": ADDRESS} | claim)

    assert response.url == "/tili/tiedot/?next=%2Fteot%2F"
    assert (User.objects.get().email, signed_in(client)) == (ADDRESS, str(User.objects.get().pk))


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "x", "email": ADDRESS},
        {"sub": "x", "email": ADDRESS, "email_verified": False},
        {"sub": "x", "email": ADDRESS, "email_verified": "false"},
        {"sub": "x", "preferred_username": ADDRESS, "email_verified": True},
        {"sub": "x", "email": "ei osoite", "email_verified": True},
    ],
)
def test_address_that_is_not_vouched_for_leads_nowhere(client, provider, claims):
    UserFactory(email=ADDRESS)

    response = come(client, provider, claims)

    assert (response.url, signed_in(client), SocialAccount.objects.count()) == ("/kirjaudu/", None, 0)
    assert REFUSED in client.get("/kirjaudu/").content.decode()


@pytest.mark.parametrize(
    "forged",
    [{"iss": "https://muu.example"}, {"aud": "muu"}, {"exp": 1_000_000_000}],
    ids=["issuer", "audience", "expired"],
)
def test_token_for_somebody_else_is_refused(client, provider, forged):
    response = come(client, provider, VOUCHED | forged)

    assert (response.url, signed_in(client), User.objects.count()) == ("/kirjaudu/", None, 0)


def test_token_signed_by_a_strange_key_is_refused(client, provider):
    provider.key = STRANGE_KEY

    response = come(client, provider, VOUCHED)

    assert (response.url, signed_in(client), User.objects.count()) == ("/kirjaudu/", None, 0)


def test_answer_belongs_to_the_browser_that_asked(client, provider):
    provider.claims = VOUCHED
    address = begin(client)
    other = Client()

    other.get(address)

    assert (signed_in(other), User.objects.count()) == (None, 0)


def test_answer_is_used_once(client, provider):
    provider.claims = VOUCHED
    address = begin(client)
    client.get(address)
    client.post("/kirjaudu/ulos/")

    client.get(address)

    assert signed_in(client) is None


def test_linked_account_is_known_by_its_number_when_the_address_changes(client, provider):
    user = UserFactory(email=ADDRESS)
    come(client, provider, VOUCHED)
    client.post("/kirjaudu/ulos/")

    come(client, provider, {"sub": "anna", "email": "anna.uusi@esimerkkila.example"})

    assert (signed_in(client), User.objects.count()) == (str(user.pk), 1)


def test_somebody_elses_identity_is_never_joined_to_the_account_that_is_signed_in(client, provider):
    UserFactory(email=ADDRESS)
    client.force_login(UserFactory())

    there = client.post("/kirjaudu/tyonantaja/?process=connect").url
    try:
        build_opener(Stay).open(there)
    except OSError as answer:
        provider.claims = VOUCHED
        client.get(answer.headers["Location"].removeprefix("http://testserver"))

    assert SocialAccount.objects.count() == 0


def test_closed_account_stays_closed(client, provider):
    UserFactory(email=ADDRESS, is_active=False)

    come(client, provider, VOUCHED)

    assert (signed_in(client), SocialAccount.objects.count()) == (None, 0)


def test_staff_still_take_the_second_step(client, provider):
    from tests.factories import enter_admin

    staff = UserFactory(staff=True, email=ADDRESS)
    enter_admin(Client(), staff)

    response = come(client, provider, VOUCHED, going="/hallinta/")

    assert (response.url, signed_in(client)) == ("/kirjaudu/vahvistus/", None)


@pytest.mark.parametrize("going", ["https://muu.example/", "//muu.example/"])
def test_person_is_not_led_to_another_site(client, provider, going):
    UserFactory(email=ADDRESS)

    assert come(client, provider, VOUCHED, going=going).url == "/"
