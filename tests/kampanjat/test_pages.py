from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.utils import timezone

from kampanjat import sentences
from kampanjat.curve import FINLAND
from kampanjat.models import Kampanja
from kampanjat.window import Window
from teot import league, register
from teot.actions import end_organisation
from teot.entries_panel import EntriesPanel, names
from tests.factories import KampanjaFactory, OrganisaatioFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY, HOUR, MINUTE, SECOND = (timedelta(**{unit: 1}) for unit in ("days", "hours", "minutes", "seconds"))
OPENS = datetime(2026, 9, 1, 6, tzinfo=UTC)


def entered(kampanja, *, at=None, state="published", **fields):
    """An act that its author has entered in the campaign, at the instant."""
    with time_machine.travel(at or timezone.now(), tick=False):
        teko = TekoFactory(in_state="submitted", **fields)
        teko.enter(kampanja, by=teko.author)
        if state == "published":
            teko.publish(by=UserFactory(staff=True), version=teko.submitted_version)
    return teko


def panel_of(kampanja, at):
    return EntriesPanel(Kampanja.objects.with_previous().get(pk=kampanja.pk), at)


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (12 * DAY + HOUR, "12 päivää ja 1 tunti"),
        (12 * DAY, "12 päivää"),
        (DAY + 5 * MINUTE, "1 päivä ja 5 minuuttia"),
        (HOUR - SECOND, "59 minuuttia"),
        (SECOND, "1 minuutti"),
    ],
)
def test_countdown_tells_the_two_largest_units(time, told):
    assert sentences.duration(time) == told


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (OPENS - DAY, "Haun alkuun on aikaa: 1 päivä"),
        (OPENS - SECOND, "Haun alkuun on aikaa: 1 minuutti"),
        (OPENS, "Aikaa jäljellä: 30 päivää"),
        (OPENS + 30 * DAY - SECOND, "Aikaa jäljellä: 1 minuutti"),
        (OPENS + 30 * DAY, ""),
    ],
)
def test_countdown_at_the_edges(at, told):
    assert sentences.time_left(Window(OPENS, OPENS + 30 * DAY, 10 * MINUTE), at) == told


def test_countdown_counts_real_hours_over_the_clock_change():
    # From Saturday noon to Sunday noon as clocks go back: 25 hours.
    window = Window(OPENS, datetime(2026, 10, 25, 10, tzinfo=UTC))

    assert sentences.time_left(window, datetime(2026, 10, 24, 9, tzinfo=UTC)) == "Aikaa jäljellä: 1 päivä ja 1 tunti"


def test_list_has_open_campaigns_first_and_drafts_nowhere(client):
    KampanjaFactory(name_fi="Viime vuoden", opens_at=timezone.now() - 60 * DAY)
    KampanjaFactory(name_fi="Avoin nyt")
    KampanjaFactory(name_fi="Salainen luonnos", is_draft=True)

    page = client.get("/kampanjat/").content.decode()

    assert page.index("Avoin nyt") < page.index("Päättyneet kampanjat") < page.index("Viime vuoden")
    assert "Salainen luonnos" not in page


def test_list_without_campaigns_says_what_can_be_done(client):
    page = client.get("/kampanjat/").content.decode()

    assert "Mikään kampanja ei ole nyt auki." in page


@pytest.mark.parametrize("path", ["/kampanjat/{slug}/", "/kampanjat/{slug}.ics"])
def test_draft_is_no_page(client, path):
    kampanja = KampanjaFactory(is_draft=True)

    assert client.get(path.format(slug=kampanja.slug)).status_code == 404


@time_machine.travel(OPENS + DAY, tick=False)
def test_page_tells_when_it_closes_by_finnish_clocks_and_midnight_as_24(client):
    kampanja = KampanjaFactory(opens_at=OPENS, closes_at=datetime(2026, 9, 30, 21, tzinfo=UTC))

    page = client.get(f"/kampanjat/{kampanja.slug}/").content.decode()

    assert "30.9.2026 klo 24.00" in page
    assert "Suomen aikaa." in page
    assert "Aikaa jäljellä: 28 päivää ja 15 tuntia" in page


def test_page_tells_extensions_and_their_reasons(client):
    kampanja, county = KampanjaFactory(), OrganisaatioFactory(name_fi="Mallilan hyvinvointialue")
    staff = UserFactory(staff=True)
    kampanja.extend(until=kampanja.closes_at + DAY, by=staff, reason="Katko sähköissä.")
    kampanja.extend(until=kampanja.closes_at + 2 * DAY, by=staff, reason="Katko verkossa.", organisation=county)

    page = client.get(f"/kampanjat/{kampanja.slug}/").content.decode()

    assert "Hakua on jatkettu: Katko sähköissä." in page
    assert "Mallilan hyvinvointialue" in page
    assert "Katko verkossa." in page
    assert '<span lang="fi">Katko' not in page
    swedish = client.get(f"/sv/kampanjat/{kampanja.slug}/").content.decode()
    for reason in ("Katko sähköissä.", "Katko verkossa."):
        assert f'<span lang="fi">{reason}</span>' in swedish


def test_cancelled_campaign_says_so_and_takes_nothing(client):
    kampanja = KampanjaFactory()
    kampanja.cancel(by=UserFactory(staff=True), reason="Ohjelma päättyi.")

    page = client.get(f"/kampanjat/{kampanja.slug}/").content.decode()

    assert "Kampanja on peruttu. Ohjelma päättyi." in page
    english = client.get(f"/en/kampanjat/{kampanja.slug}/").content.decode()
    assert 'The campaign has been cancelled. <span lang="fi">Ohjelma päättyi.</span>' in english
    assert ("Kampanjassa ei ole julkaistuja tekoja." in page, 'class="countdown"' in page) == (True, False)


def test_page_counts_public_acts_only(client, rekisteri):
    kampanja = KampanjaFactory()
    entered(kampanja, title="Julkinen teko")
    entered(kampanja, title="Odottava teko", state="submitted")
    withdrawn = entered(kampanja, title="Peruttu osallistuminen")
    withdrawn.osallistumiset.get().withdraw(by=withdrawn.author)

    page = client.get(f"/kampanjat/{kampanja.slug}/").content.decode()

    assert "1 teko 1 organisaatiosta" in page
    assert "Julkinen teko" in page
    assert "Odottava teko" not in page
    assert "Peruttu osallistuminen" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_six_queries_whatever_it_shows(client, rekisteri, django_assert_num_queries, number):
    with time_machine.travel(timezone.now() - 200 * DAY):
        earlier = KampanjaFactory()
    for days in range(number):
        entered(earlier, at=earlier.opens_at + days * DAY + HOUR)
    kampanja = KampanjaFactory(opens_at=timezone.now() - 5 * DAY)
    for _ in range(number):
        entered(kampanja)
        kampanja.extend(
            until=kampanja.window.last_close + DAY,
            by=UserFactory(staff=True),
            reason="Katko.",
            organisation=OrganisaatioFactory(),
        )
    register.current()

    with django_assert_num_queries(6):
        page = client.get(f"/kampanjat/{kampanja.slug}/").content.decode()

    assert page.count('class="teko-card"') == number


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_two_queries(client, django_assert_num_queries, number):
    KampanjaFactory.create_batch(number)

    with django_assert_num_queries(2):
        client.get("/kampanjat/")


def test_curve_stands_beside_that_of_the_campaign_before():
    with time_machine.travel(OPENS - 365 * DAY):
        earlier = KampanjaFactory(opens_at=timezone.now(), year=2025)
    for days in (0, 1, 1):
        entered(earlier, at=earlier.opens_at + days * DAY + HOUR)
    kampanja = KampanjaFactory(opens_at=OPENS, closes_at=OPENS + 30 * DAY, year=2026, is_draft=True)
    with time_machine.travel(OPENS):
        kampanja.publish(by=UserFactory(staff=True))
    entered(kampanja, at=OPENS + HOUR)

    picture = panel_of(kampanja, OPENS + 2 * DAY).picture

    assert (picture.name, picture.total, picture.name_before, picture.total_before) == ("2026", 1, "2025", 3)
    assert picture.points.split()[:3] == ["0.00,100.00", "3.12,66.67", "6.25,66.67"]
    assert picture.rows[:3] == [
        (1, date(2026, 9, 1), 1, 1, 1), (2, date(2026, 9, 2), 0, 1, 3), (3, date(2026, 9, 3), 0, 1, 3),
    ]  # fmt: skip
    assert picture.rows[3] == (4, date(2026, 9, 4), "–", "–", 3)
    assert '<th scope="row">1.</th><td>1.9.</td><td>1</td><td>1</td><td>1</td>' in picture.table
    Kampanja.objects.update(year=2026)
    of_one_year = panel_of(Kampanja.objects.get(pk=kampanja.pk), OPENS + 2 * DAY).picture
    assert (of_one_year.name, of_one_year.name_before) == ("syyskuu 2026", "syyskuu 2025")
    Kampanja.objects.filter(pk=earlier.pk).update(opens_at=OPENS - HOUR, closes_at=OPENS + DAY)
    previous = Kampanja.objects.with_previous().get(pk=kampanja.pk).previous
    assert names(kampanja, previous) == ("1.9.2026 klo 9.00", "1.9.2026 klo 8.00")


def test_curve_of_the_campaign_before_goes_on_to_its_last_extension():
    with time_machine.travel(OPENS - 365 * DAY):
        earlier = KampanjaFactory(opens_at=timezone.now(), closes_at=timezone.now() + 10 * DAY)
    with time_machine.travel(earlier.opens_at + DAY):
        earlier.extend(until=earlier.closes_at + 5 * DAY, by=UserFactory(staff=True), reason="Lakko.")
    entered(earlier, at=earlier.opens_at + HOUR)
    entered(earlier, at=earlier.closes_at + 4 * DAY)
    kampanja = KampanjaFactory(opens_at=timezone.now() - DAY)

    _year, drawn = panel_of(kampanja, timezone.now()).before

    assert (len(drawn.totals), drawn.total) == (16, 2)


def test_league_counts_a_shared_act_for_each_that_takes_part(rekisteri):
    one, two = OrganisaatioFactory(name_fi="Aava"), OrganisaatioFactory(name_fi="Bella")
    kampanja = KampanjaFactory()
    entered(kampanja, owner=one, partners=[two])
    entered(kampanja, owner=one)

    panel = panel_of(kampanja, timezone.now())

    assert [(row.place, row.name, row.acts) for row in panel.all_standings] == [(1, "Aava", 2), (2, "Bella", 1)]


def test_league_shares_places(rekisteri):
    tables = register.current()
    keys = [row.id for row in tables.organisations.values() if row.is_current][:4]

    places = league.standings(
        [(keys[0], []), (keys[0], []), (keys[1], []), (keys[2], []), (keys[1], [keys[2]])], tables
    )

    assert [(row.place, row.acts) for row in places] == [(1, 2), (1, 2), (1, 2)]
    assert [(row.place, row.acts) for row in league.standings([(keys[0], [keys[1]]), (keys[0], [])], tables)] == [
        (1, 2),
        (2, 1),
    ]


def test_league_counts_for_the_one_that_goes_on_with_the_work(rekisteri):
    ended, heir = OrganisaatioFactory(name_fi="Ennen"), OrganisaatioFactory(name_fi="Nyt")
    kampanja = KampanjaFactory()
    entered(kampanja, owner=ended)
    yesterday = timezone.localdate() - DAY
    end_organisation(ended, on=yesterday, successor=heir, by=UserFactory(staff=True), reason="Liitos.")

    panel = panel_of(kampanja, timezone.now())

    assert [row.name for row in panel.all_standings] == ["Nyt"]


def test_facet_finds_the_acts_of_a_campaign_and_forgets_those_that_left(client, rekisteri):
    kampanja = KampanjaFactory()
    staying, leaving = entered(kampanja, title="Pysyvä teko"), entered(kampanja, title="Lähtevä teko")
    TekoFactory(in_state="published", title="Muu teko")
    leaving.osallistumiset.get().exclude(by=UserFactory(staff=True), reason="Ei kuulu tähän.")

    page = client.get("/teot/", {"kampanja": kampanja.slug}).content.decode()

    assert f"1 teko: {kampanja.name}" in page
    assert staying.title in page
    assert "Lähtevä teko" not in page


def test_act_that_was_entered_before_it_was_published_is_found_too(client, rekisteri):
    kampanja = KampanjaFactory()
    teko = TekoFactory(in_state="submitted")
    teko.enter(kampanja, by=teko.author)
    teko.publish(by=UserFactory(staff=True), version=teko.submitted_version)

    assert teko.title in client.get("/teot/", {"kampanja": kampanja.slug}).content.decode()


def test_facet_knows_no_drafts(client, rekisteri):
    kampanja = KampanjaFactory(is_draft=True)

    response = client.get("/teot/", {"kampanja": kampanja.slug})

    assert response.status_code == 400
    assert kampanja.name not in response.content.decode()


def test_organisation_shows_its_campaigns(client, rekisteri):
    kampanja, owner = KampanjaFactory(), OrganisaatioFactory(code="AAVA")
    teko = entered(kampanja, owner=owner)

    page = client.get("/organisaatiot/AAVA/").content.decode()

    assert f"{kampanja.name}: 1 teko" in page
    assert page.count(teko.title) == 2


def test_calendar_has_the_dates_in_finnish_time_with_its_rules(client):
    kampanja = KampanjaFactory(
        opens_at=OPENS,
        closes_at=datetime(2026, 10, 25, 22, tzinfo=UTC),
        gala_starts_at=datetime(2026, 11, 26, 11, tzinfo=UTC),
        gala_ends_at=datetime(2026, 11, 26, 14, tzinfo=UTC),
        gala_place="Tampere-talo",
    )

    response = client.get(f"/kampanjat/{kampanja.slug}.ics")

    calendar = icalendar.Calendar.from_ical(response.content)
    events = {event["uid"].split("@")[0].rsplit("-", 1)[1]: event for event in calendar.walk("VEVENT")}
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Helsinki"]
    assert events["aukeaa"].start == OPENS
    assert events["sulkeutuu"].end == datetime(2026, 10, 25, 22, tzinfo=UTC)
    assert b"DTEND;TZID=Europe/Helsinki:20261026T000000" in response.content
    assert events["gaala"]["location"] == "Tampere-talo"
    assert b"\r\n" in response.content
    clocks = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    for change in (datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2039, 10, 30, 1, tzinfo=UTC)):
        for at in (change - SECOND, change, change + SECOND):
            assert f"{at.astimezone(clocks):%d.%m. %H.%M.%S}" == f"{at.astimezone(FINLAND):%d.%m. %H.%M.%S}"


def test_calendar_of_a_cancelled_campaign_takes_its_events_away(client):
    kampanja = KampanjaFactory()
    kampanja.cancel(by=UserFactory(staff=True), reason="Ohjelma päättyi.")

    calendar = icalendar.Calendar.from_ical(client.get(f"/kampanjat/{kampanja.slug}.ics").content)

    assert {event["status"] for event in calendar.walk("VEVENT")} == {"CANCELLED"}


def test_stream_is_public_until_the_gala_is_over_and_results_only_when_they_are(client):
    gala = {"gala_starts_at": OPENS + 60 * DAY, "gala_ends_at": OPENS + 60 * DAY + 3 * HOUR}
    results = gala["gala_ends_at"]
    stream = {"stream_url": "https://video.example/gaala"}
    kampanja = KampanjaFactory(opens_at=OPENS, results_public_from=results, **gala, **stream)

    for step, is_over in ((-SECOND, False), (0 * SECOND, True), (SECOND, True)):
        with time_machine.travel(results + step, tick=False):
            page = client.get(f"/kampanjat/{kampanja.slug}/").content.decode()
            calendar = icalendar.Calendar.from_ical(client.get(f"/kampanjat/{kampanja.slug}.ics").content)
        events = {event["uid"].split("@")[0].rsplit("-", 1)[1]: event for event in calendar.walk("VEVENT")}
        assert ("https://video.example/gaala" in page, "Tulokset julkaist" in page) == (not is_over, is_over)
        assert ("tulokset" in events, "description" in events["gaala"]) == (is_over, not is_over)


def test_front_page_shows_what_is_open(client):
    KampanjaFactory(name_fi="Avoin nyt")
    KampanjaFactory(name_fi="Jo ohi", opens_at=timezone.now() - 60 * DAY)
    KampanjaFactory(name_fi="Salainen luonnos", is_draft=True)

    page = client.get("/").content.decode()

    assert "Avoin nyt" in page
    assert "Jo ohi" not in page
    assert "Salainen luonnos" not in page
