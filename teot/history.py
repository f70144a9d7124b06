"""What has happened to an act: the rows that triggers wrote, as people read them.

Who and why are in each row's own columns, because every verb stamps them. A row whose stamp is that of the row before
was written by no verb: somebody changed the act straight in the database. (One who forges the stamp as well is not
found out: whoever may write to the tables can write anything.)
"""

from itertools import pairwise

from django.utils.translation import gettext as _

from tekojentori.models import Organisaatio
from tekojentori.row_history import Line
from teot.models import Teko
from teot.models.ratkaisu import name_of

State = Teko.State


def lines_of(teko: Teko) -> list[Line]:
    """Every change of the act, newest first."""
    rows = list(
        Teko.pgh_event_model.objects.filter(pgh_obj=teko.pk)
        .select_related("state_by", "submitted_version__created_by", "published_version")
        .defer("submitted_version__document", "submitted_version__html")
        .defer("published_version__document", "published_version__html")
        .order_by("pgh_id")
    )
    owners = Organisaatio.objects.in_bulk({row.owner_id for row in rows if row.owner_id})
    lines = [line_of(before, row, owners) for before, row in pairwise(rows)]
    beginning = [Line(row.pgh_created_at, _("Aloitettiin"), beginner_of(teko), "") for row in rows[:1]]
    return [*beginning, *lines][::-1]


def handings_of(teko: Teko) -> list[Line]:
    """Who has given it to whom, newest first: the author is no part of the state that `lines_of` follows."""
    gone = _("Poistettu tili")
    return [
        Line(row.given_at, _("Luovutettiin: %(to)s") % {"to": row.given_to or gone}, str(row.given_by or gone), "")
        for row in teko.luovutukset.select_related("given_to", "given_by").reverse()
    ]


def beginner_of(teko: Teko) -> str:
    """Whoever it belongs to now, the one who began it; those of the register the office has brought."""
    return name_of(teko.started_by) if teko.started_by or teko.is_imported else _("Poistettu tili")


def line_of(before, row, owners: dict[int, Organisaatio]) -> Line:
    at = row.pgh_created_at
    if row.state_at != before.state_at:
        return Line(at, what_of(before, row), who_of(before, row), row.state_reason)
    if row.owner_id != before.owner_id and same(before, row, "state", "submitted_version_id", "published_version_id"):
        return owner_line(before, row, owners)
    if row.state_by_id is None and before.state_by_id is not None and same(before, row, *TRACKED[:-1]):
        return Line(at, _("Käyttäjätili poistettiin"), "", "")
    if lost_its_contact(before, row):
        return Line(at, _("Yhteyshenkilön tiedot poistettiin"), "", _("Yhteyshenkilö poisti käyttäjätilinsä."))
    return Line(at, what_of(before, row), _("suoraan tietokannassa"), "", is_bare=True)


TRACKED = ("state", "submitted_version_id", "published_version_id", "owner_id", "state_reason", "state_by_id")


def same(before, row, *names: str) -> bool:
    return all(getattr(before, name) == getattr(row, name) for name in names)


def lost_its_contact(before, row) -> bool:
    """Whether the versions say what those before them said, but for the contact: `Teko.forget_contact`, by no verb."""
    pairs = ((before.submitted_version, row.submitted_version), (before.published_version, row.published_version))
    changed = [(old, new) for old, new in pairs if old != new]
    untouched = same(before, row, "state", "owner_id", "state_reason", "state_by_id")
    return (
        bool(changed)
        and untouched
        and all(
            old and new and new.number > old.number and new.document == old.document | {"contact": None}
            for old, new in changed
        )
    )


def owner_line(before, row, owners: dict[int, Organisaatio]) -> Line:
    """An owner changes when its authors choose another, or when staff merge two of the register into one."""
    old, new = owners.get(before.owner_id), owners.get(row.owner_id)
    names = {"old": old.name if old else "–", "new": new.name if new else "–"}
    if old and old.merged_into_id == row.owner_id:
        what = _("Organisaatio yhdistettiin: %(old)s → %(new)s") % names
        return Line(row.pgh_created_at, what, name_of(old.changed_by), old.change_reason)
    what = _("Organisaatio vaihtui: %(old)s → %(new)s") % names
    is_written = row.state in (State.DRAFT, State.RETURNED, State.REJECTED, State.SUBMITTED, State.PUBLISHED)
    return Line(row.pgh_created_at, what, _("työversiossa") if is_written else _("suoraan tietokannassa"), "")


def who_of(before, row) -> str:
    """Who did it. An author whose account is gone was not the office, nor is the office an account that is gone."""
    is_sent = row.submitted_version_id not in (None, before.submitted_version_id) and not is_correction(before, row)
    is_authors = (is_sent and same(before, row, "published_version_id")) or row.state in (State.DRAFT, State.WITHDRAWN)
    return _("Poistettu tili") if is_authors and row.state_by_id and not row.state_by else name_of(row.state_by)


def is_correction(before, row) -> bool:
    """Whether staff have mended what waits: with a reason, which its authors never give."""
    waits = {before.submitted_version_id, row.submitted_version_id}
    return None not in waits and len(waits) == 2 and bool(row.state_reason)


def what_of(before, row) -> str:
    """The verb behind two rows, in words."""
    submitted, published = row.submitted_version, row.published_version
    if row.published_version_id != before.published_version_id and published:
        return _("Julkaistiin versio %(number)s") % {"number": published.number}
    if row.submitted_version_id != before.submitted_version_id and submitted:
        corrected, sent = _("Korjattiin, nyt versio %(number)s"), _("Lähetettiin versio %(number)s")
        said = corrected if is_correction(before, row) else sent
        return said % {"number": submitted.number}
    moved = {
        (State.SUBMITTED, State.DRAFT): _("Otettiin takaisin luonnokseksi"),
        (State.SUBMITTED, State.RETURNED): _("Palautettiin täydennettäväksi"),
        (State.SUBMITTED, State.REJECTED): _("Hylättiin"),
        (State.PUBLISHED, State.PUBLISHED): _("Palautettiin odottanut versio täydennettäväksi"),
        (State.PUBLISHED, State.ARCHIVED): _("Arkistoitiin"),
        (State.ARCHIVED, State.PUBLISHED): _("Palautettiin arkistosta"),
        (State.HIDDEN, State.PUBLISHED): _("Tuotiin takaisin näkyviin"),
        (State.HIDDEN, State.ARCHIVED): _("Tuotiin takaisin näkyviin"),
    }
    into = {State.HIDDEN: _("Piilotettiin"), State.WITHDRAWN: _("Peruttiin")}
    if before.state == row.state and row.submitted_version_id == before.submitted_version_id:
        return _("Muutettiin tietoja")
    other = _("Tila muuttui: %(old)s → %(new)s") % {"old": State(before.state).label, "new": State(row.state).label}
    return moved.get((before.state, row.state)) or into.get(row.state) or other
