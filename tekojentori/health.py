"""Is the service well? Each question is asked of the real thing, and a no says which."""

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tekojentori import embedded, heartbeat
from tekojentori.models import Sahkoposti

#: Seconds that the clocks of this machine and of the database may differ before deadlines would.
CLOCK_TOLERANCE = 2.0
#: Seconds that the worker may be silent: its longest task takes less.
SILENCE_TOLERANCE = 120
#: Minutes that a mail may wait, its retries included.
MAIL_TOLERANCE = 30


def report() -> tuple[bool, dict]:
    """Whether all is well, and what was found: by question, true or a word of what is wrong."""
    try:
        answers = ask_database()
    except DatabaseError:
        return False, {"database": False, "version": release()}
    well = all(answer is True for name, answer in answers.items() if name != "clock_drift_seconds")
    return well, answers | {"version": release()}


def ask_database() -> dict:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(v) FROM ({embedded.VERIFY_SQL}) v")  # noqa: S608 - our own constant
        verified = cursor.fetchone()[0]
        cursor.execute("SELECT show_trgm('ä') <> '{}', clock_timestamp()")
        trigrams, theirs = cursor.fetchone()
    drift = abs((datetime.now(UTC) - theirs).total_seconds())
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {
        "database": True,
        "locale": all(verified.values()) and trigrams,
        "clock": drift <= CLOCK_TOLERANCE,
        "clock_drift_seconds": round(drift, 3),
        "migrations": not pending,
        **({} if pending else {"worker": ask_worker(), "mail": ask_mail()}),
    }


def ask_worker() -> bool | str:
    """Whether somebody does the background tasks; where they are done at once there is nobody to ask."""
    if not settings.TASKS["default"]["BACKEND"].endswith(".DatabaseBackend"):
        return True
    silence = heartbeat.seconds_since()
    if silence is None:
        return "taustatöiden tekijä ei ole käynnistynyt: manage.py worker"
    return silence <= SILENCE_TOLERANCE or f"taustatöiden tekijä on ollut vaiti {silence:.0f} s: manage.py worker"


def ask_mail() -> bool | str:
    """Whether mails go out."""
    oldest = Sahkoposti.objects.waiting().order_by("queued_at").first()
    waited = (timezone.now() - oldest.queued_at).total_seconds() / 60 if oldest else 0
    return waited <= MAIL_TOLERANCE or f"vanhin sähköposti on odottanut {waited:.0f} min: {oldest.error or 'jonossa'}"


def release() -> str:
    try:
        return version("tekojentori")
    except PackageNotFoundError:
        return (embedded.PROJECT / "CHANGELOG.md").read_text(encoding="utf-8").split("## ", 2)[1].split()[0]
