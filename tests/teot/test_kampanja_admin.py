"""Campaigns and their entries in the admin: made, copied, published, extended, called off, looked at."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from kampanjat import copying
from kampanjat.models import Kampanja, Lisaaika
from tekojentori.models import Sahkoposti
from teot.models import Osallistuminen
from tests.factories import KampanjaFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIST = "/hallinta/kampanjat/kampanja/"
ENTRIES = "/hallinta/teot/osallistuminen/"
NEW = {
    "name_fi": "Hyvä kiertämään", "name_sv": "", "name_en": "", "slug": "hyva", "year": "2027",
    "opens_at_0": "1.9.2027", "opens_at_1": "0.00", "closes_at_0": "30.9.2027", "closes_at_1": "24.00",
    "grace": "00:10:00",
}  # fmt: skip


@pytest.fixture
def kampanja():
    return KampanjaFactory(name_fi="Hyvä kiertämään")


def entered(kampanja, **fields):
    teko = TekoFactory(in_state="submitted", **fields)
    return teko.enter(kampanja, by=teko.author)


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_campaign_is_made_with_times_as_people_say_them(staff_client):
    response = staff_client.post(f"{LIST}add/", NEW, follow=True)

    kampanja = Kampanja.objects.get()
    assert response.status_code == 200
    assert timezone.localtime(kampanja.closes_at).isoformat() == "2027-10-01T00:00:00+03:00"
    assert kampanja.published_at is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"closes_at_0": "31.8.2027"}, "sulkeutuu ennen kuin se aukeaa"),
        ({"closes_at_1": "25.00"}, "Kirjoita kellonaika"),
        ({"opens_at_0": "28.3.2027", "opens_at_1": "3.30"}, "Tarkoititko"),
        ({"results_public_from_0": "2.9.2027", "results_public_from_1": "12.00"}, "Tulokset tulevat julki ennen"),
        ({"slug": "varattu"}, "on jo olemassa"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(staff_client, change, says):
    KampanjaFactory(slug="varattu")

    response = staff_client.post(f"{LIST}add/", NEW | change)

    assert Kampanja.objects.count() == 1
    assert says in str(response.context["adminform"].form.errors).replace("&quot;", '"')


def test_close_of_an_open_campaign_does_not_change_by_the_form(staff_client, kampanja):
    page = staff_client.get(f"{LIST}{kampanja.pk}/change/")
    form = page.context["adminform"].form
    data = {name: value for bound in form for name, value in inputs_of(bound)}
    data |= {"closes_at_0": "31.12.2099", "lisaajat-TOTAL_FORMS": "0", "lisaajat-INITIAL_FORMS": "0"}

    response = staff_client.post(f"{LIST}{kampanja.pk}/change/", data)

    assert "antamalla lisäaikaa" in str(response.context["adminform"].form.errors["closes_at"])
    assert Kampanja.objects.get().closes_at == kampanja.closes_at


def inputs_of(bound):
    """The inputs of a field as a browser sends them."""
    value = bound.value()
    if hasattr(bound.field.widget, "decompress"):
        parts = bound.field.widget.decompress(value)
        return [(f"{bound.html_name}_{place}", part or "") for place, part in enumerate(parts)]
    prepared = bound.field.prepare_value(value)
    return [(bound.html_name, "" if prepared is None or prepared is False else prepared)]


def test_publishing_says_what_is_missing_and_then_publishes(staff_client):
    kampanja = KampanjaFactory(is_draft=True, description_sv="", description_en="")

    refused = staff_client.post(f"{LIST}{kampanja.pk}/julkaise/")
    assert refused.context["missing"] == ["Kuvaus ruotsiksi puuttuu.", "Kuvaus englanniksi puuttuu."]
    assert (refused.status_code, Kampanja.objects.get().published_at) == (422, None)
    Kampanja.objects.update(description_sv="Berätta.", description_en="Tell.")
    assert staff_client.get(f"{LIST}{kampanja.pk}/julkaise/").context["missing"] == []
    staff_client.post(f"{LIST}{kampanja.pk}/julkaise/")
    assert Kampanja.objects.get().published_at is not None


def test_copy_has_the_same_weekdays_and_times_of_day_a_year_on(staff_client, kampanja):
    response = staff_client.post(f"{LIST}{kampanja.pk}/kopioi/", {"slug": "ensi-vuosi"})

    new = Kampanja.objects.get(slug="ensi-vuosi")
    old_close, new_close = timezone.localtime(kampanja.closes_at), timezone.localtime(new.closes_at)
    assert response["Location"] == f"{LIST}{new.pk}/change/"
    assert (new_close.weekday(), new_close.time()) == (old_close.weekday(), old_close.time())
    assert (new.published_at, new.description_sv, new.year) == (None, kampanja.description_sv, kampanja.year + 1)


def test_copying_keeps_the_time_of_day_over_the_change_of_clocks():
    summer = datetime(2025, 10, 20, 13, tzinfo=UTC)
    winter = datetime(2025, 10, 27, 13, tzinfo=UTC)

    told = [f"{timezone.localtime(copying.a_year_on(at)):%A %H.%M}" for at in (summer, winter)]
    assert told == ["Monday 16.00", "Monday 15.00"]


def test_address_that_is_taken_is_refused_by_its_field(staff_client, kampanja):
    response = staff_client.post(f"{LIST}{kampanja.pk}/kopioi/", {"slug": kampanja.slug})

    assert (response.status_code, Kampanja.objects.count()) == (422, 1)
    assert "on jo toisella kampanjalla" in str(response.context["form"].errors["slug"])


def test_extension_says_how_many_mails_go_before_it_is_given(staff_client, kampanja):
    teko = TekoFactory()
    teko.aim(kampanja, by=teko.author)
    day = timezone.localtime(kampanja.closes_at + 3 * DAY)
    data = {"until_0": f"{day.day}.{day.month}.{day.year}", "until_1": "24.00", "reason": "Sähkökatko."}

    asked = staff_client.post(f"{LIST}{kampanja.pk}/lisaaika/", data)
    assert ("Tämä lähettää 1 viestin." in asked.content.decode(), Lisaaika.objects.count()) == (True, 0)
    staff_client.post(f"{LIST}{kampanja.pk}/lisaaika/", data | {"confirmed": "1"})

    assert Lisaaika.objects.get().reason == "Sähkökatko."
    assert Sahkoposti.objects.filter(kind="teot/extended").count() == 1


def test_cancelling_says_how_many_mails_go_and_asks_why(staff_client, kampanja):
    entered(kampanja)

    page = staff_client.get(f"{LIST}{kampanja.pk}/peru/")
    refused = staff_client.post(f"{LIST}{kampanja.pk}/peru/", {"reason": " "})
    assert ("Tämä lähettää 1 viestin." in page.content.decode(), refused.status_code) == (True, 422)
    staff_client.post(f"{LIST}{kampanja.pk}/peru/", {"reason": "Ohjelma päättyi."})

    assert Kampanja.objects.get().cancel_reason == "Ohjelma päättyi."
    assert Sahkoposti.objects.filter(kind="teot/campaign_cancelled").count() == 1


def test_campaign_with_entries_is_not_deleted_and_the_page_says_why(staff_client):
    kampanja = KampanjaFactory(is_draft=True)
    Kampanja.objects.update(published_at=timezone.now())
    entered(Kampanja.objects.get())
    Kampanja.objects.update(published_at=None)

    response = staff_client.post(f"{LIST}{kampanja.pk}/delete/", {"post": "yes"}, follow=True)

    assert Kampanja.objects.exists()
    assert "Hyvä kiertämään" in response.content.decode()


# Entries


def test_entries_are_excluded_after_a_page_that_tells_of_mails(staff_client, kampanja):
    entry = entered(kampanja)
    chosen = {"action": "leave_out", "_selected_action": [entry.pk]}

    page = staff_client.post(ENTRIES, chosen)
    assert "Tämä lähettää 1 viestin." in page.content.decode()
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


def test_staff_enter_an_act_for_its_authors(staff_client, kampanja):
    teko = TekoFactory(in_state="published")
    data = {"action": "enter_for_authors", "_selected_action": [teko.pk], "confirmed": "1", "kampanja": kampanja.pk}

    staff_client.post("/hallinta/teot/teko/", data | {"reason": "Tekijä soitti."})

    assert Osallistuminen.objects.get().reason == "Tekijä soitti."
    assert "Tekijä soitti." in Sahkoposti.objects.get(kind="teot/entered").text


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
    assert len(page.context["page"].blank) == 19
    assert "Salainen luonnos" not in page.content.decode()
    assert staff_client.get(f"{ENTRIES}kattavuus/{kampanja.pk}/", {"tyyppi": "yhtio"}).context["page"].type == "yhtio"


def test_admin_of_campaigns_is_for_staff_only(client, kampanja):
    client.force_login(UserFactory())

    for page in (LIST, f"{LIST}{kampanja.pk}/peru/", ENTRIES, f"{ENTRIES}kattavuus/{kampanja.pk}/"):
        assert client.post(page).status_code in (302, 403)
    assert Kampanja.objects.get().cancelled_at is None
