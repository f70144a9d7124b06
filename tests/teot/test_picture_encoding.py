from io import BytesIO

import pytest
from PIL import Image, ImageCms

from teot.picture_encoding import Unreadable, encode
from teot.picture_sizes import height_of, names_of, widths_of
from tests.sent import FORMATS, picture, png_that_claims

KUUSI, WHITE = (11, 92, 86), (255, 255, 255)


def encoded(tmp_path, data, format="JPEG", size=(60, 40)):
    source = tmp_path / "alkuperainen"
    source.write_bytes(data)
    widths = encode(source, tmp_path, format=format, size=size)
    return {name: Image.open(BytesIO((tmp_path / name).read_bytes())) for name in names_of(size[0])}, widths


def near(colour, other, *, by=12):
    return all(abs(one - two) <= by for one, two in zip(colour[:3], other, strict=True))


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (479, [479]),
        (480, [480]),
        (481, [480, 481]),
        (960, [480, 960]),
        (1200, [480, 960, 1200]),
        (1600, [480, 960, 1600]),
        (8000, [480, 960, 1600]),
    ],
)
def test_pictures_are_never_made_wider_than_they_are(width, widths):
    assert widths_of(width) == widths


def test_very_wide_picture_keeps_a_pixel_of_height():
    assert height_of(480, (16_000, 1)) == 1


@pytest.mark.parametrize("format", FORMATS)
def test_each_format_becomes_avif_webp_and_one_jpeg(tmp_path, format):
    made, widths = encoded(tmp_path, picture(format, size=(1000, 500)), format, (1000, 500))

    assert widths == [480, 960, 1000]
    assert {name: (image.format, image.size) for name, image in made.items()} == {
        "480.avif": ("AVIF", (480, 240)),
        "480.webp": ("WEBP", (480, 240)),
        "960.avif": ("AVIF", (960, 480)),
        "960.webp": ("WEBP", (960, 480)),
        "1000.avif": ("AVIF", (1000, 500)),
        "1000.webp": ("WEBP", (1000, 500)),
        "jako.jpg": ("JPEG", (1000, 500)),
    }


def test_shared_jpeg_is_1200_wide(tmp_path):
    made, _widths = encoded(tmp_path, picture(size=(2400, 1200)), size=(2400, 1200))

    assert made["jako.jpg"].size == (1200, 600)


@pytest.mark.parametrize(
    ("orientation", "coloured", "white"),
    [
        (1, (0.2, 0.5), (0.8, 0.5)),
        (2, (0.8, 0.5), (0.2, 0.5)),
        (3, (0.8, 0.5), (0.2, 0.5)),
        (4, (0.2, 0.5), (0.8, 0.5)),
        (5, (0.5, 0.2), (0.5, 0.8)),
        (6, (0.5, 0.2), (0.5, 0.8)),
        (7, (0.5, 0.8), (0.5, 0.2)),
        (8, (0.5, 0.8), (0.5, 0.2)),
    ],
)
@pytest.mark.parametrize("format", FORMATS)
def test_picture_is_turned_upright(tmp_path, format, orientation, coloured, white):
    exif = Image.Exif()
    exif[0x0112] = orientation
    size = (40, 60) if orientation >= 5 else (60, 40)

    made, _widths = encoded(tmp_path, picture(format, exif=exif), format, size)

    for image in made.values():
        assert image.size == size
        pixel = {
            place: image.convert("RGB").getpixel((place[0] * size[0], place[1] * size[1]))
            for place in (coloured, white)
        }
        assert near(pixel[coloured], KUUSI)
        assert near(pixel[white], WHITE)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_of_who_where_and_with_what_is_left(tmp_path, format):
    exif = Image.Exif()
    exif[0x010F] = "KanariaKamera"
    exif.get_ifd(0x8825)[0x001D] = "KanariaGPS"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {} if format == "PNG" else {"xmp": b"<x:xmpmeta>KanariaXMP</x:xmpmeta>"}
    data = picture(format, exif=exif, icc_profile=profile, **options)
    assert b"KanariaGPS" in data or format == "PNG"

    made, _widths = encoded(tmp_path, data, format)

    for name, image in made.items():
        assert b"Kanaria" not in (tmp_path / name).read_bytes()
        assert {"exif", "xmp", "icc_profile", "comment"} & set(image.info) == set()
        assert dict(image.getexif()) == {}


def profile_with_red_and_blue_swapped() -> bytes:
    """A display whose red is blue: shows that a profile is applied and not only thrown away."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for names in ((b"rXYZ", b"\0\0\0\0"), (b"bXYZ", b"rXYZ"), (b"\0\0\0\0", b"bXYZ")):
        place = profile.index(names[0], 132)
        profile = profile[:place] + names[1] + profile[place + 4 :]
    return profile


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_colours_are_taken_to_srgb(tmp_path, format):
    data = picture(format, colour="#FF0000", icc_profile=profile_with_red_and_blue_swapped())

    made, _widths = encoded(tmp_path, data, format)

    for image in made.values():
        assert near(image.convert("RGB").getpixel((10, 20)), (0, 0, 255), by=30)


def test_profile_that_cannot_be_read_is_passed_over(tmp_path):
    made, _widths = encoded(tmp_path, picture("PNG", icc_profile=b"not a profile"), "PNG")

    assert near(made["60.webp"].convert("RGB").getpixel((10, 20)), KUUSI)


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("L", 90, (90, 90, 90)),
        ("LA", (90, 255), (90, 90, 90)),
        ("1", 0, (0, 0, 0)),
        ("P", 0, (0, 0, 0)),
        ("I;16", 90 * 256, (90, 90, 90)),
        ("RGBA", "#0B5C56", KUUSI),
    ],
)
def test_png_of_each_mode_keeps_its_colours(tmp_path, mode, colour, expected):
    image, data = Image.new(mode, (60, 40), colour), BytesIO()
    image.save(data, "PNG")

    made, _widths = encoded(tmp_path, data.getvalue(), "PNG")

    for each in made.values():
        assert near(each.convert("RGB").getpixel((10, 20)), expected)


def test_cmyk_of_a_printing_house_is_read(tmp_path):
    made, _widths = encoded(tmp_path, picture("JPEG", mode="CMYK", colour=(255, 0, 0, 0)))

    assert near(made["60.webp"].convert("RGB").getpixel((10, 20)), (0, 255, 255), by=30)


def test_transparency_is_kept_and_white_in_the_jpeg(tmp_path):
    made, _widths = encoded(tmp_path, picture("PNG", mode="RGBA", colour=(0, 0, 0, 0)), "PNG")

    assert made["60.avif"].getpixel((10, 20))[3] == 0
    assert made["60.webp"].getpixel((10, 20))[3] == 0
    assert near(made["jako.jpg"].getpixel((10, 20)), WHITE)


@pytest.mark.parametrize("format", FORMATS)
def test_data_that_breaks_off_is_unreadable(tmp_path, format):
    data = picture(format, size=(600, 400))

    with pytest.raises(Unreadable):
        encoded(tmp_path, data[: len(data) // 2], format, (600, 400))

    assert [path.name for path in tmp_path.iterdir()] == ["alkuperainen"]


def test_png_without_the_pixels_it_claims_is_unreadable(tmp_path):
    with pytest.raises(Unreadable):
        encoded(tmp_path, png_that_claims(5000, 4000), "PNG", (5000, 4000))


def test_encoding_again_changes_nothing(tmp_path):
    encoded(tmp_path, picture())
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    encoded(tmp_path, picture())

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == first
