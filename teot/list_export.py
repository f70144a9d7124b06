"""The acts of a list as a file: of each act what the public reads of it, and nothing else.

Who may be asked about an act is left out: what one page shows to a reader, a file would hand to a robot by thousands.
"""

from collections.abc import Callable, Iterator
from itertools import batched

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from teot import measures
from teot.models import Hakurivi, Teko
from teot.presentation import HEADINGS, address, marks_of

#: Acts that are read at a time.
BATCH = 200

COLUMNS = (
    _("Numero"),
    _("Osoite"),
    _("Nimi"),
    _("Kieli"),
    _("Julkaistu"),
    _("Organisaatio"),
    _("Organisaation koodi"),
    _("Maakunta"),
    _("Kumppanit"),
    _("Toimialat"),
    _("Teemat"),
    _("Vaihe"),
    _("Laajuus"),
    _("Ensimmäinen vuosi"),
    _("Viimeinen vuosi"),
    _("Tiivistelmä"),
    *HEADINGS.values(),
    _("Mitatut tulokset"),
    _("Palkinto"),
    _("Kampanjavuosi"),
    _("Lähde"),
)


def lines(keys: list[int], absolute: Callable[[str], str]) -> Iterator[list]:
    """A row for each act that is still public, in the order of the keys; `absolute` completes an address."""
    language = get_language() or "fi"
    for batch in batched(keys, BATCH, strict=False):
        rows = {row["teko_id"]: row for row in Hakurivi.objects.filter(pk__in=batch).for_file()}
        for key in batch:
            if row := rows.get(key):
                yield line(row, language, absolute)


def line(row: dict, language: str, absolute: Callable[[str], str]) -> list:
    key, document = row["teko_id"], row["version__document"]
    owner, region = document["owner"], document["owner"]["region"]
    return [
        key,
        absolute(address(key, document["title"])),
        document["title"],
        str(Teko.Language(document["language"]).label),
        localdate(row["published_at"]),
        owner["name"][language],
        owner["code"],
        region["name"][language] if region else "",
        *(", ".join(row["name"][language] for row in document[name]) for name in ("partners", "sectors", "themes")),
        str(Teko.Stage(document["stage"]).label) if document["stage"] else "",
        str(Teko.Scope(document["scope"]).label) if document["scope"] else "",
        document["first_year"],
        document["last_year"],
        document["summary"],
        *(document[name] for name in HEADINGS),
        "\n".join(measures.in_words(measure) for measure in document["measures"]),
        "; ".join(mark.text for mark in marks_of(row["marks"])),
        document["campaign_year"],
        document["source"],
    ]
