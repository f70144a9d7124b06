"""What is done with an act's entries in campaigns, and the mails of it: the verb and its mails in one transaction."""

from django.db import transaction

from kampanjat.kirjeet import Kind
from kampanjat.models import Kampanja
from kampanjat.wording import Said, Value
from teot.campaign_mails import ENTERED, ENTERED_FOR, EXCLUDED, MOVED, of_entry
from teot.models import Osallistuminen, Teko, Versio
from teot.recipients import people_of


@transaction.atomic
def enter(teko: Teko, kampanja: Kampanja, *, by, reason: str = "", at=None) -> Osallistuminen:
    """Enter the act, and tell its authors until when it can be changed. Raises Refused."""
    entry = teko.enter(kampanja, by=by, reason=reason, at=at)
    tell_entered(entry)
    return entry


@transaction.atomic
def exclude(entry: Osallistuminen, *, by, reason: str) -> None:
    """Staff take it out of its campaign. One that is out already sends no mail. Raises Refused."""
    if entry.exclude(by=by, reason=reason):
        tell(EXCLUDED, entry, entry.excluded_at, syy=Said(entry.excluded_reason))


@transaction.atomic
def move(entry: Osallistuminen, *, to: Kampanja, by, reason: str) -> Osallistuminen:
    """Staff move it to another campaign. Raises Refused."""
    moved = entry.move(to=to, by=by, reason=reason)
    tell(MOVED, moved, entry.excluded_at, syy=Said(reason), vanha_kampanja=entry.kampanja)
    return moved


def tell_entered(entry: Osallistuminen) -> None:
    """That it is in, and until when it can be changed."""
    if entry.reason:
        tell(ENTERED_FOR, entry, entry.entered_at, syy=Said(entry.reason))
    else:
        tell(ENTERED, entry, entry.entered_at)


def counting(teko: Teko, version: Versio) -> list[Osallistuminen]:
    """The entries in which the version counts: what a receipt tells of."""
    rows = teko.osallistumiset.standing().of_held().with_windows().order_by("entered_at", "pk")
    return [row for row in rows if version.created_at < row.freeze_at]


def tell(kind: Kind, entry: Osallistuminen, at, **more: Value | Kampanja) -> None:
    """Mail the authors who have not left; once for each thing that happened. A campaign is told by its name."""
    for person in people_told(entry.teko):
        kind.post(
            entry.kampanja,
            cause=f"osallistuminen:{entry.pk}:{at:%Y%m%d%H%M%S%f}",
            to=person.email,
            language=person.language,
            values=lambda: of_entry(entry, **{name: named(value) for name, value in more.items()}),
        )


def named(value: Value | Kampanja) -> Value:
    return value.name if isinstance(value, Kampanja) else value


def people_told(teko: Teko) -> list:
    return [person for person in people_of(teko) if person.is_active]
