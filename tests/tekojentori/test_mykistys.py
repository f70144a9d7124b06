"""An address that refuses mail, or that staff have muted, is left in peace until staff say otherwise."""

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection

from tekojentori.models import Mykistys, Sahkoposti
from tekojentori.refusals import Refused
from tests.factories import UserFactory
from tests.post_office import PostOffice

State = Sahkoposti.State
READER = "lukija@kunta.example"
LIST = "/hallinta/tekojentori/mykistys/"
pytestmark = pytest.mark.django_db


def post(number=1, **changes):
    context = {"name": "Koe", "email": READER, "organisation": "Kunta", "key": 1}
    fields = {"kind": "tekojentori/unlisted_organisation", "cause": f"koe:{number}", "to": READER, "language": "fi"}
    return Sahkoposti.objects.post(**fields | {"context": context} | changes)


def deliver(row):
    Sahkoposti.objects.deliver(row.pk)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize(
    ("answer", "is_muted"),
    [
        ("550 no such user", True),
        ("550 5.1.1 no such user", True),
        ("553 mailbox name not allowed", True),
        ("550 5.2.1 mailbox disabled", True),
        ("552 5.2.2 mailbox full", False),
        ("552 storage exceeded", False),
        ("550 5.7.1 we do not like your server", False),
        ("554 relay access denied", False),
        ("450 grey", False),
    ],
)
def test_address_is_muted_when_its_server_says_that_it_is_none(settings, answer, is_muted):
    with PostOffice(recipient_answers=[answer]) as office:
        settings.MAILERS = office.mailer
        deliver(post())

    assert [(row.email, row.reason, row.muted_by) for row in Mykistys.objects.all()] == (
        [(READER, answer, None)] if is_muted else []
    )


def test_mail_to_a_muted_address_is_not_sent_and_says_why():
    Mykistys.objects.mute("Lukija@Kunta.example", reason="550 no such user")

    row = deliver(post())

    assert (row.state, row.attempts, len(mail.outbox)) == (State.MUTED, 0, 0)
    assert row.error == "Osoite on mykistetty: 550 no such user."


def test_code_goes_to_a_muted_address_too(client):
    Mykistys.objects.mute(READER, reason="Pyysi itse.", by=UserFactory(staff=True))
    client.post("/kirjaudu/", {"email": READER})

    assert deliver(Sahkoposti.objects.get(kind="tekojentori/code")).state == State.SENT


def test_muting_twice_makes_one_row_and_an_unmuted_address_can_be_muted_again():
    staff = UserFactory(staff=True)
    first, again = Mykistys.objects.mute(READER, reason="Yksi", by=staff), Mykistys.objects.mute(READER, reason="Kaksi")
    first.lift(by=staff, reason="Toimii taas.")
    anew = Mykistys.objects.mute(READER, reason="Kolme")

    assert (first.pk == again.pk, anew.pk == first.pk, Mykistys.objects.of(READER)) == (True, False, anew)


@pytest.mark.django_db(transaction=True)
def test_muting_at_once_makes_one_row(at_once):
    at_once(*[lambda: Mykistys.objects.mute(READER, reason="550").pk] * 4)

    assert Mykistys.objects.count() == 1


def test_mail_is_sent_again_only_after_the_mute_has_been_lifted():
    staff, mute = UserFactory(staff=True), Mykistys.objects.mute(READER, reason="550 no such user")
    row = deliver(post())

    with pytest.raises(Refused, match="Poista ensin mykistys"):
        row.send_again(by=staff)
    mute.lift(by=staff, reason="Osoite korjattiin.")
    row.send_again(by=staff)

    assert deliver(row).state == State.SENT


@pytest.mark.parametrize("reason", ["", "  "])
def test_muting_and_lifting_need_a_reason(reason):
    mute = Mykistys.objects.mute(READER, reason="550")

    with pytest.raises(Refused, match="Kirjoita syy"):
        Mykistys.objects.mute("toinen@kunta.example", reason=reason)
    with pytest.raises(Refused, match="Kirjoita syy"):
        mute.lift(by=None, reason=reason)
    assert list(Mykistys.objects.standing()) == [mute]


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("UPDATE tekojentori_mykistys SET reason = 'muu'", "mykistys_stays_as_written"),
        ("UPDATE tekojentori_mykistys SET email = 'muu@kunta.example'", "mykistys_stays_as_written"),
        ("UPDATE tekojentori_mykistys SET lifted_at = now()", "mykistys_is_lifted_for_a_reason"),
        ("UPDATE tekojentori_mykistys SET lift_reason = 'x'", "mykistys_is_lifted_for_a_reason"),
        ("DELETE FROM tekojentori_mykistys", "mykistys_is_not_deleted_while_it_stands"),
    ],
)
def test_database_keeps_a_mute_as_it_was_written(sql, name):
    Mykistys.objects.mute(READER, reason="550")

    with pytest.raises(DatabaseError, match=r"Cannot (update|delete)|" + name), connection.cursor() as cursor:
        cursor.execute(sql)


def test_lifted_mute_is_not_taken_back():
    Mykistys.objects.mute(READER, reason="550").lift(by=None, reason="Toimii.")

    with pytest.raises(DatabaseError, match="Cannot update"), connection.cursor() as cursor:
        cursor.execute("UPDATE tekojentori_mykistys SET lifted_at = NULL, lift_reason = ''")


def test_two_mutes_do_not_stand_at_once():
    Mykistys.objects.mute(READER, reason="550")

    with pytest.raises(IntegrityError, match="mykistys_is_one_at_a_time"):
        Mykistys.objects.create(email=READER, reason="Toinen")


def test_staff_mute_an_address_and_a_muted_one_is_told_by_its_field(staff_client):
    added = staff_client.post(f"{LIST}add/", {"email": "Lukija@kunta.example", "reason": "Pyysi puhelimessa."})
    again = staff_client.post(f"{LIST}add/", {"email": READER, "reason": "Taas."})
    row = Mykistys.objects.get()

    assert (added.status_code, row.email, row.reason) == (302, READER, "Pyysi puhelimessa.")
    assert row.muted_by.is_staff
    assert again.context["errors"] == [["Osoite on mykistetty: Pyysi puhelimessa."]]
    assert staff_client.post(f"{LIST}{row.pk}/change/", {"reason": "Muu"}).status_code == 403
    assert staff_client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_staff_lift_a_mute_after_a_page_that_asks_why(staff_client):
    mute = Mykistys.objects.mute(READER, reason="550 no such user")
    chosen = {"action": "lift", "_selected_action": [mute.pk]}

    asked = staff_client.post(LIST, chosen)
    refused = staff_client.post(LIST, chosen | {"confirmed": "1", "reason": " "})
    standing = Mykistys.objects.standing().count()
    staff_client.post(LIST, chosen | {"confirmed": "1", "reason": "Osoite korjattiin."})
    mute.refresh_from_db()

    assert (READER in asked.content.decode(), list(refused.context["form"].errors), standing) == (True, ["reason"], 1)
    assert (mute.lift_reason, mute.lifted_by.is_staff) == ("Osoite korjattiin.", True)
