"""Who judges whom: the plan and its confirmation, hand changes, late jurors and drop-outs; who stands in a category."""

import pytest
from django.db import connection

from palkinnot.models import Arvio, Ehdokas, Kierros, Sarja
from palkinnot.models.sharing import mark_of
from tekojentori.refusals import Refused
from tests.factories import OrganisaatioFactory, TeemaFactory, ToimialaFactory, UserFactory
from tests.juries import campaign_with, make_jury, seat

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_jury(kept):
    """Six candidates, four jurors, two sheets each, nothing handed out yet."""
    jury = make_jury("preparing", acts=6, jurors=4, sheets_per_candidate=2)
    Arvio.objects.all().delete()
    return jury


def share(jury, **options):
    return jury.fresh().share(by=jury.staff, seen=mark_of(jury.kierros.plan()), **options)


def panels(jury) -> dict[int, set[int]]:
    found = {row.pk: set() for row in jury.candidates}
    for ehdokas, juror in Arvio.objects.values_list("ehdokas", "juror"):
        found[ehdokas].add(juror)
    return found


def test_confirmed_plan_is_what_was_shown(jury):
    plan = share(jury)

    assert panels(jury) == {entry: set(panel) for entry, panel in plan.panels.items()}
    assert {len(panel) for panel in panels(jury).values()} == {2}
    assert sorted(juror.arviot.count() for juror in jury.jurors) == [3, 3, 3, 3]
    assert jury.fresh().assigned_by == jury.staff


def test_everybody_gets_an_order_of_their_own_without_gaps(jury):
    share(jury)

    for juror in jury.jurors:
        assert sorted(juror.arviot.values_list("place", flat=True)) == [1, 2, 3]


def test_plan_that_facts_have_overtaken_is_refused(jury):
    seen = mark_of(jury.kierros.plan())
    user = jury.jurors[1].user
    user.organisation = jury.teot[0].owner
    user.save()
    OrganisaatioFactory()
    jury.candidates[5].remove(by=jury.staff, reason="Kaksoiskappale.")

    with pytest.raises(Refused, match="muuttuneet esikatselun jälkeen"):
        jury.fresh().share(by=jury.staff, seen=seen)
    assert not Arvio.objects.exists()


def test_nobody_in_conflict_gets_the_sheet(jury):
    user = jury.jurors[1].user
    user.organisation = jury.teot[0].owner
    user.save()

    share(jury)

    assert jury.jurors[1].pk not in panels(jury)[jury.candidates[0].pk]
    assert user.esteellisyydet.get().cause == "own"


def test_more_sheets_than_jurors_is_refused(jury):
    Kierros.objects.update(sheets_per_candidate=5)

    with pytest.raises(Refused, match="jaetaan 5 arviota, mutta raadissa istuu 4"):
        share(jury)
    assert not Arvio.objects.exists()


def test_candidate_short_of_jurors_needs_a_reason(jury):
    for juror in jury.jurors[1:]:
        juror.user.organisation = jury.teot[0].owner
        juror.user.save()

    with pytest.raises(Refused, match="1 ehdokkaalle ei riitä esteettömiä"):
        share(jury)
    share(jury, reason="Pieni ala, kaikki tuntevat toisensa.")

    assert panels(jury)[jury.candidates[0].pk] == {jury.jurors[0].pk}


def test_only_staff_share_and_only_before_the_discussion(jury):
    with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
        jury.kierros.share(by=jury.chair.user, seen="")
    other = make_jury("discussion", acts=1)
    with pytest.raises(Refused, match="Kierros on tilassa"):
        other.kierros.share(by=other.staff, seen="")


def test_late_juror_and_drop_out_move_no_sheet_that_is_begun(jury):
    share(jury)
    jury.fresh().start(by=jury.staff)
    begun = list(Arvio.objects.order_by("juror_id", "place").distinct("juror_id"))
    first = jury.sarja.kriteerit.first()
    for arvio in begun:
        arvio.save_answers({first.pk: 3}, {}, by=arvio.juror.user, seen=arvio.version)
    jury.jurors[3].end(by=jury.staff, reason="Sairastui.")
    late = seat(jury.raati, UserFactory(), by=jury.staff)

    share(jury)

    kept = set(Arvio.objects.values_list("pk", flat=True))
    assert {arvio.pk for arvio in begun} <= kept
    assert {len(panel) for panel in panels(jury).values()} == {2}
    assert late.arviot.count() >= 2
    assert jury.jurors[3].arviot.count() == 1
    for juror in [*jury.jurors[:3], late]:
        places = sorted(juror.arviot.values_list("place", flat=True))
        assert places == list(range(1, len(places) + 1))


def test_order_that_has_been_shown_stays(jury):
    share(jury)
    jury.fresh().start(by=jury.staff)
    before = dict(Arvio.objects.filter(juror=jury.jurors[0]).order_by("place").values_list("ehdokas", "place"))

    seat(jury.raati, UserFactory(), by=jury.staff)
    share(jury)

    rows = Arvio.objects.filter(juror=jury.jurors[0]).order_by("place").values_list("ehdokas", flat=True)
    kept = [key for key in before if key in rows]
    assert list(rows)[: len(kept)] == kept


def test_sheet_by_hand_is_given_and_taken_back_until_it_is_begun(jury):
    share(jury)
    ehdokas = jury.candidates[0]
    juror = next(row for row in jury.jurors if row.pk not in panels(jury)[ehdokas.pk])

    given = jury.fresh().hand_out(juror, ehdokas, by=jury.staff, reason="Alan asiantuntija.")
    assert (given.place, given.change_reason) == (4, "Alan asiantuntija.")
    jury.fresh().take_back(given, by=jury.staff, reason="Turhaan.")
    assert juror.pk not in panels(jury)[ehdokas.pk]

    jury.fresh().hand_out(juror, ehdokas, by=jury.staff, reason="Sittenkin.")
    jury.fresh().start(by=jury.staff)
    own = juror.arviot.get(ehdokas=ehdokas)
    own.save_answers({jury.sarja.kriteerit.first().pk: 3}, {}, by=juror.user, seen=own.version)
    with pytest.raises(Refused, match="on jo aloitettu"):
        jury.fresh().take_back(own, by=jury.staff, reason="Turhaan.")


def test_hand_change_does_not_pass_a_conflict_nor_a_seat(jury):
    user = jury.jurors[1].user
    user.organisation = jury.teot[0].owner
    user.save()

    with pytest.raises(Refused, match="on esteellinen"):
        jury.kierros.hand_out(jury.jurors[1], jury.candidates[0], by=jury.staff, reason="Syy.")
    stranger = seat(make_jury("preparing", acts=1).raati, UserFactory(), by=jury.staff)
    with pytest.raises(Refused, match="ei istu tässä raadissa"):
        jury.kierros.hand_out(stranger, jury.candidates[0], by=jury.staff, reason="Syy.")


def test_taken_sheet_is_in_the_history_with_who_and_why(jury):
    share(jury)
    arvio = Arvio.objects.first()

    jury.fresh().take_back(arvio, by=jury.staff, reason="Kiire.")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT change_reason, changed_by_id FROM palkinnot_arvioevent WHERE pgh_obj_id = %s ORDER BY pgh_id DESC",
            [arvio.pk],
        )
        assert cursor.fetchone() == ("Kiire.", jury.staff.pk)


# Who stands in a category


@pytest.fixture
def season():
    """Acts of two sectors, one of a theme, of a company too."""
    ToimialaFactory(id=1, code="opetus", name_fi="Opetus")
    theme = TeemaFactory(slug="johtaminen", name_fi="johtaminen")
    return campaign_with(
        [
            {"title": "Sote"},
            {"title": "Opetus", "sectors": [ToimialaFactory(id=1, code="opetus")]},
            {"title": "Johtaminen", "themes": [theme]},
            {"title": "Yhtiö", "owner": OrganisaatioFactory(type="yhtio")},
        ]
    )


def gathered(kampanja, **fields) -> list[str]:
    sectors, themes = fields.pop("sectors", []), fields.pop("themes", [])
    sarja = Sarja.objects.create(kampanja=kampanja, name_fi="Koe", **fields)
    sarja.sectors.set(sectors)
    sarja.themes.set(themes)
    sarja.gather(by=UserFactory(staff=True))
    return [row.title for row in sarja.ehdokkaat.standing().order_by("pk")]


@pytest.mark.parametrize(
    ("fields", "titles"),
    [
        ({}, ["Sote", "Opetus", "Johtaminen", "Yhtiö"]),
        ({"sectors": [1]}, ["Opetus"]),
        ({"organisation_types": ["yhtio"]}, ["Yhtiö"]),
        ({"sectors": [0], "organisation_types": ["kunta"]}, ["Sote", "Johtaminen"]),
    ],
)
def test_candidates_follow_the_eligibility(season, fields, titles):
    assert gathered(season[0], **fields) == titles


def test_candidates_follow_the_themes(season):
    from teot.models import Teema

    assert gathered(season[0], themes=[Teema.objects.get(slug="johtaminen")]) == ["Johtaminen"]


def test_frozen_version_counts_and_not_a_later_one(season):
    kampanja, teot = season
    teot[0].sectors.set([1])
    teot[0].publish(by=UserFactory(staff=True), version=teot[0].submit(by=teot[0].author))

    assert gathered(kampanja, sectors=[1]) == ["Opetus"]


def test_organisation_stands_once_with_all_its_entries():
    owner = OrganisaatioFactory(name_fi="Mallila")
    kampanja, _teot = campaign_with([{"owner": owner}, {"owner": owner}, {"owner__name_fi": "Toinen"}])

    assert gathered(kampanja, target="organisaatio") == ["Mallila", "Toinen"]
    assert Ehdokas.objects.get(organisation=owner).entries().count() == 2


def test_gathering_again_brings_the_new_takes_the_unfit_and_leaves_what_staff_did():
    jury = make_jury("preparing", acts=[{"title": "Yksi"}, {"title": "Kaksi"}, {"title": "Kolme"}])
    jury.candidates[1].remove(by=jury.staff, reason="Kaksoiskappale.")
    jury.candidates[2].osallistuminen.exclude(by=jury.staff, reason="Ei täytä ehtoja.")

    assert jury.sarja.gather(by=jury.staff) == (0, 1)
    assert jury.sarja.gather(by=jury.staff) == (0, 0)

    assert list(jury.sarja.ehdokkaat.standing()) == [jury.candidates[0]]
    assert Ehdokas.objects.get(pk=jury.candidates[1].pk).removed_reason == "Kaksoiskappale."


def test_staff_add_one_whom_the_rule_does_not_take_with_a_reason():
    jury = make_jury("preparing", acts=2)
    jury.sarja.organisation_types = ["yhtio"]
    jury.sarja.save()
    jury.sarja.gather(by=jury.staff)
    entry = jury.candidates[0].osallistuminen
    assert not jury.sarja.ehdokkaat.standing().exists()

    with pytest.raises(Refused, match="Kirjoita syy"):
        jury.sarja.add(by=jury.staff, reason=" ", osallistuminen=entry)
    added = jury.sarja.add(by=jury.staff, reason="Raadin pyynnöstä.", osallistuminen=entry)

    assert list(jury.sarja.ehdokkaat.standing()) == [added]
    with pytest.raises(Refused, match="Valitse sen mukaan"):
        jury.sarja.add(by=jury.staff, reason="Syy.", organisation=jury.teot[0].owner)
    with pytest.raises(Refused, match="ei ole mukana tässä kampanjassa"):
        jury.sarja.add(by=jury.staff, reason="Syy.", osallistuminen=campaign_with(1)[1][0].osallistumiset.get())


def test_only_staff_gather_add_and_remove():
    jury = make_jury("preparing", acts=1)

    for verb in (
        lambda: jury.sarja.gather(by=jury.chair.user),
        lambda: jury.sarja.add(by=jury.chair.user, reason="Syy.", osallistuminen=jury.candidates[0].osallistuminen),
        lambda: jury.candidates[0].remove(by=jury.chair.user, reason="Syy."),
    ):
        with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
            verb()
