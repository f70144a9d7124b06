"""The section of pictures and attachments: several at once, one bad file loses nothing, texts and order are kept."""

import pytest
from django.test import Client

from teot import completeness
from teot.models import Kuva
from teot.models.kuva import encode
from tests.factories import TekoFactory, UserFactory
from tests.sent import document, picture, png_that_claims, sent, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def teko(rekisteri, client):
    teko = TekoFactory(title="Puistoon penkkejä")
    client.force_login(teko.author)
    return teko


def path(teko) -> str:
    return f"/ilmoita/{teko.pk}/kuvat/"


def typed(client, teko) -> dict:
    """What the section's page would send as it stands."""
    page = client.get(path(teko)).context["page"]
    data = {"seen": page.seen, "page": page.mark, "writer": page.writer, "end": "1"}
    data |= {"kuvat": [each.kuva.digest for each in page.pictures], "liitteet": [key for key, _ in page.attachments]}
    data |= {f"alt-{each.kuva.digest}": each.alt for each in page.pictures}
    return data | {f"decorative-{each.kuva.digest}": "on" for each in page.pictures if each.is_decorative}


def send(client, teko, **changes):
    return client.post(path(teko), typed(client, teko) | changes)


def add(teko, *colours) -> list[str]:
    files = [sent(picture("PNG", colour=colour), f"{colour}.png") for colour in colours]
    return [teko.add_file(each, by=teko.author).digest for each in files]


def names(teko) -> list[str]:
    return [row.name for rows in (teko.kuvat, teko.liitteet) for row in rows.in_use()]


BAD = {
    "tyhja.jpg": (b"", "Tiedosto on tyhjä."),
    "vajaa.jpg": (picture(size=(400, 300))[:-500], "Tiedosto on vajaa"),
    "kuva.svg": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "Tiedostoa ei voi käyttää.",
    ),
    "sivu.jpg": (b"<!doctype html><script>alert(1)</script>", "Tiedostoa ei voi käyttää."),
    "suuri.png": (png_that_claims(10_000, 10_000), "Kuvassa on yli 50 megapikseliä."),
    "pommi.docx": (
        document("docx", {f"{n}": b"\0" * 30_000_000 for n in range(18)}),
        "Tiedosto purkautuu kohtuuttoman",
    ),
    "makro.docx": (document("docx", {"word/vbaProject.bin": b"x"}), "Asiakirjassa on makroja."),
    "paketti.zip": (document("zip", {"a.txt": b"x"}), "Pakattua tiedostoa ei voi liittää."),
}


def test_several_files_are_sent_at_once(client, teko):
    files = [upload(picture(), "piha.jpg"), upload(document("pdf"), "ohje.pdf"), upload(picture("PNG"), "kartta.png")]

    response = send(client, teko, files=files, send="1")

    assert response["Location"] == f"{path(teko)}#tiedostot"
    assert names(teko) == ["piha.jpg", "kartta.png", "ohje.pdf"]


@pytest.mark.parametrize("name", BAD)
def test_file_that_fails_is_named_with_its_reason_and_loses_no_other(client, teko, name):
    data, reason = BAD[name]
    files = [upload(picture(), "ensin.jpg"), upload(data, name), upload(document("pdf"), "lopuksi.pdf")]

    response = send(client, teko, files=files, send="1")

    assert response.status_code == 422
    assert [(fault.name, fault.reason.startswith(reason)) for fault in response.context["page"].faults] == [
        (name, True)
    ]
    assert f'<li><a href="#id_files"><b>{name}</b></a>: {reason}' in response.content.decode()
    assert names(teko) == ["ensin.jpg", "lopuksi.pdf"]


def test_ninth_picture_and_sixth_attachment_are_refused_alone(client, teko):
    pictures = [upload(picture(colour=f"#0000{n:02X}"), f"{n}.jpg") for n in range(0, 90, 10)]
    documents = [upload(document("pdf") + b"\n" * n, f"{n}.pdf") for n in range(6)]

    response = send(client, teko, files=[*pictures, *documents], send="1")

    assert [(fault.name, fault.reason) for fault in response.context["page"].faults] == [
        ("80.jpg", "Kuvia voi olla enintään 8. Poista ensin jokin niistä."),
        ("5.pdf", "Liitteitä voi olla enintään 5. Poista ensin jokin niistä."),
    ]
    assert (teko.kuvat.in_use().count(), teko.liitteet.in_use().count()) == (8, 5)


def test_sending_twice_adds_once(client, teko):
    data = typed(client, teko)
    for _click in range(2):
        client.post(path(teko), data | {"files": [upload(picture()), upload(document("pdf"), "a.pdf")], "send": "1"})

    assert (teko.kuvat.count(), teko.liitteet.count()) == (1, 1)


def test_names_that_hide_or_lead_somewhere_are_harmless(client, teko):
    send(
        client,
        teko,
        files=[upload(picture(), "..\\..\\x\u202egpj.exe"), upload(document("pdf"), "a\u2066b.html")],
        send="1",
    )

    assert names(teko) == ["xgpj.jpg", "ab.pdf"]


def test_cut_off_sending_takes_no_half_file(client, teko):
    boundary, whole = "raja", picture(size=(400, 300))
    fields = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in typed(client, teko).items()
        if isinstance(value, str | int) and name != "end"
    )
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'

    response = client.generic(
        "POST", path(teko), (fields + head).encode() + whole[:-300], f"multipart/form-data; boundary={boundary}"
    )

    assert response.status_code == 400
    assert "Lähetys katkesi kesken" in response.content.decode()
    assert names(teko) == []


# What is said of pictures, and their order


@pytest.mark.parametrize(
    "button", [{"go": "next"}, {"send": "1"}, {"move": "kuvat-down-0"}, {"remove": "0" * 64}, {"remove": "\x00"}]
)
def test_no_button_loses_what_was_typed(client, teko, button):
    first, second = add(teko, "red", "blue")

    send(client, teko, **{f"alt-{first}": " Punainen\u200b penkki ", f"decorative-{second}": "on"}, **button)

    rows = {row.digest: (row.alt, row.is_decorative) for row in teko.kuvat.all()}
    assert rows == {first: ("Punainen penkki", False), second: ("", True)}


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("kuvat-up-1", ["blue.png", "red.png", "green.png"]),
        ("kuvat-down-1", ["red.png", "green.png", "blue.png"]),
        ("kuvat-up-0", ["red.png", "blue.png", "green.png"]),
        ("kuvat-remove-0", ["red.png", "blue.png", "green.png"]),
        ("kuvat-up-9", ["red.png", "blue.png", "green.png"]),
        ("liitteet-up-1", ["red.png", "blue.png", "green.png"]),
    ],
)
def test_buttons_move_pictures(client, teko, button, order):
    add(teko, "red", "blue", "green")

    send(client, teko, move=button)

    assert names(teko) == order


def test_buttons_move_and_remove_attachments(client, teko):
    for number in range(3):
        teko.add_file(sent(document("pdf") + b"\n" * number, f"{number}.pdf"), by=teko.author)

    send(client, teko, move="liitteet-up-2")
    assert names(teko) == ["0.pdf", "2.pdf", "1.pdf"]
    assert client.get(path(teko)).content.decode().count('value="liitteet-down-') == 2
    send(client, teko, remove=teko.liitteet.get(name="2.pdf").digest)
    assert names(teko) == ["0.pdf", "1.pdf"]


def test_removed_picture_leaves_the_others_and_their_texts(client, teko):
    first, second = add(teko, "red", "blue")

    send(client, teko, remove=first, **{f"alt-{second}": "Sininen"})

    assert [(row.digest, row.alt) for row in teko.kuvat.in_use()] == [(second, "Sininen")]


def test_too_long_text_is_shown_again_and_files_are_taken(client, teko):
    (digest,) = add(teko, "red")

    response = send(client, teko, go="next", files=[upload(document("pdf"), "a.pdf")], **{f"alt-{digest}": "x" * 302})

    assert response.status_code == 422
    assert response.context["page"].form.errors["kuvat"] == [
        "red.png: Teksti on 2 merkkiä liian pitkä. Lyhennä se: enintään 300 merkkiä."
    ]
    assert "x" * 302 in response.content.decode()
    assert names(teko) == ["red.png", "a.pdf"]


def test_two_authors_who_describe_differently_choose(client, teko):
    (digest,) = add(teko, "red")
    mine = typed(client, teko)
    send(client, teko, **{f"alt-{digest}": "Ensimmäinen"})

    response = client.post(path(teko), mine | {f"alt-{digest}": "Toinen", "go": "next"})

    assert response.status_code == 409
    assert teko.kuvat.get().alt == "Ensimmäinen"


def test_picture_that_another_author_added_meanwhile_stays(client, teko):
    (first,) = add(teko, "red")
    data = typed(client, teko)
    add(teko, "blue")

    client.post(path(teko), data | {f"alt-{first}": "Penkki", "go": "next"})

    assert [(row.name, row.alt) for row in teko.kuvat.in_use()] == [("red.png", "Penkki"), ("blue.png", "")]


def test_what_the_act_does_not_have_is_passed_over(client, teko):
    other = add(TekoFactory(), "red")

    send(client, teko, kuvat=other, **{f"alt-{other[0]}": "Vieras"})
    send(client, teko, remove=other[0])

    assert list(Kuva.objects.values_list("alt", "position")) == [("", 1)]


# Who, and when


@pytest.mark.parametrize("staff", [False, True])
def test_somebody_elses_act_is_not_there(client, teko, staff):
    client.force_login(UserFactory(staff=staff))

    assert client.get(path(teko)).status_code == 404
    assert client.post(path(teko), {"files": [upload(picture())], "send": "1"}).status_code == 404
    assert names(teko) == []


def test_stranger_is_sent_to_sign_in_and_their_words_are_kept(client, teko):
    (digest,) = add(teko, "red")
    data = typed(client, teko) | {f"alt-{digest}": "Kirjoitettu ennen katkosta"}
    client.logout()

    client.post(path(teko), data | {"files": [upload(picture(), "piha.jpg")]})
    client.force_login(teko.author)
    shown = client.get(path(teko)).content.decode()

    assert "Kirjoitettu ennen katkosta" in shown
    assert "Valitse nämä tiedostot uudelleen: piha.jpg" in shown


def test_stranger_whose_words_were_saved_before_is_told_of_the_lost_files_alone(client, teko):
    (digest,) = add(teko, "red")
    Kuva.objects.update(alt="Tallennettu jo")
    data = typed(client, teko) | {f"alt-{digest}": "Tallennettu jo"}
    client.logout()

    client.post(path(teko), data | {"files": [upload(picture(), "piha.jpg")]})
    client.force_login(teko.author)
    shown, again = (client.get(path(teko)).content.decode() for _look in range(2))

    assert ("tiedostot eivät tulleet perille" in shown, "piha.jpg" in shown) == (True, True)
    assert ("ei ole vielä tallennettu tekoon" in shown, "piha.jpg" in again) == (False, False)


def test_post_without_a_token_adds_nothing(teko):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(teko.author)

    assert strict.post(path(teko), {"files": [upload(picture())], "send": "1"}).status_code == 403
    assert names(teko) == []


def test_act_that_cannot_be_written_takes_nothing(client, teko):
    teko.submit(by=teko.author)
    teko.withdraw(by=teko.author)

    assert client.get(path(teko))["Location"] == f"/ilmoita/{teko.pk}/"
    client.post(path(teko), {"files": [upload(picture())], "send": "1"})
    assert names(teko) == []


# What submitting asks for


def test_each_picture_is_told_of_or_decorative_before_submitting(teko):
    first, second = add(teko, "red", "blue")
    asked = "Kerro jokaisesta kuvasta, mitä siinä on, tai merkitse se koristeelliseksi."

    assert [(lack.field, str(lack.message)) for lack in completeness.lacks(teko)] == [("kuvat", asked)]
    Kuva.objects.filter(digest=first).update(alt="Penkki")
    assert len(completeness.lacks(teko)) == 1
    Kuva.objects.filter(digest=second).update(is_decorative=True)
    assert completeness.lacks(teko) == []


def test_picture_that_failed_is_shown_with_what_to_do_and_keeps_from_submitting(client, teko):
    teko.add_file(sent(png_that_claims(600, 400), "rikki.png"), by=teko.author)
    encode.enqueue()

    page = client.get(path(teko)).content.decode()

    assert "Kuvaa ei voitu lukea. Poista kuva, tallenna se omalla laitteellasi JPEG-muotoon" in page
    assert [str(lack.message) for lack in completeness.lacks(teko)] == [
        "Kuvaa ”rikki.png” ei voitu pakata. Poista se tai lisää se uudelleen JPEG-muodossa."
    ]


def test_copy_of_an_act_leaves_its_files(client, teko):
    from uuid import uuid4

    add(teko, "red")

    assert names(teko.copy(by=teko.author, key=uuid4())) == []


@pytest.mark.parametrize("colours", [["red"], []])
def test_one_who_copies_is_told_that_files_stayed_behind(client, teko, colours):
    from uuid import uuid4

    add(teko, *colours)

    page = client.post(f"/ilmoita/{teko.pk}/kopioi/", {"key": uuid4()}, follow=True)

    told = [str(message) for message in page.context["messages"]]
    assert told == ["Kuvat ja liitteet eivät tulleet kopioon. Lisää ne uudelleen."] * len(colours)


def test_check_page_tells_of_the_files(client, teko):
    add(teko, "red")
    Kuva.objects.update(alt="Punainen penkki")

    assert "red.png: Punainen penkki" in client.get(f"/ilmoita/{teko.pk}/tarkista/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_section_takes_the_same_queries_for_one_and_three(client, teko, django_assert_num_queries, number):
    add(teko, *["red", "blue", "green"][:number])

    with django_assert_num_queries(7):
        client.get(path(teko))


def test_files_lost_with_the_session_are_named_once_and_no_text_is_promised(client, teko):
    data = typed(client, teko)
    client.logout()
    client.post(path(teko), data | {"files": [upload(picture(), "kahvi.jpg")]})
    client.force_login(teko.author)

    first, second = (client.get(path(teko)).content.decode() for _visit in range(2))

    assert "Valitse nämä tiedostot uudelleen: kahvi.jpg" in first
    assert "Tekstisi on tallessa" not in first
    assert "kahvi.jpg" not in second
