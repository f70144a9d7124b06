"""Two people at once, each with a connection of their own, let go at the same moment."""

import pytest
from django.db import transaction
from django.test import Client

from kampanjat.models import Kampanja
from palkinnot import sealing
from palkinnot.models import Arvio, Esteellisyys, Kierros, Lukitus, Piste, Raatilainen, Sarja
from palkinnot.models.sharing import mark_of
from tests.factories import UserFactory
from tests.juries import make_jury

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_chairs_lock_once(at_once):
    jury = make_jury("discussion")

    answers = at_once(
        lambda: Kierros.objects.get().lock(by=jury.chair.user), lambda: Kierros.objects.get().lock(by=jury.staff)
    )

    assert (answers, Lukitus.objects.count(), jury.fresh().state) == ([None, None], 1, "locked")


def test_of_two_who_reopen_at_once_the_second_is_told(at_once):
    jury = make_jury("locked")
    one, other = Kierros.objects.get(), Kierros.objects.get()

    answers = at_once(
        lambda: one.reopen(by=jury.chair.user, reason="Virhe."), lambda: other.reopen(by=jury.staff, reason="Virhe.")
    )

    assert sorted(str(answer)[:24] for answer in answers) == ["Kierros on jo tilassa ”K", "None"]
    assert jury.fresh().state == "discussion"


@pytest.mark.parametrize("_turn", range(3))
def test_sheet_saved_while_the_round_is_locked_is_in_the_lock_or_refused(at_once, _turn):
    jury = make_jury("discussion")
    arvio, criteria = jury.sheet(1, 2), list(jury.sarja.kriteerit.values_list("pk", flat=True))
    before = arvio.answers

    answers = at_once(
        lambda: Arvio.objects.get(pk=arvio.pk).save_answers(
            dict.fromkeys(criteria, 5), {}, by=jury.jurors[1].user, seen=arvio.version, reason="Luin uudelleen."
        ),
        lambda: Kierros.objects.get().lock(by=jury.chair.user),
    )

    locked = next(
        sheet
        for sheet in Lukitus.objects.get().inputs["sheets"]
        if (sheet["juror"], sheet["entry"]) == (arvio.juror_id, arvio.ehdokas_id)
    )
    stored = jury.sheet(1, 2).answers
    assert {key: int(value) for key, value in locked["answers"]} == stored
    assert stored == (before if "lukittu" in str(answers[0]) else dict.fromkeys(criteria, 5))
    assert sealing.digest(jury.fresh().inputs()) == Lukitus.objects.get().digest


def test_two_tabs_at_once_store_one_and_tell_the_other(at_once):
    jury = make_jury("scoring")
    arvio, criteria = jury.sheet(0, 0), list(jury.sarja.kriteerit.values_list("pk", flat=True))

    def save(value, page):
        row = Arvio.objects.get(pk=arvio.pk)
        return row.save_answers(dict.fromkeys(criteria, value), {}, by=jury.chair.user, seen=arvio.version, page=page)

    answers = at_once(lambda: save(5, "one"), lambda: save(2, "two"))

    told = [answer for answer in answers if "toisessa ikkunassa" in str(answer)]
    values = set(Piste.objects.filter(arvio=arvio).values_list("value", flat=True))
    assert (len(told), values) == (1, {5} if told == [answers[1]] else {2})


def test_conflict_declared_while_the_sheet_is_given_sets_it_aside(at_once):
    jury = make_jury("scoring")
    criteria = list(jury.sarja.kriteerit.values_list("pk", flat=True))
    jury.give(1, 0, 3)
    arvio = jury.sheet(1, 0)

    at_once(
        lambda: Arvio.objects.get(pk=arvio.pk).save_answers(
            dict.fromkeys(criteria, 5), {}, by=jury.jurors[1].user, seen=arvio.version
        ),
        lambda: Esteellisyys.objects.declare(jury.candidates[0], by=jury.jurors[1].user, reason="Tuttu."),
    )

    assert (jury.sheet(1, 0).state, list(Arvio.objects.given())) == ("recused", [])


def test_campaign_is_extended_or_the_round_starts_but_not_both(at_once):
    from datetime import timedelta

    from django.utils import timezone

    jury = make_jury("preparing")

    answers = at_once(
        lambda: jury.kierros.start(by=jury.staff),
        lambda: bool(
            Kampanja.objects.get(pk=jury.kampanja.pk).extend(
                until=timezone.now() + timedelta(days=1), by=jury.staff, reason="Palvelinvika."
            )
        ),
    )

    started, extended = answers[0] is None, answers[1] is True
    assert (started, extended) in [(True, False), (False, True)]
    assert jury.fresh().state == ("scoring" if started else "preparing")


def test_seat_taken_and_invitation_sent_twice_at_once_are_one(at_once):
    jury = make_jury("preparing", acts=1)
    user = UserFactory()
    Raatilainen.objects.invite(jury.raati, by=jury.staff, email=user.email, name="Uusi")

    at_once(*[lambda: Raatilainen.objects.get(email=user.email).accept(by=user)] * 2)

    assert Raatilainen.objects.in_force().filter(user=user).count() == 1


def test_plan_confirmed_twice_at_once_hands_each_sheet_out_once(at_once):
    jury = make_jury("preparing", acts=4, sheets_per_candidate=2)
    Arvio.objects.all().delete()
    seen = mark_of(jury.fresh().plan())

    answers = at_once(*[lambda: len(Kierros.objects.get().share(by=jury.staff, seen=seen).pairs)] * 2)

    assert (answers, Arvio.objects.count()) == ([8, 8], 8)


def test_juror_leaves_while_the_sheets_are_handed_out_and_holds_none(at_once):
    jury = make_jury("preparing", acts=4, jurors=4, sheets_per_candidate=2)
    Arvio.objects.all().delete()
    seen = mark_of(jury.fresh().plan())

    at_once(
        lambda: Kierros.objects.get().share(by=jury.staff, seen=seen),
        lambda: Raatilainen.objects.get(pk=jury.jurors[3].pk).end(by=jury.staff, reason="Sairastui."),
    )

    assert Arvio.objects.filter(juror=jury.jurors[3]).count() == 0


def test_criterion_changed_while_the_round_starts_is_changed_before_it_or_refused(at_once):
    jury = make_jury("preparing", acts=1)
    kriteeri = jury.sarja.kriteerit.first()

    def change():
        with transaction.atomic():
            row = Sarja.objects.select_for_update().get(pk=jury.sarja.pk)
            row.require_open_criteria()
            row.kriteerit.update(weight=0)

    at_once(change, lambda: Kierros.objects.get().start(by=jury.staff))

    kriteeri.refresh_from_db()
    assert (kriteeri.weight == 0, jury.fresh().state) in [(True, "preparing"), (False, "scoring")]


# Through the pages


def sent(user, path: str, **data):
    """Posts as the user would, from a browser of its own; answers the status."""
    client = Client()
    client.force_login(user)
    return lambda: client.post(path, data).status_code


def sheet_form(jury, user, value: int, **more) -> dict:
    client = Client()
    client.force_login(user)
    page = client.get(f"/raati/{jury.kierros.pk}/{jury.candidates[0].pk}/").context["page"]
    answers = {f"k{key}": value for key in jury.sarja.kriteerit.values_list("pk", flat=True)}
    return answers | {"seen": page.seen, "note_seen": page.note_seen, "page": page.mark, "turn": 0, "end": 1} | more


def test_two_tabs_sent_at_once_store_one_and_show_the_other_both(at_once):
    jury = make_jury("scoring", acts=1, jurors=2)
    user, path = jury.jurors[1].user, f"/raati/{jury.kierros.pk}/{jury.candidates[0].pk}/"
    tabs = [sent(user, path, **sheet_form(jury, user, value)) for value in (5, 2)]

    answers = at_once(*tabs)

    kept = 5 if answers[0] == 302 else 2
    assert (sorted(answers), set(jury.sheet(1, 0).answers.values())) == ([302, 409], {kept})


def test_two_who_lock_by_their_pages_lock_once_and_both_come_back(at_once):
    jury = make_jury("discussion", acts=1)
    other = jury.jurors[1]
    Raatilainen.objects.filter(pk=other.pk).update(role="chair")
    path = f"/raati/{jury.kierros.pk}/puheenjohtaja/lukitse/"

    answers = at_once(*[sent(row.user, path, state="discussion", reason="Valmis.") for row in (jury.chair, other)])

    assert (answers, Lukitus.objects.count(), jury.fresh().state) == ([302, 302], 1, "locked")


def test_sheet_sent_while_the_chair_locks_is_in_the_lock_or_told_why_not(at_once):
    jury = make_jury("discussion", acts=1)
    user, path = jury.jurors[1].user, f"/raati/{jury.kierros.pk}/{jury.candidates[0].pk}/"
    lock = sent(jury.chair.user, f"/raati/{jury.kierros.pk}/puheenjohtaja/lukitse/", state="discussion", reason="Nyt.")

    answers = at_once(sent(user, path, **sheet_form(jury, user, 1, reason="Luin uudelleen.")), lock)

    assert (answers[0] in (302, 409), answers[1], jury.fresh().state) == (True, 302, "locked")
    stored = set(jury.sheet(1, 0).answers.values())
    assert stored == ({1} if answers[0] == 302 else {5})
    assert sealing.digest(jury.fresh().inputs()) == Lukitus.objects.get().digest
