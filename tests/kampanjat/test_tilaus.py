"""Whoever asks hears when a campaign opens: once, after proving the address, until one click ends it."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from kampanjat import opening
from kampanjat.models import Tilaus
from kampanjat.tilaus_forms import PER_ADDRESS, PER_NETWORK
from tekojentori import my_data
from tekojentori.models import Mykistys, Sahkoposti
from teot import authors, retention
from tests.factories import KampanjaFactory, UserFactory
from tests.open_forms import link_in, stamp

READER = "lukija@kunta.example"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
pytestmark = pytest.mark.django_db


def ask(client, prefix="", **changes):
    return client.post(f"{prefix}/kampanjat/kerro/", {"email": READER, "stamp": stamp()} | changes)


def confirmation(to=READER) -> str:
    sent = Sahkoposti.objects.filter(kind="kampanjat/confirm_tilaus", to=to).latest("pk")
    return link_in(sent.text, "/kampanjat/kerro/vahvista/")


def subscriber(email=READER, language="fi", at=None) -> Tilaus:
    at = at or timezone.now()
    return Tilaus.objects.create(email=email, language=language, asked_at=at, confirmed_at=at)


def opening_soon(**changes):
    return KampanjaFactory(opens_at=timezone.now() + DAY, **changes)


def told() -> list[str]:
    return sorted(Sahkoposti.objects.filter(kind="kampanjat/opened").values_list("to", flat=True))


def test_wish_is_written_down_and_holds_when_the_address_has_been_proved(client):
    asked = ask(client, "/sv", email=" Lukija@Kunta.example ")
    shown = client.get(asked["Location"]).content.decode()
    before = Tilaus.objects.confirmed().count()
    link = confirmation()
    opened = client.get(link).content.decode()
    between = Tilaus.objects.confirmed().count()
    confirmed = client.post(link)
    receipt = client.get(confirmed["Location"]).content.decode()

    assert (asked["Location"], link.startswith("/sv/")) == ("/sv/kampanjat/kerro/lahetetty/", True)
    assert (READER in shown, READER in opened) == (False, True)
    assert (before, between, Tilaus.objects.confirmed().get().email) == (0, 0, READER)
    assert "Din adress är bekräftad" in receipt


def test_answer_is_the_same_for_a_known_and_an_unknown_address(client):
    subscriber()

    answers = [ask(client, stamp=stamp(key=email), email=email) for email in (READER, "uusi@kunta.example")]

    assert len({(answer.status_code, answer["Location"], answer.content) for answer in answers}) == 1
    assert list(Sahkoposti.objects.values_list("to", flat=True)) == ["uusi@kunta.example"]


def test_form_needs_no_cookie_and_gives_none():
    client = Client(enforce_csrf_checks=True)

    pages = [client.get("/"), client.get("/kampanjat/kerro/"), ask(client)]

    assert [dict(page.cookies) for page in pages] == [{}, {}, {}]
    assert [page.status_code for page in pages] == [200, 200, 302]


def test_second_click_sends_one_link_and_a_new_wish_another(client):
    for key in ("yksi", "yksi", "kaksi"):
        ask(client, stamp=stamp(key=key))

    assert Sahkoposti.objects.filter(kind="kampanjat/confirm_tilaus").count() == 2
    assert Tilaus.objects.count() == 1


@pytest.mark.parametrize("email", ["", "nimi", "a@b.example\nBcc: c@d.example", "x" * 250 + "@kunta.example"])
def test_bad_address_is_told_by_its_field_and_nothing_is_written(client, email):
    response = ask(client, email=email)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["email"])
    assert (Tilaus.objects.count(), Sahkoposti.objects.count()) == (0, 0)


def test_machine_is_answered_like_others_and_nothing_is_written(client):
    response = ask(client, website="https://spam.example")

    assert response["Location"] == "/kampanjat/kerro/lahetetty/"
    assert (Tilaus.objects.count(), Sahkoposti.objects.count()) == (0, 0)


def test_address_and_network_have_limits(client):
    for number in range(PER_ADDRESS.tries):
        assert ask(client, stamp=stamp(key=str(number))).status_code == 302
    again = ask(client, stamp=stamp(key="liikaa"))
    others = [
        ask(client, email=f"muu{number}@kunta.example", stamp=stamp(key=f"muu{number}")).status_code
        for number in range(PER_NETWORK.tries - PER_ADDRESS.tries + 1)
    ]

    assert (again.status_code, "Yritä uudelleen" in again.content.decode()) == (429, True)
    assert others == [302] * (len(others) - 1) + [429]


def test_link_for_confirming_holds_two_days(client):
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
        ask(client)
        link = confirmation()
        clock.shift(48 * 60 * 60)
        last = client.get(link).status_code
        clock.shift(1)
        late = client.post(link)

    assert (last, late.status_code, Tilaus.objects.confirmed().count()) == (200, 410, 0)
    assert "Linkki on vanhentunut" in late.content.decode()


@pytest.mark.parametrize("page", ["vahvista", "pois"])
def test_link_that_we_never_made_is_not_found(client, page):
    subscriber()

    for method in (client.get, client.post):
        assert method(f"/kampanjat/kerro/{page}/1:vaara/").status_code == 404
    assert Tilaus.objects.count() == 1


def test_no_campaign_takes_the_address_of_the_page():
    kampanja = KampanjaFactory.build(slug="kerro", is_draft=True)

    with pytest.raises(ValidationError, match="Osoite ”kerro” on varattu"):
        kampanja.clean_fields()


# The opening


def test_those_who_asked_hear_when_the_campaign_opens_each_in_their_language():
    kampanja = opening_soon(name_sv="Goda idéer")
    subscriber()
    subscriber("lasare@kommun.example", "sv")
    Tilaus.objects.create(email="vahvistamaton@kunta.example", language="fi")

    with time_machine.travel(kampanja.opens_at, tick=False):
        call_command("tick", stdout=StringIO())

    rows = {row.to: row for row in Sahkoposti.objects.filter(kind="kampanjat/opened")}
    assert sorted(rows) == ["lasare@kommun.example", READER]
    assert rows["lasare@kommun.example"].subject == "Nu kan ni delta: Goda idéer"
    assert f"http://127.0.0.1:8000/kampanjat/{kampanja.slug}/" in rows[READER].text
    assert f"http://127.0.0.1:8000/sv/kampanjat/{kampanja.slug}/" in rows["lasare@kommun.example"].html


@pytest.mark.parametrize(("shift", "expected"), [(-SECOND, []), (0 * SECOND, [READER]), (SECOND, [READER])])
def test_nothing_goes_before_the_campaign_opens(shift, expected):
    kampanja = opening_soon()
    subscriber()

    with time_machine.travel(kampanja.opens_at + shift, tick=False):
        opening.announce(timezone.now())

    assert told() == expected


@pytest.mark.parametrize(("shift", "expected"), [(-SECOND, 1), (0 * SECOND, 0)])
def test_late_tick_tells_until_the_campaign_closes(shift, expected):
    kampanja = opening_soon()
    subscriber()

    with time_machine.travel(kampanja.closes_at + shift, tick=False):
        assert opening.announce(timezone.now()) == expected


def test_repeated_ticks_tell_once_also_when_the_mail_is_no_longer_kept():
    kampanja = opening_soon()
    subscriber()

    with time_machine.travel(kampanja.opens_at, tick=False):
        counts = [opening.announce(timezone.now()) for _ in range(2)]
        Sahkoposti.objects.all().delete()
        counts.append(opening.announce(timezone.now()))

    assert counts == [1, 0, 0]


@pytest.mark.django_db(transaction=True)
def test_ticks_at_once_tell_once(at_once):
    kampanja = opening_soon()
    for number in range(3):
        subscriber(f"lukija{number}@kunta.example")

    with time_machine.travel(kampanja.opens_at, tick=False):
        counts = at_once(*[lambda: opening.announce(timezone.now())] * 4)

    assert sum(counts) == 3
    assert (len(told()), len(mail.outbox)) == (3, 3)
    assert list(Tilaus.objects.values_list("told", flat=True)) == [[kampanja.pk]] * 3


def test_moved_opening_is_told_when_it_comes():
    kampanja, staff = opening_soon(), UserFactory(staff=True)
    subscriber()
    first = kampanja.opens_at
    kampanja.opens_at = first + DAY
    kampanja.change(by=staff, seen=kampanja.version)

    with time_machine.travel(first, tick=False):
        early = opening.announce(timezone.now())
    with time_machine.travel(first + DAY, tick=False):
        late = opening.announce(timezone.now())

    assert (early, late) == (0, 1)


def test_unpublished_and_cancelled_campaigns_are_not_told_of():
    draft, cancelled = opening_soon(is_draft=True), opening_soon()
    cancelled.cancel(by=UserFactory(staff=True), reason="Siirtyi.")
    subscriber()

    with time_machine.travel(draft.opens_at + DAY, tick=False):
        assert opening.announce(timezone.now()) == 0


def test_campaign_that_was_published_after_its_opening_is_told_of_then():
    kampanja = KampanjaFactory(is_draft=True)
    subscriber()
    kampanja.publish(by=UserFactory(staff=True))

    assert opening.announce(timezone.now()) == 1


def test_one_who_confirms_while_a_campaign_is_open_waits_for_the_next():
    KampanjaFactory()
    subscriber()

    assert opening.announce(timezone.now()) == 0


def test_muted_address_hears_nothing():
    kampanja = opening_soon()
    subscriber()
    Mykistys.objects.mute(READER, reason="550 no such user")

    with time_machine.travel(kampanja.opens_at, tick=False):
        opening.announce(timezone.now())
        Sahkoposti.objects.deliver_due()

    assert (len(mail.outbox), Sahkoposti.objects.get(kind="kampanjat/opened").state) == (0, "muted")


# The end


@pytest.fixture
def sent_mail():
    kampanja = opening_soon()
    subscriber(language="sv")
    with time_machine.travel(kampanja.opens_at, tick=False):
        opening.announce(timezone.now())
        Sahkoposti.objects.deliver_due()
    return mail.outbox[0].message()


def test_mail_program_ends_it_by_one_post_without_a_cookie(sent_mail):
    address = sent_mail["List-Unsubscribe"].strip("<>")

    response = Client(enforce_csrf_checks=True).post(
        address.removeprefix("http://127.0.0.1:8000"), {"List-Unsubscribe": "One-Click"}
    )

    assert sent_mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address.startswith("http://127.0.0.1:8000/sv/kampanjat/kerro/pois/")
    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert Tilaus.objects.count() == 0


def test_person_ends_it_by_a_button_and_opening_the_page_ends_nothing(client, sent_mail):
    text = sent_mail.get_body(["plain"]).get_content() if hasattr(sent_mail, "get_body") else mail.outbox[0].body
    link = link_in(text, "/kampanjat/kerro/pois/")

    page = client.get(link).content.decode()
    kept = Tilaus.objects.count()
    ended = [client.post(link).content.decode(), client.get(link).content.decode()]

    assert ("Avsluta meddelandena" in page, kept, Tilaus.objects.count()) == (True, 1, 0)
    assert ["Du får inte längre de här meddelandena" in each for each in ended] == [True, True]


def test_wish_that_was_not_confirmed_goes_in_three_days():
    now = timezone.now()
    Tilaus.objects.create(email=READER, language="fi", asked_at=now)
    subscriber("vahvistettu@kunta.example", at=now)
    rule = next(rule for rule in retention.RULES if rule.rows(now).model is Tilaus)

    assert (rule.delete(now + 3 * DAY), rule.delete(now + 3 * DAY + SECOND)) == (0, 1)
    assert Tilaus.objects.get().email == "vahvistettu@kunta.example"


def test_wish_is_in_ones_data_and_goes_with_the_account():
    person = UserFactory()
    subscriber(person.email)
    subscriber()

    data = my_data.of(person)["kampanjat.tilaus"]
    authors.leave(person)

    assert [row["email"] for row in data] == [person.email]
    assert [row.email for row in Tilaus.objects.all()] == [READER]


def test_database_refuses_one_told_before_it_was_confirmed():
    Tilaus.objects.create(email=READER, language="fi")

    with pytest.raises(IntegrityError, match="tilaus_is_confirmed_before_it_is_told"), connection.cursor() as cursor:
        cursor.execute("UPDATE kampanjat_tilaus SET told = '{1}'")
