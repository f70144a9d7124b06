"""Categories as a campaign's page shows them, winners in a line each. Not a template, as `winner_cards`."""

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palkinnot import chosen_text
from palkinnot.winner_cards import lang
from tekojentori.templatetags.frame import icon


def cards(categories) -> SafeString:
    return mark_safe("".join(map(card, categories)))  # noqa: S308 - every part is escaped, or ours


def card(category) -> str:
    name, chosen = escape(category.name), category.chosen
    parts = [f'<div class="stack-tight"><h3>{name}</h3><p class="quiet">{escape(terms(category.sarja))}</p>']
    if category.winners:
        parts.append(f'<ul class="teko-rows">{"".join(map(row, category.winners))}</ul>')
    elif category.is_without_prize:
        parts.append(f"<p>{escape(_('Palkintoa ei jaettu.'))}</p>")
    if chosen.criteria:
        summary = f'{escape(_("Kriteerit"))}<span class="visually-hidden">: {name}</span>'
        parts.append(f'<details class="as-table"><summary>{summary}</summary>{chosen_text.criteria(chosen)}</details>')
    elif chosen.by_count:
        parts.append(f'<p class="quiet measure">{escape(chosen_text.counted())}</p>')
    return "".join([*parts, "</div>"])


def terms(sarja) -> str:
    """What is awarded, who chooses, and how many prizes there may be."""
    most = ngettext("enintään %(count)s palkinto", "enintään %(count)s palkintoa", sarja.most_prizes)
    most %= {"count": sarja.most_prizes}
    return f"{sarja.get_target_display()} · {sarja.get_selection_display()} · {most}"


def row(winner) -> str:
    look = " is-mention" if winner.is_mention else ""
    badge = f'<span class="palkinto-badge{look}">{icon("palkinto")}{escape(winner.badge)}</span>'
    owner = f'<span class="quiet">{escape(winner.owner)}</span>' if winner.owner else ""
    title = f'<a href="{escape(winner.url)}"{lang(winner.language)}>{escape(winner.title)}</a>'
    return f'<li>{title}<span class="end">{badge}</span>{owner}</li>'
