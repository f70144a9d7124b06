import copy

import pytest


@pytest.fixture
def jury(shared_jury, db):
    """The module's own jury, as it was made."""
    return copy.deepcopy(shared_jury)
