"""The weights that we promise, as they travel: compressed."""

from pathlib import Path

import brotli
import pytest
from django.conf import settings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KB = 1000


@pytest.mark.parametrize(("suffix", "most"), [("css", 20 * KB), ("js", 25 * KB)])
def test_own_files_keep_their_budget(suffix, most):
    files = list((Path(settings.BASE_DIR) / "static").rglob(f"*.{suffix}"))

    assert files
    assert sum(len(brotli.compress(file.read_bytes())) for file in files) <= most


def test_front_page_keeps_its_budget(open_page, rekisteri, live_server):
    responses = []
    page = open_page("about:blank")
    page.on("response", lambda response: responses.append(response))

    page.goto("/", wait_until="networkidle")

    assert responses[0].url == f"{live_server.url}/"
    assert sum(len(brotli.compress(response.body())) for response in responses) <= 250 * KB
