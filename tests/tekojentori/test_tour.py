"""The README's tour: its pictures are there, said in words, and made by a command."""

import re
import sys

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from tekojentori import embedded
from tekojentori.management.commands.tour import FOLDER, MOST
from tekojentori.management.tour.pictures import PICTURES

README = (embedded.PROJECT / "README.md").read_text(encoding="utf-8")
IMAGES = re.compile(r'!\[(?P<alt>[^]]+)\]\((?P<path>[^)]+)\)|<img src="([^"]+)" width="\d+" alt="([^"]+)">')


def test_readme_shows_every_picture_with_words():
    shown = {match["path"] or match[3]: match["alt"] or match[4] for match in IMAGES.finditer(README)}

    folder = FOLDER.relative_to(embedded.PROJECT)
    assert set(shown) == {f"{folder}/{picture.name}.webp" for picture in PICTURES}
    assert min(len(alt) for alt in shown.values()) > 20


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_pictures_are_light_and_of_the_right_size(picture):
    path = FOLDER / f"{picture.name}.webp"

    with Image.open(path) as image:
        assert (image.format, image.size) == ("WEBP", (picture.width, picture.height))
    assert path.stat().st_size <= MOST


def test_tour_says_that_a_browser_is_needed(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CommandError, match=r"^Chromium puuttuu\. Asenna se"):
        call_command("tour")


def test_tour_says_that_playwright_is_needed(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setitem(sys.modules, "playwright", None)

    with pytest.raises(CommandError, match=r"^Playwright puuttuu: .* uv sync --group dev$"):
        call_command("tour")
