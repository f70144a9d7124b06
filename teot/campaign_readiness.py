"""What acts ask of a campaign before it is published: a way through the form, and mails that can be read."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from tekojentori import mail_text
from teot import register
from teot.sections import SECTIONS

#: A draft that has just been begun.
EMPTY = {name: [] for name in ("sectors", "themes", "partners", "mittarit", "kuvat", "liitteet")} | {"owner": None}
#: The sections that are fields; that of pictures and attachments has a page of its own.
WRITTEN = [section for section in SECTIONS if not {"kuvat", "liitteet"} & set(section.fields)]
LANGUAGES = ("fi", "sv", "en")
MAILS = ("teot/received", "teot/entered", "teot/reminder", "teot/extended", "teot/campaign_cancelled", "teot/excluded")


def form(kampanja) -> Iterable[str]:
    """Draws every section of the form in each language, as one who begins would meet it."""
    tables = register.current()
    for language in LANGUAGES:
        with translation.override(language):
            for section in WRITTEN:
                if not section.form(section=section, initial=dict(EMPTY), register=tables).as_div().strip():
                    yield _("Lomakkeen osio ”%(section)s” ei aukea.") % {"section": section.title}


def mails(kampanja) -> Iterable[str]:
    """Writes every mail of the campaign in each language: each has a subject and names the campaign."""
    for language in LANGUAGES:
        name = kampanja.name_in(language)
        until = kampanja.closes_at
        context = {
            "key": 1, "title": _("Esimerkki"), "reference": "T-1", "is_public": False, "campaign": name, "until": until,
            "campaigns": [{"name": name, "until": until}], "reason": _("Esimerkki"), "titles": [], "is_complete": True,
        }  # fmt: skip
        for kind in MAILS:
            mail = mail_text.render(kind, language=language, context=context, replies_to_office=True)
            if not mail["subject"] or mail_text.harmless(name) not in mail["text"]:
                yield _("Viesti ”%(kind)s” ei kerro kampanjan nimeä (%(language)s).") % {
                    "kind": kind,
                    "language": language,
                }
