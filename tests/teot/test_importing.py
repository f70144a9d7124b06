import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tekojentori.models import Organisaatio
from tekojentori.written_tables import write_xlsx
from teot import importing, register_rows
from teot.models import Hakurivi, Teko, Versio

pytestmark = pytest.mark.django_db

ACTS = Path(importing.__file__).parent / "data" / "teot.csv"
HEADER = ",".join(register_rows.COLUMNS)
GOOD = "T1,Otsikko,049,,sote,osallisuus,2019,,Teimme sen.,Hyvä.,,,Lähde"


@pytest.fixture
def import_file(rekisteri, tmp_path):
    def run(content, *flags, name="teot.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out = StringIO()
        try:
            call_command("import_teot", path, "--json", *flags, stdout=out, stderr=StringIO())
            code = 0
        except SystemExit as end:
            code = end.code
        return code, json.loads(out.getvalue())

    return run


def test_real_acts_are_published_with_their_sources(import_file):
    code, result = import_file(ACTS.read_bytes())

    assert (code, result) == (0, {"created": 32, "updated": 0, "unchanged": 0, "kept": 0, "errors": []})
    assert Teko.objects.published().exclude(source="").count() == Hakurivi.objects.count() == 32
    assert set(Teko.objects.values_list("imported_from", flat=True)) == {"teot.csv"}


def test_second_run_changes_nothing(import_file):
    import_file(ACTS.read_bytes())
    before = list(Versio.objects.values_list("pk", flat=True))

    _code, result = import_file(ACTS.read_bytes())

    assert result == {"created": 0, "updated": 0, "unchanged": 32, "kept": 0, "errors": []}
    assert list(Versio.objects.values_list("pk", flat=True)) == before


def test_dry_run_saves_nothing(import_file):
    _code, result = import_file(ACTS.read_bytes(), "--dry-run")

    assert (result["created"], Teko.objects.count()) == (32, 0)


def test_changed_row_makes_a_new_version_that_is_public(import_file):
    import_file(f"{HEADER}\n{GOOD}\n")

    _code, result = import_file(f"{HEADER}\n{GOOD.replace('Otsikko', 'Uusi otsikko')}\n")

    assert (result["updated"], Versio.objects.count()) == (1, 2)
    assert Hakurivi.objects.get().card["title"] == "Uusi otsikko"


def test_act_edited_on_the_site_is_kept_unless_overwritten(import_file):
    import_file(f"{HEADER}\n{GOOD}\n")
    Teko.objects.update(title="Korjattu sivustolla")

    _code, kept = import_file(f"{HEADER}\n{GOOD}\n")
    title_kept = Teko.objects.get().title
    _code, overwritten = import_file(f"{HEADER}\n{GOOD}\n", "--overwrite")

    assert (kept["kept"], title_kept) == (1, "Korjattu sivustolla")
    assert (overwritten["updated"], Teko.objects.get().title) == (1, "Otsikko")


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (GOOD.replace("049", "Espo"), "omistaja", "Tarkoititko: ”Espoo”"),
        (
            GOOD.replace("049", "KY-EKSOTE").replace("2019", "2023"),
            "omistaja",
            "Sen seuraaja on Etelä-Karjalan hyvinvointialue (HVA-01).",
        ),
        (GOOD.replace("osallisuus", "osalisuus"), "teemat", "Tarkoititko: ”osallisuus”"),
        (GOOD.replace("sote", "sotee"), "toimialat", "Arvoa ”sotee” ei ole rekisterissä. Tarkoititko: ”sote”?"),
        (GOOD.replace("sote", "xyz"), "toimialat", "Käytä jotakin näistä: elinkeino, koko-kunta, kulttuuri,"),
        (GOOD.replace("049", "0499"), "omistaja", "Lähimmät koodit: 499 Mustasaari, 049 Espoo, "),
        (GOOD.replace("049", "999999"), "omistaja", "esimerkiksi 049 tai Espoo."),
        (GOOD.replace("2019,", "abcd,2010"), "alkuvuosi", "”abcd” ei ole vuosi."),
        (GOOD.replace("2019", "19"), "alkuvuosi", "”19” ei ole vuosi."),
        (GOOD.replace("2019,", "2019,2018"), "loppuvuosi", "Loppuvuosi on ennen alkuvuotta."),
        (GOOD.replace("Otsikko", "x" * 103), "otsikko", "Teksti on 3 merkkiä liian pitkä"),
        (GOOD.replace("Otsikko", ""), "otsikko", "Solu on tyhjä."),
        (GOOD.replace("Otsikko", "a\u202eb"), "otsikko", "(U+202E), kohdassa ”ab”"),
    ],
)
def test_faulty_row_is_named_and_nothing_is_saved(import_file, row, column, message):
    code, result = import_file(f"{HEADER}\n{GOOD.replace('T1', 'T0')}\n{row}\n")

    assert (code, Teko.objects.count()) == (1, 0)
    assert [(error["row"], error["column"]) for error in result["errors"]] == [(3, column)]
    assert message in result["errors"][0]["message"]


def test_text_named_as_a_workbook_is_of_false_type(import_file):
    code, result = import_file(f"{HEADER}\n{GOOD}\n", name="teot.XLSX")

    assert (code, Teko.objects.count()) == (1, 0)
    assert [error["message"] for error in result["errors"]] == [
        "Tiedosto ei ole Excel-taulukko, vaikka sen nimi päättyy .xlsx. Tallenna se muodossa .xlsx tai .csv."
    ]


def test_missing_file_is_told_in_finnish(tmp_path):
    told = StringIO()

    with pytest.raises(SystemExit):
        call_command("import_teot", tmp_path / "poissa.csv", stdout=told)

    assert told.getvalue().splitlines() == [
        f"Tiedostoa {tmp_path / 'poissa.csv'} ei ole. Tarkista polku ja nimi.",
        "Mitään ei tallennettu.",
    ]


def test_command_tells_how_far_it_is(rekisteri, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 60)
    path, told = tmp_path / "teot.csv", StringIO()
    path.write_text("\n".join([HEADER, *(GOOD.replace("T1", f"T{number}") for number in range(120))]))

    call_command("import_teot", path, "--dry-run", stdout=StringIO(), stderr=told)

    assert told.getvalue().split("\r") == [
        "",
        "Luetaan ja tarkistetaan: 100 riviä",
        "[###############...............] 60/120 riviä",
        "[##############################] 120/120 riviä\n",
    ]


def test_changed_row_changes_its_relations_too(import_file):
    import_file(f"{HEADER}\n{GOOD}\n")
    row = GOOD.replace("049,,sote,osallisuus", "091,049;HVA-01,sote;ruoka,johtaminen")

    code, result = import_file(f"{HEADER}\n{row}\n")
    document = Versio.objects.latest("number").document

    assert (code, result["updated"]) == (0, 1)
    assert (document["owner"]["code"], [row["code"] for row in document["partners"]]) == ("091", ["049", "HVA-01"])
    assert [[row["code"] for row in document["sectors"]], [row["slug"] for row in document["themes"]]] == [
        ["sote", "ruoka"],
        ["johtaminen"],
    ]
    assert import_file(f"{HEADER}\n{row}\n")[1]["unchanged"] == 1


@pytest.mark.parametrize("count", [1, 40])
@pytest.mark.parametrize("title", ["Otsikko", "Muutettu"], ids=["unchanged", "changed"])
def test_import_asks_the_database_as_often_for_forty_rows_as_for_one(
    import_file, count, title, django_assert_num_queries
):
    rows = [GOOD.replace("T1", f"T{number}").replace("049,,", "049,091,") for number in range(count)]
    content = "\n".join([HEADER, *rows]) + "\n"

    with django_assert_num_queries(42):
        import_file(content)
    with django_assert_num_queries({"Otsikko": 18, "Muutettu": 36}[title]):
        import_file(content.replace("Otsikko", title))


def test_same_key_twice_is_a_fault(import_file):
    _code, result = import_file(f"{HEADER}\n{GOOD}\n{GOOD}\n")

    assert result["errors"] == [{"row": 3, "column": "tunnus", "message": "Sama tunnus on jo rivillä 2."}]


def test_ended_organisation_is_right_when_the_act_began_in_its_time(import_file):
    code, _result = import_file(f"{HEADER}\n{GOOD.replace('049', 'KY-EKSOTE')}\n")

    successor = Organisaatio.objects.get(code="HVA-01")
    assert code == 0
    assert [row.card["owner"]["name"]["fi"] for row in Hakurivi.objects.of(successor.pk)] == [
        "Etelä-Karjalan sosiaali- ja terveyspiiri"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_csv_is_read_as_programs_write_it(import_file, encoding, delimiter):
    text = f"{HEADER}\n{GOOD.replace('Otsikko', 'Hyvää työtä')}\n".replace(",", delimiter)

    code, result = import_file(text.encode(encoding))

    assert (code, result["created"], Teko.objects.get().title) == (0, 1, "Hyvää työtä")


def test_xlsx_is_read_and_numbers_find_their_municipality(import_file):
    file, cells = BytesIO(), dict(zip(register_rows.COLUMNS, GOOD.split(","), strict=True))
    write_xlsx(register_rows.COLUMNS, [list((cells | {"omistaja": 49, "alkuvuosi": 2019}).values())], file)

    code, _result = import_file(file.getvalue(), name="teot.xlsx")

    assert (code, Teko.objects.get().owner.name_fi) == (0, "Espoo")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "tyhjä"),
        (b"PK\x03\x04damaged", "vioittunut"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "vanhaa Excel-muotoa"),
        (b"\x00\x01\x02", "ei ole taulukko"),
        ("a,b\n1,2\n", "puuttuu sarakkeita: tunnus"),
        (f'{HEADER}\n"katkennut', "katkennut"),
        (f"{HEADER}\nT1,{'x' * 10_000_000}\n", "yli 100\xa0000 merkkiä"),
        (f"{HEADER},tunnus\n", "kahdesti"),
        (f"{HEADER}\n{GOOD},ylimääräinen\n", "enemmän soluja"),
    ],
    ids=range(9),
)
def test_unreadable_file_is_refused_with_the_reason(import_file, content, message):
    code, result = import_file(content)

    assert (code, Teko.objects.count(), len(result["errors"])) == (1, 0, 1)
    assert message in result["errors"][0]["message"]
