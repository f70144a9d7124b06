"""Two people at once on decisions and their publication, and a mail server that fails in the middle."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kampanjat.models import Kampanja
from palkinnot import award_mails, publication
from palkinnot.models import Sarja
from tekojentori.models import Sahkoposti
from teot.models import Teko
from tests.factories import UserFactory
from tests.juries import make_jury
from tests.palkinnot.test_palkinto import choice, decide, fresh, states
from tests.palkinnot.test_publication_pages import BASE, text_of
from tests.post_office import PostOffice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def jury():
    return make_jury("locked", acts=2, jurors=2)


@pytest.fixture
def other():
    return UserFactory(staff=True)


def propose(jury) -> Sarja:
    sarja = fresh(jury.sarja)
    sarja.propose([choice(jury.candidates[0])], by=jury.staff)
    return sarja


def instant(jury):
    return Kampanja.objects.get(pk=jury.kampanja.pk).results_public_from


def test_of_two_who_confirm_at_once_one_does_and_the_other_is_told(jury, other, at_once):
    sarja, third = propose(jury), UserFactory(staff=True)

    answers = at_once(lambda: fresh(sarja).confirm(by=other), lambda: fresh(sarja).confirm(by=third))

    who = sarja.palkinnot.get().confirmed_by
    assert (answers.index(None), who in (other, third)) == ([other, third].index(who), True)
    assert f"{who} on jo vahvistanut päätöksen." in answers
    assert Sahkoposti.objects.filter(kind=award_mails.WINNER.kind).count() == 1


def test_of_one_who_confirms_and_one_who_returns_at_once_the_later_is_told(jury, other, at_once):
    sarja = propose(jury)
    seen = sarja.decision_token

    answers = at_once(
        lambda: fresh(sarja).confirm(by=other, seen=seen),
        lambda: fresh(sarja).return_proposal(by=UserFactory(staff=True), reason="Ohut.", seen=seen),
    )

    assert [answer is None for answer in answers] in ([True, False], [False, True])
    assert states(sarja) == (["confirmed"] if answers[0] is None else ["open"])
    assert any("Joku muu on muuttanut päätöstä" in str(answer) for answer in answers)


def test_of_two_who_publish_at_once_one_instant_holds(jury, other, at_once):
    decide(jury, other)
    one, later = timezone.now() + timedelta(days=1), timezone.now() + timedelta(days=2)

    answers = at_once(
        lambda: publication.publish(Kampanja.objects.get(pk=jury.kampanja.pk), by=other, at=one),
        lambda: publication.publish(Kampanja.objects.get(pk=jury.kampanja.pk), by=jury.staff, at=later),
    )

    assert instant(jury) == (one if answers[0] is None else later)
    told = [answer for answer in answers if answer is not None]
    assert [answer.startswith("Julkistus on jo ajastettu") for answer in told] == [True]


def test_publishing_now_and_calling_off_at_once_end_as_they_were_answered(jury, other, at_once):
    decide(jury, other)
    publication.publish(jury.kampanja, by=other, at=timezone.now() + timedelta(days=1))

    def publish_now():
        kampanja = Kampanja.objects.get(pk=jury.kampanja.pk)
        publication.publish(kampanja, by=other)

    def call_off():
        publication.call_off(Kampanja.objects.get(pk=jury.kampanja.pk), by=jury.staff, reason="Gaala siirtyy.")

    published, called_off = at_once(publish_now, call_off)

    assert called_off is None
    if published is None:
        assert instant(jury) <= timezone.now()
    else:
        assert (published.startswith("Julkistus on jo ajastettu"), instant(jury)) == (True, None)


@pytest.mark.parametrize("how", ["hide", "exclude"])
def test_confirming_while_the_act_leaves_never_ends_in_a_prize_for_it(jury, other, at_once, how):
    sarja, teko = propose(jury), jury.teot[0]

    def leave():
        act = Teko.objects.get(pk=teko.pk)
        if how == "hide":
            act.hide(by=other, reason="Pyynnöstä.")
        else:
            jury.candidates[0].osallistuminen.exclude(by=jury.staff, reason="Tekijä perui.")

    answers = at_once(lambda: fresh(sarja).confirm(by=other), leave)
    publication.reopen_fallen()

    assert answers[1] is None
    assert states(sarja) == ["open"]
    assert not Sahkoposti.objects.held().filter(kind=award_mails.WINNER.kind).exists()
    assert Sahkoposti.objects.filter(kind="palkinnot/fallen").exists()


def test_a_mail_server_that_fails_in_the_middle_gets_the_rest_later_and_none_twice(jury, other, settings, staff_client):
    sarja = decide(jury, other)
    with PostOffice(answers=["250 ok", "451 busy"]) as office:
        settings.MAILERS = office.mailer
        publication.publish(fresh(sarja).kampanja, by=other)
        assert award_mails.release(timezone.now()) == 2
        Sahkoposti.objects.deliver_due()
        rows = Sahkoposti.objects.filter(kind__in=[award_mails.WINNER.kind, award_mails.OTHER.kind])
        assert sorted(rows.values_list("state", flat=True)) == ["sent", "waiting"]
        page = staff_client.get(f"{BASE}/kampanja/{jury.kampanja.pk}/viestit/")
        assert ["Jonossa (1)" in text_of(page), "Lähteneet (1)" in text_of(page), "451 busy" in page.text] == [True] * 3

        with time_machine.travel(timezone.now() + timedelta(hours=1)):
            assert award_mails.release(timezone.now()) == 0
            Sahkoposti.objects.deliver_due()
        assert set(rows.values_list("state", flat=True)) == {"sent"}
        given = [mail["Message-ID"] for mail in office.received]
    assert (len(given), len(set(given))) == (3, 2)
