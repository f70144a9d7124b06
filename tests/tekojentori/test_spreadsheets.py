import csv
import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from tekojentori.spreadsheets import Limits, UnreadableFile, read_rows
from tekojentori.written_tables import LONGEST_XLSX_CELL, csv_lines, guarded, write_xlsx

NOT_A_TABLE = "Tiedosto ei ole taulukko. Tallenna se muodossa .xlsx tai .csv."
NUL = (
    "Tiedosto ei ole taulukko: rivillä {} on merkki, jota tekstissä ei voi olla (NUL). "
    "Poista se, tai tallenna tiedosto muodossa .xlsx tai .csv."
)
DAMAGED = "Excel-tiedosto on vioittunut. Avaa ja tallenna se uudelleen."


def read(content, **options):
    return list(read_rows(BytesIO(content), **options))


def refusal(content, **options):
    """What a person is told about the file."""
    with pytest.raises(UnreadableFile) as caught:
        read(content, **options)
    return str(caught.value)


def xlsx(*rows):
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def with_part(content, name, part):
    """The archive with one part of it replaced."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for other in source.namelist():
            target.writestr(other, part if other == name else source.read(other))
    return result.getvalue()


def sheet_of(cells):
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData></worksheet>'


# Reading CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_csv_is_read_in_every_dialect_that_people_save(encoding, delimiter, newline):
    lines = [f"Nimi{delimiter}Teksti", f' Äänekoski {delimiter}"Öljy{delimiter} ""å"""', f"toinen{delimiter}5 – €"]

    rows = read(newline.join(lines).encode(encoding))

    assert rows == [
        (2, {"nimi": "Äänekoski", "teksti": f'Öljy{delimiter} "å"'}),
        (3, {"nimi": "toinen", "teksti": "5 – €"}),
    ]


def test_csv_cell_may_hold_lines_and_rows_keep_their_numbers():
    rows = read(b'a,b\n"yksi\nkaksi",x\n\n,\nviimeinen,\n')

    assert rows == [(2, {"a": "yksi\nkaksi", "b": "x"}), (5, {"a": "viimeinen", "b": ""})]


def test_row_with_fewer_cells_than_the_header_is_filled_with_empty_ones():
    assert read(b"a,b,c\n1\n") == [(2, {"a": "1", "b": "", "c": ""})]


def test_column_without_a_name_is_left_out():
    assert read(b"a,,c,,\n1,2,3,,\n") == [(2, {"a": "1", "c": "3"})]


def test_table_with_a_header_only_has_no_rows():
    assert read(b"a,b\n") == []


def test_windows_letter_at_the_very_end_is_not_taken_for_a_cut_file():
    assert read("a\nhyvä".encode("cp1252")) == [(2, {"a": "hyvä"})]


@pytest.mark.parametrize(
    "make",
    [
        lambda content: SimpleUploadedFile("teot.csv", content),
        lambda content: filled(TemporaryUploadedFile("teot.csv", "text/csv", len(content), "utf-8"), content),
    ],
)
def test_uploaded_file_is_read_and_stays_open(make):
    with make("nimi\nÄhtäri\n".encode()) as file:
        rows = list(read_rows(file))

        assert (rows, file.closed) == ([(2, {"nimi": "Ähtäri"})], False)


def filled(file, content):
    file.write(content)
    return file


def test_reading_leaves_the_limit_of_the_csv_module_alone():
    before = csv.field_size_limit()
    rows = read_rows(BytesIO(b"a\n1\n2\n"))

    next(rows)

    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Tiedosto on tyhjä."),
        (b"\n", "Ensimmäisellä rivillä pitää olla sarakkeiden nimet."),
        (b"\xef\xbb\xbf", "Ensimmäisellä rivillä pitää olla sarakkeiden nimet."),
        (b",,\n1,2\n", "Ensimmäisellä rivillä pitää olla sarakkeiden nimet."),
        (b"Nimi,b, nimi \n", "Sarake on kahdesti: nimi."),
        (b"a,b\n1,2\n1,2,3\n", "Rivillä 3 on enemmän soluja kuin otsikoita."),
        (b"a\n\x00\n", NUL.format(2)),
        ("a;b\n1;2".encode("utf-16"), NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", NUL.format(3)),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "Tiedosto on vanhaa Excel-muotoa. Tallenna se muodossa .xlsx tai .csv.",
        ),
        (
            b'a,b\n1,2\n"katkennut, 2',
            "Tiedostoa ei voi lukea taulukkona rivin 2 jälkeen: se on katkennut, tai lainausmerkki puuttuu.",
        ),
        (
            "ääni\nkatkennu".encode() + "ö".encode()[:1],
            "Tiedoston kirjaimet ovat vioittuneet. Tallenna se uudelleen: CSV, merkistö UTF-8.",
        ),
        (
            b"a\n\x81\x8d\n",
            "Tiedoston kirjaimet ovat vioittuneet. Tallenna se uudelleen: CSV, merkistö UTF-8.",
        ),
    ],
)
def test_bad_file_is_refused_in_words(content, message):
    assert refusal(content) == message


def test_missing_columns_are_named():
    assert refusal(b"otsikko,b\n", required=["tunnus", "otsikko", "kuvaus"]) == (
        "Tiedostosta puuttuu sarakkeita: tunnus, kuvaus."
    )


@pytest.mark.parametrize(
    ("content", "limits", "message"),
    [
        (
            b"a\n" + b"x" * 1024 * 1024,
            Limits(megabytes=1),
            "Tiedosto on liian suuri: enintään 1 Mt. Jaa se osiin.",
        ),
        (b"a\n1\n2\n3\n", Limits(rows=3), "Rivejä on liikaa: enintään 3. Jaa tiedosto osiin."),
        (b"a,b,c\n", Limits(columns=2), "Sarakkeita on liikaa: enintään 2."),
        (
            b"a\n12345\n123456\n",
            Limits(cell=5),
            "Rivillä 3 on solu, jossa on yli 5 merkkiä. Lyhennä se.",
        ),
        (
            b"a\nyksi\n" + b"x" * 10_000_000,
            Limits(),
            "Rivillä 3 on solu, jossa on yli 100\xa0000 merkkiä. Lyhennä se.",
        ),
    ],
)
def test_file_over_a_limit_is_refused_in_words(content, limits, message):
    assert refusal(content, limits=limits) == message


def test_file_at_its_limits_is_read():
    limits = Limits(rows=3, columns=2, cell=5)

    assert read(b"a,b\n12345,1\n2,2\n,\n,\n", limits=limits) == [
        (2, {"a": "12345", "b": "1"}),
        (3, {"a": "2", "b": "2"}),
    ]


@given(st.binary(max_size=400))
@settings(max_examples=200)
def test_any_bytes_are_read_or_refused(content):
    try:
        columns = {tuple(cells) for _, cells in read(content)}
    except UnreadableFile:
        columns = set()

    assert len(columns) <= 1


# Reading XLSX


def test_xlsx_cells_come_out_as_people_see_them():
    values = ["tunnus", 12, 1.5, 3.0, True, date(2020, 1, 28), datetime(2020, 1, 28, 9, 30), "  väli "]  # noqa: DTZ001

    rows = read(xlsx([f"s{number}" for number in range(len(values))], values))

    assert list(rows[0][1].values()) == ["tunnus", "12", "1.5", "3", "1", "2020-01-28", "2020-01-28 09:30", "väli"]


def test_xlsx_gives_the_stored_value_of_a_formula():
    formula = sheet_of(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>summa</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
    )

    assert read(with_part(xlsx(["summa"]), "xl/worksheets/sheet1.xml", formula)) == [(2, {"summa": "2"})]


def test_xlsx_rows_keep_their_numbers_over_empty_ones():
    assert read(xlsx(["a", "b"], [1, None], [], [None, " "], [None, 2])) == [
        (2, {"a": "1", "b": ""}),
        (5, {"a": "", "b": "2"}),
    ]


def test_xlsx_is_known_by_its_content_and_not_by_its_name():
    file = SimpleUploadedFile("teot.csv", xlsx(["a"], ["x"]))

    assert list(read_rows(file)) == [(2, {"a": "x"})]


def test_xlsx_with_too_many_columns_is_refused():
    assert refusal(xlsx(range(201))) == "Sarakkeita on liikaa: enintään 200."


def test_xlsx_row_with_more_cells_than_the_header_is_refused():
    assert refusal(xlsx(["a"], ["1", None, "3"])) == "Rivillä 2 on enemmän soluja kuin otsikoita."


def test_xlsx_cell_over_the_limit_is_refused():
    assert refusal(xlsx(["a"], ["x" * 20]), limits=Limits(cell=19)) == (
        "Rivillä 2 on solu, jossa on yli 19 merkkiä. Lyhennä se."
    )


def test_truncated_xlsx_is_refused():
    content = xlsx(["a"], ["x"])

    messages = {refusal(content[:length]) for length in range(4, len(content), 97)}

    assert messages == {DAMAGED}


def test_xlsx_with_a_flipped_byte_is_read_or_refused():
    content = xlsx(["a"], ["x"])
    outcomes = set()
    for position in range(4, len(content), 61):
        broken = bytearray(content)
        broken[position] ^= 0xFF
        try:
            read(bytes(broken))
            outcomes.add("read")
        except UnreadableFile:
            outcomes.add("refused")

    assert outcomes == {"read", "refused"}


def test_other_archive_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")

    assert refusal(file.getvalue()) == NOT_A_TABLE


def test_zip_bomb_is_refused_by_what_it_declares():
    bomb = with_part(xlsx(["a"]), "xl/worksheets/sheet1.xml", b"0" * 20_000_000)

    assert refusal(bomb) == "Tiedosto purkautuu liian suureksi. Jaa se osiin."


def test_zip_bomb_is_refused_when_it_lies_about_its_size():
    size = 20_000_000
    bomb = with_part(xlsx(["a"]), "xl/worksheets/sheet1.xml", b"0" * size)
    lying = bomb.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert (len(bomb) < 100_000, lying != bomb, refusal(lying)) == (True, True, DAMAGED)


def test_xlsx_of_many_small_parts_is_refused_together():
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(30):
            archive.writestr(f"xl/media/{number}", b"0" * 100_000)

    assert refusal(file.getvalue(), limits=Limits(unpacked_megabytes=2)) == (
        "Tiedosto purkautuu liian suureksi. Jaa se osiin."
    )


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entity_bomb_in_any_part_is_refused(part):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    evil = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY e0 "ha">{entities}]><worksheet>&e9;</worksheet>'

    assert refusal(with_part(xlsx(["a"], ["x"]), part, evil)) == DAMAGED


def test_xlsx_row_far_below_the_others_is_refused():
    far = sheet_of(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
        '<row r="250000"><c r="A250000" t="inlineStr"><is><t>x</t></is></c></row>'
    )

    assert refusal(with_part(xlsx(["a"]), "xl/worksheets/sheet1.xml", far)) == (
        "Rivejä on liikaa: enintään 200\xa0000. Jaa tiedosto osiin."
    )


def test_ten_thousand_long_rows_are_read_in_little_memory():
    line = b"T1;" + b"x" * 2000 + b"\n"
    file = BytesIO(b"tunnus;kuvaus\n" + line * 10_000)

    tracemalloc.start()
    rows = sum(1 for _row in read_rows(file))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (rows, peak < 2_000_000) == (10_000, True)


# Writing


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\rx", " =1", "\n=1", "\xa0=1", "\u200b=1", "\ufeff@x", "＝1", "＠x"],
)
def test_text_that_would_be_a_formula_is_guarded(text):
    assert guarded(text) == f"'{text}"


def test_control_characters_cannot_hide_a_formula():
    assert guarded("\x07=1\x00\ud800") == "'=1"


@pytest.mark.parametrize("value", [-1, 2.5, True, None, Decimal("-1.5"), date(2020, 1, 1), "tavallinen", "a=b", "5-6"])
def test_other_values_stay_as_they_are(value):
    assert guarded(value) is value


@pytest.mark.parametrize(
    ("instant", "shown"),
    [  # Finland's clocks: two hours ahead in winter, three in summer
        (datetime(2026, 1, 1, 22, 30, tzinfo=UTC), datetime(2026, 1, 2, 0, 30)),  # noqa: DTZ001
        (datetime(2026, 1, 1, 22, 30, 9, 124_220, tzinfo=UTC), datetime(2026, 1, 2, 0, 30, 9)),  # noqa: DTZ001
        (datetime(2026, 7, 1, 21, 0, tzinfo=UTC), datetime(2026, 7, 2, 0, 0)),  # noqa: DTZ001
    ],
)
def test_times_are_written_by_the_clock_of_finland(instant, shown):
    assert guarded(instant) == shown


@pytest.mark.parametrize(("value", "text"), [(float("nan"), "nan"), (float("-inf"), "'-inf"), (Decimal("NaN"), "NaN")])
def test_what_is_no_number_becomes_text(value, text):
    assert guarded(value) == text


def test_csv_comes_back_as_it_went():
    table = [["Ää;kköset", 'lainaus "x"\nrivi'], ["toinen", 5]]

    written = "".join(csv_lines(["nimi", "teksti"], table)).encode()

    assert written.startswith(b"\xef\xbb\xbfnimi;teksti\r\n")
    assert written.count(b"\xef\xbb\xbf") == 1
    assert read(written) == [
        (2, {"nimi": "Ää;kköset", "teksti": 'lainaus "x"\nrivi'}),
        (3, {"nimi": "toinen", "teksti": "5"}),
    ]


def test_csv_is_written_as_the_rows_come():
    asked = []

    def rows():
        for number in range(1000):
            asked.append(number)
            yield ["x" * 1000]

    lines = csv_lines(["a"], rows())
    next(lines), next(lines)

    assert 0 < len(asked) < 100


@given(st.lists(st.lists(st.text(max_size=30), min_size=2, max_size=2), max_size=5))
def test_written_csv_holds_no_formula_and_every_row(table):
    rows = list(csv.reader(io.StringIO("".join(csv_lines(["a", "b"], table)), newline=""), delimiter=";"))

    assert len(rows) == len(table) + 1
    assert [cell for row in rows[1:] for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))] == []


def test_xlsx_keeps_types_and_holds_no_formula(tmp_path):
    file = tmp_path / "teot.xlsx"
    moment = datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
    write_xlsx(["nimi", "luku", "tosi", "päivä", "hetki"], [["=A1", -2, True, date(2026, 1, 2), moment]], str(file))

    header, row = load_workbook(file).worksheets[0].iter_rows()

    assert [cell.value for cell in row] == [
        "'=A1",
        -2,
        True,
        datetime(2026, 1, 2),  # noqa: DTZ001
        datetime(2026, 1, 1, 12, 0),  # noqa: DTZ001
    ]
    assert [cell.data_type for cell in row] == ["s", "n", "b", "d", "d"]
    assert [cell.font.bold for cell in header] == [True] * 5


def test_xlsx_header_stays_in_sight_and_columns_fit():
    file = BytesIO()
    write_xlsx(["id", "otsikko", "kuvaus"], [[1, "Toimistopalvelut", "x" * 500]], file)

    sheet = load_workbook(file).worksheets[0]

    assert sheet.freeze_panes == "A2"
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [8, 18, 60]


def test_xlsx_cuts_text_at_what_excel_holds():
    file = BytesIO()
    write_xlsx(["a"], [["x" * LONGEST_XLSX_CELL], ["x" * 40_000], ["😀" * 20_000], ["a\x07\ufffe\ud800b"]], file)

    cells = [row[0].value for row in load_workbook(file).worksheets[0].iter_rows(min_row=2)]

    assert cells == ["x" * LONGEST_XLSX_CELL, "x" * (LONGEST_XLSX_CELL - 1) + "…", "😀" * 16_383 + "…", "ab"]


def test_xlsx_without_rows_has_its_header():
    file = BytesIO()
    write_xlsx(["a", "b"], [], file)

    assert [list(row) for row in load_workbook(file).worksheets[0].iter_rows(values_only=True)] == [["a", "b"]]


def test_written_xlsx_is_read_back():
    file = BytesIO()
    write_xlsx(["Nimi", "Määrä"], ([f"teko {number}", number] for number in range(120)), file)

    rows = list(read_rows(file))

    assert rows[-1] == (121, {"nimi": "teko 119", "määrä": "119"})
    assert len(rows) == 120
