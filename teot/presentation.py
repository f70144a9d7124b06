"""Acts as pages show them: cards in lists, the parts of an act's page, in the language of the page."""

import json
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from teot import documents
from teot.files_shown import Attachment, Picture, attachment, picture
from teot.measures import change_of
from teot.models import Hakurivi, Merkki, Teko, Versio
from teot.models.tunnustus import Kind, titled
from teot.texts import clean_line

HEADINGS = {
    "starting_point": _("Lähtötilanne"),
    "done": _("Mitä tehtiin"),
    "results": _("Tulokset"),
    "learnt": _("Mitä opittiin"),
    "how_to": _("Näin tämän saa käyttöön"),
}


def address(key: int, title: str, language: str | None = None) -> str:
    """Where an act is read. The words in it are for people; the number finds the act."""
    return f"{acts_in(language or get_language() or 'fi')}{key}-{slug_of(title)}/"


@cache
def acts_in(language: str) -> str:
    """Where acts' addresses begin in the language: a page may name hundreds of them."""
    with override(language):
        return reverse("teot:detail", args=[0, "x"]).removesuffix("0-x/")


@lru_cache(maxsize=4096)
def slug_of(title: str) -> str:
    return slugify(title)[:80].strip("-") or "teko"


def years_of(first: int | None, last: int | None) -> str:
    """`2016–2018`, `2019`, or nothing."""
    return f"{first}–{last}" if last and last != first else str(first or "")


@dataclass(frozen=True, slots=True)
class Card:
    """An act as a stall in a list."""

    url: str
    title: str
    language: str  #: of the act, when it is not the page's own
    summary: str
    sector_code: str
    sector_name: str
    owner: str
    partners: int
    years: str
    prizes: list["Mark"]
    result: dict | None


def card(key: int, stored: dict) -> Card:
    """A card from what the public row keeps of it."""
    language = get_language() or "fi"
    return Card(
        address(key, stored["title"]),
        stored["title"],
        stored["language"] if stored["language"] != language else "",
        stored["summary"],
        stored["sector"]["code"],
        stored["sector"]["name"][language],
        stored["owner"]["name"][language],
        stored["partners"],
        years_of(*stored["years"]),
        marks_of(stored["marks"]),
        stored["result"],
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A prize on an act: its name with the year."""

    text: str
    is_mention: bool


def marks_of(stored: list[dict]) -> list[Mark]:
    """Prizes as public rows keep them, in the page's language; the newest first."""
    language = get_language() or "fi"
    names = [row[f"name_{language}"] or row["name_fi"] for row in stored]
    return [
        Mark(f"{titled(name, row['kind'], row['place'])} {row['year'] or ''}".rstrip(), row["kind"] == Kind.MENTION)
        for name, row in zip(names, stored, strict=True)
    ]


def marks_now(key: int) -> list[dict]:
    """Public prizes of the act with this number, as its public row would keep them."""
    return list(Merkki.objects.of_act(key, timezone.now()))


@dataclass(frozen=True, slots=True)
class Part:
    """A long text of an act: its heading, and its HTML, sanitised when the version was made."""

    name: str
    heading: str
    html: SafeString


class ActPage:
    """A public act as its page shows it. `row`: what `Hakurivi.objects.read()` gives."""

    def __init__(self, row: dict):
        self.document, html = row["document"], row["html"]
        self.published_at, self.is_archived = row["published_at"], row["is_archived"]
        self.prizes = marks_of(row.get("marks", []))
        self.page_language = get_language() or "fi"
        self.language = self.document["language"] if self.document["language"] != self.page_language else ""
        self.language_name = Teko.Language(self.document["language"]).label
        self.parts = [
            Part(name, str(heading), mark_safe(html[name]))  # noqa: S308 - sanitised by render_markdown
            for name, heading in HEADINGS.items()
            if name in html
        ]
        self.key, self.url = row["teko_id"], address(row["teko_id"], self.document["title"])

    @classmethod
    def of(cls, key: int) -> "ActPage | None":
        """The public act of this number, if there is one."""
        row = Hakurivi.objects.read(key)
        return cls(row) if row else None

    @classmethod
    def of_working_copy(cls, teko: Teko) -> "ActPage":
        """The act as it would be shown if it were published as it now stands, with its prizes."""
        document = documents.document_of(teko)
        html = documents.html_of(document)
        row = {"teko_id": teko.pk, "published_at": None, "is_archived": False, "marks": marks_now(teko.pk)}
        return cls(row | {"document": document, "html": html})

    @classmethod
    def of_version(cls, version: Versio, *, published_at=None, marks: list[dict] = ()) -> "ActPage":
        """What one version says, as the public would see it were it published. `marks`: see `marks_now`."""
        row = {"teko_id": version.teko_id, "published_at": published_at, "is_archived": False, "marks": marks}
        return cls(row | {"document": version.document, "html": version.html})

    def __getattr__(self, name):
        try:
            return self.document[name]
        except KeyError:
            raise AttributeError(name) from None

    def named(self, things: list[dict]) -> list[dict]:
        """Names in the page's language, with the codes that links need."""
        return [thing | {"name": thing["name"][self.page_language]} for thing in things]

    @cached_property
    def pictures(self) -> list[Picture]:
        return [picture(self.key, stored) for stored in self.document.get("pictures", ())]

    @property
    def attachments(self) -> list[Attachment]:
        return [attachment(self.key, stored) for stored in self.document.get("attachments", ())]

    @cached_property
    def owner_named(self) -> dict | None:
        """None only in a draft."""
        return self.named([self.document["owner"]])[0] if self.document["owner"] else None

    @cached_property
    def region(self) -> dict | None:
        region = self.document["owner"]["region"] if self.document["owner"] else None
        return self.named([region])[0] if region else None

    @property
    def partners_named(self) -> list[dict]:
        return self.named(self.document["partners"])

    @cached_property
    def sectors_named(self) -> list[dict]:
        return self.named(self.document["sectors"])

    @cached_property
    def themes_named(self) -> list[dict]:
        return self.named(self.document["themes"])

    @property
    def lead(self) -> str:
        """The summary, unless it says word for word what was done: a short text of the register is both."""
        summary = self.document["summary"]
        return "" if summary == clean_line(self.document["done"]) else summary

    @property
    def measures_shown(self) -> list[dict]:
        return [measure | {"change": change_of(measure)} for measure in self.document["measures"]]

    @property
    def makers(self) -> list[tuple[str, bool]]:
        """Each group of makers, and whether it took part; nothing when the act does not say."""
        made_by = self.document["made_by"]
        return [(maker.label, maker.value in made_by) for maker in Teko.Maker] if made_by else []

    @property
    def stage_name(self) -> str:
        return Teko.Stage(self.document["stage"]).label if self.document["stage"] else ""

    @property
    def scope_name(self) -> str:
        return Teko.Scope(self.document["scope"]).label if self.document["scope"] else ""

    @property
    def years(self) -> str:
        return years_of(self.document["first_year"], self.document["last_year"])

    def json_ld(self, address: str) -> SafeString:
        """The act for search engines, as schema.org's CreativeWork."""
        document = self.document
        data = {
            "@context": "https://schema.org",
            "@type": "CreativeWork",
            "url": address,
            "name": document["title"],
            "abstract": document["summary"],
            "inLanguage": document["language"],
            "datePublished": localdate(self.published_at).isoformat(),
            "creator": {"@type": "GovernmentOrganization", "name": document["owner"]["name"][document["language"]]},
            "keywords": [theme["name"][document["language"]] for theme in document["themes"]] + document["keywords"],
        }
        return script_of(data | awards_of(self.prizes))


def awards_of(prizes: list[Mark]) -> dict:
    return {"award": [prize.text for prize in prizes]} if prizes else {}


def script_of(data: dict) -> SafeString:
    """The data as the content of a script element."""
    escaped = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
    return mark_safe(escaped.replace("&", "\\u0026"))  # noqa: S308 - nothing that ends a script is left
