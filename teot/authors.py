"""What the authors of an act do that others hear of: sending it, and asking somebody to write along."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kampanjat.models import Kampanja, Tilaus
from tekojentori.models import Koodi, Sahkoposti, User
from tekojentori.rate_limit import Limit, TooMany
from tekojentori.refusals import Refused
from teot import entries
from teot.campaign_mails import RECEIVED, of_receipt
from teot.models import Luovutus, Palaute, Tekija, Teko, Versio, Viesti
from teot.recipients import people_of

#: Invitations that one person may send: enough for every project, too few to bother strangers with.
INVITATIONS = Limit("invitation", tries=30, seconds=24 * 60 * 60)


@transaction.atomic
def begin(*, by: User, key: UUID, kampanja: Kampanja | None = None) -> int:
    """Start a draft, for a campaign if one is given; its number. Raises Refused, and then nothing was begun."""
    teko = Teko.start(by=by, key=key)
    if kampanja:
        teko.aim(kampanja, by=by)
    return teko.pk


@transaction.atomic
def submit(teko: Teko, *, by, kampanja: Kampanja | None = None) -> Versio:
    """Submit the act, into a campaign if one is given, and mail the receipt to its authors. Raises Refused.

    Both or neither: an act that the campaign does not take is not sent. What counts is the instant of the version.
    """
    if not by.is_introduced:
        raise Refused(_("Kerro ensin omalla tililläsi, kuka olet. Sitten voit lähettää teon."))
    begun = timezone.now()
    version = teko.submit(by=by)
    if kampanja:
        entry = teko.enter(kampanja, by=by, at=version.created_at if version.created_at >= begun else None)
        receipts = Sahkoposti.objects.filter(kind="teot/received", cause=f"versio:{version.pk}")
        if receipts.filter(created_at__lt=entry.entered_at).exists():  # sent before, and entered only now
            entries.tell_entered(entry)
    send_receipts(teko, version, kampanja)
    return version


def send_receipts(teko: Teko, version: Versio, kampanja: Kampanja | None) -> None:
    """A receipt to each author: in the words of the campaign that it was sent to, or of the first that it is in."""
    counting = sorted(entries.counting(teko, version), key=lambda entry: entry.kampanja != kampanja)
    for person in people_of(teko):
        given = {"cause": f"versio:{version.pk}", "to": person.email, "language": person.language}
        if counting:
            values = partial(of_receipt, counting[0], counting[1:], version.created_at)
            RECEIVED.post(counting[0].kampanja, values=values, **given)
        else:
            context = {"title": teko.title, "reference": teko.reference, "is_public": teko.is_public, "key": teko.pk}
            context["sent_at"] = version.created_at
            Sahkoposti.objects.post(kind=RECEIVED.kind, context=context, **given)


@transaction.atomic
def hand_over(teko: Teko, *, by: User, email: str) -> None:
    """Give the act to a colleague, who need not have visited yet, and mail them. Raises Refused."""
    to = User.objects.arrive(email, language=by.language)
    given = teko.hand_over(to=to, by=by)
    if given:
        tell_new_author(given, by=str(by))


def tell_new_author(given: Luovutus, *, by: str) -> None:
    """Mail the colleague that the act is theirs. `by` whom; nobody is named when the author's account went."""
    to, teko = given.given_to, given.teko
    Sahkoposti.objects.post(
        kind="teot/handed_over",
        cause=f"luovutus:{given.pk}",
        to=to.email,
        language=to.language,
        context={"by": by, "title": str(teko), "key": teko.pk},
    )


#: Called with somebody whose account goes. Apps above append their own when they start.
LEFT_BY: list[Callable[[User], None]] = []


@transaction.atomic
def leave(person: User) -> None:
    """Delete the person's account: their acts stay with the organisation, their name and address go. Raises Refused.

    What they asked and answered goes too, and what they told of errors loses who told it.
    """
    person.require_may_leave()
    said = Versio.objects.with_contact(person.addresses).values("teko")
    for teko in Teko.with_deleted.with_contact(person.addresses) | Teko.with_deleted.filter(pk__in=said):
        for email in person.addresses:
            teko.forget_contact(email)
    for teko in Teko.with_deleted.filter(author=person):
        heir = teko.tekijat.filter(user__is_active=True).select_related("user").first()
        if heir:
            given = teko.hand_over(to=heir.user, by=person)
            if given and teko.deleted_at is None:
                tell_new_author(given, by="")
        else:
            teko.stay_without_author()
    person.represented.all().delete()
    Tekija.objects.filter(email__in=person.addresses).delete()
    Tilaus.objects.filter(email__in=person.addresses).delete()
    Viesti.objects.filter(email__in=person.addresses).delete()
    Palaute.objects.filter(email__in=person.addresses).update(name="", email="")
    Koodi.objects.filter(email__in=person.addresses).delete()
    for follow in LEFT_BY:
        follow(person)
    person.go()


@transaction.atomic
def invite(teko: Teko, *, by, email: str) -> Tekija:
    """Ask somebody to write along; they are mailed once. Raises Refused."""
    try:
        slot = INVITATIONS.take(str(by.pk))
    except TooMany:
        raise Refused(_("Olet lähettänyt tänään monta kutsua. Jatka huomenna.")) from None
    try:
        invited = teko.invite(by=by, email=email)
    except Refused:
        Limit.give_back([slot])
        raise
    reader = User.objects.filter(email=invited.email).first() or by
    Sahkoposti.objects.post(
        kind="teot/invited",
        cause=f"tekija:{invited.pk}",
        to=invited.email,
        language=reader.language,
        context={"key": teko.pk, "title": str(teko), "inviter": str(by)},
        reply_to=by.email,
    )
    return invited


def addresses_of(teko: Teko) -> list[str]:
    return [person.email for person in people_of(teko)]
