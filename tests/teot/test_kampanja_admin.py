"""Campaigns in the admin: made, copied, published, extended, called off, looked at."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from kampanjat import copying, opening
from kampanjat.choosing import KampanjaFilter
from kampanjat.models import Kampanja, Lisaaika, Tilaus
from palkinnot.models import Raati, Sarja
from tekojentori.mail_count import MailCount
from tekojentori.models import Mykistys, Sahkoposti, User
from tekojentori.moments import deadline, moment
from teot.models import Osallistuminen, Teko
from tests.factories import KampanjaFactory, OrganisaatioFactory, TekoFactory, ToimialaFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIST = "/hallinta/kampanjat/kampanja/"
NEW = {
    "name_fi": "Hyvä kiertämään", "name_sv": "", "name_en": "", "slug": "hyva", "year": "2027",
    "opens_at_0": "1.9.2027", "opens_at_1": "0.00", "closes_at_0": "30.9.2027", "closes_at_1": "24.00",
    "grace": "10",
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
        ({"slug": "varattu"}, "Osoite on jo toisella kampanjalla. Valitse toinen."),
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


def test_publishing_says_what_is_missing_and_then_publishes(staff_client, rekisteri):
    kampanja = KampanjaFactory(is_draft=True, description_sv="", description_en="")

    refused = staff_client.post(f"{LIST}{kampanja.pk}/julkaise/")
    assert refused.context["missing"] == ["Kuvaus ruotsiksi puuttuu.", "Kuvaus englanniksi puuttuu."]
    assert (refused.status_code, Kampanja.objects.get().published_at) == (422, None)
    Kampanja.objects.update(description_sv="Berätta.", description_en="Tell.")
    assert staff_client.get(f"{LIST}{kampanja.pk}/julkaise/").context["missing"] == []
    staff_client.post(f"{LIST}{kampanja.pk}/julkaise/")
    assert Kampanja.objects.get().published_at is not None


def test_readiness_goes_the_way_itself_and_leaves_nothing_behind(staff_client, rekisteri):
    kampanja = KampanjaFactory(is_draft=True, opens_at=timezone.now() + 300 * DAY)
    people = User.objects.count()

    assert staff_client.get(f"{LIST}{kampanja.pk}/julkaise/").context["missing"] == []

    stored = Kampanja.objects.get()
    assert (stored.published_at, stored.opens_at, stored.closes_at) == (None, kampanja.opens_at, kampanja.closes_at)
    assert [model.objects.count() for model in (Teko, Osallistuminen, Sahkoposti)] == [0, 0, 0]
    assert User.objects.count() == people


def test_readiness_says_what_keeps_an_act_from_coming_in(staff_client, rekisteri):
    kampanja = KampanjaFactory(is_draft=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'Levy on täynnä'; END $$;"
            "CREATE TRIGGER stuck BEFORE INSERT ON teot_osallistuminen FOR EACH ROW EXECUTE FUNCTION stuck()"
        )

    response = staff_client.post(f"{LIST}{kampanja.pk}/julkaise/")

    assert (response.status_code, Kampanja.objects.get().published_at) == (422, None)
    assert ["Levy on täynnä" in sentence for sentence in response.context["missing"]] == [True] * 3


@pytest.mark.parametrize(
    ("date", "time", "readings"),
    [
        ("28.3.2027", "3.30", ["28.3.2027 klo 2.30", "28.3.2027 klo 4.30"]),
        ("31.10.2027", "3.30", ["31.10.2027 klo 3.30, UTC+3", "31.10.2027 klo 3.30, UTC+2"]),
    ],
)
@pytest.mark.parametrize("field", ["opens_at", "closes_at"])
def test_hour_that_is_not_or_comes_twice_is_refused_by_its_field_with_both_readings(
    staff_client, field, date, time, readings
):
    long = {"opens_at_0": "1.1.2027", "closes_at_0": "31.12.2027"}

    response = staff_client.post(f"{LIST}add/", NEW | long | {f"{field}_0": date, f"{field}_1": time})

    told = str(response.context["adminform"].form.errors[field])
    assert ([reading in told for reading in readings], Kampanja.objects.count()) == ([True, True], 0)


@pytest.mark.parametrize("typed", ["61", "-1", "00:10:00", "kymmenen"])
def test_grace_is_typed_in_whole_minutes_up_to_an_hour(staff_client, typed):
    response = staff_client.post(f"{LIST}add/", NEW | {"grace": typed})

    form = response.context["adminform"].form
    assert form.errors == {"grace": ["Kirjoita armonaika kokonaisina minuutteina, 0–60."]}
    assert (f'value="{typed}"' in str(form["grace"]), Kampanja.objects.count()) == (True, 0)


def test_seconds_of_a_grace_stay_when_its_minutes_are_untouched(staff_client):
    kampanja = KampanjaFactory(is_draft=True, grace=timedelta(minutes=10, seconds=30))
    form = staff_client.get(f"{LIST}{kampanja.pk}/change/").context["adminform"].form
    data = {name: value for bound in form for name, value in inputs_of(bound)}
    data |= {"lisaajat-TOTAL_FORMS": "0", "lisaajat-INITIAL_FORMS": "0", "year": "2031", "reason": "Koe"}

    response = staff_client.post(f"{LIST}{kampanja.pk}/change/", data)

    stored = Kampanja.objects.get()
    assert (response.status_code, data["grace"]) == (302, 10)
    assert (stored.year, stored.grace) == (2031, kampanja.grace)


def test_history_names_what_changed_and_not_texts_whose_line_ends_a_browser_rewrote(staff_client):
    kampanja = KampanjaFactory(is_draft=True, description_fi="Eka\n\nToka")
    form = staff_client.get(f"{LIST}{kampanja.pk}/change/").context["adminform"].form
    data = {name: str(value).replace("\n", "\r\n") for bound in form for name, value in inputs_of(bound)}
    data |= {"lisaajat-TOTAL_FORMS": "0", "lisaajat-INITIAL_FORMS": "0", "year": "2031", "reason": "Koe"}

    response = staff_client.post(f"{LIST}{kampanja.pk}/change/", data)

    what = staff_client.get(f"{LIST}{kampanja.pk}/history/").context["lines"][0].what
    assert (response.status_code, what.startswith("Vuosi"), "kuvaus" in what) == (302, True, False)


def test_copy_has_the_same_weekdays_and_times_of_day_a_year_on(staff_client, kampanja):
    response = staff_client.post(f"{LIST}{kampanja.pk}/kopioi/", {"name_fi": "Ensi vuosi", "slug": "ensi-vuosi"})

    new = Kampanja.objects.get(slug="ensi-vuosi")
    old_close, new_close = timezone.localtime(kampanja.closes_at), timezone.localtime(new.closes_at)
    assert response["Location"] == f"{LIST}{new.pk}/change/"
    assert (new_close.weekday(), new_close.time()) == (old_close.weekday(), old_close.time())
    assert (new.published_at, new.description_sv, new.year) == (None, kampanja.description_sv, kampanja.year + 1)


def test_next_year_is_proposed_in_the_names_of_a_copy_and_what_staff_write_is_kept(staff_client, kampanja):
    year, page = kampanja.year, f"{LIST}{kampanja.pk}/kopioi/"
    names = {"name_fi": f"Teot {year}", "name_sv": f"Framsteg {year}", "name_en": "Best deeds", "slug": f"teot-{year}"}
    Kampanja.objects.filter(pk=kampanja.pk).update(**names)
    proposed = staff_client.get(page).context["form"].initial
    assert proposed == {name: text.replace(f"{year}", f"{year + 1}") for name, text in names.items()}

    without_name = staff_client.post(page, proposed | {"name_fi": ""})
    staff_client.post(page, proposed | {"name_en": "Brave deeds"})

    assert (without_name.status_code, without_name.context["form"].errors) == (422, {"name_fi": ["Anna nimi."]})
    new = Kampanja.objects.get(slug=f"teot-{year + 1}")
    assert new.names == {"fi": f"Teot {year + 1}", "sv": f"Framsteg {year + 1}", "en": "Brave deeds"}
    assert copying.proposed(Kampanja(slug="tekoja-tiskiin", year=2019))["slug"] == "tekoja-tiskiin-2020"


def test_campaigns_of_one_name_are_told_apart_where_one_is_chosen(staff_client, kampanja):
    """Filters, choices and the lists of categories and juries name the address too."""
    copied = copying.copy(kampanja, slug="toinen", by=None)
    for row in (kampanja, copied):
        Sarja.objects.create(kampanja=row, name_fi="Rohkein teko")
        Raati.objects.create(kampanja=row, name="Raati")
    wanted = [f"Hyvä kiertämään ({slug})" for slug in ("toinen", kampanja.slug)]

    for path in ("palkinnot/sarja/", "palkinnot/raati/", "palkinnot/kierros/", "teot/osallistuminen/"):
        shown = staff_client.get(f"/hallinta/{path}").context["cl"].filter_specs
        (choices,) = [spec.lookup_choices for spec in shown if isinstance(spec, KampanjaFilter)]
        assert (path, [label for _key, label in choices]) == (path, wanted)
    form = staff_client.get("/hallinta/palkinnot/sarja/add/").context["adminform"].form
    assert [label for _key, label in form.fields["kampanja"].choices][1:] == wanted
    form = staff_client.get("/hallinta/palkinnot/kierros/add/").context["adminform"].form
    assert [label for _key, label in form.fields["sarja"].choices][1:] == [f"Rohkein teko: {name}" for name in wanted]
    assert [label for _key, label in form.fields["raati"].choices][1:] == [f"Raati: {name}" for name in wanted]


def test_deleting_a_draft_lists_what_goes_by_name_and_not_what_only_ties(staff_client):
    sarja = Sarja.objects.create(kampanja=KampanjaFactory(is_draft=True), name_fi="Rohkein teko")
    sarja.sectors.add(ToimialaFactory())

    page = staff_client.get(f"{LIST}{sarja.kampanja_id}/delete/")

    assert "Palkintosarja: <a" in page.content.decode()
    assert "object (" not in page.content.decode()
    assert list(page.context["model_count"]) == [("kampanjat", 1), ("palkintosarjat", 1)]
    staff_client.post(f"{LIST}{sarja.kampanja_id}/delete/", {"post": "yes"})
    assert not Kampanja.objects.exists()


def test_results_become_public_neither_by_the_form_nor_by_a_copy(staff_client, kampanja):
    Kampanja.objects.filter(pk=kampanja.pk).update(results_public_from=kampanja.closes_at + 30 * DAY)
    form = staff_client.get(f"{LIST}{kampanja.pk}/change/").context["adminform"].form
    staff_client.post(f"{LIST}{kampanja.pk}/kopioi/", {"name_fi": "Ensi vuosi", "slug": "ensi-vuosi"})

    assert "results_public_from" not in form.fields
    assert Kampanja.objects.get(slug="ensi-vuosi").results_public_from is None


def test_copying_keeps_the_time_of_day_over_the_change_of_clocks():
    summer = datetime(2025, 10, 20, 13, tzinfo=UTC)
    winter = datetime(2025, 10, 27, 13, tzinfo=UTC)

    told = [f"{timezone.localtime(copying.a_year_on(at)):%A %H.%M}" for at in (summer, winter)]
    assert told == ["Monday 16.00", "Monday 15.00"]


def test_address_that_is_taken_is_refused_by_its_field(staff_client, kampanja):
    response = staff_client.post(f"{LIST}{kampanja.pk}/kopioi/", {"name_fi": "Toinen", "slug": kampanja.slug})

    assert (response.status_code, Kampanja.objects.count()) == (422, 1)
    assert "on jo toisella kampanjalla" in str(response.context["form"].errors["slug"])


def test_extension_says_how_many_mails_go_before_it_is_given(staff_client, kampanja):
    teko = TekoFactory()
    teko.aim(kampanja, by=teko.author)
    day = timezone.localtime(kampanja.closes_at + 3 * DAY)
    data = {"until_0": f"{day.day}.{day.month}.{day.year}", "until_1": "24.00", "reason": "Sähkökatko."}

    asked = staff_client.post(f"{LIST}{kampanja.pk}/lisaaika/", data)
    assert ("Lähettää 1 viestin." in asked.content.decode(), Lisaaika.objects.count()) == (True, 0)
    staff_client.post(f"{LIST}{kampanja.pk}/lisaaika/", data | {"confirmed": "1"})

    assert Lisaaika.objects.get().reason == "Sähkökatko."
    assert Sahkoposti.objects.filter(kind="teot/extended").count() == 1
    again = staff_client.post(f"{LIST}{kampanja.pk}/lisaaika/", data)
    assert "Ei lähetä viestejä." in again.content.decode()
    assert (
        f"{deadline(Lisaaika.objects.get().until)}" in staff_client.get(f"{LIST}{kampanja.pk}/change/").rendered_content
    )


def test_extension_after_the_results_is_refused_as_such(staff_client):
    opens_at = timezone.now() - 60 * DAY
    kampanja = KampanjaFactory(opens_at=opens_at, results_public_from=opens_at + 50 * DAY)
    day = timezone.localdate() + 3 * DAY
    data = {"until_0": f"{day.day}.{day.month}.{day.year}", "until_1": "12.00", "reason": "Lakko.", "confirmed": "1"}

    response = staff_client.post(f"{LIST}{kampanja.pk}/lisaaika/", data)

    told = response.context["form"].errors["until"]
    assert (told, Lisaaika.objects.exists()) == (
        ["Kampanjan tulokset ovat jo julki, joten aikaa ei voi enää jatkaa."],
        False,
    )


@pytest.mark.parametrize(
    ("days", "says"), [(-2, "on jo mennyt"), (20, "Aikaa on jo"), (60, "Lisäajan on päätyttävä ennen sitä")]
)
def test_extension_that_cannot_be_is_refused_on_the_page(staff_client, days, says):
    closes_at = timezone.now() + 30 * DAY
    kampanja = KampanjaFactory(closes_at=closes_at, results_public_from=closes_at + 15 * DAY)
    day = timezone.localtime(timezone.now() + days * DAY)
    data = {"until_0": f"{day.day}.{day.month}.{day.year}", "until_1": "12.00", "reason": "Lakko.", "confirmed": "1"}

    response = staff_client.post(f"{LIST}{kampanja.pk}/lisaaika/", data)

    assert (response.status_code, says in str(response.context["form"].errors["until"])) == (422, True)
    assert (Lisaaika.objects.count(), Sahkoposti.objects.count()) == (0, 0)


def test_history_tells_of_the_extension_and_who_gave_it_why(staff_client, kampanja):
    staff, until = UserFactory(staff=True, name="Oili Ohjelma"), kampanja.closes_at + DAY
    kampanja.extend(until=until, by=staff, reason="Sähkökatko.", organisation=OrganisaatioFactory(name_fi="Aava"))

    line = staff_client.get(f"{LIST}{kampanja.pk}/history/").context["lines"][0]

    assert line.what == f"Lisäaikaa annettiin: Aava: {deadline(until)}"
    assert (line.who, line.why) == (str(staff), "Sähkökatko.")


def test_campaign_that_nobody_has_called_off_names_nobody(staff_client, kampanja):
    assert "None" not in staff_client.get(f"{LIST}{kampanja.pk}/change/").content.decode()


def test_campaign_with_public_results_is_not_cancelled_by_the_page(staff_client, time_machine):
    kampanja = KampanjaFactory(closes_at=timezone.now() + DAY, results_public_from=timezone.now() + 2 * DAY)
    time_machine.move_to(kampanja.results_public_from, tick=False)

    response = staff_client.post(f"{LIST}{kampanja.pk}/peru/", {"reason": "Ohjelma päättyi."})

    form = response.context["form"]
    assert form.errors == {"reason": ["Kampanjan tulokset ovat jo julki, joten sitä ei voi perua."]}
    assert (response.status_code, form["reason"].value()) == (422, "Ohjelma päättyi.")
    assert Kampanja.objects.get().cancelled_at is None


def test_cancelling_says_how_many_mails_go_and_asks_why(staff_client, kampanja):
    entered(kampanja)

    page = staff_client.get(f"{LIST}{kampanja.pk}/peru/")
    refused = staff_client.post(f"{LIST}{kampanja.pk}/peru/", {"reason": " "})
    assert ("Lähettää 1 viestin." in page.content.decode(), refused.status_code) == (True, 422)
    staff_client.post(f"{LIST}{kampanja.pk}/peru/", {"reason": "Ohjelma päättyi."})

    assert Kampanja.objects.get().cancel_reason == "Ohjelma päättyi."
    assert Sahkoposti.objects.filter(kind="teot/campaign_cancelled").count() == 1


def test_cancelling_after_a_colleague_gives_the_reason_back_and_counts_no_mails(staff_client, kampanja):
    entered(kampanja)
    colleague = UserFactory(staff=True, name="Kollega Kaisa")
    kampanja.cancel(by=colleague, reason="Ohjelma päättyi.")

    late = staff_client.post(f"{LIST}{kampanja.pk}/peru/", {"reason": "Siirtyy ensi vuoteen."})

    form, page = late.context["form"], late.content.decode()
    when = moment(kampanja.cancelled_at)
    told = f"Kollega Kaisa perui kampanjan jo {when}. Syyksi jäi ”Ohjelma päättyi.”: kirjoittamaasi ei tallennettu."
    assert (late.status_code, form.errors, form["reason"].value()) == (422, {"reason": [told]}, "Siirtyy ensi vuoteen.")
    assert ("Siirtyy ensi vuoteen." in page, "viestin" in page) == (True, False)
    assert Kampanja.objects.get().cancel_reason == "Ohjelma päättyi."
    assert Sahkoposti.objects.filter(kind="teot/campaign_cancelled").count() == 1


def test_campaign_with_entries_is_not_deleted_and_the_page_says_why(staff_client):
    kampanja = KampanjaFactory(is_draft=True)
    Kampanja.objects.update(published_at=timezone.now())
    entered(Kampanja.objects.get())
    Kampanja.objects.update(published_at=None)

    response = staff_client.post(f"{LIST}{kampanja.pk}/delete/", {"post": "yes"}, follow=True)

    assert Kampanja.objects.exists()
    assert messages_of(response) == ["Kampanjaan on jo ilmoitettu tekoja, joten sitä ei voi poistaa."]


@pytest.mark.parametrize("method", ["get", "post"])
def test_published_campaign_is_not_deleted_and_the_page_says_what_to_do(staff_client, kampanja, method):
    response = getattr(staff_client, method)(f"{LIST}{kampanja.pk}/delete/", {"post": "yes"}, follow=True)

    assert messages_of(response) == ["Kampanja on julkaistu, joten sitä ei voi poistaa. Sen voi perua."]
    assert Kampanja.objects.get() == kampanja


def test_draft_of_a_campaign_is_deleted_by_its_page(staff_client):
    draft = KampanjaFactory(is_draft=True)

    page = staff_client.get(f"{LIST}{draft.pk}/change/").content.decode()
    staff_client.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"})

    assert (f"{LIST}{draft.pk}/delete/" in page, Kampanja.objects.exists()) == (True, False)


def test_publishing_an_open_campaign_counts_those_who_wait_to_hear(staff_client, rekisteri):
    given = {"language": "fi", "confirmed_at": timezone.now() - DAY}
    waiting, muted = (Tilaus.objects.create(email=f"{who}@x.example", **given) for who in ("odottaja", "m"))
    Mykistys.objects.mute(muted.email, reason="Osoitetta ei ole.")
    now, later = KampanjaFactory(is_draft=True), KampanjaFactory(is_draft=True, opens_at=timezone.now() + DAY)

    told = [staff_client.get(f"{LIST}{row.pk}/julkaise/").context["mails"] for row in (now, later)]

    assert told == [MailCount(1, 1), MailCount(0, 0)]
    now.publish(by=None)
    assert opening.announce(timezone.now()) == 2
    assert waiting.email in Sahkoposti.objects.values_list("to", flat=True)


def test_results_are_made_public_elsewhere_and_not_by_the_form(staff_client, kampanja):
    form = staff_client.get(f"{LIST}{kampanja.pk}/change/").context["adminform"].form

    assert "results_public_from" not in form.fields


def test_copy_leaves_results_and_stream_and_a_second_click_gives_the_same(staff_client, kampanja):
    later = kampanja.closes_at + 9 * DAY
    Kampanja.objects.update(results_public_from=later, stream_url="https://video.example/")

    answers = {"name_fi": "Uusi", "slug": "uusi"}
    first, second = (staff_client.post(f"{LIST}{kampanja.pk}/kopioi/", answers) for _click in range(2))

    new = Kampanja.objects.get(slug="uusi")
    assert first["Location"] == second["Location"] == f"{LIST}{new.pk}/change/"
    assert (new.results_public_from, new.stream_url) == (None, "")


def test_copy_is_refused_an_address_of_a_page_of_ours(staff_client, kampanja):
    response = staff_client.post(f"{LIST}{kampanja.pk}/kopioi/", {"name_fi": "Toinen", "slug": "kerro"})

    assert (response.status_code, Kampanja.objects.count()) == (422, 1)
    assert "on varattu" in str(response.context["form"].errors["slug"])


def test_reasons_say_who_reads_them(staff_client, kampanja):
    pages = [staff_client.get(f"{LIST}{kampanja.pk}/{name}/").content.decode() for name in ("peru", "lisaaika")]

    assert ["Näkyy kaikille kampanjan sivulla" in page for page in pages] == [True, True]


# Mails that wait


def extended(kampanja):
    teko = TekoFactory()
    teko.aim(kampanja, by=teko.author)
    kampanja.extend(until=kampanja.closes_at + 3 * DAY, by=None, reason="Sähkökatko.")
    return Sahkoposti.objects.get(kind="teot/extended", state="held")


def test_mails_of_an_extension_wait_for_staff_to_stop_them_or_let_them_go(staff_client, kampanja):
    mail, address = extended(kampanja), f"{LIST}{kampanja.pk}/viestit/"
    assert "Lähtevät viestit (1)" in staff_client.get(f"{LIST}{kampanja.pk}/change/").content.decode()
    page = staff_client.get(address)
    assert (page.context["mails"], mail.text[:20] in page.content.decode()) == (MailCount(1, 0), True)

    refused = staff_client.post(address, {"void": "1", "reason": " "})
    assert (refused.status_code, Sahkoposti.objects.get(pk=mail.pk).state) == (422, "held")
    staff_client.post(address, {"void": "1", "reason": "Väärä päivä."})
    mail.refresh_from_db()
    assert (mail.state, mail.void_reason, mail.voided_by.is_staff) == ("voided", "Väärä päivä.", True)
    kampanja.extend(until=kampanja.closes_at + 4 * DAY, by=None, reason="Sähkökatko.")
    done = staff_client.post(address, {"release": "1"}, follow=True)

    assert messages_of(done)[-1] == "1 viesti lähtee."
    assert Sahkoposti.objects.get(kind="teot/extended", state="waiting").released_by.is_staff


def test_mails_of_an_extension_go_by_themselves_unless_a_later_one_or_the_end_comes_first(kampanja, time_machine):
    first = extended(kampanja)
    kampanja.extend(until=kampanja.closes_at + 4 * DAY, by=None, reason="Katko jatkuu.")
    second = Sahkoposti.objects.get(kind="teot/extended", state="held")
    assert Sahkoposti.objects.get(pk=first.pk).void_reason == "Korvattu uudella lisäajalla."
    time_machine.move_to(second.release_at, tick=False)
    assert Sahkoposti.objects.release_due(second.release_at - timedelta(seconds=1)) == 0
    assert Sahkoposti.objects.release_due(second.release_at) == 1
    kampanja.extend(until=kampanja.closes_at + 5 * DAY, by=None, reason="Katko jatkuu.")

    kampanja.cancel(by=None, reason="Ohjelma päättyi.")

    told = dict(Sahkoposti.objects.exclude(pk__in=[first.pk]).values_list("kind", "state"))
    assert told == {"teot/extended": "voided", "teot/campaign_cancelled": "held"}
    assert Sahkoposti.objects.filter(void_reason="Kampanja on peruttu.").count() == 2
