"""When results become public: all of a campaign at an instant, single categories earlier; called off until then."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kampanjat.models import Kampanja
from palkinnot.models import Palkinto, Sarja
from palkinnot.models.choice import is_prize
from palkinnot.models.locking import reason_in, require_staff
from palkinnot.models.scheduling import require_none_fallen
from tekojentori.moments import deadline, moment
from tekojentori.refusals import Refused


@dataclass(frozen=True)
class Hindrance:
    """One thing that keeps results from becoming public, and the category that it is about, if it is about one."""

    reason: str
    sarja: Sarja | None = None

    def __str__(self):
        return self.reason


def hindrances(kampanja: Kampanja) -> list[Hindrance]:
    """Everything that keeps the campaign's results from becoming public."""
    return hindrances_in(kampanja, list(kampanja.sarjat.with_decisions().order_by("position", "pk")))


def hindrances_in(kampanja: Kampanja, sarjat: list[Sarja]) -> list[Hindrance]:
    """The same of categories that have been read `with_decisions`."""
    found = [] if sarjat else [Hindrance(_("Kampanjassa ei ole palkintosarjoja."))]
    if not kampanja.is_public or kampanja.is_cancelled:
        found.append(Hindrance(_("Kampanjaa ei ole julkaistu, tai se on peruttu.")))
    return found + [Hindrance(reason, sarja) for sarja in sarjat if (reason := hindrance_of(sarja))]


def hindrance_of(sarja: Sarja) -> str:
    """Of a category read `with_decisions`."""
    name = {"name": sarja.name}
    if not sarja.is_decided_by(sarja.decisions):
        given = sum(is_prize(row.kind) for row in sarja.decisions)
        if not given or any(row.state == Palkinto.State.PROPOSED for row in sarja.decisions):
            return _("Sarja ”%(name)s”: palkintoja ei ole vahvistettu.") % name
        message = _(
            "Sarja ”%(name)s”: vahvistettuja palkintoja on %(given)s, ja sarjassa annetaan vähintään %(least)s. Peru "
            "päätös ja tee uusi ehdotus."
        )
        return message % (name | {"given": given, "least": sarja.fewest_prizes})
    is_by_jury = sarja.selection == Sarja.Selection.JURY
    if is_by_jury and (sarja.lock_key is None or any(row.lukitus_id != sarja.lock_key for row in sarja.decisions)):
        return _("Sarja ”%(name)s”: kierros on avattu päätöksen jälkeen. Tee päätös uudelleen.") % name
    return ""


def token(kampanja: Kampanja) -> str:
    """Tells whether what one has looked at is what there is: every decision of the campaign, and its instants."""
    rows = Palkinto.objects.filter(sarja__kampanja=kampanja).order_by("pk").values_list("pk", "version")
    instants = kampanja.sarjat.order_by("pk").values_list("pk", "revealed_from")
    at = Kampanja.objects.values_list("results_public_from", flat=True).get(pk=kampanja.pk)
    return hashlib.sha256(repr([list(rows), list(instants), at]).encode()).hexdigest()[:16]


def require_seen(kampanja: Kampanja, seen: str | None) -> None:
    if seen is not None and seen != token(kampanja):
        raise Refused(_("Joku muu on muuttanut päätöksiä tai julkistusta sinun avattuasi sivun. Katso se ensin."))


def publish(kampanja: Kampanja, *, by, at: datetime | None = None, seen: str | None = None) -> None:
    """Store the instant from which the results are public; without `at` it is now. Raises Refused.

    A decision whose candidate has left meanwhile is opened again, and stays so although the rest is refused.
    """
    require_none_fallen([row for sarja in kampanja.sarjat.all() for row in sarja.reopen_fallen(by=by)])
    _publish(kampanja, by=by, at=at, seen=seen)


@transaction.atomic
def _publish(kampanja: Kampanja, *, by, at: datetime | None, seen: str | None) -> None:
    kampanja._lock()
    require_publisher(by)
    now, scheduled = timezone.now(), kampanja.results_public_from
    if scheduled and scheduled == at and not kampanja.has_results(now):
        return
    if told := why_not_now(kampanja, scheduled, now):
        raise Refused(told)
    require_seen(kampanja, seen)
    instant = instant_of(kampanja, at, now)
    missing = hindrances(kampanja)
    if missing:
        raise Refused(" ".join(map(str, missing)))
    kampanja.results_public_from = instant
    kampanja._stamp("results_public_from", by=by, reason=_("Tulosten julkistus."))


@transaction.atomic
def call_off(kampanja: Kampanja, *, by, reason: str) -> None:
    """Before the instant: nothing becomes public, and nobody outside learns that it would have. Raises Refused."""
    kampanja._lock()
    require_publisher(by)
    reason = reason_in(reason)
    if kampanja.results_public_from is None:
        return
    if told := why_not_called_off(kampanja.results_public_from, timezone.now()):
        raise Refused(told)
    kampanja.results_public_from = None
    kampanja._stamp("results_public_from", by=by, reason=reason)


def reveal(sarja: Sarja, *, by, at: datetime | None = None, seen: str | None = None) -> None:
    """One category before the others of its campaign; without `at` now. Raises Refused."""
    require_none_fallen(sarja.reopen_fallen(by=by))
    _reveal(sarja, by=by, at=at, seen=seen)


@transaction.atomic
def _reveal(sarja: Sarja, *, by, at: datetime | None, seen: str | None) -> None:
    sarja.lock_decisions()
    require_publisher(by)
    now, scheduled = timezone.now(), sarja.revealed_from
    if scheduled and scheduled == at and not sarja.has_results(now):
        return
    if told := why_not_now(sarja, scheduled, now):
        raise Refused(told)
    require_seen(sarja.kampanja, seen)
    instant = earlier_instant_of(sarja.kampanja, at, now)
    if not sarja.kampanja.is_public or sarja.kampanja.is_cancelled:
        raise Refused(_("Kampanjaa ei ole julkaistu, tai se on peruttu."))
    if missing := hindrance_of(Sarja.objects.with_decisions().get(pk=sarja.pk)):
        raise Refused(missing)
    sarja._come_out(instant, by=by, reason=_("Sarjan julkistus."))


@transaction.atomic
def conceal(sarja: Sarja, *, by, reason: str) -> None:
    """Call a category's earlier instant off, before it. Raises Refused."""
    sarja.lock_decisions()
    require_publisher(by)
    reason = reason_in(reason)
    if sarja.revealed_from is None:
        return
    if told := why_not_called_off(sarja.revealed_from, timezone.now()):
        raise Refused(told)
    sarja._come_out(None, by=by, reason=reason)


def why_not_now(of: Kampanja | Sarja, scheduled: datetime | None, now: datetime) -> str:
    """Why its results cannot be published, beside what is missing; empty when they can."""
    if of.has_results(now):
        return _("Tulokset ovat jo julki. Muuta niitä oikaisulla.")
    if scheduled:
        return _("Julkistus on jo ajastettu: %(when)s. Peru se ensin.") % {"when": moment(scheduled)}
    return ""


def why_not_called_off(instant: datetime, now: datetime) -> str:
    """Empty while the instant is ahead."""
    if instant > now:
        return ""
    return _("Tulokset ovat jo julki, joten julkistusta ei voi perua. Virheen voi oikaista.")


def instant_of(kampanja: Kampanja, at: datetime | None, now: datetime) -> datetime:
    """The instant, if it will do. Raises Refused."""
    if at is not None and at < now:
        raise Refused(_("%(when)s on jo mennyt. Anna hetki, joka on edessä.") % {"when": moment(at)})
    close = kampanja.window.last_close
    if (at or now) < close + kampanja.grace:
        message = _("Haku on auki %(until)s asti. Tulokset tulevat julki vasta sen jälkeen.")
        raise Refused(message % {"until": deadline(close)})
    return at or now


def earlier_instant_of(kampanja: Kampanja, at: datetime | None, now: datetime) -> datetime:
    """The instant of a category that comes before the others, if it does. Raises Refused."""
    instant, others = instant_of(kampanja, at, now), kampanja.results_public_from
    if others and instant >= others:
        message = _("Kaikki tulokset tulevat julki %(when)s. Anna hetki, joka on ennen sitä.")
        raise Refused(message % {"when": moment(others)})
    return instant


def default_instant(kampanja: Kampanja) -> datetime | None:
    """What the page offers: the gala's end, while it is ahead."""
    ends_at = kampanja.gala_ends_at
    return ends_at if ends_at and ends_at > timezone.now() else None


def require_publisher(user) -> None:
    require_staff(user)
    if user is None:
        raise Refused(_("Tulokset julkistaa ihminen, joka on kirjautunut."))


def reopen_fallen() -> int:
    """Places that are open again because the candidate has left; how many. At once when it leaves, and by `tick`."""
    keys = Palkinto.objects.fallen().values("sarja")
    return sum(len(sarja.reopen_fallen()) for sarja in Sarja.objects.filter(pk__in=keys).order_by("pk"))
