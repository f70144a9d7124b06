import unicodedata

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tekojentori.plain_text import NEWLINES, WEIGHTLESS, fault_in
from teot.texts import clean_line, clean_text, first_clause, plain_text, summary_of

REST = " Tämä virke jatkuu niin pitkään, ettei se enää mahdu mukaan."


@pytest.mark.parametrize(
    "sentence",
    [
        "Kävijöitä oli n. 30 % enemmän.",
        "Mukana olivat mm. Espoo ja Vantaa.",
        "Malli sopii esim. Kouluille.",
        "Kokeilu alkoi 28.1.2020 ja jatkuu.",
        "Ovet avataan klo 9.30 joka aamu.",
        "Kohteena oli 1. luokka.",
        "Kohteena oli 1. Luokka.",
        "Arkkitehtina oli A. Aalto.",
        "Deltagarna kom från bl.a. Esbo, t.ex. Alberga.",
        "Lisää ks. Liite ja vrt. Kuva.",
        "Kotiin vietiin 5 kpl. päivässä.",
        "Onnistuiko se!",
        "Onnistuiko se?",
        "Hän sanoi: ”Tämä toimii.”",
        "Se oli hyvä (katso kuva).",
        "Hanke alkoi vuonna 2019.",
        "Säästö oli 12,5 milj. euroa.",
    ],
)
def test_summary_ends_where_the_sentence_does(sentence):
    assert summary_of(sentence + REST, limit=len(sentence) + 5) == sentence


def test_summary_takes_as_many_sentences_as_fit():
    text = "Yksi. Kaksi. Kolme. Neljä."

    assert [summary_of(text, limit) for limit in (26, 25, 19, 18, 12, 5)] == [
        text,
        "Yksi. Kaksi. Kolme.",
        "Yksi. Kaksi. Kolme.",
        "Yksi. Kaksi.",
        "Yksi. Kaksi.",
        "Yksi.",
    ]


def test_summary_of_a_short_text_is_the_text_on_one_line():
    assert summary_of("  Lyhyt \n\n teksti ilman pistettä ") == "Lyhyt teksti ilman pistettä"


@pytest.mark.parametrize(
    ("text", "limit", "summary"),
    [
        ("yksi kaksi kolme neljä", 11, "yksi kaksi…"),
        ("yksi kaksi kolme neljä", 10, "yksi…"),
        ("yksi, kaksi kolme", 9, "yksi…"),
        ("yksi – kaksi kolme", 9, "yksi…"),
        ("x" * 400, 300, "x" * 299 + "…"),
    ],
)
def test_summary_of_a_long_sentence_is_cut_after_a_word(text, limit, summary):
    assert summary_of(text, limit) == summary


@given(st.text(), st.integers(1, 400))
def test_summary_is_never_too_long_and_never_lost(text, limit):
    summary = summary_of(text, limit)

    assert len(summary) <= limit
    assert bool(summary) == bool(clean_line(text))


@given(st.text("Aa ä.!?”19()–", max_size=80), st.integers(1, 60))
def test_summary_is_the_beginning_of_the_text(text, limit):
    assert clean_line(text).startswith(summary_of(text, limit).removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("yksi\r\nkaksi\rkolme\u2028neljä\u2029viisi", "yksi\nkaksi\nkolme\nneljä\nviisi"),
        ("  reunat\n\n", "reunat"),
        ("a\x00b\x07c\x7fd\x85e", "abcde"),
        ("\ufeffa\u200bb\u2060c", "abc"),
        ("abc\u202edef\u2066ghi\u200f\u061c", "abcdefghi"),
        ("a\ud800b\uffff", "ab"),
        ("a\u0308a\u030a", "äå"),
        ("a\tb", "a\tb"),
        ("👩‍🚒", "👩‍🚒"),
    ],
)
def test_clean_text_leaves_only_text(text, cleaned):
    assert clean_text(text) == cleaned


def test_clean_line_has_no_lines_and_single_spaces():
    assert clean_line(" yksi \n\t kaksi\xa0\xa0kolme ") == "yksi kaksi kolme"


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9f", "\u200f", "\u202e", "\u2069", "\ud800"])
def test_forbidden_character_is_seen_anywhere(character):
    texts = [f"{character}a", f"a{character}b", f"a{character}"]

    assert [bool(fault_in(text)) for text in texts] == [True, True, True]


@pytest.mark.parametrize("text", ["", "Äiti & isä – ”5 €”", "rivi\nrivi\r\n\tsarain", "👩‍🚒", "Москва עברית"])
def test_ordinary_text_has_nothing_forbidden(text):
    assert fault_in(text) == ""


@given(st.text())
def test_clean_text_is_clean_and_stays_as_it_is(text):
    cleaned = clean_text(text)

    assert (fault_in(cleaned), clean_text(cleaned)) == ("", cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Yksi</p><p>kaksi</p>", "Yksi kaksi"),
        (
            "<p><strong>päivä</strong>koti on <a href='https://x.example' rel='ugc'>täällä</a>.</p>",
            "päiväkoti on täällä.",
        ),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("rivi<br>toinen", "rivi toinen"),
    ],
)
def test_plain_text_keeps_words_as_they_are_read(markup, text):
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("", ""),
        ("idea levisi; lukuja ei tiedossa.", "Idea levisi"),
        ("Jonot lyhenivät. Jatkamme.", "Jonot lyhenivät"),
        ("Kävijöitä oli n. 30 % enemmän kuin 1. viikolla", "Kävijöitä oli n. 30 % enemmän kuin 1. viikolla"),
        ("Onnistuiko? Kyllä.", "Onnistuiko?"),
        ("a" * 130, "A" + "a" * 118 + "…"),
    ],
)
def test_first_clause_is_what_a_card_has_room_for(text, clause):
    assert first_clause(text) == clause


def test_page_counts_the_characters_that_the_server_keeps():
    script = (settings.BASE_DIR / "static/js/autosave.js").read_text()

    assert f"const WEIGHTLESS = /{WEIGHTLESS.pattern}/g;" in script
    assert f"const NEWLINES = /{NEWLINES.pattern}/g;" in script
