"""Mails about decisions, drafted when a category is confirmed and held until their time: to winners and to the others.

Winners hear under embargo, when staff let their mails go, so that they can come to the gala; everybody else hears, with
what the jury wrote to the authors, once the results are public. Jurors are never named. A draft follows the decision:
it is written anew when that changes, and called off when there is none.
"""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat.kirjeet import Kind
from kampanjat.models import Kampanja
from kampanjat.wording import Link, Said, Value
from palkinnot import mail_causes
from palkinnot.models.arvio import Arvio
from palkinnot.models.ehdokas import Ehdokas
from palkinnot.models.kierros import Kierros
from palkinnot.models.locking import require_staff
from palkinnot.models.palkinto import Palkinto
from tekojentori.models import Sahkoposti, User
from tekojentori.moments import moment
from tekojentori.refusals import Refused
from teot.models import Osallistuminen
from teot.recipients import Recipient, recipients_of, those_active


def sample_winner(kampanja: Kampanja, by) -> dict[str, Value]:
    """The first decision of the campaign that `by` may see, or of none what a mail would say of an entry."""
    rows = Palkinto.objects.filter(sarja__kampanja=kampanja).in_force().awarded()
    palkinto = rows.told_to(by, timezone.now()).for_list().first() if by else None
    if palkinto:
        return values_of_winner(palkinto)
    sarja, entry = kampanja.sarjat.first(), kampanja.osallistumiset.standing().first()
    return {
        "teko": str(entry.teko) if entry else _("Teon nimi"),
        "palkinto": sarja.name if sarja else _("Palkinnon nimi"),
        "perustelu": Said(_("Perustelu")),
        "gaala": gala_of(kampanja),
        "vastaa": Link(_("Vastaa"), kampanja.get_absolute_url()),
    }


def sample_other(kampanja: Kampanja, by) -> dict[str, Value]:
    """The entry with the most feedback, of those in whose category `by` is in no conflict."""
    entries = kampanja.osallistumiset.standing().select_related("teko").exclude(pk__in=hidden_from(by, kampanja))
    found = max(entries, key=lambda entry: len(feedback_of(entry)), default=None)
    return values_of_other(found) if found else {"teko": _("Teon nimi"), "palaute": Said(_("Raadin palaute"))}


def hidden_from(by, kampanja: Kampanja):
    """Entries of categories in which the person is in conflict: how they fare is not theirs to know."""
    bound = Ehdokas.objects.categories_binding(by).filter(sarja__kampanja=kampanja) if by else []
    candidates = Ehdokas.objects.filter(sarja__in=bound)
    acts = Q(ehdokkaat__in=candidates) | Q(teko__owner__in=candidates.values("organisation"))
    return kampanja.osallistumiset.filter(acts).values_list("pk", flat=True)


def not_for(by) -> Q:
    """Mails that would tell a person in conflict how a candidate of theirs fares, or who else does."""
    bound = list(Ehdokas.objects.categories_binding(by).values_list("sarja", flat=True).distinct())
    if not bound:
        return Q(pk__in=[])
    awards = Palkinto.objects.filter(sarja__in=bound).values_list("pk", flat=True)
    kampanjat = Kampanja.objects.filter(sarjat__in=bound).distinct()
    entries = {cause_of(key) for kampanja in kampanjat for key in hidden_from(by, kampanja)}
    about = "|".join(map(str, awards)) or "0"
    return Q(cause__regex=rf"^palkinto:({about}):") | Q(cause__in=entries, kind=OTHER.kind)


WINNER = Kind(
    kind=mail_causes.WINNER,
    slug="voittajalle",
    name=gettext_lazy("Palkinnon saajalle"),
    means=gettext_lazy("Lähtee ennen julkistusta niille, jotka saavat palkinnon tai kunniamaininnan."),
    why=gettext_lazy("Sait tämän viestin, koska olet palkittavan teon tekijä tai organisaation yhteyshenkilö."),
    places={
        "teko": gettext_lazy("teon tai organisaation nimi"),
        "palkinto": gettext_lazy("palkinnon nimi"),
        "perustelu": gettext_lazy("palkinnon perustelu"),
        "gaala": gettext_lazy("missä ja milloin gaala on"),
        "vastaa": gettext_lazy("painike, jonka takana palkinto otetaan vastaan ja kerrotaan tulijat"),
    },
    sample=sample_winner,
    not_in_subject=frozenset({"kampanjan sivu", "perustelu", "gaala", "vastaa"}),
)
OTHER = Kind(
    kind="palkinnot/feedback",
    slug="osallistujille",
    name=gettext_lazy("Muille osallistujille"),
    means=gettext_lazy("Lähtee tulosten tultua julki niille, joiden teko jäi ilman palkintoa; mukana raadin palaute."),
    why=gettext_lazy("Sait tämän viestin, koska tekosi oli mukana kampanjassa."),
    places={"teko": gettext_lazy("teon nimi"), "palaute": gettext_lazy("mitä raati kirjoitti tekijöille")},
    sample=sample_other,
    not_in_subject=frozenset({"kampanjan sivu", "palaute"}),
)
KINDS = (WINNER.kind, OTHER.kind)


def follow(kampanja: Kampanja, *, by=None, reason: str = "") -> None:
    """Bring the drafts up to what is decided. Under the campaign's lock.

    What is public has been told already, though its mails may be gone by now: nobody whom a correction does not concern
    hears anew.
    """
    rows = Palkinto.objects.filter(sarja__kampanja=kampanja)
    winners = list(rows.confirmed().awarded().standing().for_list())
    causes = mail_causes.causes_now(winners)
    others = losers(kampanja)
    kept = {*causes.values(), *map(cause_of, others)}
    told = told_of(kampanja)
    drafts(kampanja).exclude(cause__in=kept).void(by=by, reason=reason or _("Päätös on muuttunut."))
    for palkinto in winners:
        if (palkinto.corrected_at or palkinto.sarja.has_results()) and palkinto.key not in told:
            continue  # a correction's own mail tells of it
        for to in people_of(palkinto):
            hold(WINNER, causes[palkinto.pk], to, kampanja, values_of_winner, palkinto)
    for entry in concerned(others, kampanja):
        for to in recipients_of(entry.teko):
            if to.role != "office":
                hold(OTHER, cause_of(entry), to, kampanja, values_of_other, entry)


def concerned(entries: list[Osallistuminen], kampanja: Kampanja) -> list[Osallistuminen]:
    """All of them before the results are public; then those whose mail there is, and those whose award was annulled."""
    if not kampanja.has_results():
        return entries
    causes = set(drafts(kampanja).filter(kind=OTHER.kind).standing().values_list("cause", flat=True))
    annulled = Palkinto.objects.filter(sarja__kampanja=kampanja, state=Palkinto.State.ANNULLED)
    keys = set(annulled.values_list("ehdokas__osallistuminen", flat=True))
    return [entry for entry in entries if entry.pk in keys or cause_of(entry) in causes]


def told_of(kampanja: Kampanja) -> set[str]:
    """Keys of the decisions whose winners have been written to, or will be; after the gala only those who wait."""
    rows = drafts(kampanja).filter(kind=WINNER.kind)
    is_over = kampanja.gala_ends_at is not None and kampanja.gala_ends_at <= timezone.now()
    causes = (rows.held() if is_over else rows.standing()).values_list("cause", flat=True)
    return set(map(mail_causes.key_of, causes))


def tried(sarja) -> list[Sahkoposti]:
    """The drafts that confirming what is proposed would write anew."""

    def confirm():
        sarja.palkinnot.proposed().update(state=Palkinto.State.CONFIRMED, confirmed_at=timezone.now())
        follow(sarja.kampanja)

    return written_by(confirm, sarja.kampanja)


def written_by(act, kampanja: Kampanja, *causes: str) -> list[Sahkoposti]:
    """The mails about decisions, and of these causes, that the act would write: tried for real, and undone.

    An act that is refused writes none.
    """
    try:
        with transaction.atomic():
            Kampanja.objects.select_for_update().get(pk=kampanja.pk)
            before = set(about_decisions(kampanja, causes).values_list("pk", flat=True))
            act()
            found = list(about_decisions(kampanja, causes).exclude(pk__in=before).order_by("-kind", "to", "pk"))
            transaction.set_rollback(True)
    except Refused:
        return []
    return found


def about_decisions(kampanja: Kampanja, causes):
    return (drafts(kampanja) | Sahkoposti.objects.about(*causes)).standing()


def hold(kind: Kind, cause: str, to: Recipient, kampanja: Kampanja, values_of, about) -> None:
    values = partial(values_of, about)
    kind.hold(kampanja, cause=cause, to=to.email, language=to.language, values=values)


def drafts(kampanja: Kampanja):
    """Every mail about the campaign's decisions, whatever has become of it."""
    awards = mail_causes.causes_of_awards(Palkinto.objects.filter(sarja__kampanja=kampanja))
    entries = kampanja.osallistumiset.values_list("pk", flat=True)
    return Sahkoposti.objects.about(*awards, *map(cause_of, entries)).filter(kind__in=KINDS)


def release(now: datetime) -> int:
    """Let those drafts go whose results have become public; how many. Asked again under the campaign's lock."""
    if not Sahkoposti.objects.held().filter(kind__in=KINDS).exists():
        return 0
    due = Q(results_public_from__lte=now) | Q(sarjat__revealed_from__lte=now)
    keys = Kampanja.objects.held().filter(due).order_by("pk").values_list("pk", flat=True).distinct()
    return sum(release_of(key, now) for key in keys)


@transaction.atomic
def release_of(key: int, now: datetime) -> int:
    kampanja = Kampanja.objects.select_for_update().get(pk=key)
    sarjat = [sarja for sarja in kampanja.sarjat.select_related("kampanja") if sarja.has_results(now)]
    rows = Palkinto.objects.confirmed().filter(sarja__in=sarjat)
    count = drafts(kampanja).filter(kind=WINNER.kind, cause__in=mail_causes.causes_of_awards(rows)).release()
    return count + (drafts(kampanja).filter(kind=OTHER.kind).release() if kampanja.has_results(now) else 0)


@transaction.atomic
def invite(kampanja: Kampanja, *, by) -> int:
    """Let the winners' mails go now, under embargo; how many went. Raises Refused."""
    require_staff(by)
    Kampanja.objects.select_for_update().get(pk=kampanja.pk)
    return drafts(kampanja).filter(kind=WINNER.kind).release(by=by)


def losers(kampanja: Kampanja) -> list[Osallistuminen]:
    """Entries without an award, once every category in which they stand is decided or public.

    An act that was hidden after its award was public still has it.
    """
    given = Palkinto.objects.filter(sarja__kampanja=kampanja).confirmed().awarded()
    awarded = set(given.values_list("ehdokas__osallistuminen", flat=True))
    open_ones = [sarja.pk for sarja in kampanja.sarjat.all() if not (sarja.has_results() or sarja.is_decided)]
    rows = kampanja.osallistumiset.standing().select_related("teko__owner", "teko__author").order_by("pk")
    waiting = Q(ehdokkaat__sarja__in=open_ones, ehdokkaat__removed_at=None)
    rows = rows.exclude(pk__in=rows.filter(waiting).values("pk")).prefetch_related("teko__tekijat__user")
    return [row for row in rows if row.pk not in awarded]


def cause_of(entry) -> str:
    return f"osallistuminen:{entry if isinstance(entry, int) else entry.pk}:palaute"


def people_of(palkinto) -> list[Recipient]:
    """The authors of the act, or the contacts of the organisation; else those who answer for it."""
    if palkinto.teko:
        return recipients_of(palkinto.teko)
    contacts = User.objects.filter(represented__organisation=palkinto.ehdokas.organisation).order_by("pk")
    return those_active(contacts, "contact") or [Recipient(settings.OFFICE_EMAIL, settings.LANGUAGE_CODE, "office")]


def values_of_winner(palkinto) -> dict[str, Value]:
    return {
        "teko": palkinto.ehdokas.title,
        "palkinto": palkinto.title,
        "perustelu": Said(palkinto.citation),
        "gaala": gala_of(palkinto.sarja.kampanja),
        "vastaa": Link(_("Vastaa"), reverse("palkinnot:answer", args=[palkinto.pk])),
    }


def values_of_other(entry: Osallistuminen) -> dict[str, Value]:
    comments = feedback_of(entry)
    none = _("Raati ei kirjoittanut tästä teosta palautetta.")
    return {"teko": str(entry.teko), "palaute": Said("\n\n".join(comments)) if comments else none}


def feedback_of(entry: Osallistuminen) -> list[str]:
    """What the sheets say to the authors, in an order that tells nothing of who wrote what."""
    locked = Kierros.objects.locked().filter(sarja__kampanja=entry.kampanja_id).values("sarja")
    on = Q(ehdokas__osallistuminen=entry) | Q(ehdokas__organisation=entry.teko.owner_id)
    rows = Arvio.objects.given().standing().filter(on, ehdokas__sarja__in=locked).exclude(comment_to_authors="")
    return sorted(set(rows.values_list("comment_to_authors", flat=True)))


def gala_of(kampanja: Kampanja) -> str:
    if not kampanja.gala_starts_at:
        return _("Gaalan aika kerrotaan myöhemmin.")
    when = moment(kampanja.gala_starts_at)
    return f"{kampanja.gala_place}, {when}" if kampanja.gala_place else when
