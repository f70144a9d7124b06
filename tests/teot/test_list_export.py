"""A list of acts taken along as a file: what the public reads, by the list's own address."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from teot import list_export
from teot.models import Mittari, Teema, Teko
from teot.views import FILES_PER_NETWORK
from tests.factories import OrganisaatioFactory, TekoFactory, lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows_of(client):
    """The rows of the file at the address, by the headings of their columns."""

    def rows_of(address):
        response = client.get(address)
        content = b"".join(response.streaming_content)
        if content.startswith(b"PK"):
            lines = [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]
        else:
            lines = list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
        return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]

    return rows_of


@pytest.fixture
def acts(rekisteri):
    shared = OrganisaatioFactory(name_fi="Kumppanila")
    TekoFactory(title="Zeniitti", in_state="published", first_year=2020)
    TekoFactory(title="Aamupuuro", in_state="published", first_year=2021, partners=[shared])
    TekoFactory(title="Kesken")
    TekoFactory(title="Arkistossa", in_state="archived")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Aamupuuro", "Zeniitti"]),
        ("jarjestys=nimi&sivu=7", ["Aamupuuro", "Zeniitti"]),
        ("vuosi=2020", ["Zeniitti"]),
        ("q=aamupuuro&vuosi=2021&vuosi=2022", ["Aamupuuro"]),
        ("vuosi=1999", []),
    ],
)
def test_file_holds_what_the_list_shows_in_its_order(rows_of, acts, kind, query, titles):
    assert [row["Nimi"] for row in rows_of(f"/teot/vienti.{kind}?{query}")] == titles


def test_whole_list_is_in_the_file_and_its_pages_in_order(client, rows_of, rekisteri, monkeypatch):
    monkeypatch.setattr(list_export, "BATCH", 2)
    for number in range(25):
        TekoFactory(title=f"Teko {number}", in_state="published")

    first, second = (client.get(f"/teot/?sivu={page}").context["listing"].cards for page in (1, 2))

    assert [row["Nimi"] for row in rows_of("/teot/vienti.csv")] == [card.title for card in (*first, *second)]


def test_row_tells_what_the_public_reads(rows_of, rekisteri):
    teko = TekoFactory(title="Julkinen", themes=[Teema.objects.get(slug="johtaminen")], contact_consent=True)
    Mittari.objects.create(teko=teko, position=1, name="Jono", before="12", after="8", unit="viikkoa")
    lead(teko, "published")
    Teko.objects.update(title="Työversio")

    (row,) = rows_of("/teot/vienti.csv")

    assert (row["Nimi"], row["Osoite"]) == ("Julkinen", f"http://testserver/teot/{teko.pk}-julkinen/")
    assert (row["Numero"], row["Organisaation koodi"]) == (str(teko.pk), teko.owner.code)
    assert (row["Toimialat"], row["Teemat"], row["Vaihe"]) == ("Sosiaali- ja terveysala", "johtaminen", "Käynnissä")
    assert (row["Mitä tehtiin"], row["Mitatut tulokset"]) == ("Sovimme yhteisen tavan.", "Jono: 12 → 8 viikkoa")
    assert teko.contact_email not in str(row)


def test_file_speaks_the_language_of_its_address(rows_of, rekisteri):
    TekoFactory(in_state="published")

    (row,) = rows_of("/en/teot/vienti.csv")

    assert (row["Sectors"], row["Language"], row["Stage"]) == ("Social and health care", "Finnish", "Under way")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula(rows_of, rekisteri, kind):
    TekoFactory(title='=HYPERLINK("https://paha.example")', summary="+1", done="@x", in_state="published")

    (row,) = rows_of(f"/teot/vienti.{kind}")

    assert (row["Nimi"], row["Tiivistelmä"], row["Mitä tehtiin"]) == (
        '\'=HYPERLINK("https://paha.example")',
        "'+1",
        "'@x",
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("query", "field"),
    [("maakunta=99", "maakunta"), ("q=%00", "q"), ("sivu=x", "sivu"), ("jarjestys=x", "jarjestys")],
)
def test_fault_of_the_address_is_told_on_the_lists_page(client, acts, kind, query, field):
    response = client.get(f"/teot/vienti.{kind}?{query}&toimiala=sote")

    assert (response.status_code, list(response.context["listing"].form.errors)) == (400, [field])
    assert response.context["listing"].chosen_count == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("count", [1, 3])
def test_file_asks_the_database_as_often_for_three_acts_as_for_one(
    client, rekisteri, kind, count, django_assert_num_queries
):
    for _number in range(count):
        TekoFactory(in_state="published")
    client.get("/teot/")

    with django_assert_num_queries(9):
        b"".join(client.get(f"/teot/vienti.{kind}"))


def test_list_links_its_files_with_its_filters_and_without_its_page(client, acts):
    page = client.get("/teot/?vuosi=2020&jarjestys=nimi").content.decode()

    for kind in ("csv", "xlsx"):
        assert f'href="/teot/vienti.{kind}?vuosi=2020&amp;jarjestys=nimi"' in page
    assert "vienti" not in client.get("/teot/?vuosi=1999").content.decode()


def test_too_many_files_in_an_hour_are_refused_with_the_time_to_wait(client, acts):
    for _number in range(FILES_PER_NETWORK.tries):
        FILES_PER_NETWORK.take("127.0.0.1")

    response = client.get("/teot/vienti.csv")

    assert (response.status_code, 0 < int(response["Retry-After"]) <= 3600) == (429, True)
    assert "Pyyntöjä on tullut monta lyhyessä ajassa. Yritä uudelleen" in response.content.decode()
