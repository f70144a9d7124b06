import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekojentori.refusals import Refused
from teot import attachment_check
from teot.attachment_check import MIME, type_of
from teot.sent_files import clean_name, shown_name
from tests.sent import document, picture, sent

TRUNCATED = "Tiedosto on vajaa: siirto on voinut katketa. Valitse se uudelleen."
MACROS = "Asiakirjassa on makroja. Tallenna se ilman niitä, esimerkiksi PDF-muotoon."


def refusal_of(data: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        type_of(data)
    return str(refusal.value)


@pytest.mark.parametrize("kind", MIME)
def test_document_is_known_by_its_content(kind):
    assert type_of(document(kind)) == kind


@pytest.mark.parametrize("kind", MIME)
def test_truncated_document_is_refused(kind):
    data = document(kind)

    assert refusal_of(data[:-8]) == TRUNCATED


@pytest.mark.parametrize(
    ("kind", "member"),
    [
        ("docx", "word/vbaProject.bin"),
        ("docx", "word/VBAPROJECT.BIN"),
        ("docx", "word/vbaData.xml"),
        ("docx", "word/activeX/activeX1.bin"),
        ("xlsx", "xl/vbaProject.bin"),
        ("xlsx", "xl/macrosheets/sheet1.xml"),
        ("pptx", "ppt/vbaProject.bin"),
        ("odt", "Basic/Standard/Module1.xml"),
        ("ods", "Scripts/python/makro.py"),
    ],
)
def test_document_with_macros_is_refused(kind, member):
    assert refusal_of(document(kind, {member: b"makro"})) == MACROS


@pytest.mark.parametrize(
    "content_type",
    [
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
        b"application/vnd.ms-office.vbaProject",
        b"application/vnd.ms-excel.macrosheet+xml",
    ],
)
def test_macros_under_another_name_are_found_by_their_content_type(content_type):
    types = b'<Types><Override PartName="/word/kuva.bin" ContentType="' + content_type + b'"/></Types>'

    assert refusal_of(document("docx", {"word/kuva.bin": b"makro"}, content_types=types)) == MACROS


def test_list_of_content_types_is_read_no_further_than_it_may_go():
    assert refusal_of(document("docx", content_types=b" " * (attachment_check.MOST_TYPES + 1))) == MACROS


def test_only_the_list_of_content_types_is_unpacked(monkeypatch):
    opened, unpack = [], attachment_check.zipfile.ZipFile.open
    monkeypatch.setattr(
        attachment_check.zipfile.ZipFile,
        "open",
        lambda packed, name, **how: opened.append(name) or unpack(packed, name, **how),
    )
    documents = [document(kind) for kind in MIME]
    opened.clear()

    for data in documents:
        type_of(data)

    assert opened == ["[Content_Types].xml"] * 3


def test_zip_bomb_is_refused():
    data = document("docx", {f"word/media/{n}.bin": b"\0" * 30_000_000 for n in range(18)})

    assert len(data) < 1_000_000
    assert refusal_of(data).startswith("Tiedosto purkautuu kohtuuttoman suureksi.")


def test_document_of_too_many_members_is_refused(monkeypatch):
    monkeypatch.setattr(attachment_check, "MOST_MEMBERS", 3)

    assert type_of(document("docx", {"word/a.xml": b""})) == "docx"
    assert refusal_of(document("docx", {"word/a.xml": b"", "word/b.xml": b""})).startswith(
        "Tiedostossa on kohtuuttoman"
    )


def test_list_of_members_that_understates_their_number_is_refused(monkeypatch):
    monkeypatch.setattr(attachment_check, "MOST_LIST", 200)
    data = bytearray(document("docx", {f"word/{n}.xml": b"" for n in range(9)}))
    struct.pack_into("<H", data, len(data) - 12, 1)

    assert refusal_of(bytes(data)).startswith("Tiedostossa on kohtuuttoman monta osaa.")


def test_large_archive_format_is_refused():
    data = document("docx")
    locator = b"PK\x06\x07" + b"\0" * 16

    assert refusal_of(data[:-22] + locator + data[-22:]).startswith("Tiedostossa on kohtuuttoman monta osaa.")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (document("zip", {"teko.txt": b"x"}), "Pakattua tiedostoa ei voi liittää."),
        (document("jar", {"META-INF/MANIFEST.MF": b"x"}), "Pakattua tiedostoa ei voi liittää."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Tiedosto on vanhaa Office-muotoa tai suojattu"),
    ],
)
def test_other_files_are_refused_with_what_to_do(data, reason):
    assert refusal_of(data).startswith(reason)


def test_locked_document_is_refused():
    data = bytearray(document("docx"))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1

    assert refusal_of(bytes(data)).startswith("Tiedosto on suojattu salasanalla.")


def test_document_of_exactly_the_most_bytes_is_let_through(monkeypatch):
    data = document("pdf")
    monkeypatch.setattr(attachment_check, "MOST_BYTES", len(data))

    assert type_of(data) == "pdf"
    assert refusal_of(data + b"\n") == "Liite on yli 0 megatavua. Pienennä sitä."


whole = {kind: document(kind) for kind in MIME}


@given(st.sampled_from(sorted(whole)), st.binary(max_size=60), st.integers(0, 500))
def test_broken_documents_have_a_type_or_are_refused_and_nothing_else(kind, noise, place):
    data = whole[kind]
    try:
        assert type_of(data[:4] + data[4:place] + noise + data[place + len(noise) :]) in MIME
    except Refused:
        return


# What a file is called


@pytest.mark.parametrize(
    ("name", "kind", "clean"),
    [
        ("raportti.pdf", "pdf", "raportti.pdf"),
        ("raportti.PDF", "pdf", "raportti.pdf"),
        ("lasku.exe", "pdf", "lasku.pdf"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("C:\\Users\\minä\\teko.docx", "docx", "teko.docx"),
        ("kuva\u202egpj.exe", "jpeg", "kuvagpj.jpg"),
        ("a\x00b\r\nc\u2028.pdf", "pdf", "abc.pdf"),
        ('<script>"x".pdf', "pdf", "_script__x_.pdf"),
        ("", "odt", "tiedosto.odt"),
        ("...", "odt", "tiedosto.odt"),
        (".pdf", "pdf", "pdf.pdf"),
        ("versio 2.1 luonnos.docx", "docx", "versio 2.1 luonnos.docx"),
        ("a\u0308a\u0308nestys.pdf", "pdf", "äänestys.pdf"),
        ("x" * 300 + ".pdf", "pdf", "x" * 95 + ".pdf"),
        ("IMG_0001.HEIC", "heif", "IMG_0001.heic"),
    ],
)
def test_name_is_made_harmless_and_ends_as_the_content_is(name, kind, clean):
    assert clean_name(name, kind) == clean


@given(st.text(max_size=400))
def test_no_name_hides_or_leads_anywhere(name):
    for clean in (clean_name(name, "pdf"), shown_name(name)):
        assert len(clean) <= 100
        assert not set(clean) & set('/\\\0\r\n\t\u202e\u2028"<>')


# Whatever it is called


@pytest.mark.parametrize("name", ["kuva.jpg", "kuva.svg", "raportti.pdf", "x.exe", "nimetön"])
def test_content_decides_what_a_file_is(name):
    assert sent(picture("PNG"), name).picture.format == "PNG"
    assert sent(document("odt"), name).type == "odt"


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a\x01\x00\x01\x00\x00\xff\x00,",
        b"MZ\x90\x00",
        b"\n%PDF-1.7 %%EOF",
        b"x",
    ],
)
@pytest.mark.parametrize("name", ["kuva.jpg", "raportti.pdf"])
def test_disguised_file_is_refused(data, name):
    with pytest.raises(Refused, match="Tiedostoa ei voi käyttää"):
        sent(data, name)


def test_empty_file_is_refused():
    with pytest.raises(Refused, match="Tiedosto on tyhjä"):
        sent(b"")
