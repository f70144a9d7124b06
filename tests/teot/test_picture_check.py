from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tekojentori.refusals import Refused
from teot import picture_check
from teot.picture_check import Measured, format_of, measure
from tests.sent import FORMATS, picture, png_that_claims

TRUNCATED = "Tiedosto on vajaa: siirto on voinut katketa. Valitse se uudelleen."


@pytest.mark.parametrize("format", FORMATS)
def test_picture_of_each_format_is_measured(format):
    assert measure(picture(format)) == Measured(format, 60, 40)


@pytest.mark.parametrize(("orientation", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))])
@pytest.mark.parametrize("format", FORMATS)
def test_size_is_that_of_the_picture_turned_upright(format, orientation, size):
    exif = Image.Exif()
    exif[0x0112] = orientation

    measured = measure(picture(format, exif=exif))

    assert (measured.width, measured.height) == size


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kept", [0.5, 0.9, 0.99])
def test_truncated_picture_is_refused(format, kept):
    data = picture(format, size=(600, 400))

    with pytest.raises(Refused) as refusal:
        measure(data[: int(len(data) * kept)])

    assert str(refusal.value) == TRUNCATED


def riff(*chunks: tuple[bytes, int, bytes]) -> bytes:
    """A WebP container that is as long as it says; each chunk claims the size given."""
    body = b"WEBP" + b"".join(kind + claimed.to_bytes(4, "little") + content for kind, claimed, content in chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


@pytest.mark.parametrize("options", [{}, {"lossless": True}])
def test_webp_whose_container_is_whole_but_not_its_picture_is_refused(options):
    data = picture("WEBP", **options)
    kind, size, content = data[12:16], int.from_bytes(data[16:20], "little"), data[20:]

    assert measure(riff((kind, size, content))).format == "WEBP"
    for chunks in (
        [(kind, size, content[: len(content) // 2])],
        [(kind, size + 2, content)],
        [(b"EXIF", size, content)],
        [],
    ):
        with pytest.raises(Refused, match="vajaa"):
            measure(riff(*chunks))


def test_thumbnail_within_a_truncated_jpeg_does_not_end_it():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9286] = picture("JPEG", size=(16, 16))
    data = picture("JPEG", size=(600, 400), exif=exif)
    cut = data[:-2]

    assert b"\xff\xd9" in cut
    with pytest.raises(Refused, match="vajaa"):
        measure(cut)


@pytest.mark.parametrize(
    ("width", "height", "reason"),
    [
        (10_000, 5_001, "Kuvassa on 51 megapikseliä. Pienennä se enintään 50 megapikseliin."),
        (10_000, 10_000, "Kuvassa on yli 50 megapikseliä. Pienennä sitä."),
        (60_000, 60_000, "Kuvassa on yli 50 megapikseliä. Pienennä sitä."),
        (16_001, 10, "Kuvan pitempi sivu on 16001 pikseliä. Pienennä se enintään 16000 pikseliin."),
    ],
)
def test_picture_with_too_many_pixels_is_refused_by_its_header(width, height, reason):
    data = png_that_claims(width, height)

    with pytest.raises(Refused) as refusal:
        measure(data)

    assert str(refusal.value) == reason


def test_fifty_megapixels_exactly_are_let_through():
    assert measure(png_that_claims(10_000, 5_000)) == Measured("PNG", 10_000, 5_000)


def test_nothing_is_decoded(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("decoded"))

    for format in FORMATS:
        measure(picture_bytes[format])


picture_bytes = {format: picture(format) for format in FORMATS}


def test_picture_of_exactly_the_most_bytes_is_let_through(monkeypatch):
    data = picture()
    monkeypatch.setattr(picture_check, "MOST_BYTES", len(data))

    assert measure(data).format == "JPEG"
    with pytest.raises(Refused, match="Kuva on yli 0 megatavua"):
        measure(data + b"\0")


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a\x01\x00\x01\x00",
        b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42",
        b"",
        b"\xff\xd8",
    ],
)
def test_what_is_no_picture_of_ours_is_refused(data):
    assert format_of(data) is None
    with pytest.raises(Refused, match="Tiedosto ei ole kuva, joka käy"):
        measure(data)


@given(st.sampled_from(sorted(picture_bytes)), st.binary(max_size=200), st.integers(0, 400))
def test_broken_pictures_are_measured_or_refused_and_nothing_else(format, noise, place):
    whole = picture_bytes[format]
    try:
        measured = measure(whole[:12] + whole[12:place] + noise + whole[place + len(noise) :])
    except Refused:
        return
    assert 0 < measured.width * measured.height <= picture_check.MOST_PIXELS


def test_png_whose_orientation_comes_after_its_pixels_is_not_decoded_for_it():
    exif = Image.Exif()
    exif[0x0112] = 6
    data = picture("PNG", exif=exif)
    start = data.index(b"eXIf") - 4
    length = 12 + int.from_bytes(data[start : start + 4])
    late = data[:start] + data[start + length : -12] + data[start : start + length] + data[-12:]

    assert Image.open(BytesIO(late)).getexif()[0x0112] == 6
    assert measure(late) == Measured("PNG", 60, 40)
