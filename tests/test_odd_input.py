"""Whatever is put into an address, a cookie, a header or a form of the public site is answered, never by a fault.

The client raises what a view raises, so a fault fails these tests even before its status would.
"""

from urllib.parse import quote

import pytest
from django.contrib import admin
from django.urls import reverse

from teot import register_data
from tests import addresses
from tests.factories import TekoFactory, UserFactory

pytestmark = pytest.mark.django_db

ODD = {
    "empty": "",
    "over-long": "x" * 5000,
    "NUL": "%00",
    "control": "%07%1b%5b",
    "right to left": "%E2%80%AE%E2%80%8F",
    "operators": "%25_'%22()%26%7C!:*",
    "SQL": "';DROP%20TABLE%20teot_teko;--",
    "emoji": "%F0%9F%8E%89",
    "past 64 bits": "9223372036854775808",
    "long number": "9" * 400,
    "negative": "-1",
    "malformed percent": "%zz%",
    "not UTF-8": "%ff%C3",
    "lone surrogate": "%ED%A0%80",
    "other digits": "%C2%B2%D9%A1",
    "path": "..%2f..%2f",
    "new line": "%0d%0aX-Evil:1",
    "markup": "%3Cscript%3E",
}
PAGES = [
    "",
    "teot/",
    "teot/syote.atom",
    "teot/vienti.csv",
    "teot/vienti.xlsx",
    "organisaatiot/",
    "organisaatiot/049/",
    "maakunnat/06/",
    "toimialat/sote/",
]
PAGES += ["saavutettavuus/palaute/", "palaute/kiitos/", "tietoa/", "tietosuoja/", "saavutettavuus/", "hallinta/login/"]
PAGES += ["kampanjat/kerro/"]
WHOLE = ["/terveys/", "/robots.txt", "/sitemap.xml", "/sitemap-teot.xml", "/sitemap-paikat.xml"]
ADDRESSES = WHOLE + [f"/{language}{page}" for language in ("", "sv/", "en/") for page in PAGES]
#: Every other address that names no act, once.
TABLE = {address.path.partition("?")[0] for addresses in addresses.ADDRESSES.values() for address in addresses}
OTHERS = sorted(path for path in TABLE - set(ADDRESSES) if "{" not in path)
PLACES = ["teot/{}/", "teot/1-{}/", "teot/{}-x/", "organisaatiot/{}/", "maakunnat/{}/", "toimialat/{}/", "{}", "{}/"]
PLACES += ["viestit/{}/", "viestit/{}/vastaa/", "teot/{}/kysy/", "teot/{}/virhe/"]
PLACES += ["teot/syote.atom/{}", "hallinta/{}/", "static/{}"]
NAMES = ["q", "toimiala", "sivu", "vuosi", "next", "p", "page", "theme", "id"]


def status_of(response) -> int:
    """Its status, once it has been read to the end: a fault may come as late as that."""
    b"".join(response)
    return response.status_code


@pytest.fixture(scope="module")
def act(kept):
    register_data.load()
    return TekoFactory(in_state="published", title="Hyvä teko")


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_values_after_any_address(client, act, value):
    query = "&".join(f"{name}={value}&{name}={value}" for name in NAMES)

    answers = {address: status_of(client.get(f"{address}?{query}&{value}")) for address in ADDRESSES}

    assert {address: status for address, status in answers.items() if status not in (200, 302, 400, 404, 503)} == {}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_values_after_any_address_of_those_who_have_signed_in(client, act, value):
    client.force_login(UserFactory(staff=True))
    query = "&".join(f"{name}={value}" for name in NAMES)

    answers = {address: client.get(f"{address}?{query}&{value}").status_code for address in OTHERS}

    assert "/omat/" in answers
    assert {address: status for address, status in answers.items() if status not in (200, 302, 400, 404, 405)} == {}


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_parts_of_an_address(client, act, value):
    paths = [f"/{language}{place.format(value)}" for language in ("", "sv/", "en/") for place in PLACES]

    answers = {path[:60]: client.get(path).status_code for path in paths}

    assert {path: status for path, status in answers.items() if status not in (200, 301, 302, 400, 404)} == {}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head"])
def test_any_method_on_any_address(client, act, method):
    answers = {address: status_of(getattr(client, method)(address)) for address in ADDRESSES}

    assert {
        address: status for address, status in answers.items() if status not in (200, 302, 403, 404, 405, 503)
    } == {}


@pytest.mark.parametrize("cookie", ['"\\000"', '"\\377"', "x" * 5000, "a:b:c", "../../fi"])
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "ulkoasu", "django_language"])
def test_odd_cookies(client, act, name, cookie):
    headers = {
        "cookie": f"{name}={cookie}",
        "accept-language": "sv;q=nan,fi;q=9e99," + "a-" * 500,
        "hx-request": "true",
    }

    answers = {
        address: client.get(address, headers=headers).status_code for address in ("/", "/teot/", "/hallinta/login/")
    }

    assert answers == {"/": 200, "/teot/": 200, "/hallinta/login/": answers["/hallinta/login/"]}
    assert answers["/hallinta/login/"] in (200, 302, 400)


@pytest.mark.parametrize("value", ODD.values(), ids=ODD)
def test_odd_values_in_the_form_of_the_theme(client, value):
    body = f"theme=tumma&next={value}&next=/{value}&theme=tumma"

    response = client.generic("POST", "/ulkoasu/", body.encode(), "application/x-www-form-urlencoded")

    assert response.status_code == 302
    assert response["Location"].startswith("/")
    assert not response["Location"].startswith(("//", "/\\"))
    assert "X-Evil" not in response


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"theme=tumma"),
        ("multipart/form-data; boundary=", b"--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=theme\r\n"),
        ("application/json", b"{"),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000),
        ("application/x-www-form-urlencoded", b"x" * 3_000_000),
        ("application/x-www-form-urlencoded", b"theme=\xff\x00"),
    ],
)
def test_broken_forms_are_refused(client, kind, body):
    assert client.generic("POST", "/ulkoasu/", body, kind).status_code == 400


def test_more_parameters_than_anyone_needs_are_refused(client, act):
    assert client.get("/teot/?" + "&".join(f"a{number}=1" for number in range(1500))).status_code == 400


def test_two_hundred_of_one_filter_count_once(client, act):
    assert client.get("/teot/?" + "toimiala=sote&" * 200).context["listing"].chosen_count == 1


def test_quoted_address_of_an_act_leads_to_its_own(client, act):
    for odd in ODD.values():
        response = client.get(f"/teot/{act.pk}-{odd.replace('%2f', '')}/")
        assert (response.status_code, response.get("Location")) == (301, f"/teot/{act.pk}-hyva-teko/"), quote(odd)


@pytest.mark.parametrize("value", [ODD[name] for name in ("NUL", "SQL", "past 64 bits")])
def test_odd_values_in_any_list_of_the_admin(staff_client, act, value):
    answers = {}
    for model, options in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        filters = [each[0] if isinstance(each, tuple) else each for each in options.list_filter]
        queries = [f"{name}__exact={value}" for name in filters if isinstance(name, str)]
        for query in [f"q={value}&p={value}&o={value}", f"laji={value}&_to_field={value}", *queries]:
            answers[f"{address}?{query}"] = staff_client.get(f"{address}?{query}").status_code
        answers[f"{address} row"] = staff_client.get(f"{address}{value}/change/").status_code

    assert len(answers) > 40
    assert {address: status for address, status in answers.items() if status not in (200, 302, 400, 403, 404)} == {}
