"""What an act must have before it can be submitted: the same answer for the task list and for the verb."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from teot.sections import BY_FIELD, Section

#: An act of the register tells what its source told; one that a workplace writes tells all of this.
IMPORTED = ("title", "summary", "done", "sectors")
#: What to do about each field that is still empty, in the order of the form.
WRITTEN = {
    "title": _("Anna teolle nimi."),
    "summary": _("Tiivistä teko muutamaan virkkeeseen."),
    "starting_point": _("Kerro lähtötilanne."),
    "done": _("Kerro, mitä tehtiin."),
    "made_by": _("Valitse, ketkä tekivät teon yhdessä."),
    "results": _("Kerro, mitä muuttui."),
    "how_to": _("Kirjoita ohje muille."),
    "owner": _("Valitse organisaatio."),
    "sectors": _("Valitse vähintään yksi toimiala."),
    "scope": _("Valitse teon laajuus."),
    "stage": _("Valitse teon vaihe."),
    "first_year": _("Anna vuosi, jona teko alkoi."),
    "contact_title": _("Anna yhteyshenkilön tehtävänimike."),
    "contact_email": _("Anna yhteyshenkilön sähköposti."),
    "people_informed": _("Vahvista, että mainitut tietävät julkaisusta."),
    "no_dismissals": _("Vahvista, ettei tavoitteena ole irtisanoa tai lomauttaa."),
}


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that keeps an act from being submitted: the field, and what to do about it."""

    field: str
    name: str
    message: str | Promise

    @property
    def section(self) -> Section:
        return BY_FIELD[self.field]


def lacks(teko) -> list[Lack]:
    """Everything that submitting would complain about, in the order of the form."""
    wanted = IMPORTED if teko.is_imported else WRITTEN
    found = {field: WRITTEN[field] for field in wanted if is_empty(teko, field)}
    if not teko.is_imported:
        found |= {field: message for field, message in faults(teko) if field not in found}
    return [Lack(field, name_of(teko, field), found[field]) for field in BY_FIELD if field in found]


def missing(teko) -> list[str]:
    """The names of the parts that are still empty or wrong, in the order of the form."""
    return [lack.name for lack in lacks(teko)]


def is_empty(teko, field: str) -> bool:
    return not (teko.sectors.all() if field == "sectors" else getattr(teko, field))


def name_of(teko, field: str) -> str:
    rows = {"mittarit": _("mitatut tulokset"), "kuvat": _("kuvat"), "liitteet": _("liitteet")}
    return str(rows[field] if field in rows else teko._meta.get_field(field).verbose_name)


def faults(teko):
    """Field and message of what is there but is not right today, even if it was when it was saved."""
    own = {"owner", "partners", "sectors", "themes", "mittarit"}
    try:
        teko.clean_fields(exclude={field.name for field in teko._meta.fields} - (BY_FIELD.keys() - own))
    except ValidationError as error:
        yield from ((field, messages[0]) for field, messages in error.message_dict.items())
    yield from year_faults(teko.first_year, teko.last_year)
    if teko.owner and not may_own(teko):
        message = _("%(name)s on päättynyt. Valitse organisaatio, joka on nyt toiminnassa.")
        yield "owner", message % {"name": teko.owner.name}
    if any(not (row.name and row.after) for row in teko.mittarit.all()):
        yield "mittarit", _("Anna jokaiselle mittarille nimi ja jälkimmäinen arvo, tai poista mittari.")
    for kuva in teko.kuvat.in_use():
        if kuva.fault:
            message = _("Kuvaa ”%(name)s” ei voitu pakata. Poista se tai lisää se uudelleen JPEG-muodossa.")
            yield "kuvat", message % {"name": kuva.name}
        elif not kuva.is_told:
            yield "kuvat", _("Kerro jokaisesta kuvasta, mitä siinä on, tai merkitse se koristeelliseksi.")


def year_faults(first: int | None, last: int | None):
    """Field and message of years that cannot be: to come, or out of order."""
    this_year = timezone.localdate().year
    if first and not 1900 <= first <= this_year:
        yield "first_year", _("Anna vuosi väliltä 1900–%(year)s.") % {"year": this_year}
    if last and not 1900 <= last <= this_year:
        yield (
            "last_year",
            _("Anna vuosi väliltä 1900–%(year)s tai jätä tyhjäksi, jos teko jatkuu.") % {"year": this_year},
        )
    elif last and (not first or last < first):
        yield "last_year", _("Viimeinen vuosi on ennen ensimmäistä. Tarkista vuodet.")


def may_own(teko, on: date | None = None) -> bool:
    """Whether the owner exists today, or is the one under whose name the act is already public."""
    owner, day = teko.owner, on or timezone.localdate()
    if owner.merged_into_id is None and (owner.valid_until is None or owner.valid_until >= day):
        return True
    published = teko.published_version
    return published is not None and published.document["owner"]["id"] == owner.pk
