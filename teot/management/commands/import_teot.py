import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from tekojentori.spreadsheets import UnreadableFile, read_rows
from teot import importing, register_rows


class Command(BaseCommand):
    help = "Tuo tekojen rekisterin taulukkotiedostosta (CSV tai XLSX). Kaikki rivit tai ei mitään."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="tiedosto, sarakkeet kuten teot/data/teot.csv")
        parser.add_argument("--dry-run", action="store_true", help="kerro, mitä tapahtuisi, mutta älä tallenna")
        parser.add_argument("--overwrite", action="store_true", help="korvaa myös sivustolla muokatut teot")
        parser.add_argument("--json", action="store_true", help="tulos JSON-muodossa")

    def handle(self, file, dry_run, overwrite, **options):
        try:
            with file.open("rb") as stream:
                outcome = importing.run(
                    read_rows(stream, name=file.name, required=register_rows.REQUIRED),
                    file_name=file.name,
                    by=None,
                    overwrite=overwrite,
                    dry_run=dry_run,
                    progress=self.progress,
                )
        except FileNotFoundError:
            outcome = refused(f"Tiedostoa {file} ei ole. Tarkista polku ja nimi.")
        except OSError as error:
            outcome = refused(f"Tiedostoa {file} ei voi lukea ({error.strerror}). Tarkista polku ja lukuoikeus.")
        except UnreadableFile as error:
            outcome = refused(str(error))
        self.report(outcome, dry_run, as_json=options["json"])
        if outcome.errors:
            sys.exit(1)

    def progress(self, done: int, total: int | None) -> None:
        """How many rows there are is known once all have been read."""
        if total is None:
            line = f"\rLuetaan ja tarkistetaan: {done} riviä"
        else:
            width = 30 * done // total
            line = f"\r[{'#' * width}{'.' * (30 - width)}] {done}/{total} riviä" + ("\n" if done == total else "")
        self.stderr.write(line, ending="")
        self.stderr.flush()

    def report(self, outcome, dry_run, *, as_json):
        if as_json:
            self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
            return
        for fault in outcome.errors:
            where = f"Rivi {fault.row}, {fault.column}: " if fault.row else ""
            self.stdout.write(f"{where}{fault.message}")
        if outcome.errors:
            self.stdout.write("Mitään ei tallennettu.")
            return
        did = "Lisättäisiin" if dry_run else "Lisättiin"
        counts = f"{did} {outcome.created}, muuttui {outcome.updated}, ennallaan {outcome.unchanged}"
        self.stdout.write(f"{counts}, säilytettiin {len(outcome.kept)}.")
        for key, title in outcome.kept:
            self.stdout.write(f"Muokattu sivustolla, säilytettiin: {key} {title}")


def refused(message: str) -> importing.Outcome:
    """What becomes of a file that cannot be read at all."""
    return importing.Outcome(errors=[register_rows.Fault(0, "", message)])
