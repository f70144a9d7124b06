import pytest
import time_machine
from django.forms import ValidationError

from tekojentori.open_form import OpenForm, TooLong, Words, new_stamp
from tekojentori.rate_limit import Limit
from tests.open_forms import stamp

pytestmark = pytest.mark.django_db


class KoeForm(OpenForm):
    text = Words(limit=10)


def form(limits=None, **data):
    return KoeForm({"text": "Hei", "stamp": stamp()} | data, limits=limits or {})


@pytest.mark.parametrize(("seconds", "valid"), [(2, False), (3, True), (24 * 60 * 60, True), (24 * 60 * 60 + 1, False)])
def test_form_is_good_from_three_seconds_to_a_day(seconds, valid):
    with time_machine.travel("2026-11-24T10:00:00Z", tick=False) as clock:
        opened = new_stamp()
        clock.shift(seconds)

        assert form(stamp=opened).is_valid() is valid


def test_form_that_came_too_soon_passes_when_sent_again():
    opened = stamp(age=1)
    too_soon = form(stamp=opened)

    assert "hyvin nopeasti" in str(too_soon.errors)
    assert too_soon["stamp"].value() == opened


@pytest.mark.parametrize("bad", ["", "väärä", stamp()[:-1] + "!", "x" * 400], ids=["none", "word", "cut", "long"])
def test_form_with_a_forged_stamp_gets_a_new_one_and_keeps_the_text(bad):
    forged = form(stamp=bad)

    assert not forged.is_valid()
    assert (forged["text"].value(), len(forged["stamp"].value()) > 20) == ("Hei", True)
    assert forged["stamp"].value() != bad


def test_machine_fills_in_what_people_do_not_see():
    assert (form(website="https://paha.example").is_from_a_machine, form().is_from_a_machine) == (True, False)


def test_tries_count_only_when_all_else_is_right_and_none_is_taken_in_vain():
    wide, narrow = Limit("koe-wide", tries=2, seconds=60), Limit("koe-narrow", tries=1, seconds=60)
    limits = {wide: "verkko", narrow: "a"}

    assert not form(limits, text="").is_valid()
    assert form(limits).is_valid()
    second = form(limits)
    assert (second.is_valid(), second.status) == (False, 429)
    assert "Yritä uudelleen 1 minuutin kuluttua." in str(second.errors)
    assert form(limits | {narrow: "b"}).is_valid()


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (" Hei\r\nsinä ", "Hei\nsinä"),
        ("a\u200bb\ufeffc", "abc"),
        ("1234567890", "1234567890"),
        ("12345\r\n7890", "12345\n7890"),
    ],
)
def test_words_lose_only_what_weighs_nothing(text, cleaned):
    assert Words(limit=10).clean(text) == cleaned


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\x80", "\u200f", "\u202e", "\ud800", "\uffff"])
def test_character_that_hides_is_told_with_its_place(hidden):
    code = f"U+{ord(hidden):04X}"

    with pytest.raises(ValidationError) as refused:
        Words(limit=100).clean(f"Kuljettajat valitsivat tien {hidden}pohjoiseen, ja sitten etelään.")
    with pytest.raises(ValidationError) as alone:
        Words(limit=100).clean(f"{hidden}")

    place = "jat valitsivat tien pohjoiseen, ja sitte"
    assert refused.value.messages == [
        f"Tekstissä on merkki, jota ei näy ({code}), kohdassa ”{place}”. Kirjoita kohta uudelleen."
    ]
    assert alone.value.messages == [f"Tekstissä on merkki, jota ei näy ({code}). Kirjoita se uudelleen."]


def test_words_of_one_line_are_one_line():
    assert Words(limit=50, one_line=True).clean("Etu\r\nBcc: x  Suku") == "Etu Bcc: x Suku"


@pytest.mark.parametrize(
    ("length", "message"),
    [
        (11, "Teksti on 1 merkin liian pitkä. Lyhennä se: enintään 10 merkkiä."),
        (15, "Teksti on 5 merkkiä liian pitkä. Lyhennä se: enintään 10 merkkiä."),
    ],
)
def test_words_that_are_too_many_are_told_by_how_much(length, message):
    with pytest.raises(ValidationError) as refusal:
        TooLong(10)("x" * length)
    assert refusal.value.messages == [message]
