"""Pictures and attachments at their addresses, and on the page of their act."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teot.models import Kuva
from teot.models.kuva import encode
from tests.factories import WAYS, TekoFactory, UserFactory, lead
from tests.sent import document, picture, sent

pytestmark = pytest.mark.django_db

#: What a visitor's question is answered by the state of the act.
ANSWERS = {"published": 200, "archived": 200, "hidden": 410, "withdrawn": 410}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def act_with_files(state="published", **fields):
    teko = TekoFactory(**fields)
    teko.add_file(sent(picture(size=(1000, 500)), "piha.jpg"), by=teko.author)
    teko.add_file(sent(picture("PNG"), "kartta.png"), by=teko.author)
    teko.add_file(sent(document("pdf"), "Ohje äidille.pdf"), by=teko.author)
    Kuva.objects.filter(teko=teko, position=1).update(alt="Piha talvella")
    Kuva.objects.filter(teko=teko, position=2).update(is_decorative=True)
    encode.enqueue()
    return lead(teko, state)


def addresses(teko) -> list[str]:
    kuva, liite = teko.kuvat.get(position=1), teko.liitteet.get()
    folder = f"/teot/{teko.pk}/kuvat/{kuva.digest}"
    return [
        f"{folder}/480.avif",
        f"{folder}/1000.webp",
        f"{folder}/jako.jpg",
        f"/teot/{teko.pk}/liitteet/{liite.digest}/",
    ]


def read(client, path, **options):
    """The answer, with all of its body in `body`."""
    response = client.get(path, **options)
    response.body = b"".join(response) if response.streaming else response.content
    return response


def status(client, path, **options) -> int:
    return read(client, path, **options).status_code


# Who may have them


@pytest.mark.parametrize("state", WAYS)
def test_visitor_has_files_only_while_the_act_is_public(client, state):
    teko = act_with_files(state)

    assert [status(client, path) for path in addresses(teko)] == [ANSWERS.get(state, 404)] * 4


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("who", ["author", "staff"])
def test_authors_and_staff_always_have_them(client, state, who):
    teko = act_with_files(state)
    client.force_login(teko.author if who == "author" else UserFactory(staff=True))

    assert [status(client, path) for path in addresses(teko)] == [200] * 4


@pytest.mark.parametrize("state", WAYS)
def test_somebody_else_has_what_a_visitor_has(client, state):
    teko = act_with_files(state)
    client.force_login(act_with_files("draft").author)

    assert [status(client, path) for path in addresses(teko)] == [ANSWERS.get(state, 404)] * 4


def test_file_that_waits_for_staff_is_not_public(client):
    teko = TekoFactory(in_state="published")
    teko.add_file(sent(picture()), by=teko.author)
    teko.add_file(sent(document("pdf")), by=teko.author)
    Kuva.objects.update(alt="Piha")
    encode.enqueue()
    teko.submit(by=teko.author)
    paths = [f"/teot/{teko.pk}/kuvat/{teko.kuvat.get().digest}/60.webp"]
    paths.append(f"/teot/{teko.pk}/liitteet/{teko.liitteet.get().digest}/")

    assert [status(client, path) for path in paths] == [404, 404]
    teko.publish(by=UserFactory(staff=True), version=teko.submitted_version)
    assert [status(client, path) for path in paths] == [200, 200]


def test_file_removed_from_the_working_copy_stays_public_until_that_is_published(client):
    teko = act_with_files()
    path = addresses(teko)[0]
    teko.remove_file(teko.kuvat.get(position=1).digest, by=teko.author)
    teko.submit(by=teko.author)

    assert status(client, path) == 200
    teko.publish(by=UserFactory(staff=True), version=teko.submitted_version)
    assert status(client, path) == 404


def test_file_is_not_had_through_another_act(client):
    teko, other = act_with_files("draft"), TekoFactory(in_state="published")

    for path in addresses(teko):
        assert client.get(path.replace(f"/{teko.pk}/", f"/{other.pk}/", 1)).status_code == 404


@pytest.mark.parametrize("name", ["alkuperainen", "481.webp", "960.png", "1600.avif", "../jako.jpg", "480.avif.part"])
def test_nothing_but_the_public_files_has_an_address(client, name):
    teko = act_with_files()
    client.force_login(UserFactory(staff=True))

    assert client.get(f"/teot/{teko.pk}/kuvat/{teko.kuvat.get(position=1).digest}/{name}").status_code == 404


@pytest.mark.parametrize("key", ["0", "9" * 18])
def test_act_that_is_not_there_has_no_files(client, key):
    assert client.get(f"/teot/{key}/kuvat/{'0' * 64}/480.avif").status_code == 404
    assert client.get(f"/teot/{key}/liitteet/{'0' * 64}/").status_code == 404


# How they are answered


def test_public_picture_is_kept_by_the_readers_own_browser_for_minutes(client, media):
    teko = act_with_files()
    path = addresses(teko)[0]

    response = read(client, path, headers={"accept-encoding": "gzip"})

    assert response.body == next(media.rglob(f"{teko.kuvat.get(position=1).digest}/480.avif")).read_bytes()
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS | {
        "Content-Type": "image/avif",
        "ETag": f'"{teko.kuvat.get(position=1).digest}/480.avif"',
    }


HEADERS = {
    "Content-Type": "",
    "ETag": "",
    "Cache-Control": "private, max-age=300",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Content-Encoding": None,
    "Set-Cookie": None,
}


def test_attachment_is_a_download_and_nothing_else(client):
    teko = act_with_files()

    response = read(client, addresses(teko)[-1])

    assert response.body == document("pdf")
    assert response.headers["Content-Disposition"] == "attachment; filename*=utf-8''Ohje%20%C3%A4idille.pdf"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_picture_of_a_working_copy_is_kept_by_nobody_unasked(client):
    teko = act_with_files("draft")
    client.force_login(teko.author)

    assert read(client, addresses(teko)[0]).headers["Cache-Control"] == "private, no-cache"


def test_copy_in_a_browser_is_confirmed_only_while_the_act_is_public(client):
    teko = act_with_files()
    path = addresses(teko)[0]
    known = {"if-none-match": read(client, path).headers["ETag"]}

    assert client.get(path, headers=known).status_code == 304
    assert status(client, path, headers={"if-none-match": '"other"'}) == 200
    teko.hide(by=UserFactory(staff=True), reason="Pyynnöstä.")
    assert client.get(path, headers=known).status_code == 410


def test_placeholder_is_shown_until_the_picture_is_made(client):
    teko = TekoFactory()
    teko.add_file(sent(picture()), by=teko.author)
    path = f"/teot/{teko.pk}/kuvat/{teko.kuvat.get().digest}/60.webp"
    client.force_login(teko.author)

    waiting = read(client, path)
    encode.enqueue()
    made = read(client, path)

    assert (waiting.headers["Content-Type"], waiting.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert waiting.body.startswith(b"<svg")
    assert made.headers["Content-Type"] == "image/webp"


def test_public_file_takes_one_query(client):
    teko = act_with_files()

    for path in addresses(teko):
        with CaptureQueriesContext(connection) as queries:
            read(client, path)
        assert len(queries) == 1


# On the page of the act


def test_act_shows_its_pictures_and_attachments(client):
    teko = act_with_files(title="Piha kuntoon", language="sv")
    folder = addresses(teko)[0].rpartition("/")[0]

    page = client.get(f"/teot/{teko.pk}-piha-kuntoon/").content.decode()

    files = ", ".join(f"{folder}/{width}.avif {width}w" for width in (480, 960, 1000))
    assert f'<source type="image/avif" srcset="{files}"' in page
    first, second = re.findall(r"<img [^>]*>", page)
    assert first == (
        f'<img src="{folder}/jako.jpg" alt="Piha talvella" lang="sv" width="1000" height="500" decoding="async">'
    )
    assert 'alt=""' in second
    assert 'loading="lazy"' in second
    assert f'<meta property="og:image" content="http://testserver{folder}/jako.jpg">' in page
    assert '<meta property="og:image:alt" content="Piha talvella">' in page
    assert f'<a href="{addresses(teko)[-1]}" download>' in page
    assert "PDF, 1 kt" in page


def test_act_without_files_has_no_room_for_them(client):
    teko = TekoFactory(in_state="published", title="Pelkkä teksti")

    page = client.get(f"/teot/{teko.pk}-pelkka-teksti/").content.decode()

    assert [word for word in ("<picture", "<img", 'id="liitteet"', 'id="kuvat"') if word in page] == []


def test_act_with_files_makes_two_queries(client, django_assert_num_queries):
    teko = act_with_files(title="Nopea")

    with django_assert_num_queries(2):
        client.get(f"/teot/{teko.pk}-nopea/")


def test_preview_shows_the_files_of_the_working_copy(client):
    teko = act_with_files("draft")
    client.force_login(teko.author)

    page = client.get(f"/ilmoita/{teko.pk}/esikatselu/").content.decode()

    assert [path for path in (addresses(teko)[0], addresses(teko)[-1]) if path not in page] == []
