"""How a round goes on: who may, from where, what is refused and why."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.utils import timezone

from palkinnot.models import Kierros, Lukitus, Raatilainen
from tekojentori.refusals import Refused
from tests.factories import UserFactory
from tests.juries import lead, make_jury

pytestmark = pytest.mark.django_db

VERBS = {
    "start": ("preparing", "scoring"),
    "open_discussion": ("scoring", "discussion"),
    "lock": ("discussion", "locked"),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["chair", "staff"])
def test_chair_and_staff_move_the_round_on(verb, who):
    before, after = VERBS[verb]
    jury = make_jury(before)
    if verb == "open_discussion":
        jury.give_all()
    by = jury.staff if who == "staff" else jury.chair.user

    getattr(jury.fresh(), verb)(by=by)

    kierros = jury.fresh()
    assert (kierros.state, kierros.state_by) == (after, by)


@pytest.mark.parametrize("verb", VERBS)
def test_others_do_not_move_it(verb):
    jury = make_jury(VERBS[verb][0])

    for user in (jury.jurors[1].user, UserFactory(), jury.teot[0].author):
        with pytest.raises(Refused, match="puheenjohtaja"):
            getattr(jury.kierros, verb)(by=user)
    assert jury.fresh().state == VERBS[verb][0]


def test_chair_who_has_left_does_not_move_it():
    jury = make_jury("scoring")
    jury.chair.end(by=jury.staff, reason="Sairastui.")

    with pytest.raises(Refused, match="puheenjohtaja"):
        jury.fresh().open_discussion(by=jury.chair.user)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", ["preparing", "scoring", "discussion", "locked"])
def test_each_verb_works_from_one_state_is_quiet_in_its_own_and_refuses_elsewhere(verb, state):
    jury = make_jury(state, acts=1)
    before, after = VERBS[verb]
    stamp = jury.kierros.state_at
    if (verb, state) == ("open_discussion", "scoring"):
        jury.give_all()

    if state in (before, after):
        getattr(jury.fresh(), verb)(by=jury.staff)
        assert (jury.fresh().state, jury.kierros.state_at == stamp) == (after, state == after)
    else:
        with pytest.raises(Refused, match="Kierros on tilassa"):
            getattr(jury.fresh(), verb)(by=jury.staff)
        assert (jury.fresh().state, jury.kierros.state_at) == (state, stamp)


# What keeps the scoring from starting


def test_round_does_not_start_without_criteria():
    jury = make_jury("preparing")
    jury.sarja.kriteerit.all().delete()

    with pytest.raises(Refused, match="ei ole kriteereitä"):
        jury.kierros.start(by=jury.staff)
    assert jury.fresh().state == "preparing"


def test_round_does_not_start_when_weights_sum_to_zero():
    jury = make_jury("preparing")
    jury.sarja.kriteerit.update(weight=0)

    with pytest.raises(Refused, match="summa on nolla"):
        jury.kierros.start(by=jury.staff)


def test_round_does_not_start_without_candidates_or_with_one_that_nobody_judges():
    jury = make_jury("preparing", acts=2)
    jury.candidates[0].arviot.all().delete()

    with pytest.raises(Refused, match="1 ehdokkaalla ei ole yhtään arvioijaa"):
        jury.kierros.start(by=jury.staff)
    for ehdokas in jury.candidates:
        ehdokas.remove(by=jury.staff, reason="Koe.")
    with pytest.raises(Refused, match="ei ole ehdokkaita"):
        jury.fresh().start(by=jury.staff)


def test_round_does_not_start_before_the_sheets_are_handed_out():
    jury = make_jury("preparing")
    Kierros.objects.update(assigned_at=None)

    with pytest.raises(Refused, match="ei ole jaettu"):
        jury.fresh().start(by=jury.staff)


# Quorum


def test_candidates_below_the_quorum_need_a_reason_to_go_on():
    jury = make_jury("scoring", acts=[{"title": "Vajaa"}, {"title": "Täysi"}])
    for juror in range(3):
        jury.give(juror, 1, 3, 3, 3)
    jury.give(0, 0, 3, 3, 3)

    with pytest.raises(Refused, match="Arvioita on liian vähän: Vajaa"):
        jury.fresh().open_discussion(by=jury.chair.user)
    jury.fresh().open_discussion(by=jury.chair.user, reason="Raatilainen sairastui.")
    with pytest.raises(Refused, match="liian vähän: Vajaa"):
        jury.fresh().lock(by=jury.chair.user)
    jury.fresh().lock(by=jury.chair.user, reason="Jää ilman sijaa.")

    assert (jury.fresh().state_reason, Lukitus.objects.get().reason) == ("Jää ilman sijaa.",) * 2
    places = Lukitus.objects.get().result["places"]
    assert [place["entry"] for place in places] == [jury.candidates[1].pk]


# Back


def test_back_to_the_preparing_only_while_no_sheet_is_begun():
    jury = make_jury("scoring")
    jury.kierros.reopen(by=jury.staff, reason="Kriteeri puuttui.")
    assert jury.fresh().state == "preparing"

    jury.kierros.start(by=jury.staff)
    jury.give(0, 0, 4)
    with pytest.raises(Refused, match="on jo aloitettu"):
        jury.fresh().reopen(by=jury.staff, reason="Kriteeri puuttui.")
    assert jury.fresh().state == "scoring"


def test_round_being_prepared_is_not_reopened():
    jury = make_jury("preparing")

    with pytest.raises(Refused, match="vasta valmistellaan"):
        jury.kierros.reopen(by=jury.staff, reason="Syy.")


# What is fixed once the round has begun


@pytest.mark.parametrize("state", ["scoring", "discussion", "locked"])
def test_criteria_scales_and_weights_are_fixed(state):
    jury = make_jury(state, acts=1)
    kriteeri = jury.sarja.kriteerit.first()
    statements = [
        "UPDATE palkinnot_kriteeri SET weight = 2",
        "UPDATE palkinnot_kriteeri SET high = 7",
        "UPDATE palkinnot_kriteeri SET is_scored = false",
        f"DELETE FROM palkinnot_kriteeri WHERE id = {kriteeri.pk}",
    ]

    for statement in statements:
        with (
            pytest.raises((InternalError, ProgrammingError), match="criteria are fixed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(Refused, match="ei voi enää muuttaa"):
        jury.sarja.require_open_criteria()


def test_ready_set_is_taken_once():
    jury = make_jury("preparing")

    with pytest.raises(Refused, match="on jo kriteereitä"):
        jury.sarja.use_set("ihmeiden-tekijat-2019", by=jury.staff)
    jury.sarja.kriteerit.all().delete()
    jury.sarja.use_set("ihmeiden-tekijat-2019", by=jury.staff)

    names = [kriteeri.name for kriteeri in jury.sarja.kriteerit.all()]
    assert names == ["Ennakkoluulottomuus", "Henkilöstölähtöisyys", "Tuloksellisuus"]


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE palkinnot_kriteeri SET low = 5", "kriteeri_scale_rises"),
        ("UPDATE palkinnot_kriteeri SET high = 40", "kriteeri_scale_is_short"),
        ("UPDATE palkinnot_kriteeri SET weight = -1", "kriteeri_weight_is_not_negative"),
        ("UPDATE palkinnot_kierros SET quorum = 4", "kierros_quorum_can_be_met"),
        ("UPDATE palkinnot_kierros SET quorum = 0", "kierros_quorum_can_be_met"),
        ("UPDATE palkinnot_kierros SET state = 'scoring', assigned_at = NULL", "kierros_begun_is_assigned"),
        ("UPDATE palkinnot_sarja SET most_prizes = 0", "sarja_has_prizes"),
        ("UPDATE palkinnot_sarja SET fewest_prizes = 3", "sarja_has_prizes"),
        ("UPDATE palkinnot_ehdokas SET removed_at = now()", "ehdokas_removed_with_a_reason"),
        ("UPDATE palkinnot_ehdokas SET by_rule = false", "ehdokas_added_by_hand_has_a_reason"),
        ("UPDATE palkinnot_ehdokas SET osallistuminen_id = NULL", "ehdokas_is_an_act_or_an_organisation"),
        ("UPDATE palkinnot_arvio SET state = 'given'", "arvio_given_has_its_moments"),
        ("UPDATE palkinnot_arvio SET state = 'abstained'", "arvio_left_out_has_a_reason"),
        ("UPDATE palkinnot_arvio SET begun_at = now()", "arvio_assigned_is_untouched"),
        ("UPDATE palkinnot_raatilainen SET ended_at = now()", "raatilainen_ended_with_a_reason"),
    ],
)
def test_database_refuses_a_row_that_cannot_be(statement, name):
    make_jury("preparing", acts=1)

    with pytest.raises(IntegrityError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# Seats


def test_seat_is_taken_by_the_address_that_was_invited():
    jury = make_jury("preparing", acts=1)
    invited = Raatilainen.objects.invite(jury.raati, by=jury.staff, email=" Uusi@Esimerkki.example", name="Uusi")

    with pytest.raises(Refused, match="toiseen osoitteeseen"):
        invited.accept(by=UserFactory())
    user = UserFactory(email="uusi@esimerkki.example")
    invited.accept(by=user)
    assert (invited.user, invited.is_seated) == (user, False)
    assert not Kierros.objects.visible_to(user).exists()
    invited.sign(by=user, text="Sitoudun.")
    assert Kierros.objects.visible_to(user).exists()


def test_person_whose_address_changes_keeps_the_invitation_and_the_only_seat():
    jury = make_jury("preparing", acts=1, jurors=2)
    user, seated = UserFactory(), jury.jurors[1]
    fields = {"by": jury.staff, "name": "Uusi"}
    invited = Raatilainen.objects.invite(jury.raati, email=user.email, **fields)
    second = Raatilainen.objects.invite(jury.raati, email="toinen@esimerkki.example", **fields)

    user.change_address("uusi@esimerkki.example")
    seated.user.change_address("toinen@esimerkki.example")

    assert list(Raatilainen.objects.invited_as(user)) == [invited]
    invited.accept(by=user)
    with pytest.raises(Refused, match="jo paikka tässä raadissa"):
        second.accept(by=seated.user)
    with pytest.raises(Refused, match="joku toinen"):
        seated.replace(reason="Vaihtui.", email="toinen@esimerkki.example", **fields)
    seated.end(by=jury.staff, reason="Sairastui.")
    again = Raatilainen.objects.invite(jury.raati, email="Toinen@esimerkki.example", **fields)
    assert (again, again.ended_at, again.user) == (seated, None, seated.user)


def test_same_declaration_is_signed_once_and_each_wording_is_kept():
    jury = make_jury("preparing", acts=1)
    juror = jury.jurors[1]

    juror.sign(by=juror.user, text="Sitoudun.")
    juror.sign(by=juror.user, text="Sitoudun uudelleen.")

    assert list(juror.sitoumukset.values_list("number", "text")) == [(1, "Sitoudun."), (2, "Sitoudun uudelleen.")]
    with (
        pytest.raises(ProgrammingError, match="Cannot update"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE palkinnot_sitoumus SET text = 'Muu.'")


def test_nobody_signs_for_another():
    jury = make_jury("preparing", acts=1)

    with pytest.raises(Refused, match="itse"):
        jury.jurors[1].sign(by=jury.staff, text="Sitoudun.")


def test_invitation_is_mailed_once_and_anew_after_a_refusal():
    from tekojentori.models import Sahkoposti

    jury = make_jury("preparing", acts=1)
    mails = Sahkoposti.objects.filter(kind="palkinnot/invited", to="uusi@esimerkki.example")
    fields = {"by": jury.staff, "email": "uusi@esimerkki.example", "name": "Uusi"}

    invited = Raatilainen.objects.invite(jury.raati, **fields)
    Raatilainen.objects.invite(jury.raati, **fields)
    assert mails.count() == 1
    invited.decline(by=UserFactory(email="uusi@esimerkki.example"))
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        again = Raatilainen.objects.invite(jury.raati, **fields)
    assert (again, again.declined_at, mails.count()) == (invited, None, 2)


def test_replaced_juror_keeps_what_they_began_and_the_rest_is_free():
    jury = make_jury("scoring", acts=3)
    jury.give(1, 0, 4, 4, 4)
    jury.give(1, 1, 4)

    new = jury.jurors[1].replace(by=jury.staff, reason="Sairastui.", email="tilalle@esimerkki.example", name="Tilalle")

    left = Raatilainen.objects.get(pk=jury.jurors[1].pk)
    assert (left.ended_reason, new.replaces, new.role) == ("Sairastui.", left, "member")
    assert [row.ehdokas for row in left.arviot.order_by("pk")] == jury.candidates[:2]
    assert not Kierros.objects.visible_to(left.user).exists()
    assert [sheet["entry"] for sheet in jury.fresh().inputs()["sheets"]] == [jury.candidates[0].pk]
    with pytest.raises(Refused, match="ei ole sinun arviosi"):
        jury.give(1, 0, 1, 1, 1)


def test_candidate_whose_entry_is_excluded_is_judged_no_more():
    jury = make_jury("scoring")
    jury.give_all()

    jury.candidates[0].osallistuminen.exclude(by=jury.staff, reason="Ei täytä ehtoja.")

    assert list(jury.fresh().candidates()) == jury.candidates[1:]
    assert {sheet["entry"] for sheet in jury.kierros.inputs()["sheets"]} == {row.pk for row in jury.candidates[1:]}


def test_lead_reaches_every_state_by_verbs():
    for state in ("preparing", "scoring", "discussion", "locked"):
        assert lead(make_jury("preparing", acts=1), state).kierros.state == state
