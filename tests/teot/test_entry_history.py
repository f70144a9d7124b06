"""What has happened to an act's entries, as the act's history tells it; and what an entry can be bound to."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from teot import actions, authors, campaign_times, entry_history
from teot.models import Osallistuminen
from tests.factories import KampanjaFactory, OrganisaatioFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def staff():
    return UserFactory(staff=True, name="Salla Seppälä")


def told(teko) -> list[tuple[str, str, str]]:
    """What, who and why, oldest first."""
    return [(line.what, line.who, line.why) for line in entry_history.lines_of(teko)][::-1]


def test_every_verb_of_an_entry_is_a_line_with_who_and_why(staff):
    kampanja, other = KampanjaFactory(name_fi="Ensimmäinen"), KampanjaFactory(name_fi="Toinen")
    teko = TekoFactory(in_state="submitted", author__name="Kaisa Kehittäjä")
    teko.enter(kampanja, by=teko.author).withdraw(by=teko.author)
    entry = teko.enter(kampanja, by=teko.author)
    entry.move(to=other, by=staff, reason="Väärä kampanja.")
    teko.osallistumiset.get(kampanja=other).exclude(by=staff, reason="Sama teko on jo mukana.")

    author, office = "Kaisa Kehittäjä", "Salla Seppälä"
    assert sorted(told(teko)) == sorted([
        ("Ilmoitettiin kampanjaan ”Ensimmäinen”", author, ""),
        ("Peruttiin osallistuminen kampanjaan ”Ensimmäinen”", author, ""),
        ("Ilmoitettiin uudelleen kampanjaan ”Ensimmäinen”", author, ""),
        ("Poistettiin kampanjasta ”Ensimmäinen”", office, "Väärä kampanja."),
        ("Siirrettiin kampanjaan ”Toinen”", office, "Väärä kampanja."),
        ("Poistettiin kampanjasta ”Toinen”", office, "Sama teko on jo mukana."),
    ])  # fmt: skip


def test_author_whose_account_is_gone_is_not_taken_for_the_office():
    teko = TekoFactory(in_state="submitted")
    teko.enter(KampanjaFactory(name_fi="Ensimmäinen"), by=teko.author)

    authors.leave(teko.author)

    assert told(teko)[0][:2] == ("Ilmoitettiin kampanjaan ”Ensimmäinen”", "Poistettu tili")


def test_freeze_extension_and_a_later_version_are_lines(staff, time_machine):
    kampanja = KampanjaFactory(name_fi="Ensimmäinen")
    teko = TekoFactory(in_state="submitted")
    entry = teko.enter(kampanja, by=teko.author)
    time_machine.move_to(entry.freeze_at)
    campaign_times.freeze(timezone.now())
    kampanja.extend(until=timezone.now() + DAY, by=staff, reason="Sähkökatko.")
    time_machine.move_to(timezone.now() + 2 * DAY)
    campaign_times.freeze(timezone.now())
    teko.return_to_authors(by=staff, version=teko.submitted_version, reason="Lisää.")
    second = teko.submit(by=teko.author)
    teko.publish(by=staff, version=second)
    Osallistuminen.objects.get().replace_frozen(version=second, by=staff, reason="Täydennetty.")

    office = "Salla Seppälä"
    assert told(teko)[1:] == [
        ("Jäädytettiin kampanjaan ”Ensimmäinen” versio 1", "", ""),
        ("Lisäaika avasi osallistumisen kampanjaan ”Ensimmäinen”", office, "Sähkökatko."),
        ("Jäädytettiin kampanjaan ”Ensimmäinen” versio 1", "", ""),
        ("Vaihdettiin kampanjassa ”Ensimmäinen” versioon 2", office, "Täydennetty."),
    ]


def test_entry_follows_its_merged_organisation_and_bare_sql_is_told_as_such(staff):
    stays, duplicate = OrganisaatioFactory(), OrganisaatioFactory()
    teko = TekoFactory(in_state="submitted", owner=duplicate)
    entry = teko.enter(KampanjaFactory(name_fi="Ensimmäinen"), by=teko.author)

    actions.merge_organisations([stays, duplicate], into=stays, by=staff, reason="Sama.")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE teot_osallistuminen SET reason = 'Salaa.' WHERE id = %s", [entry.pk])

    entry.refresh_from_db()
    assert entry.organisation == stays
    assert told(teko)[1:] == [
        ("Organisaatio yhdistettiin kampanjassa ”Ensimmäinen”", "Salla Seppälä", "Sama."),
        ("Muutettiin osallistumista kampanjaan ”Ensimmäinen”", "suoraan tietokannassa", ""),
    ]


@transaction.atomic
def bind(entry, version):
    Osallistuminen.objects.filter(pk=entry.pk).update(frozen_version=version, frozen_at=timezone.now())
    connection.check_constraints()


def test_entry_is_never_bound_to_a_version_of_another_act():
    entry = (teko := TekoFactory(in_state="submitted")).enter(KampanjaFactory(), by=teko.author)
    other = TekoFactory(in_state="submitted").submitted_version

    bind(entry, teko.submitted_version)
    with pytest.raises(IntegrityError, match="freezes_a_version_of_its_act"):
        bind(entry, other)
