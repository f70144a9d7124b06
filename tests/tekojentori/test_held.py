"""Drafted mails wait until what they are about lets them go, or are called off with it."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tekojentori.mail_count import MailCount
from tekojentori.management.commands.worker import BeatingWorker
from tekojentori.models import Mykistys, Sahkoposti
from tekojentori.refusals import Refused
from teot import retention
from tests.factories import UserFactory
from tests.post_office import PostOffice

State = Sahkoposti.State
CAUSE, READER = "palkinto:1", "voittaja@kunta.example"
SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.django_db(transaction=True)


def hold(cause=CAUSE, to=READER, words="Kunta", **changes):
    context = {"name": "Koe", "email": to, "organisation": words, "key": 1}
    fields = {"kind": "tekojentori/unlisted_organisation", "cause": cause, "to": to, "language": "fi"}
    return Sahkoposti.objects.hold(**fields | {"context": context} | changes)


def post(**changes):
    context = {"name": "Koe", "email": READER, "organisation": "Kunta", "key": 1}
    fields = {"kind": "tekojentori/unlisted_organisation", "cause": CAUSE, "to": READER, "language": "fi"}
    return Sahkoposti.objects.post(**fields | {"context": context} | changes)


def states() -> dict[str, list[str]]:
    found = {}
    for to, state in Sahkoposti.objects.order_by("pk").values_list("to", "state"):
        found.setdefault(to, []).append(state)
    return found


def about(*causes):
    return Sahkoposti.objects.about(*causes)


def test_held_mail_goes_when_its_cause_is_released_and_not_before():
    hold()
    hold("palkinto:2", "toinen@kunta.example")
    Sahkoposti.objects.deliver_due()
    before = len(mail.outbox)

    with transaction.atomic():
        released = about(CAUSE).release(by=None)
        inside = len(mail.outbox)

    assert (before, released, inside) == (0, 1, 0)
    assert [message.to for message in mail.outbox] == [[READER]]
    assert states() == {READER: [State.SENT], "toinen@kunta.example": [State.HELD]}


def test_release_that_is_rolled_back_sends_nothing():
    hold()

    with transaction.atomic():
        about(CAUSE).release()
        transaction.set_rollback(True)

    assert (len(mail.outbox), states()) == (0, {READER: [State.HELD]})


def test_released_mail_says_who_let_it_go_and_a_repeat_changes_nothing():
    staff, row = UserFactory(staff=True), hold()

    numbers = [about(CAUSE).release(by=staff), about(CAUSE).release(by=UserFactory(staff=True))]
    row.refresh_from_db()

    assert (numbers, len(mail.outbox), row.released_by) == ([1, 0], 1, staff)
    assert row.queued_at == row.released_at


def test_releases_at_once_send_each_mail_once(at_once):
    for number in range(5):
        hold(f"palkinto:{number}", f"voittaja{number}@kunta.example")
    causes = [f"palkinto:{number}" for number in range(5)]

    answers = at_once(*[lambda: about(*causes).release()] * 4)

    assert sorted(answers) == [0, 0, 0, 5]
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 5


def test_release_and_calling_off_at_once_do_one_of_them(at_once):
    hold()

    released, voided = at_once(lambda: about(CAUSE).release(), lambda: about(CAUSE).void(reason="Päätös muuttui."))

    # What has been let go may still be called off until it leaves.
    assert (released, voided, Sahkoposti.objects.get().state, len(mail.outbox)) in [
        (1, 0, State.SENT, 1), (0, 1, State.VOIDED, 0), (1, 1, State.VOIDED, 0),
    ]  # fmt: skip


def test_released_mail_that_cannot_go_is_tried_again(settings):
    row = hold()

    with PostOffice(answers=["451 later"]) as office:
        settings.MAILERS = office.mailer
        about(CAUSE).release()
        row.refresh_from_db()
        first = row.state
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            Sahkoposti.objects.deliver_due()
        row.refresh_from_db()

    assert (first, row.state, len(office.received)) == (State.WAITING, State.SENT, 2)


def test_called_off_mail_never_goes_and_says_who_did_it_when_and_why():
    staff, row = UserFactory(staff=True), hold()

    voided = about(CAUSE).void(by=staff, reason=" Päätös muuttui. ")
    released = about(CAUSE).release()
    row.refresh_from_db()

    assert (voided, released, len(mail.outbox)) == (1, 0, 0)
    assert (row.state, row.voided_by, row.void_reason) == (State.VOIDED, staff, "Päätös muuttui.")
    with pytest.raises(Refused, match=r"Viesti on peruttu: Päätös muuttui\."):
        row.send_again(by=staff)


def test_mail_that_waits_for_its_turn_is_called_off_and_one_that_has_gone_is_not():
    with transaction.atomic():
        waiting = post()
        transaction.get_connection().run_on_commit.clear()
    post(to="mennyt@kunta.example")

    voided = about(CAUSE).void(reason="Kampanja peruttiin.")
    Sahkoposti.objects.deliver(waiting.pk)

    assert (voided, [message.to for message in mail.outbox]) == (1, [["mennyt@kunta.example"]])
    assert states() == {READER: [State.VOIDED], "mennyt@kunta.example": [State.SENT]}


def test_calling_off_without_a_reason_is_a_mistake():
    hold()

    with pytest.raises(ValueError, match="reason"):
        about(CAUSE).void(reason=" ")


def test_new_draft_of_other_words_takes_the_place_of_the_old_one_and_the_same_words_do_not():
    first, same = hold(), hold()
    other = hold(words="Toinen kunta")

    about(CAUSE).release()

    assert (first.pk, other.pk != first.pk) == (same.pk, True)
    assert states() == {READER: [State.VOIDED, State.SENT]}
    assert "Toinen kunta" in mail.outbox[0].body
    assert Sahkoposti.objects.get(pk=first.pk).void_reason == "Korvattu uudella luonnoksella."


def test_new_drafts_at_once_leave_one(at_once):
    hold()

    at_once(*[lambda word=word: hold(words=word).pk for word in ("Yksi", "Kaksi", "Kolme", "Neljä", "Viisi")])

    assert Sahkoposti.objects.held().count() == 1
    assert Sahkoposti.objects.held().get().text.count("Kunta") == 0


def test_cause_that_was_called_off_can_be_drafted_anew():
    hold()
    about(CAUSE).void(reason="Palautettiin.")
    hold()

    assert about(CAUSE).release() == 1
    assert states() == {READER: [State.VOIDED, State.SENT]}


def test_draft_of_what_has_gone_changes_nothing():
    hold()
    about(CAUSE).release()

    again = hold(words="Toinen kunta")

    assert (again.state, "Toinen kunta" in again.text, len(mail.outbox)) == (State.SENT, False, 1)


@pytest.mark.parametrize(("shift", "sent"), [(-SECOND, 0), (0 * SECOND, 1), (SECOND, 1)])
def test_tick_releases_at_the_instant(shift, sent):
    at = timezone.now().replace(microsecond=0) + timedelta(hours=2)
    hold(release_at=at)

    with time_machine.travel(at + shift, tick=False):
        call_command("tick", stdout=StringIO())

    assert len(mail.outbox) == sent


def test_draft_waits_longer_than_mails_are_kept():
    row = hold()
    now = row.created_at + timedelta(days=200)
    rule = next(rule for rule in retention.RULES if rule.rows(now).model is Sahkoposti)

    assert rule.delete(now) == 0
    about(CAUSE).void(reason="Ei jaeta.")
    assert rule.delete(now) == 1


def test_drafts_follow_a_person_to_a_new_address():
    person = UserFactory(email=READER)
    hold()
    hold("palkinto:2")
    hold("palkinto:2", "uusi@kunta.example")

    person.change_address("uusi@kunta.example")

    assert Sahkoposti.objects.held().filter(to="uusi@kunta.example").count() == 2
    assert list(Sahkoposti.objects.held().filter(to=READER).values_list("cause", flat=True)) == ["palkinto:2"]


def test_button_counts_the_mails_that_it_releases():
    for number in range(3):
        hold(f"palkinto:{number}", f"voittaja{number}@kunta.example")
    Mykistys.objects.mute("voittaja1@kunta.example", reason="550 no such user")
    rows = Sahkoposti.objects.about("palkinto:0", "palkinto:1", "palkinto:2")

    counted = MailCount.of(rows.held().values_list("to", flat=True))
    rows.release()

    assert counted == MailCount(going=2, muted=1)
    assert len(mail.outbox) == counted.going


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("released_at = now()", "sahkoposti_held_has_not_been_released"),
        ("secret = true", "sahkoposti_held_has_not_been_released"),
        ("state = 'voided', voided_at = now()", "sahkoposti_voided_says_when_and_why"),
        ("state = 'voided', void_reason = 'Syy'", "sahkoposti_voided_says_when_and_why"),
        ("void_reason = 'Syy'", "sahkoposti_voided_says_when_and_why"),
        ("state = 'muted'", "sahkoposti_fault_has_a_reason"),
    ],
)
def test_database_refuses_a_broken_row(change, constraint):
    row = hold()

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE tekojentori_sahkoposti SET {change} WHERE id = %s", [row.pk])


def test_admin_filters_drafts_and_keeps_their_words_to_itself(staff_client):
    row = hold(words="Salainen voittaja")
    post(cause="muu:1")
    list_page = "/hallinta/tekojentori/sahkoposti/"
    listed, read = staff_client.get(f"{list_page}?state__exact=held"), f"{list_page}{row.pk}/change/"
    pages = [listed.content.decode(), staff_client.get(read).content.decode()]

    assert [each.pk for each in listed.context["cl"].result_list] == [row.pk]
    assert [("(luonnos)" in page, "Salainen voittaja" in page) for page in pages] == [(True, False)] * 2

    about(CAUSE).release()
    assert "Salainen voittaja" in staff_client.get(read).content.decode()


@pytest.mark.parametrize(("kind", "is_read"), [("teot/extended", True), ("palkinnot/winner", False)])
def test_words_of_a_draft_that_was_called_off_are_read_unless_they_tell_a_decision(staff_client, kind, is_read):
    row = hold(words="Aikaa on perjantaihin")
    Sahkoposti.objects.filter(pk=row.pk).update(kind=kind)
    about(CAUSE).void(reason="Väärä päivä.")

    page = staff_client.get(f"/hallinta/tekojentori/sahkoposti/{row.pk}/change/").content.decode()

    assert ("Aikaa on perjantaihin" in page, "(luonnos)" in page) == (is_read, not is_read)


def test_a_worker_without_cron_lets_mails_go_whose_time_has_come():
    hold(release_at=timezone.now())
    worker, patient = BeatingWorker(tick=30), BeatingWorker()
    for each in (worker, patient):
        each.upkeep()
    assert states() == {READER: [State.HELD]}

    for each in (patient, worker):
        each.beat_at = each.ticked_at = float("-inf")
    patient.upkeep()
    assert states() == {READER: [State.HELD]}
    worker.upkeep()
    assert states() == {READER: [State.SENT]}
