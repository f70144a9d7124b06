"""The demo's prizes: a small campaign of last spring whose results are public, and one decided category of last season.

Like the juries they are lived through again, by the verbs: one member of staff proposes, another confirms.
"""

import json
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kampanjat.models import Kampanja
from palkinnot import award_mails, marks, publication
from palkinnot.models import Sarja
from palkinnot.models.choice import Choice
from tekojentori.models import Organisaatio, Sahkoposti, User
from teot.demo_campaigns import CLOSING, OPENING, announce, at, draft, from_today

DATA = Path(__file__).resolve().parent / "data" / "demo_prizes.json"
SECOND = "kampanjavastaava@tekojentori.example"
#: Days from today: the window of the spring's campaign, and its gala.
SPRING, GALA = (-240, -220), -195
BUSIEST = ("Ahkerin työpaikka", "Flitigaste arbetsplatsen", "Busiest workplace")


def load(staff: User) -> None:
    """All of them, once."""
    season = Kampanja.objects.filter(slug__startswith="parhaat-kaytannot").first()
    if season is None or Sarja.objects.filter(selection=Sarja.Selection.COUNT).exists():
        return
    told = json.loads(DATA.read_text(encoding="utf-8"))
    second = second_of_staff()
    with transaction.atomic():
        load_spring(told, staff, second)
    with transaction.atomic():
        names = dict(zip(("name_fi", "name_sv", "name_en"), BUSIEST, strict=True))
        decide_by_count(season, names, staff, second, position=season.sarjat.count() + 1)


def second_of_staff() -> User:
    """It takes two to decide."""
    defaults = {"name": "Kampanjavastaava", "title": "kampanjavastaava", "is_staff": True}
    return User.objects.get_or_create(email=SECOND, defaults=defaults)[0]


def load_spring(told: dict, staff: User, second: User) -> None:
    import time_machine

    days, gala = [from_today(days) for days in SPRING], from_today(GALA)
    times = {"gala_starts_at": at(gala, OPENING), "gala_ends_at": at(gala, CLOSING)}
    with time_machine.travel(at(days[0], OPENING) - timedelta(days=20)):
        kampanja = announce(told["campaign"], days[-1].year, days, staff, **times)
    teot = [enter(act, kampanja, staff) for act in told["acts"]]
    with time_machine.travel(kampanja.closes_at + timedelta(days=10)):
        sarja = Sarja.objects.create(
            kampanja=kampanja, selection=Sarja.Selection.STAFF, changed_by=staff, **told["boldest"]
        )
        sarja.gather(by=staff)
        chosen = [
            Choice(ehdokas=sarja.ehdokkaat.get(osallistuminen__teko=teko), **award)
            for teko, award in zip(teot, told["awards"], strict=False)
        ]
        sarja.propose(chosen, by=staff, reason=told["reason"])
        sarja.confirm(by=second)
        decide_by_count(kampanja, told["busiest"], staff, second, position=2)
        publication.publish(kampanja, by=second, at=kampanja.gala_ends_at)
    with time_machine.travel(kampanja.gala_ends_at + timedelta(minutes=5)):
        marks.write(timezone.now())
        award_mails.release(timezone.now())
    # What was mailed then has gone then: it does not go again today.
    old = Sahkoposti.objects.waiting().filter(created_at__lt=kampanja.gala_ends_at)
    old.update(state=Sahkoposti.State.SENT, sent_at=F("created_at"))


def enter(act: dict, kampanja: Kampanja, staff: User):
    """Sent on its day and published the next one."""
    import time_machine

    owners = {row.code: row for row in Organisaatio.objects.filter(code__startswith="ESIM-")}
    sent_at = kampanja.opens_at + timedelta(days=act["day"])
    with time_machine.travel(sent_at):
        teko = draft(act, owners, kampanja.year)
        teko.submit(by=teko.author)
        teko.enter(kampanja, by=teko.author)
    with time_machine.travel(sent_at + timedelta(days=1)):
        teko.publish(by=staff, version=teko.submitted_version)
    return teko


def decide_by_count(kampanja: Kampanja, names: dict, staff: User, second: User, *, position: int) -> None:
    """Who has the most acts, as the campaign's league counts them."""
    sarja = Sarja.objects.create(
        kampanja=kampanja,
        position=position,
        selection=Sarja.Selection.COUNT,
        target=Sarja.Target.ORGANISAATIO,
        changed_by=staff,
        **names,
    )
    sarja.propose_by_count(by=staff)
    sarja.confirm(by=second)
