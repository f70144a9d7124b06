import pytest
from django.core.management import call_command

from kampanjat.models import Kampanja
from palkinnot import demo_juries
from palkinnot.models import Arvio, Ehdokas, Esteellisyys, Kierros, Raatilainen
from palkinnot.standings import standings
from teot import demo, demo_campaigns, register_data


@pytest.mark.django_db
def test_demo_has_juries_with_a_conflict_of_each_kind_an_abstention_a_tie_and_jurors_who_differ():
    register_data.load()
    staff = demo.load_people()
    demo.load_invented_acts(staff)
    demo_campaigns.load(staff)

    demo_juries.load(staff)
    sheets = Arvio.objects.count()
    demo_juries.load(staff)

    assert Arvio.objects.count() == sheets
    kampanja = Kampanja.objects.get(slug__startswith="parhaat-kaytannot")
    assert dict(kampanja.sarjat.values_list("name_fi", "kierros__state")) == {
        "Palvelujen teko": Kierros.State.DISCUSSION,
        "Toiminnan teko": Kierros.State.DISCUSSION,
        "Kehittyvin työpaikka": Kierros.State.SCORING,
    }
    assert Ehdokas.objects.exclude(osallistuminen=None).values("osallistuminen").distinct().count() == 24
    assert Ehdokas.objects.exclude(organisation=None).count() == 7
    assert Raatilainen.objects.seated().count() == 6
    shown = set(Esteellisyys.objects.values_list("cause", flat=True))
    assert shown == {"own", "related", "partner", "author", "contact", "colleague", "declared"}
    assert Arvio.objects.filter(state="abstained").exists()
    results = [standings(row, staff).scoring for row in Kierros.objects.filter(state=Kierros.State.DISCUSSION)]
    assert any(is_tied(scoring) for scoring in results)
    scoring = results[0]
    seats = dict(Raatilainen.objects.values_list("email", "pk"))
    strictness = {row.juror: row.strictness for row in scoring.jurors}
    assert strictness[seats[demo_juries.JUROR]] > 0 > strictness[seats["asiakasraati@yhdistys.example"]]
    call_command("check_invariants")  # ends the run when anything is not as it follows


def is_tied(scoring) -> bool:
    adjusted = [round(row.adjusted, 6) for row in scoring.entries if row.adjusted is not None]
    return len(adjusted) > len(set(adjusted))
