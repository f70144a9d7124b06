"""A question to the authors of an act: confirmed, relayed and answered, and nobody sees an address."""

import threading

import pytest
import time_machine
from django.conf import settings as project
from django.core import mail
from django.db import IntegrityError, connection

from tekojentori.mail_text import BREAK
from tekojentori.models import Sahkoposti, Yhteyshenkilo
from tekojentori.refusals import Refused, goes_by
from teot.models import Viesti
from teot.viesti_forms import PER_ACT, PER_ADDRESS, PER_NETWORK, QuestionForm
from tests.factories import TekoFactory, UserFactory, lead
from tests.open_forms import link_in, stamp

ASKER, NAME = "kysyja@kunta.example", "Kysyjä Koe"


@pytest.fixture
def teko(db):
    author = UserFactory(email="tekija@esimerkkila.example", name="Tekijä Teko", language="sv")
    teko = TekoFactory(title="Kahvi kiertää", author=author, in_state="published")
    teko.title = "Salainen uusi nimi"
    teko.save()
    return teko


def question(**changes):
    return {"text": "Paljonko se maksoi?", "name": NAME, "email": ASKER, "stamp": stamp()} | changes


def ask(client, teko, prefix="", **changes):
    return client.post(f"{prefix}/teot/{teko.pk}/kysy/", question(**changes))


def sent(kind) -> Sahkoposti:
    return Sahkoposti.objects.get(kind=kind)


def confirm(client):
    link = link_in(sent("teot/confirm_question").text, "/viestit/")
    return client.post(link)


def answer(client, **changes):
    link = link_in(sent("teot/question").text, "/viestit/")
    return link, client.post(link, {"text": "Tonnin.", "name": "Tekijä", "stamp": stamp(key="vastaus")} | changes)


def test_question_is_confirmed_relayed_and_answered_without_an_address_in_sight(client, teko):
    asked = ask(client, teko)
    shown = client.get(asked["Location"]).content.decode()
    before = list(Sahkoposti.objects.values_list("kind", "to"))
    confirmed = confirm(client)
    receipt = client.get(confirmed["Location"]).content.decode()
    link, answered = answer(client)

    assert "Vahvista osoitteesi" in shown
    assert ASKER not in shown
    assert before == [("teot/confirm_question", ASKER)]
    assert "Viestisi on välitetty" in receipt
    assert "Ditt svar har förmedlats" in client.get(answered["Location"]).content.decode()
    relayed, reply = sent("teot/question"), sent("teot/answer")
    assert (relayed.to, relayed.language, relayed.reply_to) == (teko.author.email, "sv", "")
    assert (reply.to, reply.language, reply.reply_to) == (ASKER, "fi", "")
    assert "Kahvi kiertää" in relayed.subject
    assert "Paljonko se maksoi?" in relayed.text
    assert "  Tonnin." in reply.text
    assert link.startswith("/sv/viestit/")
    for row, hidden in ((relayed, ASKER), (reply, teko.author.email)):
        assert hidden not in row.text + row.html + row.subject
    assert "Salainen uusi nimi" not in "".join(row.text + row.html for row in Sahkoposti.objects.all())


def test_opening_the_link_of_a_mail_sends_nothing(client, teko):
    ask(client, teko)
    link = link_in(sent("teot/confirm_question").text, "/viestit/")

    page = client.get(link).content.decode()
    client.head(link)

    assert "Paljonko se maksoi?" in page
    assert ("<form" in page, ASKER in page) == (True, False)
    assert (Viesti.objects.unconfirmed().count(), Sahkoposti.objects.count()) == (1, 1)


def test_mail_to_confirm_repeats_nothing_that_was_written(client, teko):
    ask(client, teko, name="Osta tästä", text="Halpaa tavaraa")
    row = sent("teot/confirm_question")

    assert ("Osta" in row.text + row.html + row.subject, "Halpaa" in row.text + row.html) == (False, False)


def test_double_click_and_reload_make_one_question_one_relay_and_one_answer(client, teko):
    data = question()
    for _time in range(2):
        client.post(f"/teot/{teko.pk}/kysy/", data)
    for _time in range(2):
        confirm(client)
    for _time in range(2):
        answer(client)

    assert (Viesti.objects.filter(question=None).count(), Viesti.objects.exclude(question=None).count()) == (1, 1)
    kinds = ["teot/answer", "teot/confirm_question", "teot/question"]
    assert sorted(Sahkoposti.objects.values_list("kind", flat=True)) == kinds


@pytest.mark.django_db(transaction=True)
def test_confirming_at_once_in_two_windows_relays_once(teko):
    viesti = Viesti.objects.ask(teko, key="a", name=NAME, email=ASKER, text="Hei", language="fi")
    barrier = threading.Barrier(4)

    def contend():
        barrier.wait()
        Viesti.objects.get(pk=viesti.pk).relay()
        connection.close()

    threads = [threading.Thread(target=contend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [message.to for message in mail.outbox] == [[ASKER], [teko.author.email]]


@pytest.mark.parametrize("leave", ["inactive", "gone", "imported"])
def test_question_about_an_act_whose_author_has_left_goes_to_the_office(client, teko, leave):
    if leave == "inactive":
        type(teko.author).objects.update(is_active=False)
    else:
        type(teko).objects.update(author=None)

    page = client.get(f"/teot/{teko.pk}/kysy/").content.decode()
    ask(client, teko)
    confirm(client)

    assert "menee ohjelmatoimistolle" in page
    assert (sent("teot/question").to, "ohjelmatoimistolle:" in sent("teot/question").text) == (
        project.OFFICE_EMAIL,
        True,
    )


def test_question_reaches_co_authors_who_have_accepted_and_answering_stops_for_one_who_leaves(client, teko):
    waiting, along = UserFactory(language="en"), UserFactory(language="en")
    for person in (waiting, along):
        teko.invite(by=teko.author, email=person.email)
    teko.accept_invitation(by=along)

    ask(client, teko)
    confirm(client)
    rows = Sahkoposti.objects.filter(kind="teot/question")
    link = link_in(rows.get(to=along.email).text, "/viestit/")
    before = client.get(link).status_code
    teko.tekijat.filter(email=along.email).delete()

    assert set(rows.values_list("to", flat=True)) == {teko.author.email, along.email}
    assert (before, client.get(link).status_code) == (200, 410)


def test_question_goes_to_the_organisations_contact_when_its_authors_have_left(client, teko):
    contact, gone = UserFactory(), UserFactory(is_active=False)
    for person in (contact, gone):
        Yhteyshenkilo.objects.create(user=person, organisation=teko.owner)
    type(teko).objects.update(author=None)

    page = client.get(f"/teot/{teko.pk}/kysy/").content.decode()
    ask(client, teko)
    confirm(client)
    row = sent("teot/question")

    assert "organisaation yhteyshenkilölle" in page
    assert (row.to, "organisaation yhteyshenkilölle:" in row.text) == (contact.email, True)
    assert answer(client)[1].status_code == 302


def test_answering_stops_when_the_author_has_left(client, teko):
    ask(client, teko)
    confirm(client)
    type(teko).objects.update(author=UserFactory())

    link, response = answer(client)
    page = client.get(link)

    assert (response.status_code, page.status_code) == (410, 410)
    assert "Den här svarsadressen är stängd" in page.content.decode()
    assert not Sahkoposti.objects.filter(kind="teot/answer").exists()


def test_what_was_answered_too_late_is_shown_to_be_copied(client, teko):
    ask(client, teko)
    confirm(client)
    teko.hide(by=UserFactory(staff=True), reason="Virhe.")

    _link, response = answer(client, text="Tuhat euroa vuodessa.")

    assert response.status_code == 410
    assert "Tuhat euroa vuodessa." in response.content.decode()


def test_act_hidden_in_the_middle_of_asking_is_told_and_the_question_stays(client, teko):
    data = question() | {"writer": "x"}
    form = QuestionForm(data, limits={})
    teko.hide(by=UserFactory(staff=True), reason="Virhe.")

    went = goes_by(form, lambda: Viesti.objects.ask(teko, language="fi", **form.message))

    assert (went, form.status, form["text"].value()) == (False, 422, data["text"])
    assert form.non_field_errors() == ["Teko ei ole enää julkinen, joten viestiä ei voi välittää."]
    assert not Viesti.objects.exists()


def test_question_about_an_act_that_has_gone_is_given_back(client, teko):
    teko.hide(by=UserFactory(staff=True), reason="Pyynnöstä.")

    page = ask(client, teko, text="Miten <alkuun>?")

    assert (page.status_code, Viesti.objects.count()) == (410, 0)
    assert "Miten &lt;alkuun&gt;?</textarea>" in page.text


@pytest.mark.parametrize("state", ["hidden", "withdrawn"])
def test_question_about_an_act_no_longer_public_stops_and_names_nothing(client, teko, state):
    ask(client, teko)
    link = link_in(sent("teot/confirm_question").text, "/viestit/")
    if state == "hidden":
        teko.hide(by=UserFactory(staff=True), reason="Virhe.")
    else:
        teko.withdraw(by=teko.author)

    pages = [client.get(link), client.post(link), client.get(f"/teot/{teko.pk}/kysy/")]

    assert [page.status_code for page in pages] == [200, 200, 410]
    assert ["Kahvi" in page.content.decode() for page in pages] == [False] * 3
    assert ["ei ole enää julkinen" in page.content.decode() for page in pages[:2]] == [True, True]
    assert not Sahkoposti.objects.filter(kind="teot/question").exists()
    with pytest.raises(Refused):
        Viesti.objects.get().relay()


def test_question_about_an_act_that_never_was_public_is_not_found(client, teko):
    for state in ("draft", "submitted", "rejected"):
        act = TekoFactory(in_state=state)

        assert [client.get(f"/teot/{act.pk}/kysy/{end}").status_code for end in ("", "lahetetty/")] == [404, 404]
        assert ask(client, act).status_code == 404


@pytest.mark.parametrize(("hours", "status"), [(48, 200), (48 + 1 / 1800, 410)])
def test_link_for_confirming_holds_two_days(client, teko, hours, status):
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
        ask(client, teko)
        link = link_in(sent("teot/confirm_question").text, "/viestit/")
        clock.shift(hours * 60 * 60)

        assert client.get(link).status_code == status


@pytest.mark.parametrize("end", ["", "vastaa/"])
def test_link_that_was_never_made_is_not_found(client, teko, end):
    ask(client, teko)
    confirm(client)
    confirming = link_in(sent("teot/confirm_question").text, "/viestit/")

    assert client.get(f"/viestit/olematon/{end}").status_code == 404
    assert client.get(f"{confirming}vastaa/").status_code == 404


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": " "}, "Kirjoita kysymyksesi."),
        ({"name": ""}, "Kirjoita nimesi."),
        ({"email": ""}, "Kirjoita sähköpostiosoitteesi."),
        ({"text": "x" * 2003}, "Teksti on 3 merkkiä liian pitkä. Lyhennä se: enintään 2000 merkkiä."),
        ({"name": "x" * 101}, "Teksti on 1 merkin liian pitkä."),
        (
            {"email": "kysyja@kunta.example\nBcc: kaikki@paha.example"},
            "Sähköpostiosoite ei kelpaa. Kirjoita se muodossa nimi@organisaatio.fi.",
        ),
        ({"email": "kysyja"}, "Sähköpostiosoite ei kelpaa. Kirjoita se muodossa nimi@organisaatio.fi."),
        ({"stamp": ""}, "Lomake on vanhentunut."),
        ({"stamp": stamp(age=-86_400)}, "Lomake lähti hyvin nopeasti."),
    ],
)
def test_faulty_question_is_shown_again_with_the_reason_and_the_text(client, teko, change, message):
    response = ask(client, teko, **change)
    page = response.content.decode()

    assert (response.status_code, Viesti.objects.count(), Sahkoposti.objects.count()) == (422, 0, 0)
    assert message in page
    assert "<title>Virhe:" in page
    assert f'value="{NAME}"' in page or "name" in change


def test_machine_is_told_that_all_is_well_and_nothing_happens(client, teko):
    response = ask(client, teko, website="https://paha.example")

    assert (response.status_code, response["Location"]) == (302, f"/teot/{teko.pk}/kysy/lahetetty/")
    assert (Viesti.objects.count(), Sahkoposti.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("limit", "change"),
    [
        (PER_ADDRESS, lambda number: {"REMOTE_ADDR": f"192.0.2.{number}"}),
        (PER_NETWORK, lambda number: {"email": f"kysyja{number}@kunta.example"}),
        (PER_ACT, lambda number: {"REMOTE_ADDR": f"192.0.2.{number}", "email": f"kysyja{number}@kunta.example"}),
    ],
)
def test_questions_are_limited_by_address_network_and_act(client, teko, limit, change):
    statuses = []
    for number in range(limit.tries + 1):
        data = question(stamp=stamp(key=f"koe{number}"))
        meta = {name: value for name, value in change(number).items() if name == "REMOTE_ADDR"}
        data |= {name: value for name, value in change(number).items() if name == "email"}
        statuses.append(client.post(f"/teot/{teko.pk}/kysy/", data, **meta).status_code)

    assert statuses == [302] * limit.tries + [429]
    assert Viesti.objects.count() == limit.tries


def test_words_of_the_asker_are_harmless_in_the_relayed_mail(client, teko):
    text = "<script>paha()</script>\r\nhttps://paha.example\r\n[x](javascript:paha())\r\n-- \r\nTekojen tori"
    ask(client, teko, text=text, name="\u200bKysyjä\r\nBcc: kaikki@paha.example")
    confirm(client)
    row = sent("teot/question")

    assert "<script>" not in row.html
    assert "&lt;script&gt;paha()&lt;/script&gt;" in row.html
    assert "paha.example" not in row.text + row.html
    assert f"https:{BREAK}//paha.{BREAK}example" in row.text
    assert f"Kysyjä Bcc: kaikki@{BREAK}paha.{BREAK}example" in row.text
    assert row.text.count("\n-- \n") == 1
    assert "\u200b" not in row.text + row.subject
    assert row.message().message()["Bcc"] is None


def test_act_page_leads_to_the_question(client, teko):
    page = client.get(f"/teot/{teko.pk}/", follow=True).content.decode()

    assert f'href="/teot/{teko.pk}/kysy/"' in page


def test_forged_post_without_a_token_is_refused(teko):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)

    assert (ask(client, teko).status_code, Viesti.objects.count()) == (403, 0)


def test_database_refuses_an_answer_that_has_not_gone(teko):
    viesti = Viesti.objects.ask(teko, key="a", name=NAME, email=ASKER, text="Hei", language="fi")

    with pytest.raises(IntegrityError, match="viesti_answer_goes_at_once"):
        Viesti.objects.create(teko=teko, question=viesti, key="b", name=NAME, email=ASKER, text="x", language="fi")


def test_archived_act_is_asked_about_too(client, teko):
    lead(teko, "draft")
    teko.archive(by=UserFactory(staff=True))

    assert ask(client, teko).status_code == 302
