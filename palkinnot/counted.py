"""Categories whose winners are counted: the campaign's acts by organisation, as its league on the campaign's page."""

from django.utils import translation
from django.utils.translation import ngettext

from teot import league, register
from teot.league import Place
from teot.models import Osallistuminen


def standings(sarja) -> list[Place]:
    """Organisations of the category's types, from the most acts on; of acts that the public reads and no others."""
    entries = Osallistuminen.objects.public().filter(kampanja=sarja.kampanja_id)
    acts = list(entries.values_list("teko__hakurivi__owner_id", "teko__hakurivi__others"))
    known = register.current()
    if len(sarja.organisation_types) == 1:
        return league.standings(acts, known, kind=sarja.organisation_types[0])
    rows = league.standings(acts, known)
    if not sarja.organisation_types:
        return rows
    kept = [row for row in rows if row.organisation.type in sarja.organisation_types]
    return [Place(1 + sum(other.acts > row.acts for other in kept), row.organisation, row.acts) for row in kept]


def proposal(sarja) -> list[Place]:
    """Those within the number of prizes; equals that share the last place are all there."""
    return [row for row in standings(sarja) if row.place <= sarja.most_prizes]


def citations(sarja, row: Place) -> dict[str, str]:
    """Why the organisation wins, in each language."""
    found = {}
    for language in ("fi", "sv", "en"):
        with translation.override(language):
            text = ngettext(
                "%(count)s teko kampanjassa %(campaign)s.", "%(count)s tekoa kampanjassa %(campaign)s.", row.acts
            )
            found[f"citation_{language}"] = text % {"count": row.acts, "campaign": sarja.kampanja.name_in(language)}
    return found
