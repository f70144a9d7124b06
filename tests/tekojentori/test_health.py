import time
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone

from tekojentori import health, heartbeat
from tekojentori.models import Sahkoposti


def test_all_is_well(client, db):
    response = client.get("/terveys/")

    found = response.json()
    assert response.status_code == 200
    assert [found[key] for key in ("well", "database", "locale", "clock", "migrations", "worker", "mail")] == [True] * 7


def test_pending_migration_is_not_well(client, db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'teot'")

    response = client.get("/terveys/")

    assert (response.status_code, response.json()["migrations"]) == (503, False)


def test_database_out_of_reach_is_not_well(client, db):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        response = client.get("/terveys/")

    assert (response.status_code, response.json()["database"]) == (503, False)


def test_clocks_that_differ_are_not_well(client, db, monkeypatch):
    monkeypatch.setattr(health, "CLOCK_TOLERANCE", -1.0)

    assert client.get("/terveys/").json()["clock"] is False


WORKED = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def _no_beat():
    """The cache outlives a test; the beat in it must not."""
    cache.delete(heartbeat.KEY)
    yield
    cache.delete(heartbeat.KEY)


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_beat")
def test_worker_that_never_started_is_not_well_and_said(client, settings):
    settings.TASKS = WORKED

    response = client.get("/terveys/")

    reason = "taustatöiden tekijä ei ole käynnistynyt: manage.py worker"
    assert (response.status_code, response.json()["worker"]) == (503, reason)


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_beat")
@pytest.mark.parametrize(
    ("seconds", "status", "answer"),
    [(0, 200, True), (120, 200, True), (121, 503, "taustatöiden tekijä on ollut vaiti 121 s: manage.py worker")],
)
def test_worker_is_well_as_long_as_its_heart_beats(client, settings, seconds, status, answer):
    settings.TASKS = WORKED
    with time_machine.travel(timezone.now(), tick=False):
        heartbeat.beat()
        cache.set(heartbeat.KEY, time.time() - seconds, timeout=None)
        response = client.get("/terveys/")

    assert (response.status_code, response.json()["worker"]) == (status, answer)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "state", "status", "answer"),
    [
        (30, "waiting", 200, True),
        (31, "waiting", 503, "vanhin sähköposti on odottanut 31 min: 451 try later"),
        (31, "failed", 200, True),
    ],
)
def test_mail_that_waits_too_long_is_not_well(client, minutes, state, status, answer):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        Sahkoposti.objects.create(
            kind="koe/uutinen",
            cause="koe:1",
            to="lukija@kunta.example",
            state=state,
            error="451 try later",
            queued_at=now - timedelta(minutes=minutes),
        )
        response = client.get("/terveys/")

    assert (response.status_code, response.json()["mail"]) == (status, answer)
