"""Mails that go at once: to staff when a place is open again, to those concerned when a decision is corrected."""

from palkinnot import award_mails
from tekojentori.models import Sahkoposti, User


def tell_of_fallen(palkinto) -> None:
    """All staff: the candidate has left, and who is to get the prize must be decided anew."""
    for person in User.objects.filter(is_staff=True, is_active=True).order_by("pk"):
        Sahkoposti.objects.post(
            kind="palkinnot/fallen",
            cause=f"{palkinto.key}:{palkinto.version}",
            to=person.email,
            language=person.language,
            context={
                "title": palkinto.ehdokas.title,
                "category": palkinto.sarja.name_in(person.language),
                "campaign": palkinto.sarja.kampanja.name_in(person.language),
            },
        )


def tell_of_correction(oikaisu, palkinto) -> None:
    """The authors of the act, or the contacts of the organisation, whose prize it is about."""
    for to in award_mails.people_of(palkinto) if palkinto.ehdokas_id else []:
        note = getattr(oikaisu, f"note_{to.language}") or oikaisu.note_fi
        Sahkoposti.objects.post(
            kind="palkinnot/corrected",
            cause=f"oikaisu:{oikaisu.pk}",
            to=to.email,
            language=to.language,
            context={
                "title": palkinto.ehdokas.title,
                "category": oikaisu.sarja.name_in(to.language),
                "note": note,
                "is_annulled": not oikaisu.becomes,
            },
        )
