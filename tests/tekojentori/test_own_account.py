"""What a person does with their own account: a new address, their data, other devices, leaving."""

import json
import re

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core import mail
from django.db import ProgrammingError, connection, transaction
from django.db.models import EmailField
from django.test import Client

from tekojentori import my_data
from tekojentori.models import Koodi, Sahkoposti, User, Yhteyshenkilo
from tekojentori.refusals import Refused
from teot import authors
from teot.models import Hakurivi, Luovutus, Palaute, Teko, Versio, Viesti
from tests.factories import OrganisaatioFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW = "uusi@toinen.example"


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def ask(client, on_commit):
    def ask(email=NEW):
        with on_commit(execute=True):
            client.post("/tili/osoite/", {"email": email})
        return re.search(r"\b[BCDFGHJKLMNPQRSTVWXZ]{6}\b", mail.outbox[-1].body).group()

    return ask


# A new address


def test_address_changes_when_the_code_sent_to_it_is_right_and_the_old_one_is_told(client, person, ask, on_commit):
    old, elsewhere = person.email, Client()
    elsewhere.force_login(person)
    code = ask(NEW.upper())

    with on_commit(execute=True):
        page = client.post("/tili/osoite/koodi/", {"code": code}, follow=True).content.decode()

    person.refresh_from_db()
    assert (person.email, "Osoite on vaihdettu." in page, NEW in page) == (NEW, True, True)
    assert [message.to for message in mail.outbox] == [[NEW], [old]]
    assert elsewhere.get("/tili/").status_code == 302


def test_wrong_code_changes_nothing(client, person, ask):
    ask()

    response = client.post("/tili/osoite/koodi/", {"code": "AAAAAA"})

    person.refresh_from_db()
    assert (list(response.context["form"].errors), person.email == NEW) == (["code"], False)


def test_address_of_another_account_is_told_only_after_its_code(client, person, ask):
    UserFactory(email=NEW)
    asked = client.post("/tili/osoite/", {"email": NEW})
    free = client.post("/tili/osoite/", {"email": "vapaa@toinen.example"})
    code = ask()

    page = client.post("/tili/osoite/koodi/", {"code": code}, follow=True).content.decode()

    person.refresh_from_db()
    assert (asked.status_code, asked.url) == (free.status_code, free.url)
    assert ("Osoitteella on jo toinen tunnus." in page, person.email == NEW) == (True, False)


@pytest.mark.parametrize("email", ["", "kunta", "a" * 250 + "@kunta.example", "a@[192.0.2.1]"])
def test_nonsense_is_no_new_address(client, person, email):
    response = client.post("/tili/osoite/", {"email": email})
    own = client.post("/tili/osoite/", {"email": person.email.upper()})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["email"])
    assert (own.status_code, list(own.context["form"].errors)) == (422, ["email"])
    assert Koodi.objects.count() == 0


def test_code_of_a_new_address_does_not_sign_in(client, person, ask):
    code = ask()
    other = Client()
    other.cookies["koodi"] = client.cookies["uusi-osoite"].value

    other.post("/kirjaudu/koodi/", {"code": code})

    assert ("_auth_user_id" in other.session, Koodi.objects.get().used_at) == (False, None)


# Other devices


def test_other_devices_are_signed_out_and_this_one_is_not(client, person):
    elsewhere = Client()
    elsewhere.force_login(person)

    client.post("/tili/laitteet/")

    assert (client.get("/tili/").status_code, elsewhere.get("/tili/").status_code) == (200, 302)


# One's own data


def test_data_holds_what_is_stored_of_the_person_and_nothing_of_others(client, person, ask):
    mine = TekoFactory(author=person, title="Oma teko", in_state="submitted")
    TekoFactory(title="Toisen teko", in_state="submitted")
    Teko.objects.get(pk=mine.pk).invite(by=person, email="kaveri@kunta.example")
    ask()

    response = client.get("/tili/omat-tiedot.json")
    data = json.loads(response.content)

    assert "attachment" in response["Content-Disposition"]
    assert data["tekojentori.user"][0]["email"] == person.email
    assert [row["title"] for row in data["teot.teko"]] == ["Oma teko"]
    assert [row["document"]["title"] for row in data["teot.versio"]] == ["Oma teko"]
    assert "Toisen teko" not in response.content.decode()


def test_data_asks_every_model_that_refers_to_people_or_holds_their_address():
    person = UserFactory()
    related = {relation.related_model for relation in User._meta.related_objects}
    addressed = {model for model in apps.get_models() if any(isinstance(row, EmailField) for row in model._meta.fields)}
    models = {model for model in related | addressed if model._meta.app_label != "pghistory" and not model._meta.proxy}

    assert models - {User} <= set(my_data.owned_by(person)) | set(my_data.touched_by(person))


def test_data_holds_what_was_asked_answered_and_told_by_the_same_address(client, person):
    mine = TekoFactory(author=person, in_state="published")
    mine.mittarit.create(position=1, name="Omat jonot", after="41")
    theirs = TekoFactory(title="Toisen luonnos", contact_email=person.email, done="Salaista vielä.")
    answered_by_me(mine, person)
    Palaute.objects.receive(key="p", kind="error", text="Ilmoitin tämän", email=person.email, language="fi")
    others = Palaute.objects.receive(key="q", kind="error", text="Joku muu", email="muu@kunta.example", language="fi")
    others.answer_with("Kiitos.", by=person)

    data = client.get("/tili/omat-tiedot.json").json()

    assert [row["text"] for row in data["teot.viesti"]] == ["Vastasin näin"]
    assert [row["name"] for row in data["teot.mittari"]] == ["Omat jonot"]
    assert data["teot.palaute"] == [data["teot.palaute"][0], {"id": others.pk, "what": "Virhe teossa"}]
    assert data["teot.palaute"][0]["text"] == "Ilmoitin tämän"
    assert data["teot.teko"][1:] == [{"id": theirs.pk, "what": "Toisen luonnos"}]
    assert "Salaista vielä." not in json.dumps(data, ensure_ascii=False)


def left_under(email):
    """What somebody leaves under an address: a question, feedback, and the mails that asked to confirm them."""
    teko = TekoFactory(in_state="published", contact_email=email, contact_consent=True, contact_title="Suunnittelija")
    Viesti.objects.ask(teko, text="Kysyn vanhana", name="K", email=email, language="fi", key="vanha")
    Palaute.objects.receive(
        kind=Palaute.Kind.ERROR, teko_id=teko.pk, title="T", text="Vika", name="K", email=email, language="fi", key="v"
    )
    return teko


def test_what_was_left_under_a_former_address_is_in_the_data_and_goes_with_the_account(client, person):
    old = person.email
    teko = left_under(old)
    person.change_address(NEW)
    person.change_address("kolmas@toinen.example")

    data = my_data.of(person)
    authors.leave(person)

    assert [row["text"] for row in data["teot.viesti"]] == ["Kysyn vanhana"]
    assert {"teot.palaute", "teot.teko", "tekojentori.sahkoposti"} <= set(data)
    assert not Viesti.objects.exists()
    assert list(Palaute.objects.values_list("name", "email")) == [("", "")]
    assert not Sahkoposti.objects.filter(to__in=[old, NEW]).exists()
    teko.refresh_from_db()
    assert (teko.contact_email, teko.published_version.document["contact"]) == ("", None)


@pytest.mark.parametrize("how", ["arrives", "changes to it"])
def test_former_address_belongs_to_whoever_proves_it_next(person, how):
    old = person.email
    person.change_address(NEW)
    before = list(User.objects.get(pk=person.pk).former_emails)
    if how == "arrives":
        User.objects.arrive(old, language="fi")
    else:
        UserFactory().change_address(old)
    Viesti.objects.ask(TekoFactory(in_state="published"), text="X", name="K", email=old, language="fi", key="x")

    person = User.objects.get(pk=person.pk)
    data = my_data.of(person)
    authors.leave(person)

    assert (before, person.former_emails) == ([old], [])
    assert "teot.viesti" not in data
    assert Viesti.objects.get().email == old


def test_person_who_takes_their_address_back_has_it_once(person):
    old = person.email
    person.change_address(NEW)
    person.change_address(old)

    assert User.objects.get(pk=person.pk).addresses == [old, NEW]


def test_data_tells_no_secrets(client, person, ask):
    person.end_sessions()
    client.force_login(person)
    code = ask()

    body = client.get("/tili/omat-tiedot.json").content.decode()

    assert (code in body, Koodi.objects.get().digest in body, person.password in body) == (False, False, False)


# Leaving


def leave(client, **data):
    return client.post("/tili/poista/", {"sure": "on"} | data, follow=True)


def test_account_goes_and_acts_stay_without_the_persons_name_and_address(client, person):
    act = TekoFactory(
        author=person, contact_email=person.email, contact_consent=True, contact_title="Rehtori", in_state="published"
    )
    before = client.get(f"/teot/{act.pk}/", follow=True).content.decode()

    response = leave(client)

    after = Client().get(f"/teot/{act.pk}/", follow=True).content.decode()
    stays = Teko.objects.get()
    assert response.redirect_chain == [("/tili/poistettu/", 302)]
    assert (person.email in before, person.email in after, "Rehtori" in after) == (True, False, False)
    assert (stays.author, stays.contact_email, stays.state, stays.title in after) == (None, "", "published", True)
    assert not User.objects.filter(pk=person.pk).exists()
    assert Hakurivi.objects.get().version_id == stays.published_version_id
    assert "_auth_user_id" not in client.session


def test_waiting_version_loses_the_contact_too(client, person):
    act = TekoFactory(author=person, contact_email=person.email, contact_consent=True, in_state="submitted")

    leave(client)

    act.refresh_from_db()
    version = act.submitted_version
    assert (act.state, version.document["contact"], version.number) == ("submitted", None, 2)


def test_co_author_goes_on_with_the_act(client, person):
    act, heir = TekoFactory(author=person), UserFactory()
    act.invite(by=person, email=heir.email)
    act.accept_invitation(by=heir)

    leave(client)

    act.refresh_from_db()
    assert (act.author, act.tekijat.count()) == (heir, 0)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi", "Teon ilmoittaja on poistanut tilinsä, ja teko on nyt sinun:"),
        ("sv", "Den som anmälde insatsen har tagit bort sitt konto, och insatsen är nu din:"),
        ("en", "The person who started this improvement has deleted their account, and it is now yours:"),
    ],
)
def test_co_author_is_told_once_that_an_act_became_theirs_and_not_of_a_deleted_draft(person, language, told):
    act, deleted, heir = TekoFactory(author=person), TekoFactory(author=person), UserFactory(language=language)
    for teko in (act, deleted):
        teko.invite(by=person, email=heir.email)
        teko.accept_invitation(by=heir)
    deleted.delete_draft(by=person)

    authors.leave(person)

    sent = Sahkoposti.objects.get(kind="teot/handed_over")
    assert (sent.to, set(Teko.with_deleted.values_list("author", flat=True))) == (heir.email, {heir.pk})
    assert [told in " ".join(text.split()) for text in (sent.text, sent.html)] == [True, True]
    assert f"/ilmoita/{act.pk}/" in sent.text
    assert person.name not in sent.text + sent.html + sent.subject


def test_no_table_remembers_who_left(client):
    """What others were sent is theirs: it goes with its time."""
    person = UserFactory(name="Lähtijä Liisa", email="lahtija@kunta.example")
    act = TekoFactory(author=person, contact_email=person.email, contact_consent=True, in_state="published")
    act.done = "Toisin."
    act.save()
    act.submit(by=person)
    joint = TekoFactory(contact_email=person.email, contact_consent=True, in_state="submitted")
    joint.invite(by=joint.author, email=person.email)
    authors.invite(act, by=person, email="kaveri@kunta.example")
    answered_by_me(act, person)
    Palaute.objects.receive(key="p", kind="error", text="Virhe", name=person.name, email=person.email, language="fi")
    Koodi.objects.send(email=person.email, language="fi")
    before = {word: tables_with(word) for word in (person.name, person.email)}

    authors.leave(person)

    assert (len(before[person.name]), len(before[person.email])) == (4, 8)
    assert tables_with(person.email) == set()
    assert tables_with(person.name) == {"tekojentori_sahkoposti"}
    assert set(Sahkoposti.objects.values_list("to", flat=True)) & {"kysyja@kunta.example", "kaveri@kunta.example"}


def answered_by_me(act, person):
    """Somebody asks about the act, and the person answers."""
    fields = {"name": "Kysyjä", "email": "kysyja@kunta.example", "text": "Kysyn", "language": "fi"}
    asked = Viesti.objects.ask(act, key="kysymys", **fields)
    asked.relay()
    asked.answer(email=person.email, key="vastaus", name=person.name, text="Vastasin näin")


def tables_with(word) -> set[str]:
    """The tables in a row of which the word stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        found = set()
        for table in tables:
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" t WHERE position(%s in t::text) > 0)', [word])
            found |= {table} if cursor.fetchone()[0] else set()
    return found


def test_leaving_is_confirmed(client, person):
    response = client.post("/tili/poista/", {})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["sure"])
    assert User.objects.filter(pk=person.pk).exists()


def test_last_member_of_staff_may_not_leave_and_the_last_but_one_leaves_their_log(client):
    last, leaving = UserFactory(staff=True), UserFactory(staff=True)
    LogEntry.objects.log_actions(leaving.pk, [last], CHANGE, "Muutos", single_object=True)
    client.force_login(leaving)
    leave(client)
    client.force_login(last)
    response = leave(client)

    gone = User.objects.get(pk=leaving.pk)
    assert (gone.is_active, gone.is_staff, gone.name) == (False, False, "Poistettu käyttäjä")
    assert (leaving.email in gone.email, LogEntry.objects.get().user_id) == (False, leaving.pk)
    assert response.context["form"].non_field_errors() == ["Olet ohjelmatoimiston viimeinen jäsen. Lisää ensin toinen."]
    assert User.objects.get(pk=last.pk).is_staff


def test_acts_of_staff_who_leave_a_log_behind_have_no_author_and_their_organisation_no_such_contact():
    last, leaving = UserFactory(staff=True), UserFactory(staff=True)
    LogEntry.objects.log_actions(leaving.pk, [last], CHANGE, "Muutos", single_object=True)
    act = TekoFactory(author=leaving, in_state="published")
    Yhteyshenkilo.objects.create(organisation=act.owner, user=leaving)

    authors.leave(leaving)

    assert (Teko.objects.get().author, Yhteyshenkilo.objects.count()) == (None, 0)


def test_address_of_who_left_goes_however_it_was_written(client, person):
    given = {"contact_email": person.email.upper(), "contact_consent": True, "contact_title": "Rehtori"}
    act = TekoFactory(author=person, in_state="published", **given)
    joint = TekoFactory(in_state="submitted", **given)
    assert [row["id"] for row in my_data.of(person)["teot.teko"]] == [act.pk, joint.pk]

    leave(client)

    assert list(Teko.objects.values_list("contact_email", flat=True)) == ["", ""]
    assert {version.document["contact"] for version in Versio.objects.all()} == {None}
    assert act.versiot.count() == joint.versiot.count() == 2


def test_admin_does_not_take_the_last_member_of_staff_away(staff_client):
    staff = User.objects.get(is_staff=True)
    data = {"name": staff.name, "language": "fi", "is_active": "on"}
    data |= {f"represented-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}

    response = staff_client.post(f"/hallinta/tekojentori/user/{staff.pk}/change/", data)

    staff.refresh_from_db()
    assert (staff.is_staff, "is_staff" in response.context["adminform"].form.errors) == (True, True)


# Colleagues


def test_act_is_handed_to_a_colleague_who_need_not_have_visited(client, person, on_commit):
    act = TekoFactory(author=person, title="Kahvi")

    with on_commit(execute=True):
        response = client.post(f"/ilmoita/{act.pk}/luovuta/", {"email": "Kollega@kunta.example"})

    act.refresh_from_db()
    assert (response.url, act.author.email) == ("/omat/", "kollega@kunta.example")
    assert [message.to for message in mail.outbox] == [["kollega@kunta.example"]]
    assert "Kahvi" in mail.outbox[0].body
    assert client.get(f"/ilmoita/{act.pk}/").status_code == 404


def test_act_handed_over_twice_goes_once_and_the_giver_is_told_to_whom(client, person, on_commit):
    act = TekoFactory(author=person)
    opened = Teko.objects.get()
    with on_commit(execute=True):
        authors.hand_over(act, by=person, email="kollega@kunta.example")
        authors.hand_over(opened, by=person, email="kollega@kunta.example")

    again = client.post(f"/ilmoita/{act.pk}/luovuta/", {"email": "toinen@kunta.example"}, follow=True)

    assert [message.to for message in mail.outbox] == [["kollega@kunta.example"]]
    assert (again.redirect_chain, Teko.objects.get().author.email) == ([("/omat/", 302)], "kollega@kunta.example")
    assert "kollega@kunta.example. Jos se meni väärälle" in again.content.decode()
    assert Luovutus.objects.count() == 1
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        Luovutus.objects.update(given_to=person)


def test_address_that_an_act_cannot_be_handed_to_stays_in_the_form_with_the_reason(client, person):
    act, gone = TekoFactory(author=person), UserFactory(is_active=False)

    response = client.post(f"/ilmoita/{act.pk}/luovuta/", {"email": gone.email})

    form = response.context["form"]
    assert (response.status_code, form["email"].value(), Teko.objects.get().author) == (422, gone.email, person)
    assert form.errors["email"] == ["Teon voi luovuttaa vain käytössä olevalle tunnukselle."]
    own = client.post(f"/ilmoita/{act.pk}/luovuta/", {"email": person.email})
    assert own.context["form"].errors["email"] == ["Teko on jo sinun. Kirjoita kollegan osoite."]


def test_staff_hand_an_act_over_and_others_do_not(client):
    act, colleague = TekoFactory(), UserFactory()
    client.force_login(UserFactory())

    assert client.post(f"/ilmoita/{act.pk}/luovuta/", {"email": "a@b.example"}).status_code == 404
    with pytest.raises(Refused, match="ilmoittaja tai ohjelmatoimisto"):
        act.hand_over(to=colleague, by=UserFactory())
    with pytest.raises(Refused, match="käytössä olevalle"):
        act.hand_over(to=UserFactory(is_active=False), by=act.author)
    authors.hand_over(act, by=UserFactory(staff=True), email=colleague.email)
    assert Teko.objects.get().author == colleague


def test_staff_hand_acts_over_in_the_admin_after_a_page_that_asks_to_whom(staff_client, on_commit):
    acts, colleague = TekoFactory.create_batch(2), UserFactory()
    data = {"action": "hand_over", "_selected_action": [act.pk for act in acts]}

    asked = staff_client.post("/hallinta/teot/teko/", data).content.decode()
    wrong = staff_client.post("/hallinta/teot/teko/", data | {"confirmed": "1", "email": "ei osoite"})
    before = set(Teko.objects.values_list("author", flat=True))
    with on_commit(execute=True):
        staff_client.post("/hallinta/teot/teko/", data | {"confirmed": "1", "email": colleague.email})

    assert all(str(act) in asked for act in acts)
    assert (before, list(wrong.context["form"].errors)) == ({act.author_id for act in acts}, ["email"])
    assert set(Teko.objects.values_list("author", flat=True)) == {colleague.pk}
    assert [message.to for message in mail.outbox] == [[colleague.email]] * 2


def test_contact_person_sees_all_acts_of_the_organisation_and_no_others(client, person):
    organisation, staff = OrganisaatioFactory(), UserFactory(staff=True)
    theirs = TekoFactory(owner=organisation, title="Kesken oleva")
    other = TekoFactory(title="Naapurin teko")
    before = client.get("/tili/organisaation-teot/").content.decode()
    Yhteyshenkilo.objects.create(user=person, organisation=organisation, named_by=staff)

    after = client.get("/tili/organisaation-teot/").content.decode()

    assert ("Kesken oleva" in before, "Kesken oleva" in after, "Naapurin teko" in after) == (False, True, False)
    assert ["Näet yhteyshenkilönä" in page for page in (before, after)] == [False, True]
    assert ["Et ole minkään organisaation yhteyshenkilö." in page for page in (before, after)] == [True, False]
    assert list(Teko.objects.visible_to(person)) == [theirs]
    statuses = [client.get(f"/ilmoita/{act.pk}/esikatselu/").status_code for act in (theirs, other)]
    assert (statuses, client.get(f"/ilmoita/{theirs.pk}/").status_code) == ([200, 404], 404)


@pytest.mark.parametrize("count", [1, 3])
def test_acts_of_the_organisation_take_the_same_queries(client, person, count, django_assert_num_queries):
    organisation = OrganisaatioFactory()
    TekoFactory.create_batch(count, owner=organisation)
    Yhteyshenkilo.objects.create(user=person, organisation=organisation)

    with django_assert_num_queries(3):
        client.get("/tili/organisaation-teot/")


def test_staff_name_a_contact_person(staff_client):
    person, organisation = UserFactory(), OrganisaatioFactory()
    data = {"name": person.name, "language": "fi", "is_active": "on", "represented-TOTAL_FORMS": "1"}
    data |= {"represented-INITIAL_FORMS": "0", "represented-0-organisation": organisation.pk}

    staff_client.post(f"/hallinta/tekojentori/user/{person.pk}/change/", data | {"represented-0-user": person.pk})

    named = Yhteyshenkilo.objects.get()
    assert (named.user, named.organisation, named.named_by.is_staff) == (person, organisation, True)
