"""What a mail says: its templates in the reader's language, and people's own words in it made harmless."""

import re
from datetime import date
from html import unescape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from tekojentori.plain_text import seen

#: Where a mail program would begin to see a link or an address in plain words.
LINKING = re.compile(
    r"""(?<=\w)[.。．｡](?=[^\W\d_]) | (?<=[^\W\d_])[.。．｡](?=\w) | [@＠](?=\S) | (?<=[^\W\d_])[:：](?=\S)""",
    re.VERBOSE,
)
#: Takes no room, and no program sees a link across it.
BREAK = "\u200c"


def harmless(text: str) -> str:
    """People's words for a mail: read as before, but nothing in them hides, turns around or becomes a link."""
    return LINKING.sub(lambda found: found.group() + BREAK, seen(text))


def plain(value: Any) -> Any:
    """A context value as templates may have it. Strings are people's words, unless SafeString says they are ours.

    Models are refused: their fields would pass unseen.
    """
    if isinstance(value, Promise | SafeString):
        return value
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if value is None or isinstance(value, bool | int | float | date):
        return value
    raise TypeError(f"A mail takes plain values, not {type(value).__name__}.")


def render(
    template: str, *, language: str, context: dict, replies_to_office: bool, off_path: str = ""
) -> dict[str, str]:
    """Subject, text and HTML of the mail `app/name`, from `templates/app/email/name.*`."""
    app, name = template.split("/")
    values = plain(context) | {
        "site": SafeString(settings.SITE_URL),
        "language": language,
        "replies_to_office": replies_to_office,
        "off_path": SafeString(off_path),
    }
    with translation.override(language):
        # Templates make people's words safe for HTML, which a subject is not.
        subject = " ".join(unescape(render_to_string(f"{app}/email/{name}.subject.txt", values)).split())[:200]
        values["subject"] = subject
        text = render_to_string(f"{app}/email/{name}.txt", values)
        html = render_to_string(f"{app}/email/{name}.html", values)
    return {"subject": subject, "text": re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", "html": html.strip() + "\n"}
