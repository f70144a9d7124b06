"""A round that has been locked: what it keeps, how it is opened again, and until when its jurors see it."""

from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from palkinnot.models import Arvio, Esteellisyys, Kierros, Lukitus, Sarja
from palkinnot.models.choice import Choice
from palkinnot.models.kierros import ACCESS
from tekojentori.refusals import Refused
from tests.factories import UserFactory
from tests.juries import make_jury

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_jury(kept):
    return make_jury("locked")


def test_locked_round_is_reopened_with_a_reason_and_locked_anew(jury):
    with pytest.raises(Refused, match="Kirjoita syy"):
        jury.kierros.reopen(by=jury.chair.user, reason=" ")
    jury.kierros.reopen(by=jury.chair.user, reason="Yksi arvio puuttui.")
    assert (jury.fresh().state, jury.kierros.state_reason) == ("discussion", "Yksi arvio puuttui.")
    jury.give(1, 2, 5, 5, 5, reason="Luin uudelleen.")
    jury.fresh().lock(by=jury.chair.user)

    first, second = jury.kierros.lukitukset.all()
    assert (first.number, second.number, jury.fresh().last_lock) == (1, 2, second)
    assert first.digest != second.digest


def test_round_whose_results_are_public_is_not_reopened(jury):
    jury.kampanja.results_public_from = timezone.now() - timedelta(seconds=1)
    jury.kampanja.save()

    with pytest.raises(Refused, match="jo julki"):
        jury.fresh().reopen(by=jury.staff, reason="Virhe.")


def test_round_is_not_reopened_under_a_decision_nor_once_its_category_is_revealed(jury):
    winner = Choice("prize", jury.candidates[0], citation_fi="Rohkea.", citation_sv="Modig.")
    jury.sarja.propose([winner], by=jury.staff)
    Sarja.objects.get().confirm(by=UserFactory(staff=True))

    with pytest.raises(Refused, match="Peru se ensin"):
        jury.fresh().reopen(by=jury.chair.user, reason="Virhe.")
    Sarja.objects.update(revealed_from=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refused, match="jo julki"):
        jury.fresh().reopen(by=jury.chair.user, reason="Virhe.")
    assert jury.fresh().state == "locked"


def test_second_of_two_who_reopen_is_told(jury):
    one, other = Kierros.objects.get(), Kierros.objects.get()

    one.reopen(by=jury.staff, reason="Virhe.")
    with pytest.raises(Refused, match="jo tilassa ”Keskustellaan”"):
        other.reopen(by=jury.chair.user, reason="Virhe.")
    assert jury.fresh().state == "discussion"


def test_lock_keeps_what_went_in_and_what_came_out_and_never_changes(jury):
    lock = Lukitus.objects.get()

    assert (lock.method, lock.seed, len(lock.inputs["sheets"])) == ("adjusted", jury.kierros.seed, 9)
    assert [place["entry"] for place in lock.result["places"]] == [row.pk for row in jury.candidates]
    with (
        pytest.raises(ProgrammingError, match="Cannot update"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE palkinnot_lukitus SET result = '{}'")


@pytest.mark.parametrize(
    "verb",
    [
        lambda jury: jury.candidates[0].remove(by=jury.staff, reason="Syy."),
        lambda jury: jury.candidates[0].say("Hieno.", by=jury.chair.user),
        lambda jury: jury.kierros.hand_out(jury.jurors[0], jury.candidates[0], by=jury.staff, reason="Syy."),
        lambda jury: jury.kierros.take_back(jury.sheet(0, 0), by=jury.staff, reason="Syy."),
        lambda jury: jury.kierros.agree(jury.candidates, by=jury.staff, reason="Syy."),
        lambda jury: jury.give(0, 0, 1, 1, 1, reason="Syy."),
        lambda jury: jury.sheet(0, 0).abstain(by=jury.chair.user, reason="Syy."),
        lambda jury: Esteellisyys.objects.declare(jury.candidates[0], by=jury.chair.user, reason="Syy."),
        lambda jury: Esteellisyys.objects.pin(jury.candidates[0], jury.chair.user, by=jury.staff, reason="Syy."),
        lambda jury: jury.sarja.gather(by=jury.staff),
    ],
    ids=["remove", "say", "hand_out", "take_back", "agree", "save", "abstain", "declare", "pin", "gather"],
)
def test_nothing_changes_in_a_locked_round(jury, verb):
    before = list(Arvio.objects.order_by("pk").values("version", "state"))

    with pytest.raises(Refused):
        verb(jury)
    assert list(Arvio.objects.order_by("pk").values("version", "state")) == before
    assert not Esteellisyys.objects.exists()


@pytest.mark.parametrize(("step", "sees"), [(-1, True), (0, False), (1, False)])
def test_access_ends_when_results_are_public(jury, step, sees):
    instant = timezone.now() + timedelta(days=3)
    jury.kampanja.results_public_from = instant
    jury.kampanja.save()

    with time_machine.travel(instant + timedelta(seconds=step), tick=False):
        assert Kierros.objects.visible_to(jury.jurors[1].user).exists() is sees
        assert Arvio.objects.visible_to(jury.jurors[1].user).exists() is sees
        assert Arvio.objects.visible_to(jury.staff).exists()


@pytest.mark.parametrize(("step", "sees"), [(-1, True), (0, False), (1, False)])
def test_access_ends_when_the_category_is_revealed_before_the_others(jury, step, sees):
    instant = timezone.now() + timedelta(days=3)
    Sarja.objects.update(revealed_from=instant)

    with time_machine.travel(instant + timedelta(seconds=step), tick=False):
        assert Kierros.objects.visible_to(jury.jurors[1].user).exists() is sees
        assert Arvio.objects.visible_to(jury.jurors[1].user).exists() is sees


@pytest.mark.parametrize(("step", "sees"), [(-1, True), (0, False), (1, False)])
def test_access_ends_some_time_after_the_lock(jury, step, sees):
    with time_machine.travel(jury.kierros.state_at + ACCESS + timedelta(seconds=step), tick=False):
        assert Kierros.objects.visible_to(jury.jurors[1].user).exists() is sees
