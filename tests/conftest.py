from pathlib import Path
from threading import Barrier, Thread

import pytest

SHARING = 'scope="module"'


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Each test goes to the worker that is free first; modules whose tests share what is dear to make go whole."""
    from xdist.scheduler import LoadScopeScheduling

    tests = Path(__file__).parent
    whole = {
        path.relative_to(config.rootpath).as_posix()
        for path in tests.rglob("test_*.py")
        if SHARING in path.read_text(encoding="utf-8")
    }

    class OneByOne(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            module = nodeid.partition("::")[0]
            return module if module in whole else nodeid

    return OneByOne(config, log)


@pytest.fixture(autouse=True, scope="session")
def _empty_quickly():
    """After a test that commits, content types and permissions stay: to make them anew took longer than the rest."""
    from django.core.management.color import no_style
    from django.db import connection
    from django.test import TransactionTestCase

    def empty(self):
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        tables -= {"django_content_type", "auth_permission"}
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(autouse=True)
def _finnish():
    """Every test starts in the site's own language."""
    from django.utils import translation

    with translation.override("fi"):
        yield


@pytest.fixture(autouse=True)
def _nothing_counted(request):
    """Limits count in the cache's table, which no rollback and no flush empties after a test that commits."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        from django.core.cache import cache

        request.getfixturevalue("transactional_db")
        cache.clear()


@pytest.fixture(scope="session")
def _register_rows():
    """By its name, the rows of each table of the register, as a first test has loaded them."""
    return {}


@pytest.fixture
def rekisteri(db, _register_rows):
    """The organisations, regions, sectors and themes that come with the product: from files once, then copied."""
    load_register(_register_rows)


def load_register(rows: dict[str, bytes]) -> None:
    from django.db import connection

    from tekojentori.models import Maakunta, Organisaatio, Sivu
    from teot import register_data
    from teot.models import Teema, Toimiala

    if register_data.count():  # a test has rows of its own already
        register_data.load()
        return
    if not rows:
        register_data.load()
        for model in (Maakunta, Organisaatio, Sivu, Toimiala, Teema):
            with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} TO STDOUT") as copy:
                rows[model._meta.db_table] = b"".join(copy)
        return
    for table, content in rows.items():
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            copy.write(content)


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """Rows that a module's fixture makes are found by all its tests; each works in a savepoint, and all is rolled back.

    Not for a module whose tests commit.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def at_once():
    """Runs the callables at the same moment; returns what each answered, or its refusal as a sentence."""

    from django.db import connection

    from tekojentori.refusals import Refused

    def run(*callables):
        barrier, answers = Barrier(len(callables)), [None] * len(callables)

        def go(place, act):
            try:
                barrier.wait(timeout=10)
                answers[place] = act()
            except Refused as refusal:
                answers[place] = str(refusal)
            finally:
                connection.close()

        threads = [Thread(target=go, args=pair) for pair in enumerate(callables)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return answers

    return run


@pytest.fixture
def staff_client(client, db):
    """A browser in which programme staff have signed in, strongly enough for the admin."""
    from tests.factories import UserFactory, enter_admin

    return enter_admin(client, UserFactory(staff=True))
