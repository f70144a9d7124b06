"""The import as staff do it: previewed, confirmed; by tired people with two tabs, and with files of every kind."""

import os
import re
import time
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tekojentori.written_tables import write_xlsx
from teot import importing, register_rows, uploads
from teot.models import Teko
from tests.factories import UserFactory, enter_admin

pytestmark = pytest.mark.django_db

IMPORT, LIST = "/hallinta/teot/teko/tuo/", "/hallinta/teot/teko/"
HEADER = ",".join(register_rows.COLUMNS)
GOOD = "T1,Otsikko,049,,sote,osallisuus,2019,,Teimme sen.,Hyvä.,,,Lähde"


@pytest.fixture
def staff(rekisteri, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return UserFactory(staff=True)


@pytest.fixture
def staff_client(client, staff):
    return enter_admin(client, staff)


@pytest.fixture
def preview(staff_client):
    def preview(content, name="teot.csv", **data):
        content = content if isinstance(content, bytes) else content.encode()
        return staff_client.post(IMPORT, data | {"file": SimpleUploadedFile(name, content)})

    return preview


@pytest.fixture
def confirm(staff_client):
    def confirm(previewed, **data):
        ticket = previewed if isinstance(previewed, str) else ticket_of(previewed)
        return staff_client.post(IMPORT, {"ticket": ticket} | data, follow=True)

    return confirm


def ticket_of(page) -> str:
    return re.search('name="ticket" value="([^"]+)"', page.content.decode())[1]


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def named(title: str) -> str:
    return f"{HEADER}\n{GOOD.replace('Otsikko', title)}\n"


def files() -> list[str]:
    return [path.name for path in uploads.folder().iterdir() if path.stat().st_size]


EXPIRED = "Esikatselu on vanhentunut. Mitään ei tuotu: valitse tiedosto uudelleen."


# As it should go


def test_preview_tells_and_confirming_imports(preview, confirm):
    content = (Path(importing.__file__).parent / "data" / "teot.csv").read_bytes()

    previewed = preview(content)
    before = Teko.objects.count()
    done = confirm(previewed)

    assert (previewed.context["outcome"].created, before, Teko.objects.count()) == (32, 0, 32)
    assert told(done) == ["Teot on tuotu: uusia 32, muuttui 0, ennallaan 0, säilytettiin 0."]
    assert (done.redirect_chain, files()) == ([(LIST, 302)], [])


def test_preview_tells_what_changes_and_what_is_kept(preview, confirm):
    rows = [GOOD.replace("T1", key).replace("Otsikko", f"Teko {key}") for key in ("T1", "T2", "T3")]
    confirm(preview("\n".join([HEADER, *rows])))
    Teko.objects.filter(register_id="T3").update(title="Sivustolla muokattu")
    rows[1] = rows[1].replace("Teko T2", "Uusi nimi")

    previewed = preview("\n".join([HEADER, *rows]))
    outcome, page = previewed.context["outcome"], previewed.content.decode()

    assert (outcome.created, outcome.updated, outcome.unchanged) == (0, 1, 1)
    assert outcome.kept == [("T3", "Sivustolla muokattu")]
    assert "<li>T3 Sivustolla muokattu</li>" in page


def test_overwriting_is_what_was_asked_at_the_preview(preview, confirm):
    confirm(preview(named("Rekisterin")))
    Teko.objects.update(title="Sivustolla muokattu")

    confirm(preview(named("Rekisterin"), overwrite="on"))

    assert Teko.objects.get().title == "Rekisterin"


# Tired people


def test_two_tabs_import_what_each_of_them_showed(preview, confirm):
    first, second = preview(named("Ensimmäinen")), preview(named("Toinen"))

    confirm(first)
    title = Teko.objects.get().title
    confirm(second)

    assert (title, Teko.objects.get().title) == ("Ensimmäinen", "Toinen")


def test_confirming_twice_imports_once_and_says_so(preview, confirm):
    previewed = preview(named("Otsikko"))

    confirm(previewed)
    Teko.objects.update(title="Sivustolla muokattu")
    again = confirm(previewed)

    assert told(again) == ["Tämä tiedosto on jo tuotu. Sitä ei tuotu toiseen kertaan."]
    assert Teko.objects.get().title == "Sivustolla muokattu"


def test_confirming_after_a_day_changes_nothing(preview, confirm, time_machine):
    previewed = preview(named("Otsikko"))

    time_machine.move_to(timezone.now() + timedelta(seconds=uploads.KEPT_SECONDS + 1))
    late = confirm(previewed)

    assert (told(late), Teko.objects.count(), late.redirect_chain) == ([EXPIRED], 0, [(IMPORT, 302)])


def test_file_thrown_away_meanwhile_changes_nothing(preview, confirm):
    previewed = preview(named("Otsikko"))
    previewed.context["upload"].path.unlink()

    assert (told(confirm(previewed)), Teko.objects.count()) == ([EXPIRED], 0)


def test_somebody_elses_preview_is_not_confirmed(client, preview, confirm):
    previewed = preview(named("Otsikko"))
    enter_admin(client, UserFactory(staff=True))

    assert (told(confirm(previewed)), Teko.objects.count()) == ([EXPIRED], 0)


@pytest.mark.parametrize("ticket", ["", "x", "\x00", "ä:ö:å", "../../etc/passwd", "x" * 5000])
def test_unknown_ticket_changes_nothing(confirm, ticket):
    assert (told(confirm(ticket)), Teko.objects.count()) == ([EXPIRED], 0)


def test_ticket_signed_for_something_else_changes_nothing(preview, confirm, staff):
    upload = preview(named("Otsikko")).context["upload"]
    forged = signing.dumps({"key": upload.key, "name": "", "overwrite": True, "owner": staff.pk}, salt="muu")

    assert (told(confirm(forged)), Teko.objects.count()) == ([EXPIRED], 0)


def test_visitor_imports_nothing(client, preview):
    ticket = ticket_of(preview(named("Otsikko")))
    client.logout()

    response = client.post(IMPORT, {"ticket": ticket})

    assert (response.status_code, Teko.objects.count()) == (302, 0)


def test_old_uploads_are_thrown_away(staff):
    path = uploads.keep(SimpleUploadedFile("vanha.csv", named("a").encode()), overwrite=False, by=staff).path
    fresh = uploads.keep(SimpleUploadedFile("uusi.csv", named("a").encode()), overwrite=False, by=staff).path
    day_ago = time.time() - uploads.KEPT_SECONDS - 1
    os.utime(path, (day_ago, day_ago))

    uploads.discard_old()

    assert (path.exists(), fresh.exists()) == (False, True)


# Faulty rows


def test_faults_are_shown_up_to_a_number_and_all_of_them_in_a_file(preview, confirm):
    rows = [GOOD.replace("T1", f"T{number}").replace("sote", "=sotee") for number in range(150)]

    previewed = preview("\n".join([HEADER, *rows]))
    page = previewed.content.decode()
    file = confirm(previewed, faults="1")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()

    assert (page.count("<code>toimialat</code></td>"), "150 virhettä." in page) == (100, True)
    assert (lines[0], len(lines)) == ("Rivi;Sarake;Mitä korjata", 151)
    assert lines[1].startswith("2;toimialat;Arvoa ”=sotee” ei ole rekisterissä.")
    assert Teko.objects.count() == 0


def test_what_became_wrong_after_the_preview_is_told(preview, confirm):
    previewed = preview(named("Otsikko"))
    themes = Teko.themes.rel.model.objects
    themes.filter(slug="osallisuus").update(slug="muu", name_fi="muu", name_sv="", name_en="")

    late = confirm(previewed)

    assert [fault.column for fault in late.context["outcome"].errors] == ["teemat"]
    assert Teko.objects.count() == 0


# Files that are no register


def xlsx(rows) -> bytes:
    file = BytesIO()
    write_xlsx(register_rows.COLUMNS, rows, file)
    return file.getvalue()


def bomb() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return file.getvalue()


BAD_FILES = {
    "empty": (b"", "tyhjä"),
    "nul": (f"{HEADER}\n{GOOD}\x00\n".encode(), "ei ole taulukko"),
    "picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "ei ole taulukko"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "vanhaa Excel-muotoa"),
    "truncated xlsx": (xlsx([GOOD.split(",")])[:400], "vioittunut"),
    "zip": (b"PK\x03\x04x", "vioittunut"),
    "wrong columns": (b"a,b\n1,2\n", "puuttuu sarakkeita: tunnus, otsikko, omistaja, toimialat, kuvaus."),
    "header alone": (f"{HEADER}\n\n".encode(), "ei ole yhtään tekoa"),
    "large cell": (f"{HEADER}\nT1,{'x' * 10_000_000}\n".encode(), "yli 100\xa0000 merkkiä"),
    "truncated csv": (f'{HEADER}\n"katkennut'.encode(), "katkennut"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_file_that_is_no_table_is_refused_by_its_field(preview, kind):
    content, message = BAD_FILES[kind]

    response = preview(content)

    assert (response.status_code, list(response.context["form"].errors)) == (400, ["file"])
    assert message in response.context["form"].errors["file"][0]
    assert (Teko.objects.count(), files()) == (0, [])


def test_bomb_is_refused(preview):
    response = preview(bomb(), name="pommi.xlsx")

    assert (response.status_code, response.context["form"].errors["file"]) == (
        400,
        ["Tiedosto purkautuu liian suureksi. Jaa se osiin."],
    )


def test_more_rows_than_a_page_can_wait_for_are_left_to_the_command(preview, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_ROWS", 2)
    rows = [GOOD.replace("T1", f"T{number}") for number in range(3)]

    allowed = preview("\n".join([HEADER, *rows[:2]]))
    refused = preview("\n".join([HEADER, *rows]))

    assert (allowed.context["outcome"].created, refused.status_code) == (2, 400)
    assert "”manage.py import_teot TIEDOSTO”" in refused.context["form"].errors["file"][0]


def test_long_file_tells_how_it_goes_and_leaves_nothing_when_its_page_is_left(preview, staff_client, staff):
    rows = [GOOD.replace("T1", f"T{number}") for number in range(importing.BATCH + 1)]

    previewed = preview("\n".join([HEADER, *rows])).getvalue().decode()
    ticket = {"ticket": re.search('name="ticket" value="([^"]+)"', previewed)[1]}
    left = uploads.steps(uploads.find(ticket["ticket"], by=staff), importing.Outcome(), by=staff, dry_run=False)
    while next(left) != (250, 251):
        pass
    written = Teko.objects.count()
    left.close()
    none = Teko.objects.count()
    imported = staff_client.post(IMPORT, ticket).getvalue().decode()
    again = staff_client.post(IMPORT, ticket).getvalue().decode()

    assert "Luetaan ja tarkistetaan: 200 / 251 riviä" in previewed
    assert "<div><dt>Uusia</dt><dd>251</dd></div>" in previewed
    assert (written, none, Teko.objects.count()) == (250, 0, 251)
    assert "Teot on tuotu: uusia 251, muuttui 0, ennallaan 0, säilytettiin 0." in imported
    assert "Tämä tiedosto on jo tuotu. Sitä ei tuotu toiseen kertaan." in again


def test_faults_of_a_long_file_are_listed(preview):
    rows = [GOOD.replace("T1", f"T{number}").replace("049", "999999") for number in range(importing.BATCH + 1)]

    page = preview("\n".join([HEADER, *rows])).getvalue().decode()

    assert "251 virhettä. Mitään ei tallennettu." in page
    assert page.rstrip().endswith("</html>")


def test_file_is_named_to_one_who_was_signed_out(staff_client, client):
    page = staff_client.get(IMPORT).content.decode()
    writer = re.search('name="writer" value="([^"]+)"', page)[1]
    cookies = client.cookies.pop("sessionid")
    file = SimpleUploadedFile("rekisteri 2026.csv", named("Otsikko").encode())

    lost = client.post(IMPORT, {"writer": writer, "overwrite": "on", "file": file})
    client.cookies["sessionid"] = cookies.value
    back = client.get(IMPORT).content.decode()

    assert (lost.status_code, lost.url.startswith("/kirjaudu/")) == (302, True)
    assert "Valitse nämä tiedostot uudelleen: rekisteri 2026.csv" in back
    assert re.search(r'name="overwrite"[^>]* checked', back)


@pytest.mark.parametrize("data", [{}, {"file": "pelkkää tekstiä"}, {"file": SimpleUploadedFile("x" * 300, b"x")}])
def test_form_without_a_fit_file_is_refused_by_its_field(staff_client, data):
    response = staff_client.post(IMPORT, data)

    assert (response.status_code, list(response.context["form"].errors)) == (400, ["file"])


@pytest.mark.parametrize("column", ["tunnus", "otsikko", "omistaja", "toimialat", "kuvaus", "alkuvuosi", "lahde"])
def test_bad_cell_is_named_by_row_and_column(preview, column):
    cells = dict(zip(register_rows.COLUMNS, GOOD.split(","), strict=True)) | {column: "\u202e" + "x" * 20_000}

    response = preview(xlsx([list(cells.values())]), name="teot.xlsx")

    assert {(fault.row, fault.column) for fault in response.context["outcome"].errors} == {(2, column)}
    assert Teko.objects.count() == 0
