import pytest


@pytest.fixture(autouse=True)
def _finnish():
    """Every test starts in the site's own language."""
    from django.utils import translation

    with translation.override("fi"):
        yield


@pytest.fixture
def rekisteri(db):
    """The organisations, regions, sectors and themes that come with the product."""
    from teot import register_data

    register_data.load()
