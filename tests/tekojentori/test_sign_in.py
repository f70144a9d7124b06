"""Signing in by a code: who gets in, who does not, and that the answer never tells which addresses are known."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tekojentori.models import Koodi, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ADDRESS = "tilapalvelut@esimerkkila.example"


@pytest.fixture
def ask(client, django_capture_on_commit_callbacks):
    """Asks for a code; returns the response and the code that was mailed."""

    def ask(email=ADDRESS, path="/kirjaudu/", by=client, **extra):
        with django_capture_on_commit_callbacks(execute=True):
            response = by.post(path, {"email": email}, **extra)
        found = re.search(r"\b[BCDFGHJKLMNPQRSTVWXZ]{6}\b", mail.outbox[-1].body)
        return response, found.group()

    return ask


@pytest.fixture
def code(ask):
    return ask()[1]


def give(client, code, path="/kirjaudu/koodi/"):
    return client.post(path, {"code": code})


def wrong(code, by=1):
    """A code that is not this one: its first letter changed."""
    letters = [letter for letter in "BCDFGHJKLMNPQRSTVWXZ" if letter != code[0]]
    return letters[by % len(letters)] + code[1:]


def signed_in(client):
    return client.session.get("_auth_user_id")


def errors(response):
    return response.context["form"].errors["code"]


def test_new_person_gets_an_account_when_the_code_is_right(client, code):
    before = User.objects.count()

    response = give(client, code)

    user = User.objects.get(email=ADDRESS)
    assert (before, response.status_code, response.url) == (0, 302, "/tili/tiedot/?next=%2F")
    assert (signed_in(client), user.has_usable_password(), user.language) == (str(user.pk), False, "fi")


def test_known_person_gets_in_by_the_same_form(client, ask):
    user = UserFactory(email=ADDRESS)

    give(client, ask(email=f" {ADDRESS.title()} ")[1])

    assert (signed_in(client), User.objects.count()) == (str(user.pk), 1)


def test_code_comes_in_the_language_of_the_page(client, ask):
    _response, code = ask(path="/sv/kirjaudu/")

    give(client, code, "/sv/kirjaudu/koodi/")

    assert mail.outbox[0].to == [ADDRESS]
    assert mail.outbox[0].subject == "Din inloggningskod till Framstegsarenan"
    assert User.objects.get().language == "sv"


@pytest.mark.parametrize("write", [str.lower, " ".join, lambda code: f"{code[:3]}-{code[3:]} "])
def test_code_may_be_written_as_one_likes(client, code, write):
    give(client, write(code))

    assert signed_in(client)


def test_answer_is_the_same_for_known_unknown_and_closed(client, ask):
    UserFactory(email="tuttu@esimerkkila.example", language="sv")
    UserFactory(email="suljettu@esimerkkila.example", is_active=False)
    answers, queries = set(), set()

    for email in ("tuttu@esimerkkila.example", "suljettu@esimerkkila.example", "vieras@esimerkkila.example"):
        with CaptureQueriesContext(connection) as captured:
            response, code = ask(email=email)
        texts = [client.get(response.url).content.decode(), give(client, wrong(code)).content.decode()]
        texts += [mail.outbox[-1].subject, mail.outbox[-1].body]
        changing = rf'name="csrfmiddlewaretoken" value="\w+"|{email}|{code}|{wrong(code)}|\d+\.\d\d'
        answers.add((response.status_code, response.url, *[re.sub(changing, "", text) for text in texts]))
        queries.add((len(captured), "tekojentori_user" in str(captured.captured_queries)))

    assert len(answers) == 1
    assert {looked_up for _count, looked_up in queries} == {False}


def test_closed_account_does_not_open_and_the_right_code_is_answered_as_a_wrong_one(client, ask):
    UserFactory(email=ADDRESS, is_active=False)
    _response, code = ask()

    closed = errors(give(client, code))
    mistaken = errors(give(client, wrong(code)))

    assert (closed, mistaken) == (
        ["Koodi ei täsmää. Voit yrittää vielä 4 kertaa."],
        ["Koodi ei täsmää. Voit yrittää vielä 3 kertaa."],
    )
    assert not signed_in(client)


@pytest.mark.parametrize(("seconds", "enters"), [(-1, True), (0, False), (1, False)])
def test_code_holds_a_quarter_of_an_hour(client, code, seconds, enters):
    with time_machine.travel(Koodi.objects.get().expires_at + timedelta(seconds=seconds), tick=False):
        response = give(client, code)

    assert Koodi.objects.get().expires_at - Koodi.objects.get().made_at == timedelta(minutes=15)
    assert bool(signed_in(client)) == enters
    assert enters or errors(response) == ["Koodi ei ole enää voimassa. Pyydä uusi."]


def test_twenty_wrong_codes_open_nothing_and_the_right_one_no_longer_does(client, code):
    told = [errors(give(client, wrong(code, by)))[0] for by in range(20)]

    assert told[0] == "Koodi ei täsmää. Voit yrittää vielä 4 kertaa."
    assert told[3] == "Koodi ei täsmää. Voit yrittää vielä 1 kerran."
    assert told[4] == "Koodi ei täsmää, eikä sitä voi enää yrittää. Pyydä uusi."
    assert set(told[5:]) == {"Koodi ei ole enää voimassa. Pyydä uusi."}
    assert errors(give(client, code)) == ["Koodi ei ole enää voimassa. Pyydä uusi."]
    assert (signed_in(client), User.objects.count()) == (None, 0)


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "B" * 41, "12345", "БВГДЖЗ", "<b>"])
def test_nonsense_is_no_code(client, code, typed):
    response = give(client, typed)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["code"])
    assert not signed_in(client)


@pytest.mark.parametrize(
    "email",
    [
        "",
        "kunta",
        "a@b@c.example",
        "a\x00@kunta.example",
        "a@kunta.example\nBcc: b@c.example",
        "a@[192.0.2.1]",
        "ſalla@kunta.example",
        "a" * 60 + "@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + ".example",
    ],
)
def test_nonsense_is_no_address(client, email):
    response = client.post("/kirjaudu/", {"email": email})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["email"])
    assert (mail.outbox, Koodi.objects.count()) == ([], 0)


def test_used_code_opens_nothing_later(client, code):
    give(client, code)
    cookie = client.cookies["koodi"].value
    client.post("/kirjaudu/ulos/")
    client.cookies["koodi"] = cookie

    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        response = give(client, code)

    assert errors(response) == ["Koodi on jo käytetty. Pyydä uusi."]
    assert not signed_in(client)


def test_double_click_signs_in_once_and_both_answers_lead_on(client, code):
    UserFactory(email=ADDRESS)
    other = Client()
    other.cookies["koodi"] = client.cookies["koodi"].value

    answers = [give(tab, code) for tab in (client, other)]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/"), (302, "/")]
    assert (signed_in(client) == signed_in(other), User.objects.count()) == (True, 1)


def test_code_works_only_in_the_browser_that_asked(client, code):
    response = give(Client(), code)

    assert (response.status_code, response.url) == (302, "/kirjaudu/?next=%2F")
    assert User.objects.count() == 0


def test_forged_cookie_names_no_code(client, code):
    forger = Client()
    forger.cookies["koodi"] = f"{Koodi.objects.get().pk}:abc:def"

    assert give(forger, code).url == "/kirjaudu/?next=%2F"


def test_of_two_tabs_the_newest_code_works(client, ask):
    _response, first = ask()
    _response, second = ask()

    assert errors(give(client, first))[0].startswith("Koodi ei täsmää.")
    assert give(client, second).status_code == 302


def test_second_tab_of_a_signed_in_person_leads_on(client, code):
    give(client, code)

    assert client.get("/kirjaudu/koodi/?next=/teot/", follow=True).redirect_chain[-1] == ("/teot/", 302)
    assert client.get("/kirjaudu/?next=/teot/").url == "/teot/"


def test_opening_an_address_signs_nobody_in(client, code):
    for path in (f"/kirjaudu/koodi/?code={code}", f"/kirjaudu/?email={ADDRESS}", "/kirjaudu/koodi/"):
        client.get(path)

    assert (signed_in(client), Koodi.objects.get().tries, len(mail.outbox)) == (None, 0, 1)
    assert client.get("/kirjaudu/ulos/").status_code == 405


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/sv/teot/?q=a&sivu=2", "/sv/teot/?q=a&sivu=2"),
        ("//muu.example/", "/"),
        ("https://muu.example/", "/"),
        ("/\\muu.example", "/"),
        ("javascript:alert(1)", "/"),
        ("99999", "/"),
        ("http://testserver/teot/", "http://testserver/teot/"),
        ("", "/"),
    ],
)
def test_person_is_led_back_to_our_own_pages_only(client, ask, address, leads_to):
    UserFactory(email=ADDRESS)
    step = client.post("/kirjaudu/", {"email": ADDRESS, "next": address}).url
    _response, code = ask()
    next_field = client.get(step).context["next"]

    response = client.post("/kirjaudu/koodi/", {"code": code, "next": next_field})

    assert (next_field, response.url) == (leads_to, leads_to)


def test_new_code_can_be_sent_again(client, code, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/kirjaudu/koodi/uusi/", {"next": "/teot/"})

    assert response.url == "/kirjaudu/koodi/?next=%2Fteot%2F"
    assert [message.to for message in mail.outbox] == [[ADDRESS], [ADDRESS]]
    assert Koodi.objects.count() == 2


def test_signing_out_forgets_the_person(client, code):
    give(client, code)

    response = client.post("/kirjaudu/ulos/")

    assert (response.url, signed_in(client)) == ("/", None)
    assert client.get("/kirjaudu/koodi/").url == "/kirjaudu/?next=%2F"


def test_five_codes_of_one_person_are_enough_for_a_while(client, ask):
    for _time in range(5):
        ask()

    response = client.post("/kirjaudu/", {"email": ADDRESS})

    assert (response.status_code, len(mail.outbox)) == (429, 5)
    assert 0 < int(response["Retry-After"]) <= 900
    assert "Yritä uudelleen 15 minuutin kuluttua." in response.content.decode()
    assert ask(email="toinen@esimerkkila.example")[0].status_code == 302
    assert ask(REMOTE_ADDR="198.51.100.1")[0].status_code == 302


def test_address_gets_fifteen_codes_at_most_wherever_they_are_asked_from(client, ask):
    for number in range(15):
        assert ask(REMOTE_ADDR=f"198.51.100.{number}")[0].status_code == 302

    assert client.post("/kirjaudu/", {"email": ADDRESS}, REMOTE_ADDR="198.51.100.99").status_code == 429


def test_wrong_codes_of_one_network_are_counted_together_and_right_ones_not(client, ask):
    for number in range(12):
        _response, code = ask(email=f"ihminen{number}@esimerkkila.example", by=client)
        give(client, code)
        client.post("/kirjaudu/ulos/")
    for number in range(10):
        _response, code = ask(email=f"arvaus{number}@esimerkkila.example")
        statuses = [give(client, wrong(code, by)).status_code for by in range(5)]
        assert statuses == [422] * 5

    _response, code = ask()
    assert give(client, code).status_code == 429


def test_page_that_needs_signing_in_leads_there_and_back(client, ask):
    from django.contrib.auth.views import redirect_to_login

    assert redirect_to_login("/ilmoita/?a=b").url == "/kirjaudu/?next=/ilmoita/%3Fa%3Db"


def test_code_is_stored_only_as_a_digest(client, code):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(k)::text FROM tekojentori_koodi k")
        assert code not in cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_all_counted():
    koodi = Koodi.objects.send(email=ADDRESS, language="fi")
    code = re.search(r"\b[BCDFGHJKLMNPQRSTVWXZ]{6}\b", mail.outbox[-1].body).group()
    barrier, opened = threading.Barrier(8), []

    def contend(number):
        mine = Koodi.objects.get(pk=koodi.pk)
        barrier.wait()
        try:
            mine.redeem(wrong(code, number))
            opened.append(number)
        except Exception as refused:
            opened.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=contend, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert opened == ["Refused"] * 8
    assert Koodi.objects.get().tries == 5
