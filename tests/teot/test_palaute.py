"""What visitors tell staff: written down once, told to the office, answered once and in time."""

import threading
from datetime import date

import pytest
import time_machine
from django.conf import settings as project
from django.db import IntegrityError, connection

from tekojentori.mail_text import BREAK
from tekojentori.models import Sahkoposti
from tekojentori.refusals import Refused
from teot.models import Palaute
from teot.palaute_forms import PER_NETWORK
from tests.factories import TekoFactory, UserFactory, enter_admin
from tests.open_forms import stamp

TELLER = "ilmoittaja@kunta.example"


@pytest.fixture
def teko(db):
    teko = TekoFactory(title="Kahvi kiertää", in_state="published")
    teko.title = "Salainen uusi nimi"
    teko.save()
    return teko


def feedback(**changes):
    return {"text": "Vuosi on väärin.", "name": "", "email": TELLER, "stamp": stamp()} | changes


def received(**changes) -> Palaute:
    fields = {"key": "koe", "kind": "error", "text": "Vuosi on väärin.", "email": TELLER, "language": "sv"}
    return Palaute.objects.receive(**(fields | changes))


def test_error_in_an_act_reaches_the_office_once(client, teko):
    for _click in range(2):
        response = client.post(f"/teot/{teko.pk}/virhe/", feedback(), follow=True)
    palaute, mail = Palaute.objects.get(), Sahkoposti.objects.get()

    assert "Kiitos ilmoituksesta" in response.content.decode()
    assert (palaute.kind, palaute.teko, palaute.title, palaute.email) == ("error", teko, "Kahvi kiertää", TELLER)
    assert (mail.to, mail.subject) == (project.OFFICE_EMAIL, "Palaute: Virhe teossa: Kahvi kiertää")
    assert f"/hallinta/teot/palaute/{palaute.pk}/change/" in mail.text
    assert TELLER not in mail.text + mail.html


def test_accessibility_feedback_tells_the_page_and_needs_no_address(client, db):
    data = feedback(email="", page="/teot/", text="Kartta ei toimi.")

    client.post("/sv/saavutettavuus/palaute/", data)
    palaute = Palaute.objects.get()

    assert (palaute.kind, palaute.page, palaute.email, palaute.language) == ("accessibility", "/teot/", "", "sv")
    mail = Sahkoposti.objects.get()
    assert "ei jättänyt osoitetta" in mail.text
    assert mail.subject == "Palaute: Saavutettavuus: /teot/"
    assert "\nSaavutettavuus: /teot/\n" in mail.text


def test_ways_to_tell_are_where_they_are_needed(client, teko, rekisteri):
    act = client.get(f"/teot/{teko.pk}/", follow=True).content.decode()
    statement = client.get("/saavutettavuus/").content.decode()
    other = client.get("/tietoa/").content.decode()

    assert f'href="/teot/{teko.pk}/virhe/"' in act
    assert statement.count('href="/saavutettavuus/palaute/"') == 2
    assert "palaute/" not in other


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": " "}, "Mikä on vialla? Kerro, mikä on vialla."),
        ({"text": "x" * 4001}, "Teksti on 1 merkin liian pitkä."),
        ({"email": "x"}, "Sähköpostiosoite ei kelpaa. Kirjoita se muodossa nimi@organisaatio.fi."),
        ({"page": "x" * 302}, "Teksti on 2 merkkiä liian pitkä."),
        ({"stamp": "väärä"}, "Lomake on vanhentunut."),
    ],
)
def test_faulty_feedback_is_shown_again_with_the_reason(client, db, change, message):
    response = client.post("/saavutettavuus/palaute/", feedback(page="/teot/") | change)

    assert (response.status_code, Palaute.objects.count()) == (422, 0)
    assert message in response.content.decode()


def test_machine_is_thanked_and_nothing_is_written(client, teko):
    response = client.post(f"/teot/{teko.pk}/virhe/", feedback(website="x"))

    assert (response["Location"], Palaute.objects.count()) == ("/palaute/kiitos/", 0)


def test_feedback_is_limited_by_network(client, db):
    statuses = [
        client.post("/saavutettavuus/palaute/", feedback(stamp=stamp(key=f"{number}"))).status_code
        for number in range(PER_NETWORK.tries + 1)
    ]

    assert statuses == [302] * PER_NETWORK.tries + [429]


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("submitted", 404), ("hidden", 410), ("withdrawn", 410)])
def test_error_is_told_only_of_what_is_public(client, db, state, status):
    teko = TekoFactory(in_state=state)

    assert client.get(f"/teot/{teko.pk}/virhe/").status_code == status
    assert client.post(f"/teot/{teko.pk}/virhe/", feedback()).status_code == status
    assert Palaute.objects.count() == 0


@pytest.mark.parametrize(
    ("now", "overdue"),
    [
        ("2026-12-08T21:59:59Z", 0),
        ("2026-12-08T22:00:00Z", 1),
    ],
)
def test_feedback_is_late_when_its_fourteenth_day_in_finland_is_over(db, now, overdue):
    with time_machine.travel("2026-11-23T22:00:00Z", tick=False):  # the 24th has begun in Finland
        palaute = received()
    with time_machine.travel(now, tick=False):
        found = (palaute.due_on, Palaute.objects.workload()["late"], palaute.is_overdue)

    assert found == (date(2026, 12, 8), overdue, bool(overdue))


def test_front_page_of_the_admin_tells_what_waits_and_what_is_late(client, db):
    enter_admin(client, UserFactory(staff=True))
    nothing = client.get("/hallinta/").content.decode()
    received(key="a")
    received(key="b")
    waiting = client.get("/hallinta/").content.decode()
    Palaute.objects.filter(key="a").update(due_on=date(2026, 1, 1))
    late = client.get("/hallinta/").content.decode()
    listed = client.get("/hallinta/teot/palaute/?answered_at__isempty=1").content.decode()

    assert "odottaa vastausta" not in nothing
    assert "2 palautetta odottaa vastausta</a>" in waiting
    assert "2 palautetta odottaa vastausta, 1 on myöhässä</a>" in late
    assert listed.count('class="field-about"') == 2


def test_staff_answer_in_the_admin_and_the_teller_gets_it(client, db):
    staff = UserFactory(staff=True)
    enter_admin(client, staff)
    palaute = received()
    address = f"/hallinta/teot/palaute/{palaute.pk}/change/"

    empty = client.post(address, {"answer": " "}).content.decode()
    client.post(address, {"answer": "Korjattu. Katso https://tori.example"})
    palaute.refresh_from_db()
    mail = Sahkoposti.objects.get(kind="teot/feedback_answer")
    page = client.get(address).content.decode()

    assert "mitä palautteen johdosta tehtiin" in empty
    assert (palaute.answered_by, palaute.answer) == (staff, "Korjattu. Katso https://tori.example")
    assert (mail.to, mail.language, f"https:{BREAK}//tori" in mail.text) == (TELLER, "sv", True)
    assert ("Korjattu." in page, 'name="answer"' in page) == (True, False)


def test_second_member_of_staff_is_told_who_answered_and_keeps_the_text(client, db):
    palaute, first = received(), UserFactory(staff=True, name="Ensimmäinen")
    enter_admin(client, UserFactory(staff=True))
    client.get(f"/hallinta/teot/palaute/{palaute.pk}/change/")
    palaute.answer_with("Korjattu.", by=first)

    page = client.post(f"/hallinta/teot/palaute/{palaute.pk}/change/", {"answer": "Toinen vastaus"}).content.decode()
    palaute.refresh_from_db()

    assert (palaute.answer, palaute.answered_by) == ("Korjattu.", first)
    assert ("Ensimmäinen on jo vastannut tähän" in page, "Toinen vastaus</textarea>" in page) == (True, True)
    with pytest.raises(Refused, match="Ensimmäinen on jo vastannut tähän"):
        palaute.answer_with("Taas.", by=first)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_make_one():
    palaute, staff = received(), [UserFactory(staff=True) for _ in range(3)]
    barrier, outcomes = threading.Barrier(3), []

    def contend(person):
        barrier.wait()
        try:
            Palaute.objects.get(pk=palaute.pk).answer_with(f"Vastaa {person.pk}", by=person)
            outcomes.append("answered")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=contend, args=[person]) for person in staff]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["answered", "refused", "refused"]
    assert Sahkoposti.objects.filter(kind="teot/feedback_answer").count() == 1


def test_database_refuses_an_answer_without_its_moment(db):
    palaute = received()

    with pytest.raises(IntegrityError, match="palaute_answered_has_its_answer"):
        Palaute.objects.filter(pk=palaute.pk).update(answer="x")


def test_visitors_do_not_read_feedback(client, db):
    palaute = received()
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        for path in ("", f"{palaute.pk}/change/"):
            assert client.get(f"/hallinta/teot/palaute/{path}").status_code == 302
