"""Two people at once, each with a connection of their own, let go at the same moment."""

import time
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tekojentori.models import Sahkoposti
from teot import authors, importing
from teot.models import Hakurivi, Ratkaisu, Teko, Versio
from teot.sections import BY_SLUG
from tests.factories import TekoFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_double_click_makes_one_version(at_once):
    key = TekoFactory().pk

    def submit():
        teko = Teko.objects.get(pk=key)
        return teko.submit(by=teko.author).pk

    first, second = at_once(submit, submit)

    assert first == second == Versio.objects.get().pk


def test_two_staff_decide_once_and_the_second_is_told(at_once):
    teko = TekoFactory(in_state="submitted")
    version, one, other = teko.submitted_version, UserFactory(staff=True), UserFactory(staff=True)

    answers = at_once(
        lambda: Teko.objects.get(pk=teko.pk).publish(by=one, version=version),
        lambda: Teko.objects.get(pk=teko.pk).reject(by=other, version=version, reason="Ei kehittämistä."),
    )

    published = Teko.objects.get(pk=teko.pk).state == Teko.State.PUBLISHED
    told = str(Ratkaisu.objects.get().told)
    assert sorted(answers, key=str) == sorted([told, None], key=str)
    assert told.startswith(f"{one} julkaisi" if published else f"{other} hylkäsi")
    assert (answers[0] is None, Hakurivi.objects.exists()) == (published, published)


def test_publishing_many_at_once_in_any_order_never_locks_for_good(at_once):
    teot = [TekoFactory(in_state="submitted") for _ in range(5)]
    keys, staff = [teko.pk for teko in teot], UserFactory(staff=True)

    def publish(order):
        rows = [Teko.objects.select_related("submitted_version").get(pk=key) for key in order]
        Teko.publish_all({row: row.submitted_version for row in rows if row.submitted_version}, by=staff)

    answers = at_once(lambda: publish(keys), lambda: publish(keys[::-1]))

    assert answers[0] is None or answers[1] is None
    assert Teko.objects.published().count() == 5


def test_double_click_begins_one_draft(at_once):
    author, key = UserFactory(), uuid4()

    first, second = at_once(lambda: Teko.start(by=author, key=key).pk, lambda: Teko.start(by=author, key=key).pk)

    assert first == second == Teko.objects.get().pk


def test_double_click_copies_once(at_once):
    teko, key = TekoFactory(), uuid4()

    first, second = at_once(*[lambda: Teko.objects.get(pk=teko.pk).copy(by=teko.author, key=key).pk] * 2)

    assert first == second
    assert (Teko.objects.count(), Teko.objects.get(pk=first).title) == (2, teko.title)


def test_two_tabs_send_one_version_and_one_mail(at_once):
    teko = TekoFactory()

    at_once(*[lambda: authors.submit(Teko.objects.get(pk=teko.pk), by=teko.author).pk] * 2)

    assert (Versio.objects.count(), Sahkoposti.objects.count()) == (1, 1)


def test_of_two_who_save_a_section_at_once_the_second_is_told(at_once):
    teko = TekoFactory()

    def save(title):
        row = Teko.objects.get(pk=teko.pk)
        return row.save_section(BY_SLUG["nimi"], {"title": title}, by=teko.author, seen=0, page=title)

    answers = at_once(lambda: save("Yksi"), lambda: save("Kaksi"))

    assert 1 in answers
    assert any("Joku muu on tallentanut" in str(answer) for answer in answers)
    assert Teko.objects.get().title == ("Yksi" if answers[0] == 1 else "Kaksi")


def test_sending_and_saving_at_once_never_mix(at_once):
    """What is sent is the text before the save or after it, whole."""
    teko = TekoFactory(title="Ennen", summary="Ennen")
    values = {"title": "Jälkeen", "summary": "Jälkeen"}

    at_once(
        lambda: Teko.objects.get(pk=teko.pk).submit(by=teko.author),
        lambda: Teko.objects.get(pk=teko.pk).save_section(BY_SLUG["nimi"], values, by=teko.author, seen=0),
    )

    document = Versio.objects.get().document
    assert document["title"] == document["summary"]
    assert Teko.objects.get().title == "Jälkeen"


def test_invitation_clicked_twice_is_one(at_once):
    teko = TekoFactory()

    def invite():
        authors.invite(Teko.objects.get(pk=teko.pk), by=teko.author, email="kollega@esimerkkila.example")

    at_once(invite, invite)

    assert (teko.tekijat.count(), Sahkoposti.objects.count()) == (1, 1)


def register(title: str) -> list[tuple[int, dict[str, str]]]:
    return [(2, {"tunnus": "T1", "otsikko": title, "omistaja": "049", "toimialat": "sote", "kuvaus": "Teimme sen."})]


def test_two_imports_of_one_register_bring_its_acts_once(at_once, rekisteri):
    def run():
        return importing.run(register("Otsikko"), file_name="teot.csv", by=None).as_json()

    answers = at_once(run, run)

    assert sorted((answer["created"], answer["unchanged"]) for answer in answers) == [(0, 1), (1, 0)]
    assert Versio.objects.count() == 1


def test_what_is_edited_during_an_import_is_kept(at_once, rekisteri):
    importing.run(register("Rekisterin"), file_name="teot.csv", by=None)
    edited = Event()

    def edit():
        with transaction.atomic():
            Teko.objects.update(title="Sivustolla muokattu")
            edited.set()
            until_somebody_waits_for_us()

    def run():
        edited.wait(timeout=10)
        return importing.run(register("Rekisterin uusi"), file_name="teot.csv", by=None).kept

    answers = at_once(edit, run)

    assert answers == [None, [("T1", "Sivustolla muokattu")]]
    assert Teko.objects.get().title == "Sivustolla muokattu"


def until_somebody_waits_for_us() -> None:
    """Looks, for twenty seconds at most, whether another transaction waits for this one to end."""
    for _attempt in range(400):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone():
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")
