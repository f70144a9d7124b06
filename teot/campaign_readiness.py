"""What acts ask of a campaign before it is published: a way through the form."""

from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from teot import register
from teot.sections import SECTIONS

#: A draft that has just been begun.
EMPTY = {name: [] for name in ("sectors", "themes", "partners", "mittarit", "kuvat", "liitteet")} | {"owner": None}
#: The sections that are fields; that of pictures and attachments has a page of its own.
WRITTEN = [section for section in SECTIONS if not {"kuvat", "liitteet"} & set(section.fields)]
LANGUAGES = ("fi", "sv", "en")


def form(kampanja) -> Iterable[str]:
    """Draws every section of the form in each language, as one who begins would meet it."""
    tables = register.current()
    for language in LANGUAGES:
        with translation.override(language):
            for section in WRITTEN:
                if not section.form(section=section, initial=dict(EMPTY), register=tables).as_div().strip():
                    yield _("Lomakkeen osio ”%(section)s” ei aukea.") % {"section": section.title}
