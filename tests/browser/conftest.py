"""A real browser against a live server. A test fails on a console error, a CSP report or a call to another host."""

import os
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tekojentori.management.commands.tour import BROWSERS, browser_here
from tests.factories import enter_admin

BROWSER = browser_here()
#: Milliseconds that a page may take, on a machine that does much else.
PATIENCE = 20_000
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
        pytest.skip(f"Selain puuttuu: asenna {BROWSERS[0]}, niin selaintestit ajetaan.")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS + as_root)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


#: Reports of the content security policy as console errors of the page.
TELL_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.fixture
def wrong():
    """What has gone wrong in the pages that were opened: nothing may, unless a test empties the list itself."""
    return []


def session_of(user, url: str) -> dict:
    """The cookie of somebody who has signed in."""
    client = Client()
    if user.is_staff:
        enter_admin(client, user)
    else:
        client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


@pytest.fixture
def open_page(chromium, live_server, wrong):
    """Opens pages of the live server, as `user` if one is given; afterwards nothing may have gone wrong in any."""
    contexts = []

    def listen(request):
        if urlsplit(request.url).netloc not in {urlsplit(live_server.url).netloc, ""}:
            wrong.append(f"toinen palvelin: {request.url}")

    def answered(response):
        """A page may answer with an error, which its test then expects; what belongs to a page may not."""
        if response.status >= 400 and not response.request.is_navigation_request():
            wrong.append(f"{response.status}: {response.url}")

    def hear(message):
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            wrong.append(f"konsoli: {message.text}")

    def open_page(path="/", *, user=None, **options):
        context = chromium.new_context(base_url=live_server.url, locale="fi-FI", **options)
        contexts.append(context)
        if user:
            context.add_cookies([session_of(user, live_server.url)])
        context.add_init_script(TELL_VIOLATIONS)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", listen)
        page.on("response", answered)
        page.on("pageerror", lambda error: wrong.append(f"virhe: {error}"))
        page.on("console", hear)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
