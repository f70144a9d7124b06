"""What has happened to an act, as the admin tells it: by triggers, with who and why from the row's own columns."""

import pytest
from django.db import ProgrammingError, connection, transaction

from teot import actions, authors, history
from teot.models import Teko
from tests.factories import OrganisaatioFactory, TekoFactory, UserFactory, enter_admin

pytestmark = pytest.mark.django_db

BARE = "suoraan tietokannassa"


@pytest.fixture
def staff():
    return UserFactory(staff=True, name="Salla Seppälä")


def told(teko) -> list[tuple[str, str, str]]:
    """What, who and why, oldest first, without the beginning."""
    return [(line.what, line.who, line.why) for line in history.lines_of(teko)][::-1][1:]


def by_sql(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def edit(teko, title):
    teko.title = title
    teko.save()
    return teko.submit(by=teko.author)


def test_correction_of_a_waiting_version_is_told_as_one(staff):
    teko = TekoFactory(in_state="submitted", author__name="Kaisa Kehittäjä")

    teko.correct(by=staff, version=teko.submitted_version, texts={"title": "Toinen"}, reason="Lyöntivirhe.")

    assert told(teko)[-1] == ("Korjattiin, nyt versio 2", "Salla Seppälä", "Lyöntivirhe.")
    staff.delete()
    assert told(teko)[-2] == ("Korjattiin, nyt versio 2", "Ohjelmatoimisto", "Lyöntivirhe.")


def test_every_verb_is_a_line_with_who_and_why(staff):
    teko = TekoFactory(in_state="submitted", author__name="Kaisa Kehittäjä")
    teko.take_back(by=teko.author)
    teko.return_to_authors(by=staff, version=teko.submit(by=teko.author), reason="Vielä.")
    teko.reject(by=staff, version=edit(teko, "Toinen"), reason="Ei.")
    teko.publish(by=staff, version=edit(teko, "Kolmas"))
    teko.return_to_authors(by=staff, version=edit(teko, "Neljäs"), reason="Tarkentakaa.")
    teko.correct(by=staff, version=teko.published_version, texts={"title": "Viides"}, reason="Lyöntivirhe.")
    teko.archive(by=staff, reason="Päättynyt.")
    teko.restore(by=staff)
    teko.hide(by=staff, reason="Pyynnöstä.")
    teko.unhide(by=staff, reason="Selvisi.")
    teko.withdraw(by=teko.author, reason="Lopetimme.")

    author, office = "Kaisa Kehittäjä", "Salla Seppälä"
    assert told(teko) == [
        ("Lähetettiin versio 1", author, ""),
        ("Otettiin takaisin luonnokseksi", author, ""),
        ("Lähetettiin versio 2", author, ""),
        ("Palautettiin täydennettäväksi", office, "Vielä."),
        ("Lähetettiin versio 3", author, ""),
        ("Hylättiin", office, "Ei."),
        ("Lähetettiin versio 4", author, ""),
        ("Julkaistiin versio 4", office, ""),
        ("Lähetettiin versio 5", author, ""),
        ("Palautettiin odottanut versio täydennettäväksi", office, "Tarkentakaa."),
        ("Julkaistiin versio 6", office, "Lyöntivirhe."),
        ("Arkistoitiin", office, "Päättynyt."),
        ("Palautettiin arkistosta", office, ""),
        ("Piilotettiin", office, "Pyynnöstä."),
        ("Tuotiin takaisin näkyviin", office, "Selvisi."),
        ("Peruttiin", author, "Lopetimme."),
    ]


def test_bare_sql_is_told_as_such_even_right_after_a_verb(staff):
    teko = TekoFactory(in_state="published")
    teko.archive(by=staff, reason="Päättynyt.")

    by_sql("UPDATE teot_teko SET state = 'hidden', state_reason = 'Salaa.' WHERE id = %s", teko.pk)
    by_sql("UPDATE teot_teko SET state_by_id = author_id WHERE id = %s", teko.pk)

    assert told(teko)[-3:] == [
        ("Arkistoitiin", "Salla Seppälä", "Päättynyt."),
        ("Piilotettiin", BARE, ""),
        ("Muutettiin tietoja", BARE, ""),
    ]


def test_bare_sql_stands_out_on_the_page(client, staff):
    teko = TekoFactory(in_state="published")
    by_sql("UPDATE teot_teko SET state = 'hidden', state_reason = 'Salaa.' WHERE id = %s", teko.pk)

    page = enter_admin(client, staff).get(f"/hallinta/teot/kasiteltava/{teko.pk}/change/").content.decode()

    assert page.count('class="is-bare"') == page.count(f"<td>{BARE}</td>") == 1


def test_verb_after_bare_sql_is_not_blamed_for_it(staff):
    teko = TekoFactory(in_state="published")
    by_sql("UPDATE teot_teko SET state = 'hidden', state_reason = 'Salaa.' WHERE id = %s", teko.pk)

    teko.unhide(by=staff, reason="Virhe.")

    assert told(teko)[-2:] == [("Piilotettiin", BARE, ""), ("Tuotiin takaisin näkyviin", "Salla Seppälä", "Virhe.")]


def test_merged_owner_is_told_from_the_merge(staff):
    teko, stays = TekoFactory(in_state="published", owner__name_fi="Kaksonen"), OrganisaatioFactory(name_fi="Jäävä")

    actions.merge_organisations([teko.owner], into=stays, by=staff, reason="Sama kunta.")

    assert told(teko)[-1] == ("Organisaatio yhdistettiin: Kaksonen → Jäävä", "Salla Seppälä", "Sama kunta.")


def test_owner_changed_by_hand_is_no_decision():
    teko = TekoFactory(owner__name_fi="Vanha")
    teko.owner = OrganisaatioFactory(name_fi="Uusi")
    teko.save()

    assert told(teko) == [("Organisaatio vaihtui: Vanha → Uusi", "työversiossa", "")]


def test_account_that_goes_takes_the_name_but_not_the_line(staff):
    teko = TekoFactory(in_state="submitted")
    teko.reject(by=staff, version=teko.submitted_version, reason="Ei.")

    staff.delete()

    assert told(teko)[-2:] == [
        ("Hylättiin", "Ohjelmatoimisto", "Ei."),
        ("Käyttäjätili poistettiin", "", ""),
    ]


def test_author_who_deletes_the_account_does_not_become_the_office(staff):
    teko = TekoFactory(in_state="submitted", author__name="Kaisa Kehittäjä")
    began = history.lines_of(teko)[-1].who
    teko.take_back(by=teko.author)
    teko.reject(by=staff, version=teko.submit(by=teko.author), reason="Ei.")

    authors.leave(teko.author)

    lines = [(line.what, line.who) for line in history.lines_of(Teko.objects.get(pk=teko.pk))][::-1]
    assert began == "Kaisa Kehittäjä"
    assert lines == [
        ("Aloitettiin", "Poistettu tili"),
        ("Lähetettiin versio 1", "Poistettu tili"),
        ("Otettiin takaisin luonnokseksi", "Poistettu tili"),
        ("Lähetettiin versio 2", "Poistettu tili"),
        ("Hylättiin", "Salla Seppälä"),
    ]


def test_beginning_names_the_one_who_began_even_when_the_act_has_been_handed_over():
    teko = TekoFactory(author__name="Kaisa Kehittäjä")

    teko.hand_over(to=UserFactory(name="Perijä"), by=teko.author)

    assert history.lines_of(Teko.objects.get(pk=teko.pk))[-1].who == "Kaisa Kehittäjä"


def test_handing_over_is_a_line_that_outlives_the_accounts(staff):
    teko = TekoFactory(author__name="Kaisa Kehittäjä")
    teko.hand_over(to=UserFactory(name="Perijä"), by=teko.author)
    teko.hand_over(to=UserFactory(name="Toinen"), by=staff)

    before = [(line.what, line.who) for line in history.handings_of(teko)]
    authors.leave(Teko.objects.get(pk=teko.pk).author)
    after = [(line.what, line.who) for line in history.handings_of(teko)]

    assert before == [("Luovutettiin: Toinen", "Salla Seppälä"), ("Luovutettiin: Perijä", "Kaisa Kehittäjä")]
    assert after == [("Luovutettiin: Poistettu tili", "Salla Seppälä"), ("Luovutettiin: Perijä", "Kaisa Kehittäjä")]


def test_contact_who_left_is_told_and_a_pointer_moved_by_hand_is_not_taken_for_it():
    teko = TekoFactory(in_state="published", contact_consent=False)
    first = teko.published_version
    teko.contact_consent = True
    teko.save()
    teko.publish(by=UserFactory(staff=True), version=teko.submit(by=teko.author))

    teko.forget_contact(teko.contact_email)
    by_sql("UPDATE teot_teko SET published_version_id = %s WHERE id = %s", first.pk, teko.pk)

    assert told(teko)[-2:] == [
        ("Yhteyshenkilön tiedot poistettiin", "", "Yhteyshenkilö poisti käyttäjätilinsä."),
        ("Julkaistiin versio 1", BARE, ""),
    ]


@pytest.mark.parametrize("statement", ["UPDATE teot_tekoevent SET state = 'draft'", "DELETE FROM teot_tekoevent"])
def test_history_is_only_added_to(statement):
    teko = TekoFactory(in_state="published")
    before = told(teko)

    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
        by_sql(statement)
    assert told(Teko.objects.get()) == before
