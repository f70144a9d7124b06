"""The closing second, with real connections: who is in time is in, once, and every receipt is true."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from threading import Event, Thread
from time import perf_counter, sleep

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from kampanjat.models import Kampanja
from tekojentori.models import Sahkoposti
from teot import authors, campaign_times
from teot.models import Osallistuminen, Teko, Versio
from tests.factories import KampanjaFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
SUBMITTERS = 20
#: A worker of its own that dies in the middle of sending: the version is written, the entry is not yet committed.
WORKER = """
import os, signal, sys
import django
django.setup()
from django.db import transaction
from kampanjat.models import Kampanja
from teot import authors
from teot.models import Teko
teko = Teko.objects.get(pk=int(sys.argv[1]))
with transaction.atomic():
    authors.submit(teko, by=teko.author, kampanja=Kampanja.objects.get())
    print("written", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""

#: A process of its own that has started, and waits for the others before it does what time asks for.
TICK = """
import sys
import django
django.setup()
from django.core.management import call_command
print("ready", flush=True)
sys.stdin.readline()
call_command("tick")
"""


def submit(key: int) -> tuple[str, int]:
    """What the submitter is told: the key of the version that is in, or why it is not."""
    teko = Teko.objects.get(pk=key)
    return "in", authors.submit(teko, by=teko.author, kampanja=Kampanja.objects.get()).pk


def seconds_of_one() -> float:
    """How long it takes here to send an act when nobody else does."""
    teko, began = TekoFactory(), perf_counter()
    authors.submit(teko, by=teko.author)
    return perf_counter() - began


def environment() -> dict[str, str]:
    """What leads a process of its own to the test's database."""
    settings = connection.settings_dict
    address = f"postgresql://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}?host={settings['HOST']}"
    address += f"&port={settings['PORT']}" if settings["PORT"] else ""
    return os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}


def worker_killed_in_the_middle(key: int) -> tuple[int, bytes]:
    command = [sys.executable, "-c", WORKER, str(key)]
    done = subprocess.run(command, env=environment(), capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout


@pytest.mark.parametrize("run", range(3))
def test_twenty_in_the_closing_second(at_once, run):
    """Each clicks twice, from two connections; half are too late or nearly so. A slow machine gets more time."""
    acts = [TekoFactory() for _submitter in range(SUBMITTERS)]
    kampanja, spread = KampanjaFactory(grace=timedelta(0)), max(1.0, 2 * SUBMITTERS * seconds_of_one())
    begins = timezone.now() + timedelta(seconds=0.3)
    closes_at = begins + timedelta(seconds=spread / 2)
    Kampanja.objects.update(closes_at=closes_at)

    def click(place, key):
        at = begins + timedelta(seconds=spread * place / SUBMITTERS)
        sleep(max(0, (at - timezone.now()).total_seconds()))
        return submit(key)

    clicks = [(lambda place=place, key=teko.pk: click(place, key)) for place, teko in enumerate(acts) for _ in "12"]
    answers = at_once(*clicks)
    campaign_times.freeze(timezone.now())

    entries = {entry.teko_id: entry for entry in Osallistuminen.objects.select_related("frozen_version")}
    assert all(answer is not None for answer in answers)
    for place, teko in enumerate(acts):
        told = answers[2 * place : 2 * place + 2]
        receipts = {answer[1] for answer in told if answer[0] == "in"}
        assert len(receipts) <= 1
        if receipts:  # what the receipt says is what jurors read, and it was sent in time
            entry = entries.pop(teko.pk)
            assert {entry.frozen_version_id} == receipts
            assert entry.entered_at < closes_at
            assert Versio.objects.filter(teko=teko).count() == 1
            assert Sahkoposti.objects.filter(kind="teot/received", to=teko.author.email).count() == 1
        else:
            assert all("haku sulkeutui" in answer for answer in told)
            assert Teko.objects.get(pk=teko.pk).state == "draft"
            assert not Versio.objects.filter(teko=teko).exists()
    assert entries == {}
    inside = {answer[1] for answer in answers if answer[0] == "in"}
    assert 0 < len(inside) == kampanja.osallistumiset.count() < SUBMITTERS


def test_worker_killed_in_the_middle_leaves_nothing_and_stops_nobody(at_once):
    acts = [TekoFactory() for _submitter in range(5)]
    killed = acts.pop()
    KampanjaFactory()
    outcome = []
    thread = Thread(target=lambda: outcome.append(worker_killed_in_the_middle(killed.pk)))
    thread.start()

    answers = at_once(*[lambda key=teko.pk: submit(key) for teko in acts])
    thread.join(timeout=90)

    assert outcome == [(-signal.SIGKILL, b"written\n")]
    assert [answer[0] for answer in answers] == ["in"] * 4
    assert not Versio.objects.filter(teko=killed).exists()
    assert not Osallistuminen.objects.filter(teko=killed).exists()
    assert submit(killed.pk)[0] == "in"


def test_extension_and_freeze_at_once_never_bind_what_is_open(at_once):
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        kampanja, staff, teko = KampanjaFactory(), UserFactory(staff=True), TekoFactory(in_state="submitted")
        teko.enter(kampanja, by=teko.author)
    until = timezone.now() + timedelta(days=1)

    at_once(
        lambda: Kampanja.objects.get().extend(until=until, by=staff, reason="Sähkökatko."),
        lambda: campaign_times.freeze(timezone.now()),
    )

    assert Osallistuminen.objects.get().frozen_version is None


def test_cancelling_waits_for_those_who_are_coming_in_and_tells_them(at_once):
    kampanja, staff, teko = KampanjaFactory(), UserFactory(staff=True), TekoFactory()
    entered, cancelled = Event(), Event()

    def enter():
        with transaction.atomic():
            answer = submit(teko.pk)
            entered.set()
            cancelled.wait(timeout=2)
        return answer

    def cancel():
        entered.wait(timeout=20)
        Kampanja.objects.get(pk=kampanja.pk).cancel(by=staff, reason="Ohjelma päättyi.")
        cancelled.set()

    answer, _cancelled = at_once(enter, cancel)

    told = Sahkoposti.objects.filter(kind="teot/campaign_cancelled", to=teko.author.email).count()
    assert (answer[0], told) == ("in", 1)


def test_four_ticks_at_once_send_each_mail_once_and_freeze_once():
    closed, soon = KampanjaFactory(grace=timedelta(0)), KampanjaFactory(closes_at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() - timedelta(hours=5)):
        drafts = [TekoFactory() for _draft in range(3)]
        for teko in drafts:
            teko.aim(soon, by=teko.author)
    teko = TekoFactory(in_state="submitted")
    teko.enter(closed, by=teko.author)
    Kampanja.objects.filter(pk=closed.pk).update(closes_at=timezone.now())

    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "env": environment()}
    ticks = [subprocess.Popen([sys.executable, "-c", TICK], **pipes) for _tick in range(4)]
    assert [tick.stdout.readline() for tick in ticks] == [b"ready\n"] * 4
    for tick in ticks:
        tick.stdin.write(b"\n")
        tick.stdin.flush()

    assert [tick.communicate(timeout=90) and tick.returncode for tick in ticks] == [0] * 4
    told = sorted(Sahkoposti.objects.filter(kind="teot/reminder").values_list("to", flat=True))
    assert told == sorted(teko.author.email for teko in drafts)
    assert Osallistuminen.objects.exclude(frozen_version=None).count() == 1
    assert Osallistuminen.pgh_event_model.objects.count() == 2
