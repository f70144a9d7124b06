"""Is the service well? Each question is asked of the real thing, and a no says which."""

from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tekojentori import embedded

#: Seconds that the clocks of this machine and of the database may differ before deadlines would.
CLOCK_TOLERANCE = 2.0


def report() -> tuple[bool, dict]:
    """Whether all is well, and what was found: by question, true or a word of what is wrong."""
    try:
        answers = ask_database()
    except DatabaseError:
        return False, {"database": False, "version": release()}
    well = all(answers[key] is True for key in ("database", "locale", "migrations", "clock"))
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
    }


def release() -> str:
    try:
        return version("tekojentori")
    except PackageNotFoundError:
        return (embedded.PROJECT / "CHANGELOG.md").read_text(encoding="utf-8").split("## ", 2)[1].split()[0]
