import copy

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """Makes rows that all tests of a module find: each works in a savepoint, and the whole is never committed.

    Not for a module whose tests commit.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield lambda make: make()
        transaction.set_rollback(True)


@pytest.fixture
def jury(shared_jury, db):
    """The module's own jury, as it was made."""
    return copy.deepcopy(shared_jury)
