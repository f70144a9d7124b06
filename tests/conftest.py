from threading import Barrier, Thread

import pytest


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


@pytest.fixture
def rekisteri(db):
    """The organisations, regions, sectors and themes that come with the product."""
    from teot import register_data

    register_data.load()


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
