"""The demo's campaigns: one for each year that the register names, last season's, and one that is open today.

Last season is lived through again: the clock is set back, and people do then, by the verbs, what they did.
"""

import json
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kampanjat.models import Kampanja
from tekojentori.models import Organisaatio, Sahkoposti, User
from teot.demo import DATA, load_act, load_organisation
from teot.models import Teko

#: Why an act of the register stands in a campaign of its year.
SOURCE = "Lähde kertoo kampanjan vuoden."
#: The hours at which campaigns open and close, and the days: of old ones in their year, of others from today.
OPENING, CLOSING = time(9), time(16)
HELD = ((8, 1), (9, 30))
#: What an act of the season tells beyond what its working copy is made of.
OF_THE_SEASON = {"day", "partners", "years_ago", "co_author", "contact_email"}
SEASON, OPEN, GALA = (-120, -85), (-12, 19), 14


def load(staff: User) -> None:
    """All of them, once."""
    if Kampanja.objects.exists():
        return
    texts = json.loads((DATA / "campaigns.json").read_text(encoding="utf-8"))
    for year, told in texts["held"].items():
        load_held(int(year), told, staff)
    load_last_season(texts["season"], staff)
    load_open(texts["open"], staff)


@transaction.atomic
def load_held(year: int, told: dict, staff: User) -> None:
    """A closed campaign with the register's acts of its year, whose sources tell no more than the year."""
    days = [date(year, month, day) for month, day in HELD]
    kampanja = announce(told, year, days, staff)
    for teko in Teko.objects.public().imported().filter(campaign_year=year):
        teko.record_entry(kampanja, by=staff, reason=SOURCE)


@transaction.atomic
def load_last_season(told: dict, staff: User) -> None:
    """Entries of invented workplaces: each sent on its day, published the next one, and all frozen at the close."""
    import time_machine

    content = json.loads((DATA / "season.json").read_text(encoding="utf-8"))
    for row in content["organisations"]:
        load_organisation(row)
    owners = {row.code: row for row in Organisaatio.objects.filter(code__startswith="ESIM-")}
    days, gala = [from_today(days) for days in SEASON], from_today(GALA)
    year = days[-1].year
    with time_machine.travel(at(days[0], OPENING) - timedelta(days=30)):
        gala = {"gala_starts_at": at(gala, time(13)), "gala_ends_at": at(gala, CLOSING)}
        kampanja = announce(told, year, days, staff, **gala)
    for number, act in enumerate(content["acts"]):
        sent_at = kampanja.opens_at + timedelta(days=act["day"], hours=number % 7)
        with time_machine.travel(sent_at):
            teko = draft(act, owners, year)
            teko.submit(by=teko.author)
            teko.enter(kampanja, by=teko.author)
        with time_machine.travel(sent_at + timedelta(days=1)):
            teko.publish(by=staff, version=teko.submitted_version)
    # What was mailed then has gone then: it does not go again today.
    old = Sahkoposti.objects.waiting().filter(created_at__lt=kampanja.closes_at)
    old.update(state=Sahkoposti.State.SENT, sent_at=F("created_at"))


@transaction.atomic
def load_open(told: dict, staff: User) -> None:
    """A campaign that is open today, which some of the invented acts have entered."""
    import time_machine

    days = [from_today(days) for days in OPEN]
    with time_machine.travel(at(days[0], OPENING) - timedelta(days=14)):
        kampanja = announce(told, days[-1].year, days, staff, admits_published=True)
    invented = Teko.objects.filter(register_id=None, osallistumiset=None, author__isnull=False)
    for teko in invented.filter(state__in=[Teko.State.SUBMITTED, Teko.State.PUBLISHED]):
        teko.enter(kampanja, by=teko.author)


def announce(told: dict, year: int, days: list[date], staff: User, **fields) -> Kampanja:
    """A campaign that staff have published. `days`: the first and the last of its window."""
    fields |= {name: text.format(year=year) for name, text in told.items()}
    opens_at, closes_at = (at(day, hour) for day, hour in zip(days, (OPENING, CLOSING), strict=True))
    kampanja = Kampanja(year=year, opens_at=opens_at, closes_at=closes_at, changed_by=staff, **fields)
    kampanja.full_clean(exclude=["changed_by"])
    kampanja.save()
    kampanja.publish(by=staff)
    return kampanja


def draft(act: dict, owners: dict[str, Organisaatio], year: int) -> Teko:
    """One of the season's acts, not yet sent."""
    own = {name: value for name, value in act.items() if name not in OF_THE_SEASON}
    teko = load_act(own | {"first_year": year - act["years_ago"]}, owners)
    teko.partners.set(owners[code] for code in act["partners"])
    if "contact_email" in act:
        teko.contact_email = act["contact_email"]
        teko.save(update_fields=["contact_email"])
    if "co_author" in act:
        other, _created = User.objects.get_or_create(email=act["co_author"]["email"], defaults=act["co_author"])
        teko.invite(by=teko.author, email=other.email)
        teko.accept_invitation(by=other)
    return teko


def from_today(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def at(day: date, hour: time) -> datetime:
    """That hour of the day by Finnish clocks."""
    return timezone.make_aware(datetime.combine(day, hour))
