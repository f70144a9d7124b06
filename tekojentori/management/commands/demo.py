import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from gunicorn.app.base import Application

from palkinnot import demo_juries, demo_prizes
from tekojentori import embedded, gunicorn
from tekojentori.ports import is_free
from teot import demo, demo_campaigns, register_data

#: Names the preparation among the locks of the database: any number will do, as long as it is ours.
LOCK = 7_356_712
#: Seconds between looks at what the time has come for.
TICK = 30
#: People and programs that have this database open beside us.
OTHERS_SQL = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
YES = ("kyllä", "k", "yes", "y", "ja", "j")


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
        settings.SITE_URL = f"http://127.0.0.1:{port}"  # mails of the first start, too, lead there
        try:
            with self.alone():
                if fresh:
                    self.start_over(yes)
                self.prepare()
        except KeyboardInterrupt:
            raise CommandError("Keskeytetty. Aja komento uudelleen, niin valmistelu jatkuu.") from None
        if not no_serve:
            connection.close()
            self.serve(port)

    @contextmanager
    def alone(self):
        """Two demos of one clone prepare its database in turn."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                self.stdout.write("  Toinen demo valmistelee samaa tietokantaa. Odotetaan …")
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            yield
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    def start_over(self, yes: bool) -> None:
        with connection.cursor() as cursor:
            cursor.execute(OTHERS_SQL)
            if cursor.fetchone()[0]:
                raise CommandError("Demo on auki toisessa ikkunassa. Sulje se ensin (Ctrl-C).")
            if not (yes or self.is_sure()):
                raise CommandError("Mitään ei poistettu.")
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        embedded.erase_files()

    def is_sure(self) -> bool:
        try:
            answer = input("Poistetaanko kaikki, mitä tähän demoon on kirjoitettu? Kirjoita kyllä: ")
        except EOFError:
            raise CommandError("Vahvistusta ei voi kysyä. Lisää --yes, jos haluat poistaa kaiken.") from None
        return answer.strip().lower() in YES

    def prepare(self) -> None:
        self.step("Tietokannan rakenne", lambda: call_command("migrate", verbosity=0))
        self.step("Organisaatiot, toimialat, teemat ja sivut", register_data.load)
        staff = demo.load_people()
        self.step("Keksityt teot eri tiloissa", lambda: demo.load_invented_acts(staff))
        demo.load_contact_person(staff)
        self.step("Julkisesti kerrotut teot", lambda: demo.load_real_acts(staff))
        self.step("Kampanjat", lambda: demo_campaigns.load(staff))
        self.step("Raadit", lambda: demo_juries.load(staff))
        self.step("Palkinnot", lambda: demo_prizes.load(staff))

    def step(self, what: str, do) -> None:
        self.stdout.write(f"  {what} …", ending=" ")
        self.stdout.flush()
        began = time.monotonic()
        do()
        self.stdout.write(f"valmis ({time.monotonic() - began:.1f} s)")

    def serve(self, port: int) -> None:
        """In this very process: when it ends, however it ends, the server's workers and the one of tasks end too."""
        command = [sys.executable, "manage.py", "worker", "--parent", str(os.getpid()), "--tick", str(TICK)]
        variables = os.environ | {"SITE_URL": settings.SITE_URL}
        worker = subprocess.Popen(command, cwd=embedded.PROJECT, env=variables)  # noqa: S603 - our own command
        Server(port, started=self.announce, ended=worker.terminate).run()

    def announce(self) -> None:
        self.stdout.write(
            f"\nTekojen tori on auki: {settings.SITE_URL}/\nKokeile eri rooleissa: {settings.SITE_URL}/demo/"
        )
        port = settings.SITE_URL.rpartition(":")[2]
        self.stdout.write(f"Avaimella (passkey) kirjaudutaan vain täällä: http://localhost:{port}/demo/")
        self.stdout.write("Lopeta: Ctrl-C. Se, mitä kirjoitat, säilyy seuraavaan kertaan.")
        self.stdout.flush()


class Server(Application):
    """Gunicorn as in production, but on one port of this machine, and ending with the window that it was opened in."""

    def __init__(self, port: int, *, started: Callable[[], None], ended: Callable[[], None]):
        self.port, self.started, self.ended = port, started, ended
        super().__init__()

    def load_config(self):
        self.load_config_from_module_name_or_filename("python:tekojentori.gunicorn")
        self.cfg.set("bind", f"127.0.0.1:{self.port}")
        self.cfg.set("loglevel", "warning")
        self.cfg.set("when_ready", self.when_ready)
        self.cfg.set("on_exit", lambda server: self.ended())

    def load(self):
        from tekojentori.wsgi import application

        return application

    def when_ready(self, server):
        gunicorn.when_ready(server)
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        self.started()
