import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tekojentori import spreadsheets
from tekojentori.spreadsheets import UnreadableFile, csv_lines, guarded, read_rows, write_xlsx


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_text_that_would_be_a_formula_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("value", [-1, 2.5, True, None, "tavallinen", "a=b"])
def test_other_values_stay_as_they_are(value):
    assert guarded(value) is value


def test_csv_comes_back_as_it_went():
    written = "".join(csv_lines(["nimi", "teksti"], [["Ää;kköset", 'lainaus "x"\nrivi'], ["toinen", 5]]))

    rows = list(read_rows(BytesIO(written.encode())))

    assert rows == [
        (2, {"nimi": "Ää;kköset", "teksti": 'lainaus "x"\nrivi'}),
        (3, {"nimi": "toinen", "teksti": "5"}),
    ]


def test_xlsx_holds_text_and_not_formulas():
    file = BytesIO()
    write_xlsx(["nimi"], [["=HYPERLINK(1)"], ["x" * 40_000], ["a\x07b"]], file)

    cells = [row[0].value for row in load_workbook(file).worksheets[0].iter_rows(min_row=2)]

    assert (cells[0], len(cells[1]), cells[2]) == ("'=HYPERLINK(1)", spreadsheets.LONGEST_XLSX_CELL, "ab")


def test_zip_bomb_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (spreadsheets.MOST_RATIO * (1 << 16) + 1))

    with pytest.raises(UnreadableFile, match="purkautuu"):
        list(read_rows(file))


def test_entity_bomb_in_xlsx_is_refused():
    file, bomb = BytesIO(), BytesIO()
    write_xlsx(["nimi"], [["x"]], file)
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    evil = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY e0 "ha">{entities}]><sheet>&e9;</sheet>'
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(bomb, "w") as target:
        for name in source.namelist():
            target.writestr(name, evil if "sheet1" in name else source.read(name))

    with pytest.raises(UnreadableFile, match="vioittunut"):
        list(read_rows(bomb))
