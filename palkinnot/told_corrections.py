"""Corrections of public results as anyone may read them: whose decision, what it said, what it says now, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from palkinnot.models import Palkinto

#: Of a correction's row: who is concerned, as the public reads them; nothing of an act that is no longer public.
COLUMNS = {
    "candidate": "ehdokas",
    "title": "ehdokas__osallistuminen__teko__hakurivi__card__title",
    "language": "ehdokas__osallistuminen__teko__hakurivi__language",
}
LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """`language`: when it is not the page's own."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a decision says: in two words, and why."""

    what: str
    why: Text


@dataclass(frozen=True, slots=True)
class Correction:
    title: Text
    note: Text
    at: datetime
    was: Said
    becomes: Said


def correction(row: dict, holder: str, language: str) -> Correction:
    """Of the row's plain values. `holder`: the name of the organisation, when it is one's."""
    shown = told_in(row["was"], row["becomes"], language)
    return Correction(
        title_of(row, holder, language),
        in_language({each: row[f"note_{each}"] for each in LANGUAGES}, language, language),
        parse_datetime(row["confirmed_at"]),
        said(row["was"], shown, language),
        said(row["becomes"], shown, language),
    )


def title_of(row: dict, holder: str, language: str) -> Text:
    if row["candidate"] is None:
        return Text(_("Päätös, ettei palkintoa jaeta"))
    if row["title"]:
        return Text(row["title"], row["language"] if row["language"] != language else "")
    return Text(holder or _("Ehdokas %(key)s (ei enää julkinen)") % {"key": row["candidate"]})


def told_in(was: dict, becomes: dict, language: str) -> str:
    """The page's language, unless only a citation in another has changed."""
    for each in (language, *LANGUAGES):
        if was.get(f"citation_{each}", "") != becomes.get(f"citation_{each}", ""):
            return each
    return language


def said(row: dict, shown: str, language: str) -> Said:
    """`shown`: the language of the citation; an empty one falls back on Finnish."""
    if not row:
        return Said(_("Ei palkintoa"), Text(""))
    citations = {each: row.get(f"citation_{each}", "") for each in LANGUAGES}
    return Said(Palkinto(kind=row["kind"], place=row["place"]).badge, in_language(citations, shown, language))


def in_language(texts: dict[str, str], wanted: str, language: str) -> Text:
    found = wanted if texts[wanted] else "fi"
    return Text(texts[found], found if texts[found] and found != language else "")
