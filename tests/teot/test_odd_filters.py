"""Whatever stands in the address of the list is answered by its field. All look at the same three acts."""

import html
from urllib.parse import urlencode

import pytest

from teot import register_data
from tests.teot.test_teko_list import three_acts

pytestmark = pytest.mark.django_db

NASTY = [
    "",
    "%",
    "_",
    "'",
    '"',
    "()",
    "&|!:*",
    "<->",
    "'; DROP TABLE teot_teko; --",
    "🎉",
    "\u202eabc",
    "a\x00b",
    "\x07",
]
NASTY += [
    "x" * 5000,
    "9" * 40,
    "-1",
    "0",
    "1e9",
    "²",
    "１",
    "ja",
    "-kirjasto",
    '"avoin',
    "a OR",
    "%00",
    "\ud7ff",
    "- " * 99,
    '-"' * 99,
]
PARAMETERS = ["q", "toimiala", "teema", "maakunta", "organisaatio", "tyyppi", "vuosi", "vaihe", "jarjestys", "sivu"]


@pytest.fixture(scope="module")
def acts(kept):
    register_data.load()
    return three_acts()


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("value", NASTY)
def test_odd_value_is_answered_by_its_field_and_changes_nothing(client, acts, name, value):
    response = client.get("/teot/?" + urlencode({name: value, "tyyppi": "kunta"}, errors="surrogatepass"))

    assert response.status_code in (200, 400, 404)
    if response.status_code == 400:
        form = response.context["listing"].form
        assert list(form.errors) == [name]
        assert str(form.errors[name][0]) in html.unescape(response.content.decode())
