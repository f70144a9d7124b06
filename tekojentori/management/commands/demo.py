import os
import signal
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from tekojentori import embedded
from tekojentori.ports import is_free
from teot import demo, register_data


class Command(BaseCommand):
    help = "Käynnistä Tekojen tori esimerkkiaineistolla: tietokanta, teot, kokeilijat ja palvelin."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--fresh", action="store_true", help="aloita alusta: poista kaikki kirjoitettu")
        parser.add_argument("--yes", action="store_true", help="älä kysy vahvistusta")
        parser.add_argument("--no-serve", action="store_true", help="valmistele, mutta älä käynnistä palvelinta")
        parser.add_argument("--port", type=int, default=8000, help="portti, oletus 8000")

    def handle(self, *, fresh, yes, no_serve, port, **options):
        if not 1 <= port <= 65535:
            raise CommandError(f"Portti {port} ei käy: anna luku väliltä 1–65535.")
        if not no_serve and not is_free(port):
            raise CommandError(f"Portti {port} on varattu. Valitse toinen: --port {port % 65535 + 1}")
        if fresh:
            self.start_over(yes)
        self.prepare()
        if not no_serve:
            self.serve(port)

    def start_over(self, yes: bool) -> None:
        question = "Poistetaanko kaikki, mitä tähän demoon on kirjoitettu? Kirjoita kyllä: "
        if not yes and input(question).strip().lower() not in ("kyllä", "k", "yes", "y", "ja", "j"):
            raise CommandError("Mitään ei poistettu.")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        embedded.erase_files()

    def prepare(self) -> None:
        self.step("Tietokannan rakenne", lambda: call_command("migrate", verbosity=0))
        self.step("Organisaatiot, toimialat, teemat ja sivut", register_data.load)
        staff = demo.load_people()
        self.step("Keksityt teot eri tiloissa", lambda: demo.load_invented_acts(staff))
        self.step("Julkisesti kerrotut teot", lambda: demo.load_real_acts(staff))

    def step(self, what: str, do) -> None:
        self.stdout.write(f"  {what} …", ending=" ")
        self.stdout.flush()
        began = time.monotonic()
        do()
        self.stdout.write(f"valmis ({time.monotonic() - began:.1f} s)")

    def serve(self, port: int) -> None:
        address = f"http://127.0.0.1:{port}"
        server = [sys.executable, "-m", "gunicorn", "-c", "python:tekojentori.gunicorn", "--bind", f"127.0.0.1:{port}"]
        worker = [sys.executable, "manage.py", "worker"]
        connection.close()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        variables = os.environ | {"SITE_URL": address}
        running = [
            subprocess.Popen(command, cwd=embedded.PROJECT, env=variables)  # noqa: S603 - our own command
            for command in (server, worker)
        ]
        try:
            self.wait_for(f"{address}/", running[0])
            self.stdout.write(f"\nTekojen tori on auki: {address}/\nKokeile eri rooleissa: {address}/demo/")
            self.stdout.write("Lopeta: Ctrl-C. Se, mitä kirjoitat, säilyy seuraavaan kertaan.")
            while all(process.poll() is None for process in running):
                time.sleep(0.5)
        except (KeyboardInterrupt, SystemExit):
            self.stdout.write("\nSuljetaan …")
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait(timeout=15)

    def wait_for(self, address: str, server: subprocess.Popen) -> None:
        for _attempt in range(150):
            if server.poll() is not None:
                raise CommandError("Palvelin ei käynnistynyt. Syy on yllä.")
            try:
                urlopen(address, timeout=10).close()  # noqa: S310 - our own server
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        raise CommandError("Palvelin ei vastannut. Katso syy yltä.")
