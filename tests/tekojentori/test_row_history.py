"""The history of rows that staff keep: who, when, what and why; what no verb did is told as such."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection

from tekojentori import row_history
from tekojentori.versioned_admin import VersionedAdmin
from tests.factories import TeemaFactory, UserFactory

pytestmark = pytest.mark.django_db

BARE = "suoraan tietokannassa"


@pytest.fixture
def teema():
    """A theme that staff have renamed, and somebody has touched straight in the database."""
    teema = TeemaFactory(name_fi="Eka")
    teema.name_fi = "Toka"
    teema.change(by=UserFactory(staff=True, name="Salla Seppälä"), seen=1, reason="Selkeämpi.")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE teot_teema SET name_fi = 'Kolmas', name_sv = 'Tre' WHERE id = %s", [teema.pk])
    return teema


def test_change_by_bare_sql_is_told_from_those_of_staff(teema):
    told = [(line.who, line.why, line.is_bare) for line in row_history.lines_of(teema)]

    assert told == [(BARE, "", True), ("Salla Seppälä", "Selkeämpi.", False), ("", "", False)]
    assert [len(line.what.split(", ")) for line in row_history.lines_of(teema)] == [2, 1, 1]


def test_history_is_on_the_rows_page_in_the_admin(staff_client, teema, django_assert_num_queries):
    page = staff_client.get(f"/hallinta/teot/teema/{teema.pk}/history/").content.decode()

    assert f"<strong>{BARE}</strong>" in page
    assert "Selkeämpi." in page
    with django_assert_num_queries(1):
        row_history.lines_of(teema)


def test_every_table_that_is_edited_in_the_admin_and_audited_has_its_history_told():
    audited = {model for model in apps.get_models() if hasattr(model, "pgh_event_model")}
    shown = {model for model, one in admin.site._registry.items() if isinstance(one, VersionedAdmin)}

    assert {"Teema", "Toimiala", "Sivu", "Organisaatio", "Kampanja"} <= {model.__name__ for model in shown}
    assert shown <= audited
