"""Mails of a campaign in staff's own words: in three languages, seen beforehand, copied along, and never broken."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, connection

from kampanjat import copying, kirjeet, readiness
from kampanjat.kirjeet import KINDS, Kind
from kampanjat.models import Kirje
from kampanjat.opening import OPENED
from kampanjat.wording import Said, Words
from tekojentori.models import Sahkoposti
from tests.factories import KampanjaFactory, UserFactory

pytestmark = pytest.mark.django_db

KOE = Kind(
    kind="kampanjat/opened",
    slug="koe",
    name="Koe",
    means="Kun koetellaan.",
    why="Sait tämän, koska koettelet.",
    places={"teon nimi": "teon nimi", "palaute": "raadin palaute"},
    not_in_subject=frozenset({"kampanjan sivu", "palaute"}),
    sample=lambda kampanja, by: {"teon nimi": "Näyteteko", "palaute": Said("Hyvin tehty.")},
)


@pytest.fixture
def kampanja(db):
    return KampanjaFactory(is_draft=True, name_fi="Hyvä kiertämään", name_sv="Goda idéer", name_en="Good ideas")


def address(kampanja, kind=OPENED) -> str:
    return f"/hallinta/kampanjat/kirje/kampanja/{kampanja.pk}/{kind.slug}/"


def words(kind=OPENED, **changes) -> dict:
    """The form as it stands when opened, with changes."""
    data = {"seen": 1, "reason": ""}
    for language in Kirje.LANGUAGES:
        shipped = kind.shipped(language)
        data |= {f"subject_{language}": shipped.subject, f"text_{language}": shipped.text}
    return data | changes


def own(kampanja, **changes) -> Kirje:
    return Kirje.objects.create(kampanja=kampanja, kind=OPENED.kind, **changes)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
@pytest.mark.parametrize("language", Kirje.LANGUAGES)
def test_shipped_words_are_whole_in_every_language(kampanja, kind, language):
    mail = kind.preview(kampanja, language)

    assert kind.faults(kind.shipped(language)) == []
    assert (mail["subject"] != "", kampanja.name_in(language) in mail["subject"] + mail["text"]) == (True, True)
    assert f'<html lang="{language}">' in mail["html"]


def test_kinds_have_addresses_of_their_own():
    assert len({kind.slug for kind in KINDS}) == len({kind.kind for kind in KINDS}) == len(KINDS)


def test_mail_says_staffs_words_and_a_language_without_them_says_the_shipped_ones(kampanja):
    own(kampanja, subject_fi="Nyt: [kampanja]", text_fi="Tervetuloa!")
    texts = {}
    for language in ("fi", "sv"):
        row = OPENED.post(kampanja, cause="koe:1", to=f"{language}@kunta.example", language=language, values=dict)
        texts[language] = (row.subject, row.text)

    assert texts["fi"][0] == "Nyt: Hyvä kiertämään"
    assert texts["fi"][1].startswith("Hei!\n\nTervetuloa!\n\n-- \nSait tämän viestin, koska pyysit")
    assert texts["sv"][0] == "Nu kan ni delta: Goda idéer"
    assert set(Sahkoposti.objects.values_list("kind", flat=True)) == {"kampanjat/opened"}


def test_draft_in_staffs_words_waits_for_its_release(kampanja):
    own(kampanja, subject_fi="Nyt", text_fi="[kampanja]")

    row = OPENED.hold(kampanja, cause="koe:1", to="lukija@kunta.example", language="fi", values=dict)

    assert (row.state, row.subject) == ("held", "Nyt")
    assert "<p>Hyvä kiertämään</p>" in row.html


def test_place_without_a_value_is_a_mistake_of_the_programme(kampanja):
    with pytest.raises(TypeError, match="palaute"):
        KOE.content(kampanja, "fi", lambda: {"teon nimi": "Kahvi"})


def test_words_that_name_a_place_that_is_no_more_give_way_to_the_shipped_ones(kampanja):
    own(kampanja, subject_fi="Nyt", text_fi="[poistunut]")

    assert OPENED.words(kampanja, "fi") == OPENED.shipped("fi")
    assert readiness.missing(kampanja)[0].startswith("Kirje ”Haku aukesi” (suomeksi): Paikkaa [poistunut] ei ole.")


def test_mail_that_cannot_be_written_keeps_the_campaign_from_being_published(kampanja, monkeypatch):
    broken = replace(KOE, name="Rikki", sample=lambda kampanja, by: {})
    monkeypatch.setattr(kirjeet, "KINDS", [broken])

    missing = list(kirjeet.check(kampanja))

    assert [sentence.partition(":")[0] for sentence in missing] == [
        f"Kirjettä ”Rikki” ei voi kirjoittaa ({language})" for language in ("suomeksi", "ruotsiksi", "englanniksi")
    ]


def test_copy_of_a_campaign_takes_the_words_along(kampanja):
    own(kampanja, subject_sv="Nu", text_sv="Välkommen!")
    new = KampanjaFactory(is_draft=True)

    for step in copying.STEPS:
        step(kampanja, new)

    assert new.kirjeet.get().words("sv") == Words("Nu", "Välkommen!")


# Staff's pages


def test_list_tells_which_mails_have_words_of_their_own(staff_client, kampanja):
    own(kampanja, subject_sv="Nu", text_sv="Välkommen!")
    page = staff_client.get(f"/hallinta/kampanjat/kirje/kampanja/{kampanja.pk}/").content.decode()

    assert f'href="{address(kampanja)}"' in page
    assert ("ruotsiksi" in page, "englanniksi" in page) == (True, False)


def test_opening_the_page_shows_what_goes_and_writes_nothing(staff_client, kampanja):
    response = staff_client.get(address(kampanja))
    page = response.content.decode()

    assert Kirje.objects.count() == 0
    assert OPENED.shipped("sv").text.partition("**")[0] in page
    assert [preview["mail"]["subject"] for preview in response.context["previews"]] == [
        "Haku on auki: Hyvä kiertämään", "Nu kan ni delta: Goda idéer", "Now open for entries: Good ideas",
    ]  # fmt: skip
    assert page.count("<iframe") == page.count(" sandbox>") == 3
    assert "sha256-" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_saving_keeps_only_what_differs_from_the_shipped_words(staff_client, kampanja):
    response = staff_client.post(address(kampanja), words(text_fi="Tervetuloa!", reason="Lyhyemmin", save="1"))
    row = kampanja.kirjeet.get()

    assert (response.status_code, row.languages, row.words("fi").text) == (302, ["fi"], "Tervetuloa!")
    assert (row.change_reason, row.changed_by.is_staff) == ("Lyhyemmin", True)


def test_preview_shows_unsaved_words_and_saves_nothing(staff_client, kampanja):
    response = staff_client.post(address(kampanja), words(subject_en="Soon: [kampanja]", preview="1"))

    assert response.context["previews"][2]["mail"]["subject"] == "Soon: Good ideas"
    assert [preview["is_shipped"] for preview in response.context["previews"]] == [True, True, False]
    assert kampanja.kirjeet.get().languages == []


def test_reset_brings_the_shipped_words_back_and_history_remembers(staff_client, kampanja):
    staff_client.post(address(kampanja), words(text_fi="Tervetuloa!", save="1"))

    staff_client.post(address(kampanja), words(seen=2, text_fi="Tervetuloa!", reset="1"))
    row = kampanja.kirjeet.get()

    assert (row.languages, row.version) == ([], 3)
    assert "Tervetuloa!" in Kirje.pgh_event_model.objects.values_list("text_fi", flat=True)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"text_sv": "Hej [namn]"}, "text_sv", "Paikkaa [namn] ei ole. Tässä voi käyttää näitä: [kampanja], [aukeaa]"),
        ({"subject_fi": "[kampanjan sivu]"}, "subject_fi", "Paikkaa [kampanjan sivu] ei ole."),
        ({"subject_fi": ""}, "subject_fi", "Kirjoita tämäkin"),
        ({"text_en": "  "}, "text_en", "Kirjoita tämäkin"),
        ({"subject_sv": "x" * 201}, "subject_sv", ""),
        ({"text_fi": "x" * 10_001}, "text_fi", ""),
        ({"text_fi": "[Lue](/teot/)"}, "text_fi", "Linkin ”Lue” osoite alkaa https://"),
    ],
)
def test_fault_is_told_by_its_field_and_nothing_is_saved(staff_client, kampanja, changes, field, said):
    response = staff_client.post(address(kampanja), words(**changes, save="1"))
    form = response.context["form"]

    assert (response.status_code, list(form.errors)) == (422, [field])
    assert form.errors[field][0].startswith(said)
    assert form[field].value().strip() == changes[field].strip()
    assert kampanja.kirjeet.get().languages == []


def test_second_of_two_writers_is_shown_both_and_saves_nothing(staff_client, kampanja):
    staff_client.post(address(kampanja), words(text_fi="Ensimmäinen", save="1"))

    response = staff_client.post(address(kampanja), words(text_fi="Toinen", save="1"))

    assert "Tallennettuna on nyt: ”Ensimmäinen”" in str(response.context["form"].errors["text_fi"])
    assert kampanja.kirjeet.get().words("fi").text == "Ensimmäinen"


def test_unknown_mail_or_campaign_is_not_found(staff_client, kampanja):
    for path in (f"{kampanja.pk}/olematon/", f"{kampanja.pk + 1}/", f"{kampanja.pk + 1}/haku-aukesi/"):
        assert staff_client.get(f"/hallinta/kampanjat/kirje/kampanja/{path}").status_code == 404


def test_row_of_the_list_leads_to_the_page_of_three_languages(staff_client, kampanja):
    row = own(kampanja)
    changed_by = UserFactory(staff=True)
    row.change(by=changed_by, seen=1)

    listed = staff_client.get("/hallinta/kampanjat/kirje/").content.decode()

    assert "Haku aukesi" in listed
    assert staff_client.get(f"/hallinta/kampanjat/kirje/{row.pk}/change/")["Location"] == address(kampanja)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("subject_fi = ''", "kirje_has_subject_and_text_fi"),
        ("text_sv = 'x'", "kirje_has_subject_and_text_sv"),
        ("subject_en = 'x'", "kirje_has_subject_and_text_en"),
    ],
)
def test_database_refuses_half_a_letter(kampanja, change, constraint):
    row = own(kampanja, subject_fi="Nyt", text_fi="Hei")

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE kampanjat_kirje SET {change} WHERE id = %s", [row.pk])


def test_page_opens_for_words_whose_place_is_no_more_and_says_which(staff_client, kampanja):
    own(kampanja, subject_fi="Nyt", text_fi="[poistunut]")

    response = staff_client.get(address(kampanja))
    listed = staff_client.get("/hallinta/kampanjat/kirje/").content.decode()

    assert [preview["mail"] is None for preview in response.context["previews"]] == [True, False, False]
    assert "Paikkaa [poistunut] ei ole." in response.content.decode()
    assert ("Muutettu" in listed, "Changed" in listed) == (True, False)
