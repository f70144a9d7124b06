"""What every page's frame needs, from the request alone: no query is made for it."""

from functools import cache

from django.conf import settings
from django.utils.translation import get_language

THEMES = ("laite", "vaalea", "tumma")
THEME_COOKIE = "ulkoasu"


def frame(request):
    theme = request.COOKIES.get(THEME_COOKIE)
    pages = addresses_by_language(request.path)
    return {
        "theme": theme if theme in THEMES else "laite",
        "origin": cache(lambda: f"{request.scheme}://{request.get_host()}"),  # error pages do not ask: it may refuse
        "here": request.get_full_path(),
        "place": pages["fi"].split("/")[1],
        "pages": pages,
        "addresses": addresses_by_language(without_empty(request.get_full_path())),
        "page_language": get_language(),
        "office_email": settings.OFFICE_EMAIL,
    }


def without_empty(address: str) -> str:
    """The address without the fields of a form that were left empty."""
    path, _mark, query = address.partition("?")
    chosen = "&".join(part for part in query.split("&") if part.partition("=")[2])
    return f"{path}?{chosen}" if chosen else path


def addresses_by_language(path: str) -> dict[str, str]:
    """The same page's address in each language: Finnish has no prefix, the others have their code."""
    bare = path
    for language, _name in settings.LANGUAGES[1:]:
        if path.startswith(f"/{language}/"):
            bare = path.removeprefix(f"/{language}")
    bare = "/" + bare.lstrip("/")  # two slashes would begin another site's address
    return {"fi": bare} | {language: f"/{language}{bare}" for language, _name in settings.LANGUAGES[1:]}
