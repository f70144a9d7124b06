import json
import os
import subprocess
import sys
import time
from statistics import median
from urllib.parse import urlsplit, urlunsplit

import psutil
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palkinnot.models import Kierros, Palkinto
from tekojentori import embedded, ports
from tekojentori.management.benchmark import judging
from tekojentori.management.benchmark.meters import Meter, Request, WrongAnswer, proportional_mb
from tekojentori.management.benchmark.pages import pages_of
from tekojentori.management.benchmark.synthetic import Synthesis
from teot import register_data
from teot.models import Hakurivi

DATABASE = "tekojentori_benchmark"
#: Requests of a page: fewer tell nothing.
LEAST = 20
#: The most that a page may cost: queries, and CPU of application and database in multiples of the bare view.
BARS = {
    "list": (4, 55),
    "list_two_facets": (4, 55),
    "search": (4, 150),
    "act": (4, 12),
    "form": (5, 30),
    "campaign": (6, 40),
    "prizes": (5, 40),
}
#: The most queries, and milliseconds of CPU of application and database together, of a page with much to reckon.
HEAVY_BARS = {"ranking": (10, 400)}


class Command(BaseCommand):
    help = "Mittaa sivujen hinta synteettisellä aineistolla, tyhjän näkymän kerrannaisina samassa ajossa."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--acts", type=int, default=10_000, help="tekojen määrä, oletus 10000")
        parser.add_argument("--requests", type=int, default=200, help="pyyntöjä sivua kohden, oletus 200")
        parser.add_argument("--json", action="store_true", help="tulos JSON-muodossa")

    def handle(self, *, acts, requests, **options):
        if requests < LEAST:
            raise CommandError(f"Pyyntöjä on oltava vähintään {LEAST}.")
        self.use_own_database()
        self.load(acts)
        pages = pages_of(requests)
        self.port = ports.any_free()
        server = self.serve()
        try:
            result = self.measure(server, pages)
        except WrongAnswer as error:
            raise CommandError(f"Vastaus ei ole sama kuin tietokannassa: {error}") from error
        finally:
            server.terminate()
            server.wait(timeout=15)
        self.report(result, as_json=options["json"])

    def use_own_database(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()
        connection.settings_dict["NAME"] = DATABASE

    def load(self, acts: int) -> None:
        call_command("migrate", verbosity=0)
        is_there = Palkinto.objects.exists() and Kierros.objects.exists()
        if Hakurivi.objects.count() == acts and is_there:
            return
        call_command("flush", interactive=False, verbosity=0)
        register_data.load()
        Synthesis(acts).load(lambda done, of: self.stderr.write(f"\rTekoja {done}/{of}", ending=""))
        judging.load()
        self.stderr.write("")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def serve(self) -> subprocess.Popen:
        own = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{DATABASE}")
        environment = os.environ | {
            "DATABASE_URL": urlunsplit(own),
            "DJANGO_SETTINGS_MODULE": "tekojentori.management.benchmark.settings",
            "WEB_CONCURRENCY": "2",
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "python:tekojentori.gunicorn", "--log-level", "warning"]
        server = subprocess.Popen([*command, "--bind", f"127.0.0.1:{self.port}"], cwd=embedded.PROJECT, env=environment)  # noqa: S603
        for _attempt in range(600):  # a minute: the machine may have other work
            time.sleep(0.1)
            if len(psutil.Process(server.pid).children()) == 2:
                time.sleep(1)
                return server
        server.terminate()
        raise CommandError("Palvelin ei käynnistynyt.")

    def measure(self, server: subprocess.Popen, pages: dict[str, list[Request]]) -> dict:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            postmaster = psutil.Process(cursor.fetchone()[0]).parent()
        workers = psutil.Process(server.pid).children()
        meter = Meter(self.port, workers, postmaster)
        for requests in pages.values():
            meter.check(requests[:40])
        bare, floors, measured = pages.pop("hello"), [], []
        for name, requests in pages.items():
            page = {"name": name, "path": requests[0].path, "queries": self.queries(requests[0])}
            figures = meter.measure(requests, bare)
            floors.append(figures.pop("hello_cpu_ms"))
            measured.append(page | figures)
        floor = {"hello_cpu_ms": median(floors)}
        return {"floor": floor, "pages": measured, "workers_pss_mb": proportional_mb(workers)}

    def queries(self, request: Request) -> int:
        client = Client(SERVER_NAME="localhost", headers={"cookie": request.cookie} if request.cookie else {})
        client.get(request.path)
        with CaptureQueriesContext(connection) as captured:
            client.get(request.path)
        return len(captured)

    def report(self, result: dict, *, as_json: bool) -> None:
        rounded = json.loads(json.dumps(result), parse_float=lambda text: round(float(text), 2))
        if as_json:
            self.stdout.write(json.dumps(rounded, indent=2))
            return
        self.stdout.write(f"hello {rounded['floor']['hello_cpu_ms']} ms CPU; muisti {rounded['workers_pss_mb']} Mt\n")
        for page in rounded["pages"]:
            within, bar = within_bar(page)
            self.stdout.write(
                f"{page['name']:<16} {page['queries']} kyselyä, {page['times_hello']:6} × hello (raja {bar}), "
                f"sovellus {page['app_cpu_ms']} + kanta {page['db_cpu_ms']} ms, p50 {page['p50_ms']} ms, "
                f"p95 {page['p95_ms']} ms, {page['requests_per_s']}/s, {page['bytes']} tavua"
                f"{'' if within else '  YLI RAJAN'}"
            )


def within_bar(page: dict) -> tuple[bool, str]:
    """Whether the page costs no more than it may, and how much that is."""
    if page["name"] in HEAVY_BARS:
        queries, most = HEAVY_BARS[page["name"]]
        return page["queries"] <= queries and page["app_cpu_ms"] + page["db_cpu_ms"] <= most, f"{most} ms"
    queries, times = BARS[page["name"]]
    return page["queries"] <= queries and page["times_hello"] <= times, str(times)
