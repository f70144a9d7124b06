"""Every mail is a row: written once, sent once, and never lost without a word."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings as project
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import mailers
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.safestring import SafeString

from tekojentori.mail_text import BREAK
from tekojentori.models import Sahkoposti
from tekojentori.models.sahkoposti import BACK_OFF
from tekojentori.models.sending import alone_with
from tekojentori.refusals import Refused
from tests.factories import UserFactory, enter_admin
from tests.post_office import PostOffice

State = Sahkoposti.State
TEMPLATES = {
    "uutinen.subject.txt": "Uutinen:\n{{ title }}",
    "uutinen.txt": '{% extends "email/base.txt" %}{% load mail %}'
    '{% block body %}{{ title }}\n{{ words|set_in }}\n{{ site }}{% url "teot:list" %}{{ token }}{% endblock %}'
    '{% block why %}{% translate "Teot" %}{% endblock %}',
    "uutinen.html": '{% extends "email/base.html" %}{% block body %}<b>{{ title }}</b>{{ words|linebreaks }}'
    '<a class="go" href="{{ site }}{% url "teot:list" %}{{ token }}">Lue</a>{% endblock %}',
}


@pytest.fixture(autouse=True)
def _templates(settings, tmp_path):
    """A mail of the tests' own, on the base templates that every mail stands on."""
    folder = tmp_path / "koe" / "email"
    folder.mkdir(parents=True)
    for name, text in TEMPLATES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]


def post(number=1, **changes):
    context = {"title": "Kahvi", "words": "Hyvä!", "token": SafeString("?q=a:b")}
    fields = {"kind": "koe/uutinen", "cause": f"koe:{number}", "to": "lukija@kunta.example", "language": "fi"}
    return Sahkoposti.objects.post(**(fields | {"context": context | changes.pop("context", {})} | changes))


def deliver(row):
    Sahkoposti.objects.deliver(row.pk)
    row.refresh_from_db()
    return row


@pytest.mark.django_db
def test_mail_says_its_thing_as_text_and_html_in_the_readers_language():
    row = post(language="sv", to=" Lukija@Kunta.example ")

    assert (row.to, row.state, row.subject) == ("lukija@kunta.example", State.WAITING, "Uutinen: Kahvi")
    assert row.text == (
        "Hej!\n\nKahvi\n  Hyvä!\nhttp://127.0.0.1:8000/sv/teot/?q=a:b\n\n-- \nInsatser\n"
        "Du kan svara på det här meddelandet: svaret går till programkansliet.\n"
    )
    assert '<html lang="sv">' in row.html
    assert '<a class="go" href="http://127.0.0.1:8000/sv/teot/?q=a:b">' in row.html


@pytest.mark.django_db
def test_repeat_of_the_same_cause_writes_nothing():
    first, again = post(), post(context={"title": "Tee"})
    others = [post(2), post(to="muu@kunta.example")]

    assert (again.pk, again.subject) == (first.pk, "Uutinen: Kahvi")
    assert Sahkoposti.objects.count() == 1 + len(others)


@pytest.mark.django_db(transaction=True)
def test_the_same_cause_in_two_transactions_at_once_makes_one_mail():
    barrier, keys = threading.Barrier(4), []

    def contend():
        barrier.wait()
        with transaction.atomic():
            keys.append(post().pk)
        connection.close()

    threads = [threading.Thread(target=contend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(keys), len(set(keys)), Sahkoposti.objects.count(), len(mail.outbox)) == (4, 1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_mail_goes_when_its_cause_commits_and_not_before():
    with transaction.atomic():
        row = post()
        before = len(mail.outbox)
    with transaction.atomic():
        post(2)
        transaction.set_rollback(True)
    row.refresh_from_db()

    assert (before, len(mail.outbox), row.state, row.attempts) == (0, 1, State.SENT, 1)
    assert Sahkoposti.objects.get() == row


@pytest.mark.django_db
def test_mail_carries_the_headers_of_a_machine_and_an_identity_of_its_own():
    row = deliver(post(reply_to="kysyja@kunta.example"))
    (sent,) = mail.outbox
    message = sent.message()

    assert message["Message-ID"] == row.message_id == Sahkoposti.objects.get().message_id
    assert row.message_id.endswith("@tori.example>")
    assert (message["Auto-Submitted"], message["Reply-To"]) == ("auto-generated", "kysyja@kunta.example")
    assert (message["To"], message["From"]) == ("lukija@kunta.example", project.DEFAULT_FROM_EMAIL)
    assert [name for name in message if name.lower().startswith("list-")] == []
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


@pytest.mark.django_db
def test_replies_go_to_the_programme_office_unless_told_otherwise():
    rows = [deliver(post()), deliver(post(2, reply_to="kysyja@kunta.example"))]

    assert [message.reply_to for message in mail.outbox] == [[project.OFFICE_EMAIL], ["kysyja@kunta.example"]]
    assert ["ohjelmatoimistolle" in row.text for row in rows] == [True, False]
    assert ["ohjelmatoimistolle" in row.html for row in rows] == [True, False]


@pytest.mark.django_db
def test_words_of_people_carry_no_link_markup_or_header():
    words = "<script>paha()</script>\r\nKatso https://paha.example\r\n-- \nTekojen tori"
    row = deliver(post(context={"title": "Hei\r\nBcc: kaikki@paha.example\x00", "words": words}))
    message = mail.outbox[0].message()

    assert message["Bcc"] is None
    assert message["Subject"] == f"Uutinen: Hei Bcc: kaikki@{BREAK}paha.{BREAK}example"
    assert "&lt;script&gt;paha()&lt;/script&gt;" in row.html
    assert "<script>" not in row.html
    assert "paha.example" not in row.html + row.text
    assert f"\n  Katso https:{BREAK}//paha.{BREAK}example\n  --\n  Tekojen tori\n" in row.text
    assert row.text.count("\n-- \n") == 1


@pytest.mark.django_db
def test_signs_in_a_subject_stay_as_they_were_written():
    row = post(context={"title": "Kahvi & <tee>"})

    assert row.subject == "Uutinen: Kahvi & <tee>"
    assert "<h1>Uutinen: Kahvi &amp; &lt;tee&gt;</h1>" in row.html


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["to", "reply_to"])
@pytest.mark.parametrize(
    "address", ["a@b.example\nBcc: c@d.example", "a@b.example, c@d.example", "nimi", "Nimi <a@b.fi>"]
)
def test_address_that_is_not_one_is_refused(field, address):
    with pytest.raises(ValidationError):
        post(**{field: address})
    assert Sahkoposti.objects.count() == 0


@pytest.mark.django_db
def test_unknown_language_falls_back_to_finnish():
    assert post(language="de").language == "fi"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("office", "state", "error"),
    [
        ({"answers": ["451 try later"]}, State.WAITING, "451 try later"),
        ({"answers": ["554 no thanks"]}, State.FAILED, "554 no thanks"),
        ({"recipient_answers": ["450 grey"]}, State.WAITING, "450 grey"),
        ({"recipient_answers": ["550 no such user"]}, State.FAILED, "550 no such user"),
        ({"answers": [None]}, State.DOUBTFUL, "Yhteys katkesi kesken, joten viesti on voinut lähteä: "),
        ({}, State.SENT, ""),
    ],
)
def test_servers_answer_decides_what_becomes_of_the_mail(settings, office, state, error):
    row = post()

    with PostOffice(**office) as server:
        settings.MAILERS = server.mailer
        deliver(row)

    assert (row.state, row.error[: len(error) or None], row.attempts) == (state, error, 1)
    assert (row.sent_at is not None) == (state == State.SENT)


@pytest.mark.django_db
def test_server_out_of_reach_is_tried_again_with_longer_pauses_until_it_fails(settings):
    with PostOffice() as gone:
        settings.MAILERS = gone.mailer
    now, row, pauses = timezone.now(), post(), []

    with time_machine.travel(now, tick=False) as clock:
        Sahkoposti.objects.update(queued_at=now, next_attempt_at=now)
        while deliver(row).state == State.WAITING:
            pauses.append((row.next_attempt_at - timezone.now()).total_seconds() / 60)
            clock.shift(pauses[-1] * 60 - 1)
            assert deliver(row).attempts == len(pauses)
            clock.shift(1)

    assert pauses == BACK_OFF
    assert (row.state, row.attempts) == (State.FAILED, len(BACK_OFF) + 1)
    assert "refused" in row.error


@pytest.mark.django_db
def test_due_mails_are_sent_also_without_a_task():
    later = post(2)
    Sahkoposti.objects.filter(pk=later.pk).update(next_attempt_at=timezone.now() + timedelta(seconds=30))
    due = post()

    Sahkoposti.objects.deliver_due()

    assert dict(Sahkoposti.objects.values_list("pk", "state")) == {due.pk: State.SENT, later.pk: State.WAITING}


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_mail_once():
    barrier = threading.Barrier(3)
    with transaction.atomic():
        row = post()
        transaction.get_connection().run_on_commit.clear()

    def contend():
        barrier.wait()
        Sahkoposti.objects.deliver_due()
        connection.close()

    threads = [threading.Thread(target=contend) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row.refresh_from_db()

    assert (len(mail.outbox), row.state, row.attempts) == (1, State.SENT, 1)


@pytest.mark.django_db(transaction=True)
def test_mail_that_another_process_is_sending_is_not_doubted():
    with transaction.atomic():
        row = post()
        transaction.get_connection().run_on_commit.clear()
    Sahkoposti.objects.update(state=State.SENDING)
    states = []

    def look():
        Sahkoposti.objects.doubt_interrupted()
        states.append(Sahkoposti.objects.get().state)
        connection.close()

    with alone_with(row.pk) as alone:
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    look()

    assert (alone, states) == (True, [State.SENDING, State.DOUBTFUL])


def worker(office) -> subprocess.Popen:
    """A worker of its own, on this test's database."""
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}:{database['PASSWORD']}@:{database['PORT']}/{database['NAME']}"
    variables = {
        "DATABASE_URL": f"{address}?host={quote(database['HOST'], safe='')}",
        "EMAIL_URL": office.url,
        "LOCAL": "true",
        "DJANGO_SETTINGS_MODULE": "tekojentori.settings",
    }
    return subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=project.BASE_DIR, env=os.environ | variables)


@pytest.mark.django_db(transaction=True)
def test_worker_killed_between_sending_and_marking_loses_nothing_and_leaves_one_mail_in_doubt(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with transaction.atomic():
        first, second = post(1), post(2)
    processes = []

    def kill():
        if len(processes) == 1:
            processes[0].send_signal(signal.SIGKILL)
            processes[0].wait()

    with PostOffice(on_mail=kill) as office:
        processes.append(worker(office))
        assert processes[0].wait(timeout=60) == -signal.SIGKILL
        after_the_kill = dict(Sahkoposti.objects.values_list("pk", "state"))

        processes.append(worker(office))
        until = time.monotonic() + 60
        while Sahkoposti.objects.filter(state__in=[State.WAITING, State.SENDING]).exists() and time.monotonic() < until:
            time.sleep(0.1)
        processes[1].terminate()
        assert processes[1].wait(timeout=20) == 0

    assert after_the_kill == {first.pk: State.SENDING, second.pk: State.WAITING}
    assert dict(Sahkoposti.objects.values_list("pk", "state")) == {first.pk: State.DOUBTFUL, second.pk: State.SENT}
    assert Sahkoposti.objects.get(pk=first.pk).error == "Lähetys katkesi kesken, joten viesti on voinut lähteä."
    assert [message["Message-ID"] for message in office.received] == [first.message_id, second.message_id]


@pytest.mark.django_db
@pytest.mark.parametrize("office", [{}, {"answers": ["554 no"]}, {"answers": [None]}])
def test_secret_is_wiped_when_its_sending_is_over(settings, office):
    row = post(secret=True, context={"words": "Koodi 493817"})
    written = row.text

    with PostOffice(**office) as server:
        settings.MAILERS = server.mailer
        deliver(row)

    assert "493817" in written
    assert "493817" in server.received[0].get_body(["plain"]).get_content()
    assert (row.text, row.html) == ("", "")


@pytest.mark.django_db
def test_secret_is_not_tried_after_it_has_ceased_to_hold(settings):
    with PostOffice() as gone:
        settings.MAILERS = gone.mailer
    row = post(secret=True)

    with time_machine.travel(row.next_attempt_at, tick=False) as clock:
        tries = 0
        while deliver(row).state == State.WAITING:
            tries += 1
            clock.move_to(row.next_attempt_at)

    assert (tries, row.state, row.text) == (2, State.FAILED, "")


@pytest.mark.django_db
def test_staff_send_a_doubtful_mail_again_with_the_same_identity():
    row, staff = deliver(post()), UserFactory(staff=True)
    Sahkoposti.objects.update(state=State.DOUBTFUL, error="Katkesi.", sent_at=None)

    row.send_again(by=staff)
    row.send_again(by=staff)
    deliver(row)

    assert (row.state, row.queued_by, len(mail.outbox)) == (State.SENT, staff, 2)
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("secret", "state", "reason"), [(False, "sent", "jo lähetetty"), (True, "failed", "pyyhitty")])
def test_mail_that_has_gone_or_was_secret_is_not_sent_again(secret, state, reason):
    row = deliver(post(secret=secret))
    if state == "failed":
        Sahkoposti.objects.update(state=state, error="554", sent_at=None)

    with pytest.raises(Refused, match=reason):
        row.send_again(by=UserFactory(staff=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'sent'", "sahkoposti_sent_has_its_moment"),
        ("state = 'failed'", "sahkoposti_fault_has_a_reason"),
        ("secret = true, state = 'sent', sent_at = now()", "sahkoposti_secret_is_wiped"),
        ("cause = 'koe:2'", "sahkoposti_is_one_per_cause"),
    ],
)
def test_database_refuses_a_broken_row(change, constraint):
    row, _other = post(1), post(2)

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE tekojentori_sahkoposti SET {change} WHERE id = %s", [row.pk])


@pytest.mark.django_db
def test_admin_shows_why_a_mail_failed_and_sends_it_again(client):
    enter_admin(client, UserFactory(staff=True))
    row = post(context={"words": "<i>Tavallista</i> tekstiä"})
    Sahkoposti.objects.update(state=State.FAILED, error="550 no such user")

    pages = [
        client.get(f"/hallinta/tekojentori/sahkoposti/{end}").content.decode() for end in ("", f"{row.pk}/change/")
    ]
    client.post("/hallinta/tekojentori/sahkoposti/", {"action": "send_again", "_selected_action": [row.pk]})
    row.refresh_from_db()

    assert ["550 no such user" in page for page in pages] == [True, True]
    assert "&lt;i&gt;Tavallista&lt;/i&gt; tekstiä" in pages[1]
    assert row.state == State.WAITING


@pytest.mark.django_db
def test_admin_never_shows_a_secret_and_changes_nothing(client):
    enter_admin(client, UserFactory(staff=True))
    row = post(secret=True, context={"title": "Koodi 493817", "words": "493817"})
    address = f"/hallinta/tekojentori/sahkoposti/{row.pk}/change/"

    pages = [client.get(path).content.decode() for path in (address, "/hallinta/tekojentori/sahkoposti/")]
    changed = client.post(address, {"text": "x", "state": "sent"})

    assert ["lukija@kunta.example" in page for page in pages] == [True, True]
    assert ["493817" in page for page in pages] == [False, False]
    assert (changed.status_code, client.get("/hallinta/tekojentori/sahkoposti/add/").status_code) == (403, 403)


@pytest.mark.django_db
def test_mail_folder_keeps_each_mail_as_a_file_that_reads_back(settings, tmp_path):
    from tekojentori import mail_folder

    folder = tmp_path / "posti"
    settings.MAILERS = {
        "default": {"BACKEND": "tekojentori.mail_folder.EmailBackend", "OPTIONS": {"file_path": str(folder)}}
    }
    rows = [deliver(post(1)), deliver(post(2, context={"title": "Tee ja ä"}))]

    found = mail_folder.newest(folder, limit=5)

    assert [(each.subject, each.to, each.text, each.html) for each in found] == [
        (row.subject, row.to, row.text, row.html) for row in reversed(rows)
    ]
    assert mail_folder.newest(folder, limit=1) == found[:1]
    assert mailers["default"].folder == folder


def test_front_page_of_the_admin_leads_to_the_mails_that_need_a_person(staff_client):
    before = staff_client.get("/hallinta/").content.decode()
    fields = {"kind": "koe/x", "to": "k@kunta.example", "error": "550 Ei ole"}
    for state in ("failed", "doubtful", "waiting"):
        Sahkoposti.objects.create(cause=state, state=state, **fields)

    page = staff_client.get("/hallinta/").content.decode()
    listed = staff_client.get("/hallinta/tekojentori/sahkoposti/?state__in=failed,doubtful").context["cl"].result_list

    assert ("ei lähtenyt" in before, "2 sähköpostia ei lähtenyt tai on epävarmoja" in page) == (False, True)
    assert 'href="/hallinta/tekojentori/sahkoposti/?state__in=failed,doubtful"' in page
    assert {row.state for row in listed} == {"failed", "doubtful"}
