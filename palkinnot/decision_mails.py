"""Mails that go at once: to staff when a place is open again, to those concerned when a decision is corrected."""

from django.conf import settings

from palkinnot import award_mails
from tekojentori.models import Sahkoposti, User


def tell_of_fallen(palkinto, *, stays_behind: bool) -> None:
    """All staff who may decide: the candidate has left, and who is to get the prize must be decided anew.

    When none may, their office hears of the category alone: somebody must be appointed. `stays_behind`: the category
    does not become public at the instant that was set.
    """
    staff = User.objects.filter(is_staff=True, is_active=True).order_by("pk")
    free = [(each.email, each.language) for each in staff if not palkinto.sarja.conflicts_of(each).exists()]
    for to, language in free or [(settings.OFFICE_EMAIL, settings.LANGUAGE_CODE)]:
        Sahkoposti.objects.post(
            kind="palkinnot/fallen",
            cause=f"{palkinto.key}:{palkinto.version}",
            to=to,
            language=language,
            context={
                "title": palkinto.ehdokas.title if free else "",
                "category": palkinto.sarja.name_in(language),
                "campaign": palkinto.sarja.kampanja.name_in(language),
                "stays_behind": stays_behind,
            },
        )


def tell_of_correction(oikaisu, palkinto) -> None:
    """The authors of the act, or the contacts of the organisation, whose prize it is about."""
    for to in award_mails.people_of(palkinto) if palkinto.ehdokas_id else []:
        note = getattr(oikaisu, f"note_{to.language}") or oikaisu.note_fi
        Sahkoposti.objects.post(
            kind="palkinnot/corrected",
            cause=cause_of(oikaisu),
            to=to.email,
            language=to.language,
            context={
                "title": palkinto.ehdokas.title,
                "category": oikaisu.sarja.name_in(to.language),
                "note": note,
                "is_annulled": not oikaisu.becomes,
            },
        )


def cause_of(oikaisu) -> str:
    return f"oikaisu:{oikaisu.pk}"


def tried(oikaisu, *, by) -> list[Sahkoposti]:
    """The mails that confirming it would write, drafts among them."""
    fresh = type(oikaisu).objects.select_related("sarja__kampanja", "ehdokas").get(pk=oikaisu.pk)
    return award_mails.written_by(lambda: fresh.confirm(by=by), fresh.sarja.kampanja, cause_of(oikaisu))
