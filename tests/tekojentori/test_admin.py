from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from teot import importing
from teot.models import Hakurivi, Teko
from tests.factories import OrganisaatioFactory, TeemaFactory, TekoFactory

pytestmark = pytest.mark.django_db


def test_lists_and_forms_open(staff_client):
    teko = TekoFactory(in_state="published", themes=[TeemaFactory()])
    pages = [f"tekojentori/organisaatio/{teko.owner_id}/change/", f"teot/teko/{teko.pk}/change/"]
    pages += ["tekojentori/organisaatio/", "tekojentori/sivu/", "teot/toimiala/", "teot/toimiala/0/change/"]
    pages += ["teot/teema/", f"teot/teema/{teko.themes.get().pk}/change/", "teot/teko/", "teot/teema/add/"]

    assert {page: staff_client.get(f"/hallinta/{page}").status_code for page in pages} == dict.fromkeys(pages, 200)


def test_form_opened_before_another_save_shows_both_texts_and_saves_nothing(staff_client):
    theme = TeemaFactory()
    theme.name_fi = "toisen kirjoittama"
    theme.change(by=None, seen=1)

    response = staff_client.post(
        f"/hallinta/teot/teema/{theme.pk}/change/", {"name_fi": "minun", "slug": theme.slug, "seen": 1}
    )
    page = response.content.decode()
    theme.refresh_from_db()

    assert (theme.name_fi, theme.version) == ("toisen kirjoittama", 2)
    assert "”toisen kirjoittama”" in page
    assert 'value="minun"' in page


def test_merged_duplicate_gives_its_acts_to_the_one_that_stays(staff_client):
    stays, teko = OrganisaatioFactory(), TekoFactory(in_state="published")
    data = {"action": "merge", "_selected_action": [stays.pk, teko.owner_id], "confirmed": "1", "into": stays.pk}

    staff_client.post("/hallinta/tekojentori/organisaatio/", data)

    assert Teko.objects.get().owner == stays
    assert [row.card["owner"]["name"]["fi"] for row in Hakurivi.objects.of(stays.pk)] == [teko.owner.name_fi]


def test_act_of_an_ended_organisation_is_found_from_its_successor(staff_client):
    successor, teko = OrganisaatioFactory(), TekoFactory(in_state="published")
    data = {"action": "end", "_selected_action": [teko.owner_id], "confirmed": "1"}

    staff_client.post("/hallinta/tekojentori/organisaatio/", data | {"on": "31.12.2025", "successor": successor.pk})

    assert [row.pk for row in Hakurivi.objects.of(successor.pk)] == [teko.pk]


def test_organisation_that_takes_part_in_an_act_is_not_deleted(staff_client):
    partner = OrganisaatioFactory()
    TekoFactory(partners=[partner])

    staff_client.post(f"/hallinta/tekojentori/organisaatio/{partner.pk}/delete/", {"post": "yes"})

    assert Teko.objects.get().partners.get() == partner


def test_export_holds_the_filtered_rows(staff_client):
    TekoFactory(title="=Luonnos")
    TekoFactory(title="Julkinen", in_state="published")

    response = staff_client.get("/hallinta/teot/teko/vie.csv?state__exact=draft")
    text = b"".join(response.streaming_content).decode()

    assert ("'=Luonnos" in text, "Julkinen" in text) == (True, False)


def test_picked_act_is_picked_through_the_verb(staff_client):
    teko = TekoFactory(in_state="published")

    staff_client.post("/hallinta/teot/teko/", {"action": "pick", "_selected_action": [teko.pk]})

    assert Teko.objects.exclude(picked_at=None).get() == teko


def test_import_is_previewed_and_then_confirmed(staff_client, rekisteri, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("teot.csv", (Path(importing.__file__).parent / "data" / "teot.csv").read_bytes())

    preview = staff_client.post("/hallinta/teot/teko/tuo/", {"file": file}).content.decode()
    before = Teko.objects.count()
    staff_client.post("/hallinta/teot/teko/tuo/", {"confirmed": "1"})

    assert ("Uusia 32," in preview, before, Teko.objects.count()) == (True, 0, 32)
    assert list((tmp_path / "tuonnit").iterdir()) == []


def test_unreadable_import_is_refused_with_the_reason(staff_client, rekisteri, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    page = staff_client.post("/hallinta/teot/teko/tuo/", {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04x")})

    assert "vioittunut" in page.content.decode()
    assert Teko.objects.count() == 0


@pytest.mark.parametrize(("action", "count", "field"), [("merge", 2, "into"), ("end", 1, "successor")])
def test_action_asks_before_it_acts(staff_client, action, count, field):
    rows = [OrganisaatioFactory().pk for _number in range(count)]

    response = staff_client.post("/hallinta/tekojentori/organisaatio/", {"action": action, "_selected_action": rows})

    assert f'name="{field}"' in response.content.decode()
