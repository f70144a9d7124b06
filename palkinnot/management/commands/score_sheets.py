import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from palkinnot import sheet_file
from palkinnot.scoring import Scoring, score
from tekojentori.spreadsheets import UnreadableFile, read_rows

#: How many faults are told; the rest are counted.
TOLD = 50


class Command(BaseCommand):
    help = (
        "Laskee raadin arvioista ehdokkaiden pisteet ja sijat sekä raatilaisten ankaruuden ilman tietokantaa. "
        "Taulukossa (CSV tai XLSX) on rivi jokaisesta vastauksesta, sarakkeet " + ", ".join(sheet_file.COLUMNS) + ". "
        "Tyhjä score: ei vastattu; abstain tai conflict: koko arvio jätetään pois."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="tiedosto, jossa arviot ovat")
        parser.add_argument("--json", action="store_true", help="tulos JSON-muodossa, luvut täsmällisinä")

    def handle(self, file, **options):
        reader = sheet_file.Reader()
        try:
            with file.open("rb") as stream:
                reader.read_all(read_rows(stream, required=sheet_file.COLUMNS))
        except OSError as error:
            raise CommandError(f"Tiedostoa {file} ei voi lukea: {error.strerror}.") from None
        except UnreadableFile as error:
            raise CommandError(str(error)) from None
        if reader.faults:
            raise CommandError(told(reader.faults))
        scoring = score(reader.criteria, reader.sheets)
        self.stdout.write(as_json(scoring) if options["json"] else as_tables(scoring))


def told(faults: list[sheet_file.Fault]) -> str:
    lines = [f"Rivi {fault.row}, sarake {fault.column}: {fault.message}" for fault in faults[:TOLD]]
    if len(faults) > TOLD:
        lines.append(f"Ja {len(faults) - TOLD} muuta virhettä.")
    return "\n".join(lines)


def as_json(scoring: Scoring) -> str:
    entries = [
        {
            "entry": row.entry,
            "n": row.n,
            "mean": None if row.mean is None else float(row.mean),
            "median": None if row.median is None else float(row.median),
            "spread": row.spread,
            "adjusted": row.adjusted,
            "rank_mean": row.rank_mean,
            "rank_adjusted": row.rank_adjusted,
        }
        for row in scoring.entries
    ]
    jurors = [{"juror": row.juror, "n": row.n, "strictness": row.strictness} for row in scoring.jurors]
    return json.dumps({"entries": entries, "jurors": jurors}, ensure_ascii=False, indent=2)


def as_tables(scoring: Scoring) -> str:
    """Candidates from the first on by adjusted score, the unranked last; then the jurors, and what joins them not."""
    ranked = sorted(scoring.entries, key=lambda row: (row.rank_adjusted is None, row.rank_adjusted or 0, row.entry))
    columns = ("entry", "n", "mean", "median", "spread", "adjusted", "rank_mean", "rank_adjusted")
    entries = table(columns, [[getattr(row, column) for column in columns] for row in ranked])
    jurors = table(("juror", "n", "strictness"), [[row.juror, row.n, row.strictness] for row in scoring.jurors])
    lines = [*entries, "", *jurors]
    if len(scoring.groups) > 1:
        lines += [
            "",
            "Yhteiset ehdokkaat eivät yhdistä näitä raatilaisten ryhmiä, joten niiden ankaruutta ei voi verrata:",
        ]
        lines += [f"- {', '.join(map(str, group))}" for group in scoring.groups]
    return "\n".join(lines)


def table(header, rows) -> list[str]:
    """Lines with columns of equal width, texts to the left and numbers to the right."""
    cells = [list(header), *([shown(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(
            [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        )
        for line in cells
    ]


def shown(value) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, str | int) else f"{float(value):z.6f}"
