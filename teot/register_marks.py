"""The prizes that the register names, as marks on its acts."""

import re

from django.utils.translation import gettext as _

from teot.models import Tunnustus
from teot.models.tunnustus import Kind

MENTION = re.compile(r"\s*\(kunniamaininta\)\s*$", re.IGNORECASE)


def write(teot: list, *, by) -> None:
    """Let the mark of each act of the register say what its row now says; one that names no prize has none."""
    acts = {f"rekisteri:{teko.register_id}": teko for teko in teot}
    there = set(Tunnustus.objects.filter(key__in=acts).values_list("key", flat=True))
    for key in sorted(there):
        if acts[key].prize:
            Tunnustus.objects.record(key, by=by, **mark_of(acts[key]))
        else:
            Tunnustus.objects.revoke(key, by=by, reason=_("Rekisterissä ei ole enää palkintoa."))
    new = [(key, teko) for key, teko in acts.items() if teko.prize and key not in there]
    Tunnustus.objects.bulk_create([Tunnustus(key=key, changed_by=by, **mark_of(teko)) for key, teko in new])


def mark_of(teko) -> dict:
    """A mention says so in its name, mostly in brackets after the category's."""
    is_mention = "kunniamaininta" in teko.prize.lower()
    return {
        "teko": teko,
        "year": teko.campaign_year,
        "name_fi": MENTION.sub("", teko.prize) or teko.prize,
        "kind": Kind.MENTION if is_mention else Kind.PRIZE,
        "source": teko.source or teko.imported_from or "rekisteri",
    }
