"""Winners as a year's page shows them: there may be scores of them, and a template takes ten times as long."""

from functools import cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tekojentori.templatetags.frame import icon


def cards(winners) -> SafeString:
    return mark_safe("".join(map(card, winners)))  # noqa: S308 - every part is escaped, or ours


def card(winner) -> str:
    look = " is-mention" if winner.is_mention else ""
    parts = [
        f'<li class="palkinto{look}">',
        f'<p class="palkinto-badge{look}">{icon("palkinto")}{escape(winner.badge)}</p>',
        f'<h3{lang(winner.language)}><a href="{escape(winner.url)}">{escape(winner.title)}</a></h3>',
        citation(winner) if winner.citation else "",
    ]
    if winner.owner:
        owner = f'<a href="{escape(winner.owner_url)}">{escape(winner.owner)}</a>'
        parts.append(f'<p class="quiet">{owner} · {escape(winner.sector_name)}</p>')
    if winner.key:
        address, name = f"{prizes_in(get_language() or 'fi')}{winner.key}/", escape(winner.title)
        said = f'{escape(_("Kunniakirja"))}<span class="visually-hidden">: {name}</span>'
        parts.append(f'<p><a href="{address}">{said}</a></p>')
    return "".join([*parts, "</li>"])


def citation(winner) -> str:
    text = "<br>".join(escape(winner.citation).splitlines())
    if winner.citation_language:
        text = f"<span{lang(winner.citation_language)}>{text}</span>"
    return f"<blockquote><p><b>{escape(_('Perustelut.'))}</b> {text}</p></blockquote>"


def lang(language: str) -> str:
    return f' lang="{language}"' if language else ""


@cache
def prizes_in(language: str) -> str:
    """Where prizes' addresses begin in the language, as `teot.presentation.acts_in`."""
    with override(language):
        return reverse("palkinnot:prize", args=[0]).removesuffix("0/")
