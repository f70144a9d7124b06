"""What the authors of an act do that others hear of: sending it, and asking somebody to write along."""

from django.db import transaction
from django.utils.translation import gettext as _

from tekojentori.models import Sahkoposti, User
from tekojentori.rate_limit import Limit, TooMany
from tekojentori.refusals import Refused
from teot.models import Tekija, Teko, Versio
from teot.recipients import people_of

#: Invitations that one person may send: enough for every project, too few to bother strangers with.
INVITATIONS = Limit("invitation", tries=30, seconds=24 * 60 * 60)


@transaction.atomic
def submit(teko: Teko, *, by) -> Versio:
    """Submit the act, and mail the receipt to its authors. Raises Refused."""
    version = teko.submit(by=by)
    for person in people_of(teko):
        Sahkoposti.objects.post(
            kind="teot/received",
            cause=f"versio:{version.pk}",
            to=person.email,
            language=person.language,
            context={"key": teko.pk, "title": teko.title, "reference": teko.reference, "is_public": teko.is_public},
        )
    return version


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
