"""Staff's own words for a mail: Markdown with named places in brackets, such as `[kampanja]`.

Never a template: nothing in the words is run, only known names give way to values, and people's words in a value can
neither become markup nor a link.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import escape, format_html, linebreaks
from django.utils.translation import gettext as _

from tekojentori.mail_text import harmless
from tekojentori.markdown import render_markdown
from tekojentori.moments import moment
from tekojentori.templatetags.mail import set_in


@dataclass(frozen=True)
class Words:
    """Subject and Markdown text of a mail in one language."""

    subject: str
    text: str


@dataclass(frozen=True)
class Link:
    """A button that leads to a page of ours."""

    label: str
    path: str

    @property
    def address(self) -> str:
        return f"{settings.SITE_URL}{self.path}"


@dataclass(frozen=True)
class Said:
    """Somebody's own words, of any length, set apart from ours."""

    text: str


Value = str | Promise | datetime | Link | Said

NAME = re.compile(r"(?<!\\)\[([^\[\]\n]{1,60})\](?!\()")
LINK = re.compile(r"(?<!\\)\[([^\[\]\n]*)\]\(([^)\n]*)\)")
TARGET = re.compile(r"(https?://|mailto:)[^\s\[\]]+")
#: Stand for the places while Markdown is made into HTML; staff's words cannot hold them.
PRIVATE = re.compile("[\ue000-\uf8ff]")
PLACE, PLACE_ALONE = re.compile("\ue000(\\d+)\ue001"), re.compile("<p>\ue000(\\d+)\ue001</p>")


def name_of(text: str) -> str:
    return " ".join(text.split()).casefold()


def faults(text: str, names: Collection[str]) -> list[str]:
    """What keeps the words from being a mail, as sentences that say what to do."""
    allowed = ", ".join(f"[{name}]" for name in names)
    unknown = dict.fromkeys(found for found in NAME.findall(text) if name_of(found) not in names)
    sentences = [
        _("Paikkaa [%(name)s] ei ole. Tässä voi käyttää näitä: %(allowed)s.") % {"name": name, "allowed": allowed}
        for name in unknown
    ]
    for label, target in LINK.findall(text):
        if name_of(label) in names:
            sentences.append(_("Jätä väli paikan [%(name)s] ja sulun väliin.") % {"name": label})
        elif not TARGET.fullmatch(target.strip()):
            message = _("Linkin ”%(label)s” osoite alkaa https:// tai mailto:, eikä siinä ole hakasulkeita.")
            sentences.append(message % {"label": label})
    return sentences


def subject_of(text: str, values: Mapping[str, Value]) -> str:
    return NAME.sub(lambda found: inline_text(values[name_of(found[1])]), text)


def html_of(text: str, values: Mapping[str, Value]) -> str:
    marked, kept = marked_places(text, values)
    html = render_markdown(marked, lower=1)
    html = PLACE_ALONE.sub(lambda found: block_html(kept[int(found[1])]), html)
    return PLACE.sub(lambda found: inline_html(kept[int(found[1])]), html)


def text_of(text: str, values: Mapping[str, Value]) -> str:
    """The same for a text mail: Markdown's signs go, addresses of links stay."""
    marked, kept = marked_places(text.replace("\r\n", "\n"), values)
    marked = LINK.sub(r"\1 (\2)", marked)
    marked = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", marked)
    marked = re.sub(r"(?m)^#{1,6} +|\\(?=[\[\]*_\\#])", "", marked)
    alone = re.compile(rf"(?m)^{PLACE.pattern}$")
    marked = alone.sub(lambda found: block_text(kept[int(found[1])]), marked)
    return PLACE.sub(lambda found: inline_text(kept[int(found[1])]), marked)


def marked_places(text: str, values: Mapping[str, Value]) -> tuple[str, list[Value]]:
    """The words with a mark in each place, and the values that belong there."""
    kept = []

    def mark(found: re.Match) -> str:
        kept.append(values[name_of(found[1])])
        return f"\ue000{len(kept) - 1}\ue001"

    return NAME.sub(mark, PRIVATE.sub("", text)), kept


def one_line(value: Value) -> str:
    if isinstance(value, datetime):
        return _("%(when)s Suomen aikaa") % {"when": moment(value)}
    return harmless(" ".join(str(value.text if isinstance(value, Said) else value).split()))


def inline_text(value: Value) -> str:
    return f"{value.label} ({value.address})" if isinstance(value, Link) else one_line(value)


def inline_html(value: Value) -> str:
    if isinstance(value, Link):
        return format_html('<a class="go" href="{}">{}</a>', value.address, value.label)
    return escape(one_line(value))


def block_text(value: Value) -> str:
    if isinstance(value, Link):
        return f"{value.label}:\n{value.address}"
    return set_in(harmless(value.text.strip())) if isinstance(value, Said) else inline_text(value)


def block_html(value: Value) -> str:
    if isinstance(value, Said):
        said = harmless(value.text.strip())
        return f'<div class="said">{linebreaks(said, autoescape=True)}</div>' if said else ""
    html = inline_html(value)
    return f"<p>{html}</p>" if html else ""
