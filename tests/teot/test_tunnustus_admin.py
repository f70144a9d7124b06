"""Staff write prizes of old by hand, with a source; what follows a decision or the register they only read."""

import pytest

from teot.models import Merkki, Tunnustus
from tests.factories import OrganisaatioFactory, TekoFactory

pytestmark = pytest.mark.django_db

BASE = "/hallinta/teot/tunnustus/"


def fields(**given) -> dict:
    return {"name_fi": "Innostavat teot", "year": 2019, "kind": "prize", "source": "Uutinen 2019."} | given


def test_a_prize_of_old_is_written_with_its_source_and_shown(staff_client, client):
    teko = TekoFactory(in_state="published")

    assert staff_client.post(f"{BASE}add/", fields(teko=teko.pk)).status_code == 302

    mark = Tunnustus.objects.get()
    assert (mark.teko, mark.source, mark.changed_by.is_staff) == (teko, "Uutinen 2019.", True)
    assert mark.key.startswith("kasin:")
    assert Merkki.objects.get().title == "Innostavat teot"


@pytest.mark.parametrize(
    ("given", "field", "message"),
    [
        ({"source": ""}, "source", "Kerro lähde, josta palkinto käy ilmi."),
        ({"year": 1889}, "year", "Anna vuosi väliltä 1990–"),
        ({"year": 2999}, "year", "Anna vuosi väliltä 1990–"),
        ({"kind": "place"}, "place", "Anna sijan numero, kun laji on sija, ja vain silloin."),
        ({"place": 1}, "place", "Anna sijan numero, kun laji on sija, ja vain silloin."),
        ({"both": True}, "__all__", "Valitse joko teko tai organisaatio, ei molempia."),
        ({"state": "draft"}, "teko", "Teko ei ole julki."),
        ({"teko": ""}, "teko", "Valitse teko tai organisaatio."),
    ],
    ids=["no source", "too old", "to come", "no place", "place of no place", "two holders", "a draft", "no holder"],
)
def test_a_prize_that_cannot_be_is_told_by_its_field(staff_client, given, field, message):
    teko = TekoFactory(in_state=given.pop("state", "published"))
    holder = {"teko": teko.pk} | ({"organisation": OrganisaatioFactory().pk} if given.pop("both", None) else {})

    page = staff_client.post(f"{BASE}add/", fields(**holder | given))

    assert any(message in fault for fault in page.context["adminform"].form.errors[field])
    assert not Tunnustus.objects.exists()


def test_a_change_is_stamped_and_one_that_comes_too_late_is_told(staff_client):
    teko = TekoFactory(in_state="published")
    staff_client.post(f"{BASE}add/", fields(teko=teko.pk))
    mark = Tunnustus.objects.get()
    path, seen = f"{BASE}{mark.pk}/change/", mark.changed_at.isoformat()
    changed = fields(teko=teko.pk, name_fi="Innovatiiviset teot", reason="Nimi oli väärä.")

    assert staff_client.post(path, changed | {"seen": seen}).status_code == 302
    late = staff_client.post(path, fields(teko=teko.pk, name_fi="Muu nimi", seen=seen))

    mark.refresh_from_db()
    assert (mark.name_fi, mark.change_reason) == ("Innovatiiviset teot", "Nimi oli väärä.")
    assert "sinun avattuasi sen" in late.text
    assert 'value="Muu nimi"' in late.text
    assert "Nimi oli väärä." in staff_client.get(f"{BASE}{mark.pk}/history/").text
    assert staff_client.post(f"{BASE}{mark.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Tunnustus.objects.exists()


def test_marks_of_decisions_and_of_the_register_are_only_read(staff_client):
    teko = TekoFactory(in_state="published")
    mark = Tunnustus.objects.record("rekisteri:T1", teko=teko, name_fi="Innostavat teot", year=2019, source="Uutinen.")

    page = staff_client.get(f"{BASE}{mark.pk}/change/")
    assert (page.status_code, 'name="name_fi"' in page.text) == (200, False)
    assert staff_client.post(f"{BASE}{mark.pk}/change/", fields(teko=teko.pk)).status_code == 403
    assert staff_client.post(f"{BASE}{mark.pk}/delete/", {"post": "yes"}).status_code == 403
