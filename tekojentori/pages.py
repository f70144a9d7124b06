"""The first texts of the pages that staff write: from the files beside this module."""

from pathlib import Path

from tekojentori.models import Sivu

FOLDER = Path(__file__).resolve().parent / "data" / "sivut"
LANGUAGES = ("fi", "sv", "en")


def load_pages() -> None:
    """Add the pages that are not there; what staff have written stays."""
    Sivu.objects.bulk_create([first_text(slug) for slug in Sivu.Slug.values], ignore_conflicts=True)


def first_text(slug: str) -> Sivu:
    """The page as `<slug>.<language>.md` files tell it: a heading of the first level is its title."""
    sivu = Sivu(slug=slug)
    for language in LANGUAGES:
        title, text = (FOLDER / f"{slug}.{language}.md").read_text(encoding="utf-8").split("\n", 1)
        setattr(sivu, f"title_{language}", title.removeprefix("# "))
        setattr(sivu, f"text_{language}", text.strip())
    return sivu
