"""Winners as a year's page shows them: there may be scores of them, and a template takes ten times as long."""

from functools import cache
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tekojentori.templatetags.frame import icon


class Words(NamedTuple):
    """What every card says in the page's language."""

    address: str  #: where prizes' addresses begin
    certificate: str
    reasons: str


def cards(winners) -> SafeString:
    words = Words(prizes_in(get_language() or "fi"), escape(_("Kunniakirja")), escape(_("Perustelut.")))
    return mark_safe("".join(card(winner, words) for winner in winners))  # noqa: S308 - every part is escaped, or ours


def card(winner, words: Words) -> str:
    look = " is-mention" if winner.is_mention else ""
    parts = [
        f'<li class="palkinto{look}">',
        f'<p class="palkinto-badge{look}">{icon("palkinto")}{escape(winner.badge)}</p>',
        f'<h3{lang(winner.language)}><a href="{escape(winner.url)}">{escape(winner.title)}</a></h3>',
        citation(winner, words.reasons) if winner.citation else "",
    ]
    if winner.owner:
        owner = f'<a href="{escape(winner.owner_url)}">{escape(winner.owner)}</a>'
        parts.append(f'<p class="quiet">{owner} · {escape(winner.sector_name)}</p>')
    if winner.key:
        said = f'{words.certificate}<span class="visually-hidden">: {escape(winner.title)}</span>'
        parts.append(f'<p><a href="{words.address}{winner.key}/">{said}</a></p>')
    return "".join([*parts, "</li>"])


def citation(winner, reasons: str) -> str:
    text = "<br>".join(escape(winner.citation).splitlines())
    if winner.citation_language:
        text = f"<span{lang(winner.citation_language)}>{text}</span>"
    return f"<blockquote><p><b>{reasons}</b> {text}</p></blockquote>"


def lang(language: str) -> str:
    return f' lang="{language}"' if language else ""


@cache
def prizes_in(language: str) -> str:
    """Where prizes' addresses begin in the language, as `teot.presentation.acts_in`."""
    with override(language):
        return reverse("palkinnot:prize", args=[0]).removesuffix("0/")
