"""A real browser against a live server. A test fails on a console error, a CSP report or a call to another host."""

import os
import shutil
from urllib.parse import urlsplit

import pytest

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    """The machine's own browser; without one the journeys are skipped, and .ci/run refuses to go."""
    if BROWSER is None:
        pytest.skip("Selain puuttuu: asenna chromium, niin selaintestit ajetaan.")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS + as_root)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium, live_server):
    """Opens pages of the live server; afterwards nothing may have gone wrong in any of them."""
    contexts, wrong = [], []

    def listen(request):
        if urlsplit(request.url).netloc not in {urlsplit(live_server.url).netloc, ""}:
            wrong.append(f"toinen palvelin: {request.url}")

    def open_page(path="/", **options):
        context = chromium.new_context(base_url=live_server.url, locale="fi-FI", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", listen)
        page.on("pageerror", lambda error: wrong.append(f"virhe: {error}"))
        page.on("console", lambda message: message.type == "error" and wrong.append(f"konsoli: {message.text}"))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
