import json
import os
import random
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parent.parent.parent
HEADER = "entry,juror,criterion,weight,min,max,score"
#: Two criteria of unlike weight and scale. A: x gives 80, y gives 50. B: x gives 75, z abstains. C: nobody counts.
ROWS = [
    "A,x,k,1,1,5,5",
    "A,x,l,2,0,10,7",
    "A,y,k,1,1,5,3",
    "A,y,l,2,0,10,5",
    "B,x,k,1,1,5,4",
    "B,x,l,2,0,10,",
    "B,z,k,1,1,5,4",
    "B,z,l,2,0,10,abstain",
    "C,z,k,1,1,5,Conflict",
]


@pytest.fixture
def run(tmp_path):
    """What the command prints for the content of a file."""

    def command(content, *options):
        path, out = tmp_path / "arviot.csv", StringIO()
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("score_sheets", path, *options, stdout=out)
        return out.getvalue()

    return command


@pytest.fixture
def refusal(run):
    def command(content):
        with pytest.raises(CommandError) as caught:
            run(content)
        return str(caught.value)

    return command


def table(*rows, delimiter=","):
    return "\n".join([HEADER, *rows]).replace(",", delimiter) + "\n"


def test_json_is_as_agreed(run):
    result = json.loads(run(table(*ROWS), "--json"))

    nothing = {"n": 0, "mean": None, "median": None, "spread": None, "adjusted": None}
    # S of x and y is [[2.5 − ½ − 1, −½], [−½, 1.5 − ½]], r = (15, −15): b = (10, −10); B keeps 75 − 10.
    assert result == {
        "entries": [
            {
                "entry": "A", "n": 2, "mean": 65.0, "median": 65.0, "spread": pytest.approx(21.213203435596427),
                "adjusted": pytest.approx(65, abs=1e-12), "rank_mean": 2, "rank_adjusted": 1,
            },
            {
                "entry": "B", "n": 1, "mean": 75.0, "median": 75.0, "spread": None,
                "adjusted": pytest.approx(65, abs=1e-12), "rank_mean": 1, "rank_adjusted": 1,
            },
            {"entry": "C", **nothing, "rank_mean": None, "rank_adjusted": None},
        ],
        "jurors": [
            {"juror": "x", "n": 2, "strictness": pytest.approx(-10, abs=1e-12)},
            {"juror": "y", "n": 1, "strictness": pytest.approx(10, abs=1e-12)},
            {"juror": "z", "n": 0, "strictness": None},
        ],
    }  # fmt: skip


def test_text_has_six_decimals_and_those_without_a_rank_last(run):
    assert run(table(*ROWS, "D,w,k,1,1,5,5")).splitlines() == [
        "entry  n        mean      median     spread    adjusted  rank_mean  rank_adjusted",
        "D      1  100.000000  100.000000          –  100.000000          1              1",
        "A      2   65.000000   65.000000  21.213203   65.000000          3              2",
        "B      1   75.000000   75.000000          –   65.000000          2              2",
        "C      0           –           –          –           –          –              –",
        "",
        "juror  n  strictness",
        "w      1    0.000000",
        "x      2  -10.000000",
        "y      1   10.000000",
        "z      0           –",
        "",
        "Yhteiset ehdokkaat eivät yhdistä näitä raatilaisten ryhmiä, joten niiden ankaruutta ei voi verrata:",
        "- w",
        "- x, y",
    ]


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_rows_in_any_order_give_the_same_bytes(run, options):
    source = random.Random(5)
    rows = [
        f"e{entry},j{juror},k{criterion},{criterion}.5,1,7,{source.choice(['', *range(1, 8)])}"
        for entry in range(12)
        for juror in source.sample(range(7), 3)
        for criterion in range(4)
    ]
    first = run(table(*rows), *options)

    for _time in range(5):
        source.shuffle(rows)
        assert run(table(*rows), *options) == first


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_file_is_read_in_every_dialect_that_people_save(run, encoding, delimiter):
    content = table("Ähtäri,Åke,työ,1,1,5,4", delimiter=delimiter).encode(encoding)

    result = json.loads(run(content, "--json"))

    assert [row["entry"] for row in result["entries"]] == ["Ähtäri"]
    assert [row["juror"] for row in result["jurors"]] == ["Åke"]


def test_letters_written_in_two_ways_are_one_candidate(run):
    result = json.loads(run(table("A\u0308,x,k,1,1,5,4", "\u00c4,y,k,1,1,5,2"), "--json"))

    assert [(row["entry"], row["n"]) for row in result["entries"]] == [("Ä", 2)]


@pytest.mark.parametrize("mark", ["2,5", "2.5", "2.50", "+2,5", "25e-1", "2.5000000000000000000000000"])
def test_numbers_are_read_as_people_and_programs_write_them(run, mark):
    result = json.loads(
        run(f"{HEADER};note\nA;x;k;0,5;0;5;{mark};ignored\n".replace(HEADER, HEADER.replace(",", ";")), "--json")
    )

    assert result["entries"][0]["mean"] == 50


def test_abstention_needs_no_other_cells(run):
    result = json.loads(run(table("A,x,k,1,1,5,4", "A,y,,,,,abstain", "A,y,k,1,1,5,1"), "--json"))

    assert [(row["juror"], row["n"]) for row in result["jurors"]] == [("x", 1), ("y", 0)]


def test_nothing_but_abstentions_is_no_fault(run):
    result = json.loads(run(table("A,x,,,,,abstain"), "--json"))

    assert [row["n"] for row in result["entries"]] == [0]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["A,x,k,1,1,5,6"], "Rivi 2, sarake score: Pistemäärä 6 ei ole asteikolla. Anna luku väliltä 1–5."),
        (["A,x,k,1,-1,5,-1.5"], "Rivi 2, sarake score: Pistemäärä −1,5 ei ole asteikolla. Anna luku väliltä −1–5."),
        *(
            (
                [f"A,x,k,1,1,5,{odd}"],
                f"Rivi 2, sarake score: ”{odd}” ei ole luku, jonka voi laskea. "
                "Anna luku asteikolta, jätä tyhjäksi tai kirjoita abstain tai conflict.",
            )
            for odd in ("hyvä", "nan", "inf", "-inf", "1e400", "1_0", "٣", "0x1", "=1+1", "1 000", "--1", ".")
        ),
        (["A,x,k,,1,5,3"], "Rivi 2, sarake weight: Solu on tyhjä. Anna kriteerin paino, esimerkiksi 2 tai 0,5."),
        (["A,x,k,-1,1,5,3"], "Rivi 2, sarake weight: Paino −1 on alle 0. Anna vähintään 0."),
        (
            ["A,x,k,0,1,5,3", "A,x,l,0,1,5,3"],
            "Rivi 2, sarake weight: Kaikkien kriteerien paino on 0. "
            "Anna ainakin yhdelle paino, joka on suurempi kuin 0.",
        ),
        (
            ["A,x,k,1,5,5,5"],
            "Rivi 2, sarake min: Asteikon alku 5 ei ole pienempi kuin sen loppu 5. Korjaa min tai max.",
        ),
        (
            ["A,x,k,1,1,5,5", "B,x,k,2,1,5,5"],
            "Rivi 3, sarake weight: Tässä on 2, mutta kriteerin rivillä 2 on 1. Anna sama.",
        ),
        (
            ["A,x,k,1,1,5,5", "B,x,k,1,1,6,5"],
            "Rivi 3, sarake max: Tässä on 6, mutta kriteerin rivillä 2 on 5. Anna sama.",
        ),
        (
            ["A,x,k,1,1,5,5", "A,x,k,1,1,5,4"],
            "Rivi 3, sarake criterion: Sama arvio samasta kriteeristä on jo rivillä 2. Poista toinen.",
        ),
        (["A,,k,1,1,5,5"], "Rivi 2, sarake juror: Solu on tyhjä. Anna raatilaisen tunnus."),
        (["A,x,,1,1,5,5"], "Rivi 2, sarake criterion: Solu on tyhjä. Anna kriteerin nimi."),
        *(
            (
                ["A,x,k,1,1,5,5", f'"B{broken}b",x,k,1,1,5,5'],
                "Rivi 3, sarake entry: Solussa on rivinvaihto tai ohjausmerkki. Anna ehdokkaan tunnus.",
            )
            for broken in ("\n", "\r\n", "\x0b", "\x85", "\u2028", "\t")
        ),
        (
            ['A,"x\nb",k,1,1,5,5'],
            "Rivi 2, sarake juror: Solussa on rivinvaihto tai ohjausmerkki. Anna raatilaisen tunnus.",
        ),
        (
            ['A,x,k,1,1,5,"hy\nvä"'],
            "Rivi 2, sarake score: ”hy vä” ei ole luku, jonka voi laskea. "
            "Anna luku asteikolta, jätä tyhjäksi tai kirjoita abstain tai conflict.",
        ),
        ([], "Rivi 2, sarake entry: Tiedostossa ei ole yhtään arviota. Lisää rivi jokaisesta vastauksesta."),
    ],
)
def test_faulty_row_is_named_with_what_would_be_right(refusal, rows, told):
    assert refusal(table(*rows)) == told


def test_every_fault_is_told_up_to_a_point(refusal):
    lines = refusal(table(*(f"A,j{number},k,1,1,5,9" for number in range(60)))).splitlines()

    assert len(lines) == 51
    assert lines[-1] == "Ja 10 muuta virhettä."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Tiedosto on tyhjä."),
        (b"entry,juror\x00", "Tiedosto ei ole taulukko. Tallenna se muodossa .xlsx tai .csv."),
        (
            table("A,x,k,1,1,5,5", "B,x\x00,k,1,1,5,5"),
            "Tiedosto ei ole taulukko: rivillä 3 on merkki, jota tekstissä ei voi olla (NUL). "
            "Poista se, tai tallenna tiedosto muodossa .xlsx tai .csv.",
        ),
        (b"entry,juror,criterion,weight,min,max\n", "Tiedostosta puuttuu sarakkeita: score."),
        (table('A,x,"k,1,1,5,3'), "Tiedostoa ei voi lukea taulukkona rivin 1 jälkeen: "
         "se on katkennut, tai lainausmerkki puuttuu."),
    ],
)  # fmt: skip
def test_file_that_is_no_table_is_refused_with_the_reason(refusal, content, told):
    assert refusal(content) == told


def test_missing_file_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"Tiedostoa .*olematon.csv ei voi lukea: No such file or directory."):
        call_command("score_sheets", tmp_path / "olematon.csv")


def test_command_needs_no_database(tmp_path):
    path = tmp_path / "arviot.csv"
    path.write_text(table("A,x,k,1,1,5,9"), encoding="utf-8")
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing", "LOCAL": "true"}

    done = subprocess.run(
        [sys.executable, "manage.py", "score_sheets", path], cwd=ROOT, env=os.environ | nowhere, capture_output=True
    )

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().endswith("sarake score: Pistemäärä 9 ei ole asteikolla. Anna luku väliltä 1–5.\n")
