"""Certificates of public awards as PDF, one by one or many as one file, in the language of the page."""

from io import BytesIO

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from palkinnot import typesetting
from palkinnot.awards import Award
from tekojentori.moments import day


def pdf(awards: list[Award], title: str) -> bytes:
    """A page for each. Half a second for a whole gala's: no need for a worker."""
    data = {
        "title": title,
        "author": _("Tekojen tori"),
        "lang": get_language() or "fi",
        "foot": "",
        "certificates": [certificate(award) for award in awards],
    }
    return typesetting.pdf("certificate", data)


def title_of(award: Award) -> str:
    return _("Kunniakirja: %(title)s, %(winner)s") % {"title": award.title, "winner": award.winner.title}


def certificate(award: Award) -> dict:
    winner, language = award.winner, get_language() or "fi"
    url = f"{settings.SITE_URL}{winner.url}"
    return {
        "kind": _("Kunniakirja"),
        "title": award.title,
        "winner": winner.title,
        "language": winner.language or language,
        "owner": winner.owner,
        "citation": winner.citation,
        "citation_language": winner.citation_language,
        "campaign": award.campaign,
        "day": day(award.given_at),
        "giver": _("Tekojen tori, ohjelmatoimisto"),
        "read_at": _("Lue teosta:") if winner.owner else _("Lue lisää:"),
        "url": url,
        "address": short(url),
        "qr": qr(url),
        "qr_alt": _("QR-koodi osoitteeseen %(url)s") % {"url": url},
    }


def short(url: str) -> str:
    """As people type it."""
    return url.partition("://")[2].rstrip("/")


def qr(url: str) -> str:
    import segno

    file = BytesIO()
    segno.make(url, error="m", micro=False).save(file, kind="svg", scale=4, border=2, xmldecl=False)
    return file.getvalue().decode()
