"""The admin is for staff whose session was opened with a second step, at every request."""

import re
from time import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.management import call_command
from django.test import Client, override_settings

from tekojentori.models import User
from tekojentori.refusals import Refused
from tests.factories import UserFactory, enter_admin

pytestmark = pytest.mark.django_db

ADMIN = "/hallinta/teot/teko/"


def digits(secret, step=0):
    """What an authenticator app shows now, or some half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time()) // 30 + step))


@pytest.fixture(autouse=True)
def _early_in_a_half_minute():
    """The app's digits change by the half minute: never in the middle of a test."""
    with time_machine.travel(time() // 30 * 30 + 1):
        yield


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def sign_in(client, on_commit):
    """Signs in by a code of mail; returns where that led."""

    def sign_in(user, by=client, going="/hallinta/"):
        with on_commit(execute=True):
            by.post("/kirjaudu/", {"email": user.email})
        code = re.search(r"\b[BCDFGHJKLMNPQRSTVWXZ]{6}\b", mail.outbox[-1].body).group()
        return by.post("/kirjaudu/koodi/", {"code": code, "next": going})

    return sign_in


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.fixture
def secret(client, staff, sign_in):
    """Programme staff have set up an authenticator app, and signed out: its secret."""
    sign_in(staff)
    secret = client.get("/tili/vahvistus/sovellus/").context["form"].secret
    client.post("/tili/vahvistus/sovellus/", {"code": digits(secret, -1)})
    client.post("/kirjaudu/ulos/")
    return secret


def opens(client) -> bool:
    return client.get(ADMIN).status_code == 200


def test_stranger_is_led_to_sign_in_and_back(client):
    response = client.get(ADMIN, follow=True)

    assert [address for address, _status in response.redirect_chain] == [
        f"/hallinta/login/?next={ADMIN}",
        "/kirjaudu/?next=%2Fhallinta%2Fteot%2Fteko%2F",
    ]


def test_person_who_is_not_staff_is_refused(client):
    client.force_login(UserFactory())

    assert client.get(ADMIN, follow=True).status_code == 403


def test_code_of_mail_alone_opens_no_admin_but_leads_to_enrolment(client, staff, sign_in):
    sign_in(staff)

    response = client.get(ADMIN, follow=True)

    assert response.redirect_chain[-1][0] == "/tili/vahvistus/?next=%2Fhallinta%2Fteot%2Fteko%2F"
    assert "Sinulla ei ole vielä vahvistusta." in response.content.decode()


def test_new_member_of_staff_sets_up_an_app_and_sees_recovery_codes_once(client, staff, sign_in):
    sign_in(staff)
    page = client.get("/tili/vahvistus/sovellus/")
    secret = page.context["form"].secret

    wrong = client.post("/tili/vahvistus/sovellus/", {"code": "000000"})
    right = client.post("/tili/vahvistus/sovellus/", {"code": " ".join(digits(secret))}, follow=True)
    again = client.get("/tili/vahvistus/palautuskoodit/")

    assert secret in page.content.decode()
    assert "<svg" in page.content.decode()
    assert list(wrong.context["form"].errors) == ["code"]
    assert right.redirect_chain == [("/tili/vahvistus/palautuskoodit/", 302)]
    shown = re.findall(r"<li>(\d{8})</li>", right.content.decode())
    assert (len(shown), re.findall(r"\d{8}", again.content.decode())) == (10, [])
    assert opens(client)


@pytest.mark.parametrize("path", ["sovellus/", "avain/"])
def test_first_second_step_is_added_only_right_after_signing_in(client, staff, sign_in, path):
    at, page = int(time()), f"/tili/vahvistus/{path}"
    with time_machine.travel(at, tick=False):
        sign_in(staff)

    with time_machine.travel(at + 15 * 60 - 1, tick=False):
        in_time = client.get(page)
    with time_machine.travel(at + 15 * 60, tick=False):
        late = client.post(page, follow=True)

    assert in_time.status_code == 200
    assert late.redirect_chain[-1][0] == f"/kirjaudu/?next=%2Ftili%2Fvahvistus%2F{path.replace('/', '%2F')}"
    assert "Kirjaudu uudelleen, niin voit lisätä vahvistuksen." in late.content.decode()
    assert not Authenticator.objects.exists()


def test_second_step_is_asked_after_the_code_of_mail(client, staff, secret, sign_in):
    led_to = sign_in(staff)
    inside_before = client.session.get("_auth_user_id")

    response = client.post("/kirjaudu/vahvistus/", {"code": digits(secret)})

    assert (led_to.url, inside_before) == ("/kirjaudu/vahvistus/", None)
    assert response.url == "/hallinta/"
    assert opens(client)


def test_wrong_second_step_lets_nobody_in_and_is_soon_stopped(client, staff, secret, sign_in):
    sign_in(staff)

    answers = [client.post("/kirjaudu/vahvistus/", {"code": "000000"}) for _try in range(6)]
    errors = [str(answer.context["form"].errors["code"]) for answer in answers]
    right = client.post("/kirjaudu/vahvistus/", {"code": digits(secret)})

    assert (len(set(errors[:4])), errors[5] == errors[0]) == (1, False)
    assert (right.status_code, client.session.get("_auth_user_id")) == (200, None)


def test_digits_work_once(client, staff, secret, sign_in):
    code = digits(secret)
    sign_in(staff)
    client.post("/kirjaudu/vahvistus/", {"code": code})
    other = Client()
    sign_in(staff, by=other)

    response = other.post("/kirjaudu/vahvistus/", {"code": code})

    assert list(response.context["form"].errors) == ["code"]


def test_recovery_code_stands_in_for_a_lost_device_once(client, staff, secret, sign_in):
    code = RecoveryCodes(Authenticator.objects.get(user=staff, type="recovery_codes")).get_unused_codes()[0]
    sign_in(staff)
    client.post("/kirjaudu/vahvistus/", {"code": code})
    other = Client()
    sign_in(staff, by=other)

    response = other.post("/kirjaudu/vahvistus/", {"code": code})

    assert (opens(client), list(response.context["form"].errors)) == (True, ["code"])


def test_session_older_than_the_second_step_is_asked_for_it(client, staff, secret):
    old = Client()
    old.force_login(staff)

    led_to = old.get(ADMIN, follow=True).redirect_chain[-1][0]
    old.post(led_to, {"code": digits(secret), "next": ADMIN})

    assert led_to == "/tili/vahvistus/uudelleen/?next=%2Fhallinta%2Fteot%2Fteko%2F"
    assert opens(old)


def test_session_is_no_longer_strong_when_its_second_step_is_gone(staff):
    client = enter_admin(Client(), staff)
    before = opens(client)

    Authenticator.objects.filter(user=staff).delete()

    assert (before, opens(client)) == (True, False)


def test_somebody_elses_record_does_not_make_a_session_strong(client):
    others = UserFactory(staff=True)
    enter_admin(client, others)
    client.force_login(UserFactory(staff=True))
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "id": Authenticator.objects.get(user=others).pk, "at": 0}
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()

    assert not opens(client)


def test_demo_record_counts_only_in_the_demo(client, staff):
    client.force_login(staff)
    session = client.session
    session["account_authentication_methods"] = [{"method": "demo", "at": 0}]
    session["account_authentication_methods_user"] = str(staff.pk)
    session.save()

    with override_settings(DEMO=True):
        in_demo = opens(client)

    assert (in_demo, opens(client)) == (True, False)


def test_app_is_removed_only_after_the_second_step_anew(client, staff, secret, sign_in):
    sign_in(staff)
    client.post("/kirjaudu/vahvistus/", {"code": digits(secret)})

    led_to = client.post("/tili/vahvistus/sovellus/poista/")

    assert led_to.url.startswith("/tili/vahvistus/uudelleen/")
    assert Authenticator.objects.filter(user=staff, type="totp").exists()


CHANGES = ["sovellus/", "sovellus/poista/", "avain/", "avain/1/poista/", "palautuskoodit/", "palautuskoodit/uudet/"]


@pytest.mark.parametrize("path", CHANGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_session_older_than_the_second_step_changes_none(client, staff, secret, path, method):
    old = Client()
    old.force_login(staff)
    there = list(Authenticator.objects.order_by("pk").values_list("pk", "data"))

    response = getattr(old, method)(f"/tili/vahvistus/{path}")

    assert response.url == f"/tili/vahvistus/uudelleen/?next=%2Ftili%2Fvahvistus%2F{path.replace('/', '%2F')}"
    assert list(Authenticator.objects.order_by("pk").values_list("pk", "data")) == there


@pytest.mark.parametrize("path", ["avain/", "palautuskoodit/uudet/"])
def test_passing_a_second_step_that_is_gone_gives_no_right_to_change_another(client, staff, secret, path):
    """allauth asks only how long ago something was passed, which a session of a removed app still remembers."""
    client.force_login(staff)
    session = client.session
    gone = {"method": "mfa", "type": "totp", "id": 0, "at": time(), "reauthenticated": True}
    session["account_authentication_methods"] = [gone]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()

    response = client.get(f"/tili/vahvistus/{path}")

    assert response.status_code == 302
    assert response.url.startswith("/tili/vahvistus/uudelleen/")


@pytest.mark.parametrize("path", ["sovellus/poista/", "avain/", "palautuskoodit/uudet/"])
def test_session_that_has_just_passed_the_second_step_may_change_it(client, staff, secret, path):
    client.force_login(staff)
    client.post("/tili/vahvistus/uudelleen/", {"code": digits(secret)})

    assert client.get(f"/tili/vahvistus/{path}").status_code == 200


@pytest.mark.parametrize("path", ["", "sovellus/", "avain/", "palautuskoodit/", "uudelleen/"])
def test_second_step_is_for_staff_only(client, path):
    client.force_login(UserFactory())

    assert client.get(f"/tili/vahvistus/{path}").status_code == 404


def test_second_member_of_staff_resets_a_lost_device(client, staff, on_commit):
    lost = UserFactory(staff=True, language="sv")
    theirs = enter_admin(Client(), lost)
    enter_admin(client, staff)
    data = {"action": "reset_second_step", "_selected_action": [lost.pk]}

    asked = client.post("/hallinta/tekojentori/user/", data).content.decode()
    before = opens(theirs)
    with on_commit(execute=True):
        client.post("/hallinta/tekojentori/user/", data | {"confirmed": "1", "reason": "Puhelin putosi järveen."})

    entry = LogEntry.objects.get(object_id=str(lost.pk))
    assert ('name="reason"' in asked, before, opens(theirs)) == (True, True, False)
    assert "_auth_user_id" not in theirs.session
    assert (entry.user, entry.change_message) == (staff, "Vahvistus nollattiin: Puhelin putosi järveen.")
    assert [message.to for message in mail.outbox] == [[lost.email]]
    assert not Authenticator.objects.filter(user=lost).exists()


def test_nobody_resets_their_own(client, staff):
    enter_admin(client, staff)

    client.post(
        "/hallinta/tekojentori/user/",
        {"action": "reset_second_step", "_selected_action": [staff.pk], "confirmed": "1", "reason": "Kadonnut."},
    )

    assert Authenticator.objects.filter(user=staff).exists()
    assert not LogEntry.objects.exists()


def test_reset_needs_a_reason_and_a_member_of_staff(staff):
    lost = UserFactory(staff=True)

    with pytest.raises(Refused, match="Kirjoita syy"):
        lost.reset_second_step(by=staff, reason=" ")
    with pytest.raises(Refused, match="toinen ohjelmatoimiston jäsen"):
        lost.reset_second_step(by=UserFactory(), reason="Kadonnut.")


def test_secrets_of_the_second_step_are_not_in_the_admin(staff_client):
    assert staff_client.get("/hallinta/mfa/authenticator/").status_code == 404
    assert staff_client.get("/hallinta/account/emailaddress/").status_code == 404


def test_superuser_is_made_without_a_password_and_enters_like_others(client, sign_in):
    call_command("createsuperuser", email="Paa@Tori.example", interactive=False, verbosity=0)
    user = User.objects.get(email="paa@tori.example")

    led_to = sign_in(user)

    assert (user.is_staff, user.is_superuser, user.password.startswith("!")) == (True, True, True)
    assert led_to.url == "/tili/tiedot/?next=%2Fhallinta%2F"
    assert not opens(client)


def test_strong_session_costs_one_query_more(staff, client, django_assert_num_queries):
    from tekojentori.second_step import is_strong

    enter_admin(client, staff)
    request = client.get("/tili/").wsgi_request
    _ = request.user.is_staff, request.session.get("a")

    with django_assert_num_queries(1):
        assert is_strong(request)


@pytest.mark.parametrize("path", ["uudelleen/", "uudelleen/avain/"])
def test_staff_with_no_second_step_to_confirm_are_led_to_where_one_is_added(client, staff, path):
    client.force_login(staff)

    response = client.get(f"/tili/vahvistus/{path}")

    assert (response.status_code, response.url) == (302, "/tili/vahvistus/")
