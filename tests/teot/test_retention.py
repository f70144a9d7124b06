"""Nothing is kept longer than told, nothing goes before its time, and nobody's draft goes without two warnings."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tekojentori import account_views, kept, sign_in
from tekojentori.context_processors import THEME_COOKIE
from tekojentori.management.commands import tick as tick_command
from tekojentori.models import Koodi, Sahkoposti
from tekojentori.pages import load_pages
from tekojentori.refusals import Refused
from teot import retention
from teot.models import Palaute, Teko, Viesti
from teot.models.writing import UNDO
from tests.factories import KampanjaFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def tick(at: datetime) -> str:
    out = StringIO()
    with time_machine.travel(at, tick=False):
        call_command("tick", stdout=out)
    return out.getvalue()


def question(at, *, relayed):
    fields = {"name": "K", "email": "k@kunta.example", "text": "?", "language": "fi", "created_at": at}
    return Viesti.objects.create(teko=TekoFactory(), key=f"{at}", relayed_at=at if relayed else None, **fields)


def feedback(at):
    answered = {"answer": "Kiitos", "answered_at": at}
    return Palaute.objects.create(kind="error", key=f"{at}", text="x", language="fi", created_at=at, **answered)


def mail(at):
    stamps = {"created_at": at, "sent_at": at, "state": "sent"}
    return Sahkoposti.objects.create(kind="koe/x", cause=f"{at}", to="k@kunta.example", **stamps)


def log(at):
    return LogEntry.objects.create(user=UserFactory(), action_flag=CHANGE, action_time=at)


def task(at):
    row = DBTaskResult.objects.create(
        args_kwargs={}, task_path="x", backend_name="default", run_after=at, exception_class_path="", traceback=""
    )
    DBTaskResult.objects.filter(pk=row.pk).update(started_at=at)
    return row


#: A row of each kind made at an instant, and how long it stays.
KEPT = {
    "unconfirmed": (lambda at: question(at, relayed=False), 3 * DAY),
    "relayed": (lambda at: question(at, relayed=True), 365 * DAY),
    "feedback": (feedback, 730 * DAY),
    "mail": (mail, 180 * DAY),
    "code": (
        lambda at: Koodi.objects.create(email="k@kunta.example", digest="x", made_at=at, expires_at=at + SECOND),
        DAY,
    ),
    "session": (lambda at: Session.objects.create(session_key=f"{at}"[:40], session_data="", expire_date=at), 0 * DAY),
    "task": (task, 7 * DAY),
    "log": (log, 730 * DAY),
}


@pytest.mark.parametrize("kind", KEPT)
def test_row_stays_to_the_second_of_its_time_and_goes_after_it(kind):
    make, stays = KEPT[kind]
    with time_machine.travel(NOW - stays, tick=False):
        row = make(NOW - stays)
    rows = type(row).objects.filter(pk=row.pk)

    tick(NOW)
    at_its_time = rows.exists()
    tick(NOW + SECOND)

    assert (at_its_time, rows.exists()) == (True, False)


def test_what_waits_is_kept_however_old():
    with time_machine.travel(NOW - 900 * DAY, tick=False):
        waiting = Sahkoposti.objects.create(kind="koe/x", cause="a", to="k@kunta.example")
        unanswered = Palaute.objects.create(kind="error", key="a", text="x", language="fi")

    tick(NOW)

    assert Sahkoposti.objects.filter(pk=waiting.pk).exists()
    assert Palaute.objects.filter(pk=unanswered.pk).exists()


def draft(at, **fields) -> Teko:
    with time_machine.travel(at, tick=False):
        return TekoFactory(title="Vanha luonnos", **fields)


def warnings() -> list[str]:
    rows = Sahkoposti.objects.filter(kind="teot/draft_warning").order_by("pk")
    return [row.cause.rpartition(":")[2] for row in rows]


def test_abandoned_draft_goes_after_a_year_and_two_warnings():
    teko, seen = draft(NOW), {}

    for day in (334, 335, 357, 358, 364, 365, 366):
        tick(NOW + day * DAY)
        seen[day] = (warnings(), Teko.objects.filter(pk=teko.pk).exists())

    assert seen == {
        334: ([], True),
        335: (["1"], True),
        357: (["1"], True),
        358: (["1", "2"], True),
        364: (["1", "2"], True),
        365: (["1", "2"], False),
        366: (["1", "2"], False),
    }
    text = Sahkoposti.objects.filter(kind="teot/draft_warning").earliest("pk").text
    assert "Vanha luonnos" in text
    assert "24.11.2027" in text


def test_draft_is_never_deleted_unwarned_however_late_the_first_run_comes():
    teko, late = draft(NOW), NOW + 900 * DAY
    tick(late)
    first = (warnings(), Teko.objects.filter(pk=teko.pk).exists())
    tick(late + 23 * DAY)
    tick(late + 30 * DAY - SECOND)
    almost = Teko.objects.filter(pk=teko.pk).exists()
    tick(late + 30 * DAY)

    assert (first, almost, Teko.objects.filter(pk=teko.pk).exists()) == ((["1"], True), True, False)


def test_draft_that_is_taken_up_again_stays_and_is_warned_of_anew():
    teko = draft(NOW)
    tick(NOW + 335 * DAY)
    Teko.objects.filter(pk=teko.pk).update(edited_at=NOW + 340 * DAY)
    tick(NOW + 366 * DAY)
    before = warnings()
    tick(NOW + (340 + 335) * DAY)

    assert (before, warnings()) == (["1"], ["1", "1"])
    assert Teko.objects.filter(pk=teko.pk).exists()


@pytest.mark.parametrize("state", ["submitted", "returned", "published", "withdrawn"])
def test_only_drafts_are_abandoned(state):
    with time_machine.travel(NOW, tick=False):
        teko = TekoFactory(in_state=state)

    tick(NOW + 900 * DAY)

    assert (warnings(), Teko.objects.filter(pk=teko.pk).exists()) == ([], True)


def test_draft_whose_authors_have_all_left_goes_after_its_year():
    teko = draft(NOW)
    type(teko.author).objects.update(is_active=False)

    tick(NOW + 364 * DAY)
    before = Teko.objects.filter(pk=teko.pk).exists()
    tick(NOW + 365 * DAY)

    assert (before, Teko.objects.filter(pk=teko.pk).exists(), warnings()) == (True, False, [])


def test_deleted_draft_goes_when_it_can_no_longer_be_brought_back():
    teko = draft(NOW)
    with time_machine.travel(NOW, tick=False):
        teko.delete_draft(by=teko.author)

    tick(NOW + retention.UNDO)
    before = Teko.with_deleted.filter(pk=teko.pk).exists()
    tick(NOW + retention.UNDO + SECOND)

    assert (before, Teko.with_deleted.filter(pk=teko.pk).exists()) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_runs_at_once_warn_once(at_once):
    draft(NOW)

    with time_machine.travel(NOW + 335 * DAY):
        at_once(*[lambda: tick_of_now(NOW + 335 * DAY)] * 3)

    assert warnings() == ["1"]


def tick_of_now(at):
    retention.warn(at)
    connection.close()


def test_staff_see_beforehand_what_goes(staff_client):
    draft(NOW)
    with time_machine.travel(NOW, tick=False):
        question(NOW, relayed=False)
    with time_machine.travel(NOW + 336 * DAY, tick=False):
        forecast = {str(rule.name): (now, soon) for rule, now, soon in retention.forecast(NOW + 336 * DAY)}
    page = staff_client.get("/hallinta/sailytys/").content.decode()

    assert forecast["Keskenjääneet luonnokset"] == (0, 2)  # the question is about a draft too
    assert forecast["Vahvistamattomat kysymykset"] == (1, 1)
    assert [str(rule.name) in page for rule in retention.RULES] == [True] * len(retention.RULES)
    assert 'href="/hallinta/sailytys/"' in staff_client.get("/hallinta/").content.decode()


#: How the privacy page tells the time of each kind, in Finnish, Swedish and English.
TOLD = {
    "unconfirmed": (
        "ei ole vahvistettu, 3 päivässä",
        "inte har bekräftats inom 3 dagar",
        "not confirmed, within 3 days",
    ),
    "relayed": ("kysymys vastauksineen vuodessa", "fråga med svar inom ett år", "with its answers, within a year"),
    "feedback": ("kahden vuoden kuluttua vastauksesta", "två år efter svaret", "two years after its answer"),
    "mail": ("sähköposti puolessa vuodessa", "e-postmeddelande inom ett halvt år", "e-mail within half a year"),
    "code": ("kirjautumiskoodi vuorokaudessa", "inloggningskod inom ett dygn", "sign-in code within a day"),
    "session": ("istunto, kun se päättyy", "session när den upphör", "session when it ends"),
    "task": ("kirjanpito viikossa", "bokföring inom en vecka", "background tasks within a week"),
    "log": ("loki kahdessa vuodessa", "logg inom två år", "log within two years"),
}
ALSO_TOLD = [
    ("ei ole koskenut vuoteen; sen tekijöitä varoitetaan kahdesti", "varnas två gånger", "warned twice"),
    ("poistettu luonnos 10 minuutissa", "raderat utkast inom 10 minuter", "deleted draft within 10 minutes"),
    ("teksti tunnissa ja lähetysten laskurit", "inom en timme och räknare", "within an hour, and counts"),
]


@pytest.mark.parametrize(("place", "prefix"), [(0, ""), (1, "/sv"), (2, "/en")])
def test_privacy_page_tells_the_times(client, place, prefix):
    load_pages()
    page = client.get(f"{prefix}/tietosuoja/").content.decode()

    assert TOLD.keys() == KEPT.keys()
    assert [told[place] for told in [*TOLD.values(), *ALSO_TOLD] if told[place] not in page] == []
    assert timedelta(minutes=10) == UNDO
    assert f'href="{prefix}/tili/"' in page


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_privacy_page_tells_every_cookie_that_is_set(client, prefix):
    load_pages()
    page = client.get(f"{prefix}/tietosuoja/").content.decode()
    ours = {THEME_COOKIE, sign_in.COOKIE, account_views.ADDRESS_COOKIE, kept.COOKIE}
    framework = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name}
    written = sum(path.read_text().count(".set_cookie(") for app in ("tekojentori", "teot") for path in code_of(app))

    assert set(re.findall(r"<strong>([a-z-]+)</strong>", page)) == ours | framework
    assert written == 2  # the theme's and the kept text's; those of codes are signed


def code_of(app: str):
    return (settings.BASE_DIR / app).rglob("*.py")


def test_expired_rows_of_the_cache_go(db):
    cache.set("kept:x", "Kesken jäänyt teksti", 3600)
    with connection.cursor() as cursor:
        tick(timezone.now() + timedelta(seconds=3500))
        cursor.execute("SELECT count(*) FROM tekojentori_cache WHERE cache_key LIKE '%%kept:x'")
        before = cursor.fetchone()[0]
        tick(timezone.now() + timedelta(seconds=3700))
        cursor.execute("SELECT count(*) FROM tekojentori_cache WHERE cache_key LIKE '%%kept:x'")

        assert (before, cursor.fetchone()[0]) == (1, 0)


def test_one_job_that_fails_does_not_keep_the_others_from_theirs(monkeypatch, capsys):
    def broken(now):
        raise ZeroDivisionError

    monkeypatch.setattr(tick_command, "JOBS", {"rikki": broken, "ehjä": lambda now: 3})

    with pytest.raises(CommandError, match="Kesken jäi: rikki"):
        call_command("tick")

    assert "ehjä: 3" in capsys.readouterr().out


def test_draft_that_a_campaign_holds_on_to_is_not_deleted_and_nothing_stumbles_on_it():
    kampanja, staff = KampanjaFactory(), UserFactory(staff=True)
    teko = TekoFactory(in_state="submitted")
    entry = teko.enter(kampanja, by=teko.author)
    with time_machine.travel(kampanja.closes_at + DAY, tick=False):
        entry.freeze()
        entry.exclude(by=staff, reason="Pyydettiin.")
        teko.take_back(by=teko.author)
        with pytest.raises(Refused, match="on ollut ehdolla kampanjassa"):
            teko.delete_draft(by=teko.author)
        Teko.objects.filter(pk=teko.pk).update(deleted_at=timezone.now())
    other = TekoFactory()
    other.delete_draft(by=other.author)

    tick(kampanja.closes_at + 2 * DAY)

    assert list(Teko.with_deleted.all()) == [teko]
