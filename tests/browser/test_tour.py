"""The pictures of the README, taken in a real browser."""

import io

import pytest
from PIL import Image

from tekojentori.management.commands.tour import MOST, compressed, take
from tekojentori.management.tour.pictures import Picture
from tests.factories import TekoFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_picture_of_an_act_is_found_and_light(chromium, live_server, rekisteri):
    TekoFactory(title="Kirjastoauto kiertää kyliä", in_state="published")

    png = take(chromium, live_server.url, Picture("teko", act="Kirjastoauto kiertää kyliä", width=390, height=500))

    assert Image.open(io.BytesIO(png)).size == (390, 500)
    assert len(compressed(png)) <= MOST
