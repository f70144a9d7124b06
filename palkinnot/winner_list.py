"""The list of a year's winners, for those who tell of them: as a page, as XLSX and as PDF."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from palkinnot import typesetting
from palkinnot.awards import Award

COLUMNS = (
    gettext_lazy("Sarja"),
    gettext_lazy("Tunnustus"),
    gettext_lazy("Palkittu"),
    gettext_lazy("Organisaatio"),
    gettext_lazy("Toimiala"),
    gettext_lazy("Perustelut"),
    gettext_lazy("Yhteyshenkilö"),
    gettext_lazy("Yhteystieto"),
    gettext_lazy("Osoite"),
)


def header() -> list[str]:
    return [str(name) for name in COLUMNS]


def line(award: Award, absolute) -> list[str]:
    """The award's row: contacts only of those who have consented to be asked."""
    winner, contact = award.winner, award.contact or {}
    return [
        award.category,
        winner.badge,
        winner.title,
        winner.owner,
        winner.sector_name,
        winner.citation,
        contact.get("title", ""),
        contact.get("email", ""),
        absolute(winner.url),
    ]


def title_of(year: int) -> str:
    return _("Palkitut %(year)s") % {"year": year}


def pdf(awards: list[Award], year: int, absolute) -> bytes:
    categories = {}
    for award in awards:
        categories.setdefault((award.sarja, award.category, award.campaign), []).append(row_of(award, absolute))
    data = {
        "title": title_of(year),
        "author": _("Tekojen tori"),
        "lang": get_language() or "fi",
        "foot": f"{_('Tekojen tori')} · {title_of(year)}",
        "contact": _("Yhteyshenkilö"),
        "categories": [
            {"name": name, "campaign": campaign, "rows": rows} for (_key, name, campaign), rows in categories.items()
        ],
    }
    return typesetting.pdf("winners", data)


def row_of(award: Award, absolute) -> dict:
    winner, contact = award.winner, award.contact or {}
    return {
        "badge": winner.badge,
        "title": winner.title,
        "language": winner.language or get_language() or "fi",
        "owner": winner.owner,
        "citation": winner.citation,
        "citation_language": winner.citation_language,
        "contact": ", ".join(filter(None, (contact.get("title"), contact.get("email")))),
        "url": absolute(winner.url),
    }
