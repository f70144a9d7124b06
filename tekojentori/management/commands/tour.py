import io
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit, urlunsplit

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from PIL import Image

from tekojentori import embedded
from tekojentori.management.tour.pictures import PICTURES, Picture
from tekojentori.ports import is_free

DATABASE = "tekojentori_tour"
FOLDER = embedded.PROJECT / "tekojentori" / "management" / "tour"
PORT = 8918
#: The first that the machine has will do; the first of all is the quickest.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
#: The weight that a picture of the README may have, in bytes.
MOST = 150_000


class Command(BaseCommand):
    help = "Ota README:n kuvat demon sivuista koneen omalla Chromiumilla."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=FOLDER, help="mihin kuvat tallennetaan")
        parser.add_argument("--port", type=int, default=PORT, help=f"demon portti kuvien ajan, oletus {PORT}")

    def handle(self, *, folder, port, **options):
        browser = find_browser()
        if not is_free(port):
            raise CommandError(f"Portti {port} on varattu. Valitse toinen: --port {port + 1}")
        folder.mkdir(parents=True, exist_ok=True)
        with demo(port), open_browser(browser) as chromium:
            for picture in PICTURES:
                path = folder / f"{picture.name}.webp"
                path.write_bytes(compressed(take(chromium, f"http://127.0.0.1:{port}", picture)))
                self.stdout.write(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def browser_here() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def find_browser() -> str:
    """The machine's own browser, and the package that drives it; a sentence says what is missing."""
    browser = browser_here()
    if browser is None:
        raise CommandError(
            f"Chromium puuttuu. Asenna se (Debianissa: apt-get install {BROWSERS[0]}) ja aja komento uudelleen."
        )
    try:
        import playwright  # noqa: F401 - a development dependency, absent in production
    except ImportError:
        raise CommandError("Playwright puuttuu: se on kehitysriippuvuus. Aja: uv sync --group dev") from None
    return browser


@contextmanager
def demo(port: int):
    """A demo of its own, on an empty database and with files that go when it ends: nobody's writings are in it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    own = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{DATABASE}")
    with TemporaryDirectory() as files:
        variables = {"DATABASE_URL": urlunsplit(own), "MEDIA_ROOT": files, "EMAIL_URL": f"file://{files}/mail"}
        command = [sys.executable, "manage.py", "demo", "--port", str(port)]
        server = subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=embedded.PROJECT,
            env=os.environ | variables,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            said = []
            for line in server.stdout:
                said.append(line)
                if line.startswith("Lopeta:"):
                    break
            else:
                raise CommandError(f"Demo ei käynnistynyt:\n{''.join(said)}")
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)
            server.stdout.close()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@contextmanager
def open_browser(path: str):
    from playwright.sync_api import sync_playwright

    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--disable-gpu", *as_root])
        yield chromium
        chromium.close()


def take(chromium, site: str, picture: Picture) -> bytes:
    """The picture as PNG."""
    context = chromium.new_context(
        base_url=site,
        locale="fi-FI",
        color_scheme=picture.scheme,
        viewport={"width": picture.width, "height": picture.height},
    )
    page = context.new_page()
    if picture.role:
        page.goto("/demo/")
        page.get_by_role("button", name=picture.role).first.click()
    page.goto(picture.path or f"/teot/?q={quote(picture.act)}")
    if picture.act:
        page.get_by_role("heading").get_by_role("link", name=picture.act).first.click()
    for link in picture.links:
        page.get_by_role("link", name=link).first.click()
    if picture.file:
        file = {"name": "teot-2026.csv", "mimeType": "text/csv", "buffer": picture.file.encode()}
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Esikatsele").click()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    png = page.screenshot()
    context.close()
    return png


def compressed(png: bytes) -> bytes:
    """The picture as WebP, as fine as its weight allows."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (85, 75, 65, 55):
        webp = io.BytesIO()
        picture.save(webp, "WEBP", quality=quality, method=6)
        if webp.tell() <= MOST:
            break
    return webp.getvalue()
