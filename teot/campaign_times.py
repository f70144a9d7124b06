"""What the times of campaigns ask for: entries bound to their versions, and mails to those whose drafts wait.

Drafts that count are those written for the campaign: chosen when the draft was begun, or later on its page.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kampanjat import extending, holding
from kampanjat.models import Kampanja, Lisaaika
from kampanjat.wording import Said
from tekojentori.models import Sahkoposti, User
from teot import completeness, entries
from teot.campaign_mails import CANCELLED, EXTENDED, REMINDER, of_draft, of_extension, own_acts
from teot.models import Osallistuminen, Teko

#: So long before the close the authors of a draft are reminded.
LEADS = (timedelta(hours=3), timedelta(days=2), timedelta(days=7))


def freeze(now: datetime) -> int:
    """Write down the versions that entries are bound to; how many. A reader before this computes the same."""
    due = Osallistuminen.objects.standing().of_held().frozen(now).filter(frozen_version=None).order_by("pk")
    return sum(entry.freeze() for entry in list(due))


def thaw(extension: Lisaaika) -> None:
    """Entries that the extension covers are open again; staff's replacements too, since a later version may come."""
    kampanja = extension.kampanja
    frozen = kampanja.osallistumiset.standing().exclude(frozen_version=None).order_by("pk")
    for entry in frozen.select_for_update(of=["self"]):
        entry.kampanja = kampanja
        if not entry.is_frozen():
            entry.thaw(by=extension.given_by, reason=extension.reason)


def follow_merge(entries: list[Osallistuminen], *, by, reason: str) -> None:
    """Entries whose instant a merge of organisations moves are bound anew. The caller holds the locks."""
    for entry in Osallistuminen.objects.standing().with_windows().filter(pk__in=[row.pk for row in entries]):
        if entry.frozen_at not in (None, entry.freeze_at) and not keeps_its_version(entry):
            entry.thaw(by=by, reason=reason)


def keeps_its_version(entry: Osallistuminen) -> bool:
    """Whether one that is bound stays as it is though a merge has moved its instant.

    It was written down after the close, staff chose its version, or juries read it.
    """
    is_recorded, is_chosen = entry.entered_at >= entry.frozen_at, entry.replaced_at and entry.is_frozen()
    return is_recorded or is_chosen or any(refusal(entry.kampanja, None) for refusal in extending.REFUSALS)


@transaction.atomic
def remind(now: datetime) -> int:
    """Write the reminders that are due; how many mails. The same close is reminded of once for each of the leads."""
    before = Sahkoposti.objects.count()
    for kampanja in Kampanja.objects.open_at(now).for_list():
        for teko in Teko.objects.unfinished_for(kampanja):
            closes_at = kampanja.window.effective_close(teko.owner_id)
            since = known_since(teko, kampanja, closes_at)
            lead = due_lead(closes_at, now, since=since)
            if lead:
                remind_of(teko, kampanja, closes_at, lead)
    return Sahkoposti.objects.count() - before


def known_since(teko: Teko, kampanja: Kampanja, closes_at: datetime) -> datetime:
    """Since when there is something to remind of: an extension has been told by itself, so it needs none at once."""
    given = [row.given_at for row in kampanja.lisaajat.all() if row.until == closes_at]
    return max(teko.meant_since, min(given)) if given else teko.meant_since


def due_lead(closes_at: datetime, now: datetime, *, since: datetime) -> timedelta | None:
    """The last lead whose moment has come, if it came after `since`. After the close there is none."""
    come = [lead for lead in LEADS if closes_at - lead <= now < closes_at]
    return come[0] if come and since < closes_at - come[0] else None


def remind_of(teko: Teko, kampanja: Kampanja, closes_at: datetime, lead: timedelta) -> None:
    cause = f"muistutus:{teko.pk}:{kampanja.pk}:{stamp(closes_at)}:{int(lead.total_seconds())}"
    is_complete = not completeness.lacks(teko)
    for person in entries.people_told(teko):
        values = partial(of_draft, teko, closes_at, is_complete=is_complete)
        REMINDER.post(kampanja, cause=cause, to=person.email, language=person.language, values=values)


def stamp(at: datetime) -> str:
    return f"{at:%Y%m%d%H%M%S}"


def outdated(mail: Sahkoposti) -> str:
    """Why a reminder, or the news of an extension, would mislead that has waited for its turn."""
    if mail.kind == REMINDER.kind:
        return outdated_reminder(*mail.cause.split(":")[1:4])
    if mail.kind == EXTENDED.kind:
        given = Lisaaika.objects.filter(pk=mail.cause.split(":")[1], until__gt=timezone.now())
        return "" if given.filter(kampanja__in=Kampanja.objects.held()).exists() else _("Lisäaika on jo ohi.")
    return ""


def outdated_reminder(key: str, campaign: str, closes: str) -> str:
    kampanja = Kampanja.objects.held().filter(pk=campaign).first()
    teko = Teko.objects.unfinished_for(kampanja).filter(pk=key).first() if kampanja else None
    if teko is None:
        return _("Luonnosta ei enää kirjoiteta kampanjaan, tai kampanja on peruttu.")
    closes_at = kampanja.window.effective_close(teko.owner_id)
    if closes_at <= timezone.now():
        return _("Haku on jo sulkeutunut.")
    return "" if stamp(closes_at) == closes else _("Haku sulkeutuu toisena hetkenä kuin viestissä lukee.")


def drafts_by_person(kampanja: Kampanja, until: datetime, organisation: int | None) -> dict[User, list[Teko]]:
    """Whose drafts an extension concerns: those whose close it moves."""
    found = defaultdict(list)
    for teko in Teko.objects.unfinished_for(kampanja):
        is_covered = organisation is None or teko.owner_id == organisation
        if is_covered and kampanja.window.effective_close(teko.owner_id) <= until:
            for person in entries.people_told(teko):
                found[person].append(teko)
    return found


def mailed_of_extension(kampanja: Kampanja, until: datetime, organisation) -> list[str]:
    return [person.email for person in drafts_by_person(kampanja, until, organisation and organisation.pk)]


def tell_of_extension(extension: Lisaaika) -> None:
    """Tell the authors of drafts that they have more time; one mail to each, however many drafts they have.

    One that still waits, of an earlier extension, gives way to it.
    """
    kampanja = extension.kampanja
    found = drafts_by_person(kampanja, extension.until, extension.organisation_id)
    earlier = holding.of_extensions(kampanja).held().filter(to__in=[person.email for person in found])
    earlier.void(by=extension.given_by, reason=_("Korvattu uudella lisäajalla."))
    for person, drafts in found.items():
        EXTENDED.hold(
            kampanja,
            cause=extension.key,
            to=person.email,
            language=person.language,
            values=partial(of_extension, extension.until, drafts),
            release_at=holding.release_at(extension.given_at, extension.until),
        )


def concerned_by_person(kampanja: Kampanja) -> dict[User, None]:
    """Those who have an act in the campaign or write one for it."""
    acts = list(Teko.objects.unfinished_for(kampanja))
    acts += [entry.teko for entry in kampanja.osallistumiset.standing().select_related("teko__author").order_by("pk")]
    return dict.fromkeys(person for teko in acts for person in entries.people_told(teko))


def mailed_of_cancellation(kampanja: Kampanja) -> list[str]:
    return [person.email for person in concerned_by_person(kampanja)]


def tell_of_cancellation(kampanja: Kampanja) -> None:
    """Mails about more time that have not gone are called off."""
    holding.of_extensions(kampanja).void(by=kampanja.cancelled_by, reason=_("Kampanja on peruttu."))
    for person in concerned_by_person(kampanja):
        CANCELLED.hold(
            kampanja,
            cause=kampanja.cancellation_key,
            to=person.email,
            language=person.language,
            values=lambda: {"syy": Said(kampanja.cancel_reason), "omat teot": own_acts()},
            release_at=holding.release_at(kampanja.cancelled_at),
        )
