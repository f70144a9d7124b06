"""How the winners were chosen, as pages show it: a year has scores of these, and a template takes ten times as long."""

from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _


def chosen(told) -> SafeString:
    """`told`: a `Chosen`."""
    parts = ['<div class="prose">']
    if told.by_jury and told.jurors:
        parts.append(f"<h3>{escape(_('Raati'))}</h3><ul>{''.join(map(juror, told.jurors))}</ul>")
        parts.append(f"<p>{escape(told.conflicts)}</p>")
    if told.by_count:
        parts.append(f"<p>{escape(counted())}</p>")
    if told.criteria:
        parts.append(f"<h3>{escape(_('Kriteerit'))}</h3>{criteria(told)}")
    if told.spread:
        parts.append(f"<h3>{escape(_('Pisteet'))}</h3><p>{escape(told.method)} {escape(told.spread)}</p>")
    decided = _(
        "Päätöksen ehdotti yksi ohjelmatoimiston jäsen ja vahvisti toinen. Esteellinen ei osallistunut kumpaankaan."
    )
    return mark_safe("".join([*parts, f"<p>{escape(decided)}</p></div>"]))  # noqa: S308 - every part is escaped, or ours


def counted() -> str:
    """How a category is reckoned whose winners have the most acts."""
    return _(
        "Teko lasketaan jokaiselle organisaatiolle, joka on ollut tekemässä sitä: omistajalle ja jokaiselle "
        "kumppanille yhden kerran. Mukana ovat kampanjaan ilmoitetut julkaistut teot. Tasatulos jakaa sijan."
    )


def juror(row) -> str:
    chair = f", {escape(_('puheenjohtaja'))}" if row.is_chair else ""
    represents = f' <span class="quiet">({escape(row.represents)})</span>' if row.represents else ""
    return f"<li>{escape(row.name)}{chair}{represents}</li>"


def criteria(told) -> SafeString:
    weighs, apart = _("paino %(weight)s"), escape(_("ei vaikuta järjestykseen"))
    rows = "".join(
        criterion(row, escape(weighs % {"weight": row.weight}) if row.weight else apart) for row in told.criteria
    )
    return mark_safe(f'<ul class="plain-list stack-tight">{rows}</ul>')  # noqa: S308 - every part is escaped


def criterion(row, weight: str) -> str:
    guidance = f'<br><span class="quiet">{escape(row.guidance)}</span>' if row.guidance else ""
    return f"<li><b>{escape(row.name)}</b>, {weight}{guidance}</li>"
