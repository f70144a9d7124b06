import pytest
from django.core.management import call_command

from kampanjat.models import Kampanja
from palkinnot import demo_juries
from palkinnot.models import Arvio, Ehdokas, Esteellisyys, Kierros, Raatilainen
from palkinnot.standings import standings
from teot import demo, demo_campaigns, register_data


@pytest.mark.django_db
def test_demo_has_a_season_in_discussion_and_a_second_jury_that_scores():
    register_data.load()
    staff = demo.load_people()
    demo.load_invented_acts(staff)
    demo_campaigns.load(staff)

    demo_juries.load(staff)
    sheets = Arvio.objects.count()
    demo_juries.load(staff)

    assert Arvio.objects.count() == sheets
    season = Kampanja.objects.get(slug__startswith="parhaat-kaytannot")
    rounds = list(Kierros.objects.filter(sarja__kampanja=season).order_by("sarja__position"))
    assert [(row.sarja.target, row.state) for row in rounds] == [
        ("teko", "discussion"),
        ("teko", "discussion"),
        ("organisaatio", "discussion"),
    ]
    standing = Ehdokas.objects.standing().filter(sarja__kampanja=season).exclude(osallistuminen=None)
    assert (standing.count(), standing.values("osallistuminen").distinct().count()) == (24, 24)
    jury = Raatilainen.objects.seated().filter(raati__kampanja=season)
    assert (jury.count(), set(rounds[0].people()) - {staff}) == (6, {seat.user for seat in jury})
    shown = Esteellisyys.objects.in_force().filter(ehdokas__in=standing, user__seats__in=jury)
    assert set(shown.values_list("cause", flat=True)) == {
        "own", "related", "partner", "author", "contact", "colleague", "declared",
    }  # fmt: skip
    sheets_of = Arvio.objects.filter(ehdokas__sarja__kampanja=season)
    assert (sheets_of.filter(state="abstained").count(), sheets_of.open().count()) == (1, 0)
    scoring = standings(rounds[0], staff).scoring
    assert any(place.is_shared for place in standings(rounds[0], staff).places)
    seats = dict(jury.values_list("email", "pk"))
    strictness = {row.juror: row.strictness for row in scoring.jurors}
    assert max(strictness, key=strictness.get) == seats[demo_juries.JUROR]
    assert min(strictness, key=strictness.get) == seats["asiakasraati@yhdistys.example"]
    second = Kierros.objects.exclude(sarja__kampanja=season).get()
    assert (second.state, second.raati.raatilaiset.seated().count()) == ("scoring", 4)
    assert 0 < second.sheets().given().count() < second.sheets().count()
    call_command("check_invariants")  # ends the run when anything is not as it follows
