"""Lists taken along as files: the rows that the list shows, opened by the programs that people have."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.factories import OrganisaatioFactory, TeemaFactory, TekoFactory, ToimialaFactory, UserFactory, enter_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(client):
    enter_admin(client, UserFactory(staff=True))

    def export(address):
        response = client.get(f"/hallinta/{address}")
        return response, b"".join(response.streaming_content)

    return export


def sheet(content: bytes) -> list[tuple]:
    return list(load_workbook(BytesIO(content)).active.iter_rows())


def test_csv_holds_the_filtered_rows_as_it_is_written(export):
    TekoFactory(title="=Luonnos")
    TekoFactory(title="Julkinen", in_state="published")

    response, content = export("teot/teko/vie.csv?state__exact=draft")
    lines = content.decode("utf-8-sig").splitlines()

    assert response.streaming
    assert response["Content-Disposition"] == 'attachment; filename="teot.csv"'
    assert [line.split(";")[1] for line in lines] == ["nimi", "'=Luonnos"]


def test_xlsx_holds_the_filtered_rows_and_no_formula(export):
    owner = OrganisaatioFactory(name_fi="+Esimerkkilä")
    TekoFactory(title='=HYPERLINK("https://paha.example")', owner=owner, first_year=2024)
    TekoFactory(title="Julkinen", in_state="published")

    _response, content = export("teot/teko/vie.xlsx?state__exact=draft")
    header, row = sheet(content)

    assert [cell.value for cell in header][:4] == ["tunnus", "nimi", "tila", "organisaatio"]
    assert [cell.value for cell in row][1:5] == [
        "'=HYPERLINK(\"https://paha.example\")", "Luonnos", "'+Esimerkkilä", 2024,
    ]  # fmt: skip
    assert "f" not in {cell.data_type for cell in row}


def test_search_holds_in_the_file(export):
    OrganisaatioFactory(name_fi="Kaukola")
    OrganisaatioFactory(name_fi="Lähelä")

    _response, content = export("tekojentori/organisaatio/vie.xlsx?q=Kauko")

    assert [cell.value for _code, _type, cell, *_rest in sheet(content)] == ["nimi suomeksi", "Kaukola"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["tekojentori/organisaatio", "tekojentori/sivu", "teot/toimiala", "teot/teema"])
def test_every_list_of_the_register_is_exported(client, export, name, kind, rekisteri):
    TeemaFactory(), ToimialaFactory()
    address = f"{name}/vie.{kind}"
    rows = client.get(f"/hallinta/{name}/").context["cl"].result_count

    _response, content = export(address)
    count = len(sheet(content)) if kind == "xlsx" else len(content.decode("utf-8-sig").split("\r\n")) - 1

    assert f'href="/hallinta/{address}?"' in client.get(f"/hallinta/{name}/").content.decode()
    assert (count - 1, rows > 1) == (rows, True)


@pytest.mark.parametrize("count", [1, 30])
def test_export_asks_the_database_as_often_for_thirty_rows_as_for_one(export, count, django_assert_num_queries):
    for _number in range(count):
        TekoFactory()

    with django_assert_num_queries(7):
        export("teot/teko/vie.csv")


@pytest.mark.parametrize("role", ["visitor", "someone"])
def test_export_is_for_staff(client, role):
    if role == "someone":
        client.force_login(UserFactory())

    response = client.get("/hallinta/teot/teko/vie.csv")

    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/hallinta/login/")
