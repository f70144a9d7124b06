"""What is not kept: each kind of row with its time, as told on /tietosuoja/. `tick` deletes; staff see it before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from kampanjat.models import Tilaus
from tekojentori.models import Koodi, Mykistys, Sahkoposti
from teot.models import Palaute, Teko, Viesti
from teot.models.writing import UNDO
from teot.recipients import people_of

DAY = timedelta(days=1)
#: A draft that nobody has touched goes after this; its authors are warned twice, so long before.
ABANDONED = 365 * DAY
WARNINGS = {1: 30 * DAY, 2: 7 * DAY}
#: How far ahead staff see.
AHEAD = 30 * DAY


@dataclass(frozen=True)
class Rule:
    """Rows of one kind, and how long they are kept. `rows`: those whose time is up at the instant."""

    name: str
    kept: str
    rows: Callable[[datetime], QuerySet]

    def count(self, now: datetime) -> int:
        return self.rows(now).count()

    @transaction.atomic
    def delete(self, now: datetime) -> int:
        """How many rows went. They are locked and asked once more: what somebody takes up meanwhile stays."""
        rows = self.rows(now)
        keys = list(rows.select_for_update(of=["self"]).values_list("pk", flat=True))
        getattr(rows.model, "with_deleted", rows.model._default_manager).filter(pk__in=keys).delete()
        return len(keys)


@dataclass(frozen=True)
class ShortLived:
    """What the cache holds until a moment of its own: after that it is not found, but its rows would stay."""

    name: str
    kept: str

    def count(self, now: datetime) -> int:
        return self.run("SELECT count(*) FROM tekojentori_cache WHERE expires < %s", now).fetchone()[0]

    def delete(self, now: datetime) -> int:
        return self.run("DELETE FROM tekojentori_cache WHERE expires < %s", now).rowcount

    def run(self, statement: str, now: datetime):
        cursor = connection.cursor()
        cursor.execute(statement, [now])
        return cursor


def abandoned(now: datetime, *, for_at_least: timedelta) -> QuerySet:
    """Drafts that nobody has touched for so long. `touched_at`: when somebody last did."""
    touched = Greatest(Coalesce(F("edited_at"), F("created_at")), F("state_at"))
    drafts = Teko.objects.deletable().filter(state=Teko.State.DRAFT, versiot=None).annotate(touched_at=touched)
    return drafts.filter(touched_at__lte=now - for_at_least).order_by("touched_at", "pk")


def cause_of(teko, warning: int) -> str:
    """A draft that is taken up again is warned of anew."""
    return f"luonnos:{teko.pk}:{teko.touched_at:%Y%m%d%H%M%S}:{warning}"


@transaction.atomic
def warn(now: datetime) -> int:
    """Tell the authors of abandoned drafts, the second time when the first has had its time; how many mails."""
    before = Sahkoposti.objects.count()
    for teko in abandoned(now, for_at_least=ABANDONED - WARNINGS[1]):
        first = Sahkoposti.objects.filter(cause=cause_of(teko, 1)).order_by("created_at").first()
        if first is None:
            write_warning(teko, 1, goes_at=max(teko.touched_at + ABANDONED, now + WARNINGS[1]))
        elif first.created_at <= now - (WARNINGS[1] - WARNINGS[2]):
            write_warning(teko, 2, goes_at=now + WARNINGS[2])
    return Sahkoposti.objects.count() - before


def write_warning(teko, warning: int, *, goes_at: datetime) -> None:
    for person in people_of(teko):
        if person.is_active:
            Sahkoposti.objects.post(
                kind="teot/draft_warning",
                cause=cause_of(teko, warning),
                to=person.email,
                language=person.language,
                context={"title": teko.title, "goes_at": goes_at},
            )


def abandoned_and_warned(now: datetime) -> QuerySet:
    """Abandoned drafts whose second warning was written a week ago, and those that nobody is left to be warned of."""
    keys = []
    for teko in abandoned(now, for_at_least=ABANDONED):
        reachable = any(person.is_active for person in people_of(teko))
        warned = Sahkoposti.objects.filter(cause=cause_of(teko, 2), created_at__lte=now - WARNINGS[2])
        if not reachable or warned.exists():
            keys.append(teko.pk)
    return abandoned(now, for_at_least=ABANDONED).filter(pk__in=keys)


def ended_tasks(now: datetime) -> QuerySet:
    """Also those whose worker died."""
    return DBTaskResult.objects.filter(Q(finished_at__lt=now - 7 * DAY) | Q(started_at__lt=now - 7 * DAY))


RULES: list[Rule | ShortLived] = [
    Rule(_("Keskenjääneet luonnokset"), _("vuosi"), abandoned_and_warned),
    Rule(
        _("Poistetut luonnokset"),
        _("palautusaika"),
        lambda now: Teko.with_deleted.deletable().filter(deleted_at__lt=now - UNDO),
    ),
    Rule(
        _("Vahvistamattomat kysymykset"),
        _("3 päivää"),
        lambda now: Viesti.objects.unconfirmed().filter(created_at__lt=now - 3 * DAY),
    ),
    Rule(
        _("Välitetyt kysymykset vastauksineen"),
        _("vuosi"),
        lambda now: Viesti.objects.filter(question=None, relayed_at__lt=now - 365 * DAY),
    ),
    Rule(
        _("Vastatut palautteet"),
        _("kaksi vuotta"),
        lambda now: Palaute.objects.filter(answered_at__lt=now - 2 * 365 * DAY),
    ),
    Rule(
        _("Lähetetyt ja epäonnistuneet sähköpostit"),
        _("puoli vuotta"),
        lambda now: Sahkoposti.objects.over().filter(created_at__lt=now - 180 * DAY),
    ),
    Rule(
        _("Vahvistamattomat pyynnöt kertoa haun aukeamisesta"),
        _("3 päivää"),
        lambda now: Tilaus.objects.unconfirmed().filter(asked_at__lt=now - 3 * DAY),
    ),
    Rule(
        _("Poistetut mykistykset"),
        _("kaksi vuotta"),
        lambda now: Mykistys.objects.filter(lifted_at__lt=now - 2 * 365 * DAY),
    ),
    ShortLived(_("Tallentamatta jääneet tekstit ja lähetysten laskurit"), _("tunti tai enintään vuorokausi")),
    Rule(_("Kirjautumiskoodit"), _("vuorokausi"), lambda now: Koodi.objects.filter(made_at__lt=now - DAY)),
    Rule(_("Päättyneet istunnot"), _("istunnon loppuun"), lambda now: Session.objects.filter(expire_date__lt=now)),
    Rule(_("Taustatöiden kirjanpito"), _("viikko"), ended_tasks),
    Rule(
        _("Hallinnan loki"), _("kaksi vuotta"), lambda now: LogEntry.objects.filter(action_time__lt=now - 2 * 365 * DAY)
    ),
]


def forecast(now: datetime) -> list[tuple[Rule | ShortLived, int, int]]:
    """For staff: each rule, how many rows go at the next run, and how many within a month."""
    found = []
    for rule in RULES:
        soon = rule.count(now + AHEAD)
        if isinstance(rule, Rule) and rule.rows is abandoned_and_warned:
            soon = abandoned(now + AHEAD, for_at_least=ABANDONED).count()
        found.append((rule, rule.count(now), soon))
    return found
