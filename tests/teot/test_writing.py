"""Writing an act: begun once, saved section by section, without anything typed being lost."""

from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from tekojentori.refusals import Refused
from teot.models import Teko
from teot.models.writing import Conflict
from teot.sections import BY_SLUG, SECTIONS
from tests.factories import TekoFactory, UserFactory

pytestmark = pytest.mark.django_db

NAME, DOING, RESULTS = BY_SLUG["nimi"], BY_SLUG["toteutus"], BY_SLUG["tulokset"]


@pytest.fixture
def teko(rekisteri):
    return TekoFactory(title="Alussa")


@pytest.fixture
def author(client, teko):
    client.force_login(teko.author)
    return teko.author


def posted(client, teko, section, **changes):
    """What the section's page would send, with these fields changed."""
    page = client.get(reverse("teot:section", args=[teko.pk, section.slug])).context["page"]
    data = {"seen": page.seen, "page": page.mark, "writer": page.writer, "turn": "0", "go": "next", "end": "1"}
    for name, field in page.form.fields.items():
        value = page.form[name].value()
        if name == "mittarit":
            data |= {f"{name}-{number}-{key}": text for number, row in enumerate(value) for key, text in row.items()}
        elif value not in (None, False):
            data[name] = field.prepare_value(value) if not isinstance(value, bool) else "on"
    return data | changes


def send(client, teko, section, **changes):
    data = posted(client, teko, section, **changes)
    return client.post(reverse("teot:section", args=[teko.pk, section.slug]), data)


def test_double_click_begins_one_act(client, rekisteri):
    client.force_login(UserFactory())
    key = client.get("/ilmoita/").context["key"]

    first, second = (client.post("/ilmoita/", {"key": key}) for _click in range(2))

    assert first["Location"] == second["Location"] == f"/ilmoita/{Teko.objects.get().pk}/"


def test_a_new_form_begins_another_act(client, rekisteri):
    client.force_login(UserFactory())

    for _visit in range(2):
        client.post("/ilmoita/", {"key": client.get("/ilmoita/").context["key"]})

    assert Teko.objects.count() == 2


@pytest.mark.parametrize("key", ["", "x", "1" * 33])
def test_a_form_without_its_mark_begins_nothing(client, rekisteri, key):
    client.force_login(UserFactory())

    assert client.post("/ilmoita/", {"key": key}).status_code == 400
    assert Teko.objects.count() == 0


def test_draft_begins_with_what_is_known_of_its_author(client, teko):
    user = UserFactory(organisation=teko.owner, title="suunnittelija", language="sv")

    draft = Teko.start(by=user, key=uuid4())

    known = (draft.owner, draft.contact_title, draft.contact_email, draft.language)
    assert known == (teko.owner, "suunnittelija", user.email, "sv")


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.slug)
def test_every_section_keeps_what_it_was_sent_as_it_is(client, author, teko, section):
    before = teko.values_of(section.fields)

    response = send(client, teko, section)

    assert response.status_code == 302
    assert Teko.objects.get().values_of(section.fields) == before


def test_saving_leads_on_to_the_next_section(client, author, teko):
    assert send(client, teko, NAME, title="Parempi nimi")["Location"] == f"/ilmoita/{teko.pk}/toteutus/"
    assert send(client, teko, NAME, go="tasks")["Location"] == f"/ilmoita/{teko.pk}/"
    assert send(client, teko, SECTIONS[-1])["Location"] == f"/ilmoita/{teko.pk}/tarkista/"
    assert Teko.objects.get().title == "Parempi nimi"


@pytest.mark.parametrize("extra", [{}, {"autosave": "1"}], ids=["button", "autosave"])
def test_form_that_broke_off_on_its_way_changes_nothing(client, author, teko, extra):
    teko.done, teko.made_by = "Kokonainen teksti.", ["johto"]
    teko.save()
    whole = posted(client, teko, BY_SLUG["toteutus"], done="Uusi teksti, josta jäi puolet.")

    response = client.post(f"/ilmoita/{teko.pk}/toteutus/", {"seen": whole["seen"], "done": "Uusi teksti, jo"} | extra)

    assert response.status_code == 400
    stored = Teko.objects.get()
    assert (stored.done, stored.made_by) == ("Kokonainen teksti.", ["johto"])
    if not extra:
        assert "Lähetys katkesi kesken" in response.content.decode()
        assert "Uusi teksti, jo" in response.content.decode()


def test_saving_never_asks_for_completeness(client, author, teko):
    assert send(client, teko, NAME, title="", summary="").status_code == 302
    assert Teko.objects.get().title == ""


def test_text_too_long_is_told_by_how_much_and_stays_in_the_field(client, author, teko):
    response = send(client, teko, NAME, title="x" * 103)

    body = response.content.decode()
    assert response.status_code == 422
    assert "Tekstissä on 3 merkkiä liikaa. Lyhennä enintään 100 merkkiin." in body
    assert "<title>Virhe: " in body
    assert "x" * 103 in body
    assert Teko.objects.get().title == "Alussa"


def test_what_weighs_nothing_is_let_go(client, author, teko):
    send(client, teko, NAME, title="\ufeffOikea  nimi\u200b\r\n ja muuta")

    assert Teko.objects.get().title == "Oikea nimi ja muuta"


@pytest.mark.parametrize(
    ("slug", "field", "hidden"),
    [
        ("nimi", "title", "\x00"),
        ("toteutus", "done", "\x07"),
        ("ohje", "links", "\u200f"),
        ("luokittelu", "keywords", "\u202e"),
        ("luokittelu", "first_year", "\x85"),
        ("luokittelu", "owner", "\x00"),
        ("tulokset", "mittarit-0-name", "\x00"),
    ],
)
def test_character_that_hides_is_refused_at_its_field_and_stays_there(client, author, teko, slug, field, hidden):
    code, text = f"U+{ord(hidden):04X}", f"20{hidden}24"
    told = ("title", "done", "links", "keywords", "first_year", "owner_id")
    before = Teko.objects.values(*told).get()

    response = send(client, teko, BY_SLUG[slug], **{field: text})

    assert response.status_code == 422
    assert f"Tekstissä on merkki, jota ei näy ({code}), kohdassa ”2024”." in response.content.decode()
    assert text in response.content.decode()
    assert (Teko.objects.values(*told).get(), teko.mittarit.count()) == (before, 0)


@pytest.mark.parametrize(
    ("link", "status"),
    [
        ("https://esimerkkila.example/esite", 302),
        ("javascript:alert(1)", 422),
        ("data:text/html,x", 422),
        ("https://" + "x" * 600 + ".example", 422),
    ],
)
def test_a_link_only_leads_somewhere(client, author, teko, link, status):
    assert send(client, teko, BY_SLUG["ohje"], links=link).status_code == status
    assert Teko.objects.get().links == ([link] if status == 302 else [])


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [
        ("2020", "2021", 302),
        ("2020", "2020", 302),
        ("2021", "2020", 422),
        ("", "2020", 422),
        ("2999", "", 422),
        ("2020", "2999", 422),
        ("20", "", 422),
        ("٢٠٢٠", "", 422),
    ],
)
def test_years_come_in_order_and_not_from_the_future(client, author, teko, first, last, status):
    assert send(client, teko, BY_SLUG["luokittelu"], first_year=first, last_year=last).status_code == status


@pytest.mark.parametrize(
    ("button", "names"),
    [
        ("up-1", ["B", "A", "C"]),
        ("down-0", ["B", "A", "C"]),
        ("up-0", ["A", "B", "C"]),
        ("down-2", ["A", "B", "C"]),
        ("remove-1", ["A", "C"]),
        ("remove-9", ["A", "B", "C"]),
        ("remove-", ["A", "B", "C"]),
        ("add", ["A", "B", "C"]),
    ],
)
def test_measures_move_and_go_by_buttons(client, author, teko, button, names):
    rows = {f"mittarit-{number}-name": name for number, name in enumerate("ABC")}

    response = send(client, teko, RESULTS, move=button, **rows)

    assert response["Location"] == f"/ilmoita/{teko.pk}/tulokset/#mittarit"
    assert [row.name for row in teko.mittarit.all()] == names


def test_owner_is_found_without_accents_and_in_swedish(client, author, teko):
    send(client, teko, BY_SLUG["luokittelu"], owner="  aanekoski ")
    assert Teko.objects.get().owner.name_fi == "Äänekoski"
    send(client, teko, BY_SLUG["luokittelu"], owner="Helsingfors")
    assert Teko.objects.get().owner.name_fi == "Helsinki"


def test_owner_that_may_be_many_is_asked_about(client, author, teko):
    response = send(client, teko, BY_SLUG["luokittelu"], owner="Pyhä")
    candidates = response.context["page"].form.fields["owner"].widget.candidates
    key = next(key for key, name in candidates if name == "Pyhäntä")

    picked = {"owner": "Pyhä", "owner-asked": "Pyhä", "owner-picked": str(key)}
    send(client, teko, BY_SLUG["luokittelu"], **picked)

    assert (response.status_code, Teko.objects.get().owner.name_fi) == (422, "Pyhäntä")


def test_ended_organisation_is_not_offered(client, author, teko):
    response = send(client, teko, BY_SLUG["luokittelu"], new_partner="päijät-hämeen hyvinvointikuntayhtymä")

    assert response.status_code == 422
    assert "Päijät-Hämeen hyvinvointikuntayhtymä päättyi 31.12.2022. Valitse se" in response.content.decode()


def test_partners_come_and_go(client, author, teko):
    send(client, teko, BY_SLUG["luokittelu"], new_partner="Pori")
    send(client, teko, BY_SLUG["luokittelu"], new_partner="Turku")
    assert [row.name_fi for row in teko.partners.all()] == ["Pori", "Turku"]

    pori = teko.partners.get(name_fi="Pori")
    send(client, teko, BY_SLUG["luokittelu"], partners=[pori.pk])
    assert [row.name_fi for row in teko.partners.all()] == ["Pori"]


# Section numbers


def save(teko, by, title, **place):
    return Teko.objects.get(pk=teko.pk).save_section(NAME, {"title": title}, by=by, **place)


def test_each_save_gives_the_next_number_and_equal_text_none(teko):
    assert save(teko, teko.author, "Yksi", seen=0) == 1
    assert save(teko, teko.author, "Yksi", seen=0) == 1
    assert save(teko, teko.author, "Kaksi", seen=1) == 2


def test_text_over_somebody_elses_is_a_conflict_and_writes_nothing(teko):
    save(teko, teko.author, "Ensimmäinen", seen=0, page="a")

    with pytest.raises(Conflict):
        save(teko, teko.author, "Toinen", seen=0, page="b")
    assert Teko.objects.get().title == "Ensimmäinen"


def test_one_pages_own_saves_never_conflict(teko):
    save(teko, teko.author, "Yksi", seen=0, page="a", turn=1)
    save(teko, teko.author, "Kaksi", seen=0, page="a", turn=2)

    assert save(teko, teko.author, "Kolme", seen=0, page="a", turn=3) == 3


def test_a_page_conflicts_when_another_came_between(teko):
    save(teko, teko.author, "Yksi", seen=0, page="a")
    save(teko, teko.author, "Muu", seen=1, page="b")

    with pytest.raises(Conflict):
        save(teko, teko.author, "Kaksi", seen=1, page="a")


def test_a_page_that_returns_does_not_pass_over_what_came_between(teko):
    save(teko, teko.author, "Yksi", seen=0, page="a")
    save(teko, teko.author, "Muu", seen=1, page="b")
    save(teko, teko.author, "Kaksi", seen=2, page="a")

    with pytest.raises(Conflict):
        save(teko, teko.author, "Kolme", seen=1, page="a")


def test_a_save_that_was_overtaken_does_nothing(teko):
    save(teko, teko.author, "Uudempi", seen=0, page="a", turn=20)
    save(teko, teko.author, "Vanhempi", seen=0, page="a", turn=10)

    assert Teko.objects.get().title == "Uudempi"


def test_sections_do_not_conflict_with_each_other(teko):
    save(teko, teko.author, "Uusi", seen=0)

    assert teko.save_section(DOING, {"done": "Tehtiin."}, by=teko.author, seen=0) == 1


def test_conflict_shows_both_texts_and_the_choice_is_saved(client, author, teko):
    data = posted(client, teko, NAME, title="Minun nimeni", summary="Minun tiivistelmäni")
    send(client, teko, NAME, title="Toisen nimi", summary="Toisen tiivistelmä")

    response = client.post(f"/ilmoita/{teko.pk}/nimi/", data)
    shown = {(each.name, each.mine, each.theirs) for each in response.context["page"].differences}
    assert response.status_code == 409
    assert shown == {
        ("title", "Minun nimeni", "Toisen nimi"),
        ("summary", "Minun tiivistelmäni", "Toisen tiivistelmä"),
    }
    assert Teko.objects.get().title == "Toisen nimi"

    choice = data | {"resolve": "1", "seen": response.context["page"].number, "keep-title": "mine"}
    assert client.post(f"/ilmoita/{teko.pk}/nimi/", choice).status_code == 409
    response = client.post(f"/ilmoita/{teko.pk}/nimi/", choice | {"keep-summary": "theirs"})
    stored = Teko.objects.get()
    assert (response.status_code, stored.title, stored.summary) == (302, "Minun nimeni", "Toisen tiivistelmä")


def test_choice_over_a_third_text_is_asked_again(client, author, teko):
    data = posted(client, teko, NAME, title="Minun")
    send(client, teko, NAME, title="Toisen")
    number = client.post(f"/ilmoita/{teko.pk}/nimi/", data).context["page"].number
    send(client, teko, NAME, title="Kolmannen")

    choice = data | {"resolve": "1", "seen": number, "keep-title": "mine"}

    assert client.post(f"/ilmoita/{teko.pk}/nimi/", choice).status_code == 409
    assert Teko.objects.get().title == "Kolmannen"


# Autosave


def test_autosave_answers_with_the_next_number(client, author, teko):
    response = send(client, teko, NAME, title="Itsestään", autosave="1")

    assert response.json()["number"] == 1
    assert Teko.objects.get().title == "Itsestään"


def test_autosave_keeps_the_fields_that_can_be_kept(client, author, teko):
    response = send(client, teko, NAME, title="x" * 101, summary="Kelpaa", autosave="1")

    assert response.json()["errors"] == 1
    stored = Teko.objects.get()
    assert (stored.title, stored.summary) == ("Alussa", "Kelpaa")


def test_autosave_of_years_keeps_both_or_neither(client, author, teko):
    Teko.objects.update(first_year=2010, last_year=2012)

    response = send(client, teko, BY_SLUG["luokittelu"], first_year="2020", autosave="1")

    stored = Teko.objects.get()
    assert (response.status_code, stored.first_year, stored.last_year) == (200, 2010, 2012)


def test_autosave_over_somebody_elses_text_writes_nothing(client, author, teko):
    data = posted(client, teko, NAME, title="Minun", autosave="1")
    send(client, teko, NAME, title="Toisen")

    assert client.post(f"/ilmoita/{teko.pk}/nimi/", data).status_code == 409
    assert Teko.objects.get().title == "Toisen"


def test_own_save_in_another_tab_is_told_as_ones_own(client, author, teko):
    data = posted(client, teko, NAME, title="Tässä välilehdessä")
    send(client, teko, NAME, title="Toisessa välilehdessä")

    page = client.post(f"/ilmoita/{teko.pk}/nimi/", data).text

    assert "Tallensit tämän osion toisessa välilehdessä" in page
    assert "tallensi tämän osion" not in page


# Who may


@pytest.mark.parametrize("page", ["", "nimi/", "esikatselu/", "tarkista/", "kuitti/", "peru/", "kutsu/", "tekijat/"])
def test_somebody_elses_draft_is_not_there(client, teko, page):
    client.force_login(UserFactory())

    assert client.get(f"/ilmoita/{teko.pk}/{page}").status_code == 404
    if page not in ("", "esikatselu/", "kuitti/"):
        assert client.post(f"/ilmoita/{teko.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["ota-takaisin/", "poista/", "palauta/", "kopioi/", "tekijat/1/poista/"])
def test_nobody_acts_on_somebody_elses_draft(client, teko, page):
    client.force_login(UserFactory())

    assert client.post(f"/ilmoita/{teko.pk}/{page}").status_code == 404
    assert client.get(f"/ilmoita/{teko.pk}/{page}").status_code == 405


def test_stranger_is_sent_to_sign_in_and_back(client, teko):
    for path in ("/omat/", "/ilmoita/", f"/ilmoita/{teko.pk}/", f"/ilmoita/{teko.pk}/nimi/"):
        assert client.get(path)["Location"] == f"/kirjaudu/?next={path}"


@pytest.mark.parametrize("state", ["archived", "hidden", "withdrawn"])
def test_act_in_a_state_that_is_over_is_not_written(client, state):
    teko = TekoFactory(in_state=state)
    client.force_login(teko.author)

    assert client.get(f"/ilmoita/{teko.pk}/nimi/")["Location"] == f"/ilmoita/{teko.pk}/"
    with pytest.raises(Refused):
        teko.save_section(NAME, {"title": "x"}, by=teko.author, seen=0)


# Deleting and copying


def test_deleted_draft_is_gone_and_comes_back_whole(client, author, teko):
    teko.save_section(
        RESULTS, {"mittarit": [{"name": "A", "before": "1", "after": "2", "unit": ""}]}, by=author, seen=0
    )

    client.post(f"/ilmoita/{teko.pk}/poista/")
    assert client.get(f"/ilmoita/{teko.pk}/").status_code == 404
    assert "Palauta luonnos" in client.get("/omat/").content.decode()

    client.post(f"/ilmoita/{teko.pk}/palauta/")
    assert (Teko.objects.get().title, teko.mittarit.get().name) == ("Alussa", "A")


def test_deleted_draft_is_brought_back_within_ten_minutes(author, teko, time_machine):
    time_machine.move_to("2026-05-01 12:00:00+03:00", tick=False)
    teko.delete_draft(by=author)

    time_machine.move_to("2026-05-01 12:10:01+03:00", tick=False)
    with pytest.raises(Refused):
        teko.undelete(by=author)
    time_machine.move_to("2026-05-01 12:10:00+03:00", tick=False)
    teko.undelete(by=author)
    assert Teko.objects.get() == teko


def test_tick_clears_away_what_cannot_come_back(author, teko, time_machine):
    time_machine.move_to("2026-05-01 12:00:00+03:00", tick=False)
    teko.delete_draft(by=author)
    kept = TekoFactory(author=author)
    time_machine.shift(600)
    call_command("tick")
    assert set(Teko.with_deleted.all()) == {teko, kept}

    time_machine.shift(1)
    call_command("tick")

    assert list(Teko.with_deleted.all()) == [kept]


def test_only_a_draft_is_deleted():
    teko = TekoFactory(in_state="submitted")

    with pytest.raises(Refused):
        teko.delete_draft(by=teko.author)


def test_copy_is_a_new_draft_of_the_same_content(client, author, teko):
    Teko.objects.update(people_informed=True)
    key = uuid4()

    for _click in range(2):
        client.post(f"/ilmoita/{teko.pk}/kopioi/", {"key": key})

    copy = Teko.objects.exclude(pk=teko.pk).get()
    fields = ["title", "done", "sectors", "owner", "made_by"]
    assert copy.values_of(fields) == teko.values_of(fields)
    assert (copy.state, copy.author, copy.people_informed) == ("draft", author, False)
