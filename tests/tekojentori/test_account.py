"""A person's own account: who they are and where they work."""

import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from tekojentori.models import Organisaatio, User
from tekojentori.models.user import AddressFit
from tekojentori.refusals import Refused
from tests.factories import OrganisaatioFactory, UserFactory

pytestmark = pytest.mark.django_db

#: The admin's form has rows for the organisations whose contact the person is.
NO_CONTACTS = {"represented-TOTAL_FORMS": "0", "represented-INITIAL_FORMS": "0"}


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture
def person(client):
    person = UserFactory(name="", email="uusi@esimerkkila.example")
    client.force_login(person)
    return person


def tell(client, organisation="", path="/tili/tiedot/", **data):
    data = {"name": "Uusi Ihminen", "title": "rehtori", "language": "sv", "organisation": organisation} | data
    return client.post(path, data)


def offered(response) -> list[str]:
    return [label for _key, label in response.context["form"].fields["organisation"].choices]


def test_first_visit_asks_who_one_is_and_leads_on(client, person):
    organisation = OrganisaatioFactory()

    response = tell(client, organisation.pk, next="/teot/")

    person.refresh_from_db()
    assert response.url == "/teot/"
    assert (person.name, person.title, person.language) == ("Uusi Ihminen", "rehtori", "sv")
    assert (person.organisation, person.unlisted_organisation) == (organisation, "")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hameenlinna", ["Hämeenlinna"]),
        ("HÄMEENLINNA", ["Hämeenlinna"]),
        ("tavastehus", ["Hämeenlinna"]),
        ("abo", ["Turku", "Oulu"]),
        ("linna savon", ["Savonlinna"]),
        ("utsjoki sodankyla", []),
        ("pirkanmaan hyvinv", ["Pirkanmaan hyvinvointialue"]),
        ("%", []),
        ("", []),
    ],
)
def test_organisation_is_found_by_either_name_with_or_without_accents(client, person, rekisteri, query, found):
    without_script = tell(client, search="1", query=query)
    with_script = client.get("/tili/organisaatiot/", {"query": query})

    assert offered(without_script) == offered(with_script) == [*found, "Ei luettelossa"]


def test_search_says_that_nothing_was_found_or_that_more_was_than_is_shown(client, person, rekisteri):
    def hint(query):
        return tell(client, search="1", query=query).context["form"].fields["organisation"].help_text

    assert hint("xyz").startswith("Nimellä ”xyz” ei löytynyt organisaatiota. Tarkista nimi")
    assert hint("hyvinvointialue") == "Näytämme 12 ensimmäistä. Tarkenna nimeä, jos omasi ei ole niissä."
    assert (hint("hameenlinna"), hint("")) == ("", "")


def test_names_that_begin_so_come_first(rekisteri):
    found = [row.name_fi for row in Organisaatio.objects.current().named_like("lahti")]

    assert found[0] == "Lahti"


def test_ended_organisation_is_not_offered(client, person, rekisteri):
    assert offered(tell(client, search="1", query="Eksote")) == ["Ei luettelossa"]
    assert Organisaatio.objects.filter(code="KY-EKSOTE").exists()


def test_search_keeps_what_was_typed_and_saves_nothing(client, person):
    page = tell(client, search="1", query="x", title="kokki").content.decode()
    person.refresh_from_db()

    assert 'value="Uusi Ihminen"' in page
    assert 'value="kokki"' in page
    assert person.name == ""


def test_chosen_organisation_stays_chosen_while_one_searches_on(client, person, rekisteri):
    turku = Organisaatio.objects.get(name_fi="Turku")

    response = client.get("/tili/organisaatiot/", {"query": "lahti", "organisation": turku.pk})

    assert offered(response)[0] == "Turku"
    assert re.search(rf'value="{turku.pk}"[^>]* checked', response.content.decode())


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a" * 101}, "name"),
        ({"name": "Anna\u202eX"}, "name"),
        ({"name": "Anna\x00"}, "name"),
        ({"language": "de"}, "language"),
        ({"organisation": ""}, "organisation"),
        ({"organisation": "999999"}, "organisation"),
        ({"organisation": "9" * 30}, "organisation"),
        ({"organisation": "²"}, "organisation"),
        ({"organisation": "muu"}, "unlisted_organisation"),
        ({"organisation": "muu", "unlisted_organisation": "x" * 121}, "unlisted_organisation"),
        ({"unlisted_organisation": "Uusi Oy"}, "unlisted_organisation"),
    ],
)
def test_details_that_will_not_do_are_refused_at_their_field(client, person, data, field):
    response = tell(client, **({"organisation": OrganisaatioFactory().pk} | data))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    person.refresh_from_db()
    assert person.title == ""


def test_organisation_that_is_not_listed_goes_to_staff_once(
    client, person, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        tell(client, "muu", unlisted_organisation="Uusi <b>Oy</b>")
        tell(client, "muu", unlisted_organisation="Uusi <b>Oy</b>", title="kokki")

    person.refresh_from_db()
    assert (person.organisation, person.unlisted_organisation) == (None, "Uusi <b>Oy</b>")
    assert [message.to for message in mail.outbox] == [[settings.OFFICE_EMAIL]]
    assert f"/hallinta/tekojentori/user/{person.pk}/change/" in mail.outbox[0].body
    assert "Uusi &lt;b&gt;Oy&lt;/b&gt;" in mail.outbox[0].alternatives[0].content


def test_person_is_of_one_organisation():
    with pytest.raises(IntegrityError, match="user_is_of_one_organisation"), transaction.atomic():
        UserFactory(organisation=OrganisaatioFactory(), unlisted_organisation="Muu Oy")


@pytest.mark.parametrize("path", ["/tili/", "/tili/tiedot/", "/tili/organisaatiot/"])
def test_account_is_for_those_who_have_signed_in(client, path):
    assert client.get(path).url == f"/kirjaudu/?next={path}"


def test_account_shows_ones_own_details(client, person):
    User.objects.filter(pk=person.pk).update(name="Uusi Ihminen", unlisted_organisation="Muu Oy")

    page = client.get("/tili/").content.decode()

    assert all(text in page for text in (person.email, "Uusi Ihminen", "Muu Oy"))


@pytest.mark.parametrize(
    ("email", "domains", "fit"),
    [
        ("a@kunta.example", ["kunta.example"], AddressFit.FITS),
        ("a@edu.kunta.example", ["kunta.example"], AddressFit.FITS),
        ("a@toinen.example", ["kunta.example", "toinen.example"], AddressFit.FITS),
        ("a@eikunta.example", ["kunta.example"], AddressFit.MISFIT),
        ("a@kuntaxexample", ["kunta.example"], AddressFit.MISFIT),
        ("a@kunta.example.muu", ["kunta.example"], AddressFit.MISFIT),
        ("a@edu.manttavilppula.fi", [], AddressFit.FITS),
        ("a@espoo.fi", [], AddressFit.MISFIT),
        ("a@manttavilppula.fi.example", [], AddressFit.MISFIT),
        ("a@kunta.example", None, AddressFit.NONE),
        ("a@kunta.example", "Muu Oy", AddressFit.UNLISTED),
    ],
)
def test_address_is_weighed_against_the_organisation(email, domains, fit):
    told = {"unlisted_organisation": domains} if isinstance(domains, str) else {}
    if isinstance(domains, list):
        told["organisation"] = OrganisaatioFactory(domains=domains, name_fi="Mänttä-Vilppula", name_sv="")
    UserFactory(email=email, **told)

    assert User.objects.with_address_fit().get().address_fit == fit


def test_only_a_municipality_is_known_by_its_name():
    UserFactory(email="a@pirha.fi", organisation=OrganisaatioFactory(type="hyvinvointialue", name_fi="Pirkanmaa"))

    assert User.objects.with_address_fit().get().address_fit == AddressFit.UNKNOWN


def test_staff_find_addresses_that_do_not_fit_and_teach_the_right_ones(staff_client):
    organisation = OrganisaatioFactory(domains=["kunta.example"])
    person = UserFactory(email="anna@edu.example", organisation=organisation)
    UserFactory(email="olli@kunta.example", organisation=organisation)
    changelist = "/hallinta/tekojentori/user/"

    before = [row.email for row in staff_client.get(f"{changelist}?paate=ei-sovi").context["cl"].result_list]
    staff_client.post(changelist, {"action": "learn_domain", "_selected_action": [person.pk]})
    after = list(staff_client.get(f"{changelist}?paate=ei-sovi").context["cl"].result_list)

    organisation.refresh_from_db()
    assert (before, after) == (["anna@edu.example"], [])
    assert (organisation.domains, organisation.version) == (["edu.example", "kunta.example"], 2)
    assert organisation.changed_by == User.objects.get(is_staff=True)
    assert "Sopii organisaatioon" in staff_client.get(f"{changelist}{person.pk}/change/").content.decode()


def test_free_mail_is_nobodys_domain():
    organisation = OrganisaatioFactory()

    with pytest.raises(Refused, match="kaikkien käytössä"):
        organisation.learn_domain("gmail.com", by=None)


def test_staff_move_a_person_from_an_unlisted_organisation_to_a_listed_one(staff_client):
    person, organisation = UserFactory(unlisted_organisation="Esimerkkilän kunta"), OrganisaatioFactory()
    data = {"name": person.name, "language": "fi", "is_active": "on", "unlisted_organisation": "Esimerkkilän kunta"}

    staff_client.post(
        f"/hallinta/tekojentori/user/{person.pk}/change/",
        data | NO_CONTACTS | {"organisation": organisation.pk, "email": "x@y.example"},
    )

    changed = User.objects.get(pk=person.pk)
    assert (changed.organisation, changed.unlisted_organisation, changed.email) == (organisation, "", person.email)


def test_new_member_of_staff_gets_no_password(staff_client):
    data = {"email": "Uusi@Tori.example", "name": "Uusi", "language": "fi", "is_staff": "on", "is_active": "on"}

    staff_client.post("/hallinta/tekojentori/user/add/", data | NO_CONTACTS)

    added = User.objects.get(email="uusi@tori.example")
    assert (added.is_staff, added.has_usable_password()) == (True, False)
