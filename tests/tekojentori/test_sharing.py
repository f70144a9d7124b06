"""What goes along when a page is shared: its name, what it is, its address, and a picture."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from PIL import Image, ImageChops, ImageStat

from tests.addresses import ACT, ADDRESSES
from tests.factories import TekoFactory

LANGUAGES = [language for language, _name in settings.LANGUAGES]


def shared(client, path, **options):
    """What the page says of itself, by the name of the property; nothing if it is not for sharing."""
    response = client.get(path, **options)
    page = b"".join(response).decode(errors="replace")
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return {}
    if '<meta name="robots" content="noindex">' in page:
        return {}
    said = re.findall(r'<meta property="og:([a-z_:]+)" content="([^"]*)">', page)
    assert len(said) == len(dict(said))
    return dict(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_says_what_it_is(client, rekisteri, language):
    teko = TekoFactory(in_state="published")
    prefix = "" if language == "fi" else f"/{language}"
    told = []

    for address in (address for addresses in ADDRESSES.values() for address in addresses if address.has_languages):
        path = prefix + address.path.format(key=teko.pk)
        said = shared(client, path)
        if not said:
            continue
        told.append(address.path)
        assert said.pop("title"), path
        assert said.pop("description"), path
        assert said.pop("image:alt"), path
        assert said == {
            "url": f"http://testserver{path.partition('?')[0]}",
            "image": f"http://testserver/static/img/jako-{language}.png",
            "image:type": "image/png",
            "image:width": "1200",
            "image:height": "630",
            "site_name": {"sv": "Framstegsarenan"}.get(language, "Tekojen tori"),
            "type": "article" if address.status is ACT else "website",
        }, path

    assert {"/", "/teot/", "/tietoa/", "/organisaatiot/", "/toimialat/sote/"} < set(told)


def test_act_is_shared_by_its_own_words(client, db):
    teko = TekoFactory(in_state="published", title="Lasten ”oma” <tori> & muuta", summary='Sanottu: "näin".')

    said = shared(client, f"/teot/{teko.pk}-lasten-oma-tori-muuta/")

    assert said["title"] == f"Lasten ”oma” &lt;tori&gt; &amp; muuta, {teko.owner.name_fi}"
    assert said["description"] == "Sanottu: &quot;näin&quot;."


def test_shared_addresses_are_secure_when_the_page_is(client, db):
    said = shared(client, "/", secure=True)

    assert (said["url"], said["image"]) == ("https://testserver/", "https://testserver/static/img/jako-fi.png")


@pytest.mark.parametrize("language", LANGUAGES)
def test_picture_is_the_one_that_the_command_draws(tmp_path, language):
    call_command("share_pictures", folder=tmp_path, stdout=StringIO())

    kept = Image.open(finders.find(f"img/jako-{language}.png"))
    drawn = Image.open(tmp_path / f"jako-{language}.png")

    assert (kept.format, kept.size) == ("PNG", (1200, 630))
    difference = ImageChops.difference(kept.convert("RGB"), drawn.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 0.5  # another version of the font library may round otherwise
