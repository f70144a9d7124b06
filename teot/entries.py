"""What is done with an act's entries in campaigns, and the mails of it: the verb and its mails in one transaction."""

from django.db import transaction

from kampanjat.models import Kampanja
from tekojentori.models import Sahkoposti
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
    """Staff take it out of its campaign. Raises Refused."""
    entry.exclude(by=by, reason=reason)
    tell("teot/excluded", entry, entry.excluded_at, reason=entry.excluded_reason)


@transaction.atomic
def move(entry: Osallistuminen, *, to: Kampanja, by, reason: str) -> Osallistuminen:
    """Staff move it to another campaign. Raises Refused."""
    moved = entry.move(to=to, by=by, reason=reason)
    tell("teot/moved", moved, moved.changed_at, reason=reason, old=entry.kampanja)
    return moved


def tell_entered(entry: Osallistuminen) -> None:
    """That it is in, and until when it can be changed."""
    tell("teot/entered", entry, entry.entered_at, reason=entry.reason)


def campaigns_of(teko: Teko, version: Versio, language: str) -> list[dict]:
    """The campaigns in which the version counts, and until when it can still be changed: what a receipt tells."""
    rows = teko.osallistumiset.standing().of_held().with_windows().order_by("entered_at", "pk")
    return [
        {
            "name": row.kampanja.name_in(language),
            "until": row.kampanja.window.effective_close(row.organisation_id),
        }
        for row in rows
        if version.created_at < row.freeze_at
    ]


def tell(kind: str, entry: Osallistuminen, at, *, reason: str = "", old: Kampanja | None = None) -> None:
    """Mail the authors who have not left; once for each thing that happened."""
    for person in people_told(entry.teko):
        Sahkoposti.objects.post(
            kind=kind,
            cause=f"osallistuminen:{entry.pk}:{at:%Y%m%d%H%M%S%f}",
            to=person.email,
            language=person.language,
            context=context_of(entry, person.language, reason=reason, old=old),
        )


def context_of(entry: Osallistuminen, language: str, *, reason: str = "", old: Kampanja | None = None) -> dict:
    teko, kampanja = entry.teko, entry.kampanja
    return {
        "key": teko.pk,
        "title": title_of(teko),
        "campaign": kampanja.name_in(language),
        "old_campaign": old.name_in(language) if old else "",
        "until": kampanja.window.effective_close(entry.organisation_id),
        "reason": reason.strip(),
    }


def title_of(teko: Teko) -> str:
    """What its authors sent, or what is public; never the working copy that they are still writing."""
    version = teko.submitted_version or teko.published_version
    return version.document["title"] if version else teko.title


def people_told(teko: Teko) -> list:
    return [person for person in people_of(teko) if person.is_active]
