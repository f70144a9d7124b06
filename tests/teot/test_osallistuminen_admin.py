"""Entries of campaigns in the admin: brought in, taken out, moved, exported, seen, and bound to a later version."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from kampanjat.models import Kampanja
from tekojentori.mail_count import MailCount
from tekojentori.models import Organisaatio, Sahkoposti
from teot.models import Osallistuminen, Toimiala
from tests.factories import KampanjaFactory, OrganisaatioFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/hallinta/kampanjat/kampanja/"
ENTRIES = "/hallinta/teot/osallistuminen/"


@pytest.fixture
def kampanja():
    return KampanjaFactory(name_fi="Hyvä kiertämään")


def entered(kampanja, **fields):
    teko = TekoFactory(in_state="submitted", **fields)
    return teko.enter(kampanja, by=teko.author)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_entries_are_excluded_after_a_page_that_tells_of_mails(staff_client, kampanja):
    entry = entered(kampanja)
    chosen = {"action": "leave_out", "_selected_action": [entry.pk]}

    page = staff_client.post(ENTRIES, chosen)
    assert "Lähettää 1 viestin." in page.content.decode()
    assert staff_client.post(ENTRIES, chosen | {"confirmed": "1", "reason": ""}).status_code == 422
    staff_client.post(ENTRIES, chosen | {"confirmed": "1", "reason": "Sama teko on jo mukana."})

    assert Osallistuminen.objects.get().excluded_reason == "Sama teko on jo mukana."
    assert "Sama teko on jo mukana" in Sahkoposti.objects.get(kind="teot/excluded").text


def test_entries_are_moved_with_a_mail(staff_client, kampanja):
    entry, other = entered(kampanja), KampanjaFactory()
    data = {
        "action": "move",
        "_selected_action": [entry.pk],
        "confirmed": "1",
        "kampanja": other.pk,
        "reason": "Väärä.",
    }

    staff_client.post(ENTRIES, data)

    assert [row.kampanja for row in Osallistuminen.objects.standing()] == [other]
    assert Sahkoposti.objects.filter(kind="teot/moved").count() == 1


def test_staff_are_told_which_acts_go_and_which_are_in_already(staff_client, kampanja):
    new, inside = TekoFactory(in_state="published", title="Uusi"), entered(kampanja, title="Vanha").teko
    data = {"action": "enter_for_authors", "_selected_action": [new.pk, inside.pk], "asked": "1", "reason": "Soitto."}

    page = staff_client.post("/hallinta/teot/teko/", data | {"kampanja": kampanja.pk})
    done = staff_client.post("/hallinta/teot/teko/", data | {"kampanja": kampanja.pk, "confirmed": "1"}, follow=True)

    reason = f"Teko on jo mukana kampanjassa ”{kampanja.name}”."
    assert (page.context["mails"], page.context["going"]) == (MailCount(1, 0), [new])
    assert page.context["refused"] == [(inside, reason)]
    assert sorted(messages_of(done)) == ["Uusi: ilmoitettu kampanjaan.", f"Vanha: {reason}"]
    assert Sahkoposti.objects.filter(kind="teot/entered_for").count() == 1


def test_staff_enter_an_act_for_its_authors(staff_client, kampanja):
    teko = TekoFactory(in_state="published")
    data = {"action": "enter_for_authors", "_selected_action": [teko.pk], "confirmed": "1", "kampanja": kampanja.pk}

    staff_client.post("/hallinta/teot/teko/", data | {"reason": "Tekijä soitti."})

    assert Osallistuminen.objects.get().reason == "Tekijä soitti."
    assert "Tekijä soitti." in Sahkoposti.objects.get(kind="teot/entered_for").text


def test_entries_of_a_campaign_are_exported_as_csv_and_xlsx(staff_client, kampanja):
    entered(kampanja, title="=Kirjastoauto")
    entered(KampanjaFactory(), title="Muualla")
    query = {"kampanja__id__exact": kampanja.pk}

    text = b"".join(staff_client.get(f"{ENTRIES}vie.csv", query).streaming_content).decode("utf-8-sig")
    sheet = load_workbook(BytesIO(b"".join(staff_client.get(f"{ENTRIES}vie.xlsx", query).streaming_content))).active

    assert ("Kirjastoauto" in text, "Muualla" in text, ",=Kirj" in text) == (True, False, False)
    assert sheet.max_row == 2


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_entries_asks_as_often_for_one_as_for_three(staff_client, kampanja, number, django_assert_num_queries):
    for _number in range(number):
        entered(kampanja)
    staff_client.get(ENTRIES)

    with django_assert_num_queries(11):
        staff_client.get(ENTRIES)


def test_coverage_shows_blank_spots_and_that_complete_drafts_wait(staff_client, kampanja, rekisteri):
    entered(kampanja)
    draft = TekoFactory(title="Salainen luonnos")
    draft.aim(kampanja, by=draft.author)
    unfinished = TekoFactory(done="")
    unfinished.aim(kampanja, by=unfinished.author)

    page = staff_client.get(f"{ENTRIES}kattavuus/{kampanja.pk}/")

    assert page.context["page"].unsent == [(draft.owner, 1)]
    assert [len(names) for _axis, names in page.context["page"].blank] == [Toimiala.objects.count() - 1, 19, 4]
    assert "Salainen luonnos" not in page.content.decode()


def test_admin_of_campaigns_is_for_staff_only(client, kampanja):
    client.force_login(UserFactory())

    for page in (LIST, f"{LIST}{kampanja.pk}/peru/", ENTRIES, f"{ENTRIES}kattavuus/{kampanja.pk}/"):
        assert client.post(page).status_code in (302, 403)
    assert Kampanja.objects.get().cancelled_at is None


def test_coverage_crosses_sector_region_and_type_and_narrows_by_each(staff_client, kampanja, rekisteri):
    sote, sivistys = Toimiala.objects.order_by("id")[:2]
    espoo, kokkola = Organisaatio.objects.get(name_fi="Espoo"), Organisaatio.objects.get(name_fi="Kokkola")
    entered(kampanja, sectors=[sote, sivistys], owner=espoo)
    entered(kampanja, sectors=[sote], owner=kokkola)
    entered(kampanja, sectors=[sote], owner=OrganisaatioFactory(type="yhtio", region=espoo.region))

    def shown(**chosen):
        response = staff_client.get(f"{ENTRIES}kattavuus/{kampanja.pk}/", chosen)
        page = response.context["page"]
        rows = [{name: cells for name, cells, _total in table.rows if any(cells)} for table in page.tables]
        return response.status_code, page.total, [table.sums[:2] for table in page.tables], rows

    status, total, sums, (by_region, by_sector, _by_type) = shown()
    assert (status, total, sums[0]) == (200, 3, [3, 1])
    assert {name: cells[:2] for name, cells in by_region.items()} == {
        espoo.region.name: [2, 1],
        kokkola.region.name: [1, 0],
    }
    assert [sum(cells) for cells in by_sector.values()] == [3, 1]
    assert shown(tyyppi="yhtio")[1] == shown(maakunta=kokkola.region.code)[1] == shown(toimiala=sivistys.code)[1] == 1
    assert shown(maakunta=espoo.region.code, tyyppi="kunta", toimiala=sote.code)[:2] == (200, 1)
    assert shown(maakunta="99")[:2] == (400, 3)


# A later version for jurors


def replaced(staff_client, entry, **data):
    return staff_client.post(f"{ENTRIES}{entry.pk}/vaihda/", data)


def test_later_version_is_shown_to_staff_before_jurors_read_it(staff_client, time_machine):
    kampanja = KampanjaFactory(closes_at=timezone.now() + timedelta(hours=1))  # within the same session
    entry, staff = entered(kampanja, title="Ennen"), UserFactory(staff=True)
    first = entry.teko.submitted_version
    time_machine.move_to(entry.freeze_at)
    entry.teko.return_to_authors(by=staff, version=first, reason="Kertokaa tuloksista.")
    entry.teko.title = "Jälkeen"
    entry.teko.save()
    second = entry.teko.submit(by=entry.teko.author)
    assert list(staff_client.get(f"{ENTRIES}{entry.pk}/vaihda/").context["versions"]) == []
    entry.teko.publish(by=staff, version=second)
    assert "Vaihda versio" in staff_client.get(ENTRIES).content.decode()
    asked = {"version": second.pk, "reason": "Täydennetty pyynnöstä."}

    assert replaced(staff_client, entry, version=second.pk, reason=" ").status_code == 422
    page = replaced(staff_client, entry, **asked)
    assert ("<del>Ennen</del>" in page.content.decode(), "<ins>Jälkeen</ins>" in page.content.decode()) == (True, True)
    assert Osallistuminen.objects.get().replaced_at is None
    replaced(staff_client, entry, confirmed="1", **asked)

    stored = Osallistuminen.objects.get()
    assert (stored.frozen_version, stored.replaced_reason) == (second, "Täydennetty pyynnöstä.")


def test_version_of_another_act_is_not_offered_and_one_decided_before_the_close_says_why(staff_client, time_machine):
    kampanja = KampanjaFactory(closes_at=timezone.now() + timedelta(hours=1))  # within the same session
    entry, staff = entered(kampanja), UserFactory(staff=True)
    entry.teko.publish(by=staff, version=entry.teko.submitted_version)
    time_machine.move_to(entry.freeze_at)
    entry.teko.title = "Parempi"
    entry.teko.save()
    later = entry.teko.submit(by=entry.teko.author)
    entry.teko.publish(by=staff, version=later)
    other = TekoFactory(in_state="published").published_version

    assert replaced(staff_client, entry, version=other.pk, reason="Muu.", confirmed="1").status_code == 422
    refused = replaced(staff_client, entry, version=later.pk, reason="Parempi.", confirmed="1")

    assert "ei ollut haun sulkeutuessa käsiteltävänä" in str(refused.context["form"].non_field_errors())
    assert (refused.status_code, Osallistuminen.objects.get().replaced_at) == (422, None)
