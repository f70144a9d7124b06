"""The mail of a morning to programme staff: what came in."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from tekojentori.models import Sahkoposti
from teot.models import Teko
from tests.factories import TekoFactory, UserFactory

pytestmark = pytest.mark.django_db

#: Seven in the morning in Finland, in winter.
SEVEN = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def tick(at: datetime) -> str:
    out = StringIO()
    with time_machine.travel(at, tick=False):
        call_command("tick", stdout=out)
    return out.getvalue()


def submitted(at: datetime, **fields) -> Teko:
    with time_machine.travel(at, tick=False):
        return TekoFactory(in_state="submitted", **fields)


def mails() -> list[tuple[str, str]]:
    return list(Sahkoposti.objects.filter(kind="teot/digest").order_by("pk").values_list("to", "subject"))


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.mark.parametrize(("seconds", "count"), [(-1, 0), (0, 1), (1, 1)])
def test_mail_goes_at_seven_by_finnish_clocks(staff, seconds, count):
    submitted(SEVEN - timedelta(hours=8), author=UserFactory(), title="Kirjastoauto")
    at = SEVEN + timedelta(seconds=seconds)

    tick(at)

    assert [to for to, _subject in mails()].count(staff.email) == count


def test_mail_names_what_came_in_and_how_many_wait(staff):
    submitted(SEVEN - timedelta(days=3), title="Vanha teko")
    teko = submitted(SEVEN - timedelta(hours=2), title="Kirjastoauto", owner__name_fi="Esimerkkilä")

    tick(SEVEN)

    mail = Sahkoposti.objects.get(to=staff.email)
    assert mail.subject == "1 teko tuli käsiteltäväksi"
    assert "- Kirjastoauto, Esimerkkilä\n" in mail.text
    assert f"/hallinta/teot/kasiteltava/{teko.pk}/change/" in mail.text
    assert "Jonossa on nyt 2 tekoa." in mail.text
    assert "Vanha teko" not in mail.text + mail.html


def test_one_mail_a_day_and_next_day_what_came_after_it(staff):
    submitted(SEVEN - timedelta(hours=2), title="Ensimmäinen")
    for minutes in (0, 5, 600):
        tick(SEVEN + timedelta(minutes=minutes))
    submitted(SEVEN + timedelta(hours=12), title="Toinen")
    submitted(SEVEN + timedelta(hours=13), title="Kolmas")

    for days in (1, 2):
        tick(SEVEN + timedelta(days=days))

    subjects = [subject for to, subject in mails() if to == staff.email]
    assert subjects == ["1 teko tuli käsiteltäväksi", "2 tekoa tuli käsiteltäväksi"]
    assert "Ensimmäinen" not in Sahkoposti.objects.filter(to=staff.email).order_by("-pk")[0].text


def test_only_staff_in_office_get_it_in_their_language(staff):
    left, swede = UserFactory(staff=True, is_active=False), UserFactory(staff=True, language="sv")
    teko = submitted(SEVEN - timedelta(hours=1), owner__name_sv="Exempelby")

    tick(SEVEN)

    got = dict(mails())
    assert (left.email in got, teko.author.email in got) == (False, False)
    assert got[swede.email] == "1 insats att behandla har kommit in"
    assert "Exempelby" in Sahkoposti.objects.get(to=swede.email).text


def test_nothing_came_in_no_mail(staff):
    submitted(SEVEN - timedelta(hours=2)).take_back(by=Teko.objects.get().author)

    tick(SEVEN)

    assert mails() == []


@pytest.mark.django_db(transaction=True)
def test_many_at_once_send_one(at_once):
    staff = UserFactory(staff=True)
    submitted(SEVEN - timedelta(hours=2))

    with time_machine.travel(SEVEN, tick=False):
        at_once(*[lambda: call_command("tick", stdout=StringIO())] * 4)

    assert [to for to, _subject in mails()].count(staff.email) == 1
