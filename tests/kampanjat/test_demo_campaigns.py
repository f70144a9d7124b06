from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import timezone

from kampanjat.models import Kampanja
from kampanjat.window import Phase
from tekojentori.models import Sahkoposti
from tekojentori.refusals import Refused
from teot import demo, demo_campaigns, register_data
from teot.models import Hakurivi, Osallistuminen, Teko
from tests.factories import KampanjaFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.mark.parametrize("today", ["2026-11-26T10:00Z", "2027-03-28T00:30Z", "2026-10-25T00:30Z", "2028-02-29T22:00Z"])
def test_demo_has_a_season_that_is_over_and_a_campaign_that_is_open_whatever_the_day(today, staff):
    with time_machine.travel(datetime.fromisoformat(today), tick=False):
        register_data.load()
        demo.load_invented_acts(staff)
        demo.load_real_acts(staff)

        demo_campaigns.load(staff)

        now = timezone.now()
        newest, season, *held = Kampanja.objects.for_list()
        assert [row.window.phase(now) for row in (newest, season)] == [Phase.OPEN, Phase.CLOSED]
        assert {row.year for row in held} == set(Teko.objects.imported().values_list("campaign_year", flat=True)) - {
            None
        }
        assert Osallistuminen.objects.public().filter(kampanja=season).frozen(now).count() == 24
        assert all(row.bound_version for row in season.osallistumiset.all())


def test_demo_loads_campaigns_once_and_mails_nobody_of_last_season(staff):
    register_data.load()
    demo.load_invented_acts(staff)
    demo.load_real_acts(staff)
    demo_campaigns.load(staff)
    demo_campaigns.load(staff)

    assert Kampanja.objects.count() == 6
    season = Kampanja.objects.get(slug__startswith="parhaat-kaytannot")
    assert not Sahkoposti.objects.waiting().filter(created_at__lt=season.closes_at).exists()


def test_register_entry_is_bound_to_the_published_version(staff):
    teko, kampanja = registered(2019)

    entry = teko.record_entry(kampanja, by=staff, reason="Lähde kertoo vuoden.")

    assert (entry.bound_version, entry.is_frozen()) == (teko.published_version, True)
    assert teko.record_entry(kampanja, by=staff, reason="Toistamiseen.") == entry
    assert Hakurivi.objects.get(teko=teko).campaigns == [kampanja.pk]


@pytest.mark.parametrize(("year", "state"), [(2020, "published"), (2019, "submitted")])
def test_register_entry_wants_a_public_act_of_the_year(staff, year, state):
    teko, kampanja = registered(year, state)

    with pytest.raises(Refused, match="oman vuotensa päättyneeseen"):
        teko.record_entry(kampanja, by=staff, reason="Lähde kertoo vuoden.")


def test_register_entry_wants_a_campaign_that_is_over(staff):
    teko = TekoFactory(in_state="published", campaign_year=timezone.now().year)

    with pytest.raises(Refused, match="päättyneeseen"):
        teko.record_entry(KampanjaFactory(year=teko.campaign_year), by=staff, reason="Lähde kertoo vuoden.")


def registered(year: int, state: str = "published"):
    """An act of the year, and the campaign of 2019."""
    opens_at = datetime(2019, 8, 1, 6, tzinfo=UTC)
    return TekoFactory(in_state=state, campaign_year=year), KampanjaFactory(opens_at=opens_at, year=2019)
