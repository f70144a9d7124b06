"""What is taken along of public prizes: certificates, lists, press text, pictures; and nothing before its time."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook
from PIL import Image

from palkinnot import awards, prize_picture, typesetting
from palkinnot.models import Arvio, Esteellisyys, Palkinto, Sarja
from tests import pdf_tags
from tests.factories import UserFactory, enter_admin
from tests.juries import make_jury
from tests.palkinnot.test_palkinto import choice
from tests.palkinnot.test_winners import publish

pytestmark = pytest.mark.django_db

Kind = Palkinto.Kind


@pytest.fixture(scope="module")
def shared_jury(kept):
    return make_jury("locked", acts=[{"contact_consent": True, "title": "Šakki ja Ж 漢"}, {}, {}])


@pytest.fixture
def other():
    return UserFactory(staff=True)


def content_of(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def files_of(year: int, key: int) -> list[str]:
    """Every address of a prize, and those of its year's files."""
    one = [f"/palkinnot/palkinto/{key}/{name}" for name in ("", "kunniakirja.pdf", "jako.png")]
    year = [f"/palkinnot/{year}/{name}" for name in ("lista/", "palkitut.pdf", "palkitut.xlsx", "tiedote/")]
    return [*one, *year, f"{year[0].removesuffix('lista/')}kunniakirjat.pdf"]


@pytest.mark.parametrize(("prefix", "language"), [("", "fi"), ("/sv", "sv")])
def test_a_certificate_is_tagged_and_tells_its_language_title_and_headings_in_order(
    jury, other, client, prefix, language
):
    publish(jury, other)
    key = Palkinto.objects.get().pk

    response = client.get(f"{prefix}/palkinnot/palkinto/{key}/kunniakirja.pdf")

    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    read = pdf_tags.read(content_of(response))
    title = {"fi": "Kunniakirja: Rohkein teko, Šakki ja ? ?", "sv": "Diplom: Rohkein teko, Šakki ja ? ?"}
    assert (read.language, read.title, read.shows_title, read.part) == (language, title[language], True, "1")
    assert read.headings == [1, 2]
    assert read.tags.count("Figure") == 1
    assert read.alternatives[0].endswith(f"/teot/{jury.teot[0].pk}-sakki-ja/")
    citation = {"fi": "Rohkea ja tuloksellinen.", "sv": "Modig och resultatrik."}
    assert citation[language] in read.text
    assert jury.teot[0].owner.name in read.text


def test_all_certificates_are_one_file_with_a_page_and_a_heading_for_each(jury, other, client):
    publish(jury, other, choice(jury.candidates[0]), choice(jury.candidates[1], Kind.MENTION))

    read = pdf_tags.read(content_of(client.get(f"/palkinnot/{jury.kampanja.year}/kunniakirjat.pdf")))

    assert (read.title, read.headings) == (f"Kunniakirjat {jury.kampanja.year}", [1, 2, 1, 2])
    assert "Rohkein teko, kunniamaininta" in read.text


def test_a_missing_font_fails(tmp_path):
    data = {"title": "Koe", "author": "", "lang": "fi", "foot": "", "certificates": []}
    (tmp_path / "figtree-regular.ttf").write_bytes((typesetting.FONTS / "figtree-regular.ttf").read_bytes())

    with pytest.raises(typesetting.MissingFont, match="Bricolage Grotesque"):
        typesetting.pdf("certificate", data, fonts=tmp_path)


def test_the_list_is_a_page_a_workbook_and_a_tagged_file_with_contacts_that_consented(jury, other, client):
    publish(jury, other, choice(jury.candidates[0]), choice(jury.candidates[1], Kind.MENTION))
    folder = f"/palkinnot/{jury.kampanja.year}"
    first, second = jury.teot[:2]

    page = client.get(f"{folder}/lista/").text
    sheet = load_workbook(BytesIO(content_of(client.get(f"{folder}/palkitut.xlsx")))).active
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    read = pdf_tags.read(content_of(client.get(f"{folder}/palkitut.pdf")))

    assert [row[:4] for row in rows[1:]] == [
        ["Rohkein teko", "Palkinto", first.title, first.owner.name],
        ["Rohkein teko", "Kunniamaininta", second.title, second.owner.name],
    ]
    assert [row[6:8] for row in rows[1:]] == [["kehittämispäällikkö", "kehittaminen@esimerkkila.example"], ["", ""]]
    assert (read.language, read.title, read.headings) == ("fi", f"Palkitut {jury.kampanja.year}", [1, 2, 3, 3])
    for text in (page, read.text):
        assert text.count("kehittaminen@esimerkkila.example") == (2 if text is page else 1)
        assert second.title in text


def test_the_press_text_is_public_afterwards_and_staffs_under_embargo_before(jury, other, client):
    at = timezone.now() + timedelta(days=2)
    publish(jury, other, at=at)
    public, own = f"/palkinnot/{jury.kampanja.year}/tiedote/", f"/palkinnot/tiedote/{jury.kampanja.slug}/"
    assert [client.get(path).status_code for path in (public, own)] == [404, 404]

    enter_admin(client, other)
    assert client.get(public).status_code == 404
    page = client.get(own)
    assert "JULKAISTAVISSA" in page.text
    assert "Rohkea ja tuloksellinen." in client.get(f"{own}?teksti").text

    client.logout()
    with time_machine.travel(at, tick=False):
        text = client.get(f"{public}?teksti").text
        assert "JULKAISTAVISSA" not in text
        for word in (
            "PALKITUT",
            "Tekojen torilla jaettiin 1 palkinto.",
            "Rohkea ja tuloksellinen.",
            "Lisätietoja: keh",
        ):
            assert word in text
        assert client.get(own).status_code == 404


def test_staff_in_conflict_read_an_embargoed_result_neither_in_the_press_text_nor_in_a_mail(jury, other, client):
    bound, at = UserFactory(staff=True), timezone.now() + timedelta(days=2)
    Arvio.objects.filter(ehdokas=jury.candidates[0]).update(comment_to_authors="Hieno työ.")
    jury.fresh().reopen(by=jury.staff, reason="Esteellisyys puuttui.")
    Esteellisyys.objects.pin(jury.candidates[2], bound, by=jury.staff, reason="Sisarus.")
    jury.fresh().lock(by=jury.staff)
    publish(jury, other, at=at)
    press = f"/palkinnot/tiedote/{jury.kampanja.slug}/"
    mail = f"/hallinta/kampanjat/kirje/kampanja/{jury.kampanja.pk}"
    told = {press: "Rohkea ja", f"{press}?teksti": "Rohkea ja", f"{mail}/voittajalle/": "Rohkea ja"}
    told[f"{mail}/osallistujille/"] = "Hieno työ."

    enter_admin(client, other)
    assert [path for path, word in told.items() if word not in client.get(path).text] == []
    enter_admin(client, bound)
    pages = {path: client.get(path) for path in told}
    assert {page.status_code for page in pages.values()} == {200}
    assert [path for path, word in told.items() if word in pages[path].text] == []
    assert jury.candidates[0].title not in pages[press].text
    instants = (at - timedelta(seconds=1), at)
    assert [Palkinto.objects.told_to(bound, instant).exists() for instant in instants] == [False, True]


def test_a_winner_is_shared_with_a_picture_of_its_own(jury, other, client):
    publish(jury, other)
    key = Palkinto.objects.get().pk

    page = client.get(f"/palkinnot/palkinto/{key}/").text
    assert f'<meta property="og:image" content="http://testserver/palkinnot/palkinto/{key}/jako.png">' in page
    response = client.get(f"/palkinnot/palkinto/{key}/jako.png")
    picture = Image.open(BytesIO(content_of(response)))
    assert (response["Content-Type"], picture.format, picture.size) == ("image/png", "PNG", (1200, 630))


@pytest.mark.parametrize("title", ["A", "Kehittäminen " * 8, "Rindfleischetikettierungsueberwachung" * 3])
def test_a_picture_holds_names_of_any_length(jury, other, title):
    publish(jury, other)
    award = awards.find(Palkinto.objects.get().pk, timezone.now())
    object.__setattr__(award.winner, "title", title[:100])

    picture = Image.open(BytesIO(prize_picture.png(award, "Tekojen tori"))).convert("RGB")
    right = picture.crop((1200 - 40, 190, 1200, 560))
    assert len(right.getcolors()) == 1  # nothing runs over the margin


@pytest.mark.parametrize("number", [1, 3])
def test_files_ask_once_however_many_prizes(jury, other, client, django_assert_num_queries, number):
    Sarja.objects.filter(pk=jury.sarja.pk).update(most_prizes=3)
    publish(jury, other, *(choice(row) for row in jury.candidates[:number]))

    for name in ("lista/", "tiedote/"):
        with django_assert_num_queries(1):
            client.get(f"/palkinnot/{jury.kampanja.year}/{name}")


# Before the instant, and after something has been taken back


def answers(client, path: str) -> tuple[int, str, dict]:
    """What is told, but for the address itself."""
    response = client.get(path)
    text = content_of(response).decode("utf-8", "replace")
    for each in (path, quote(path, safe=""), quote(path)):
        text = text.replace(each.removeprefix("/sv").removeprefix("%2Fsv"), "")
    return response.status_code, text, dict(response.headers)


def test_an_unpublished_prize_answers_as_one_that_never_existed(jury, other, client):
    at = timezone.now() + timedelta(days=2)
    publish(jury, other, at=at)
    key = Palkinto.objects.get().pk
    never = key - 1 if key % 10 == 9 else key + 1  # as long

    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        for path in files_of(1987, key)[:3]:
            for prefix in ("", "/sv"):
                there = answers(client, f"{prefix}{path}")
                assert there == answers(client, f"{prefix}{path.replace(str(key), str(never))}")
                assert there[0] == 404
        for path in files_of(jury.kampanja.year, key)[3:]:
            there = answers(client, path)
            assert there == answers(client, path.replace(str(jury.kampanja.year), "1987"))
            assert there[0] == 404
    with time_machine.travel(at, tick=False):
        assert [answers(client, path)[0] for path in files_of(jury.kampanja.year, key)] == [200] * 8


def test_a_prize_that_is_called_off_annulled_or_whose_act_is_hidden_has_no_files(jury, other, client):
    publish(jury, other)
    key = Palkinto.objects.get().pk
    jury.teot[0].hide(by=other, reason="Pyynnöstä.")

    assert [client.get(path).status_code for path in files_of(jury.kampanja.year, key)] == [404] * 8


def test_characters_that_the_fonts_lack_never_stop_a_file():
    assert typesetting.printable({"a": ["Šakki ǩ 漢\u200b🎉 é"], "n": 1}) == {"a": ["Šakki k ?? é"], "n": 1}
    with override("fi"):
        assert typesetting.pdf("winners", {"title": "漢", "author": "", "lang": "fi", "foot": "", "categories": []})
