"""Staff's words in a mail: named places give way to values, and nothing in them runs, hides or becomes a link."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kampanjat.wording import Link, Said, faults, html_of, subject_of, text_of
from tekojentori.mail_text import BREAK

NAMES = ["teon nimi", "palaute", "sivu", "hetki"]
VALUES = {
    "teon nimi": "Kahvi <b>kiertää</b> paha.example",
    "palaute": Said("Hyvä!\n\n-- \nhttps://paha.example <script>x</script>"),
    "sivu": Link("Avaa teko", "/teot/1/"),
    "hetki": datetime(2026, 11, 24, 12, 32, tzinfo=UTC),
}


def test_places_give_way_to_values_whatever_their_letters_and_spaces():
    assert subject_of("Teko: [Teon  nimi]", VALUES | {"teon nimi": "Kahvi"}) == "Teko: Kahvi"
    assert html_of("**[hetki]**", VALUES) == "<p><strong>24.11.2026 klo 14.32 Suomen aikaa</strong></p>"
    assert text_of("# Otsikko\n\n**[hetki]**", VALUES) == "Otsikko\n\n24.11.2026 klo 14.32 Suomen aikaa"


def test_peoples_words_become_neither_markup_nor_links():
    html, text = html_of("Teko [teon nimi]\n\n[palaute]", VALUES), text_of("Teko [teon nimi]\n\n[palaute]", VALUES)

    assert "&lt;b&gt;kiertää&lt;/b&gt;" in html
    assert "&lt;script&gt;" in html
    assert ("<script" in html, "paha.example" in html + text, "href" in html) == (False, False, False)
    assert f"  https:{BREAK}//paha.{BREAK}example" in text
    assert '<div class="said"><p>Hyvä!</p>' in html
    assert "\n-- \n" not in text


def test_peoples_words_are_no_markdown_and_name_no_places():
    values = VALUES | {"teon nimi": "**[sivu]** [x](https://paha.example)"}

    html = html_of("[teon nimi]", values)

    assert ("<strong>" in html, "<a" in html, "[sivu]" in html) == (False, False, True)


def test_template_language_is_only_text():
    words = "{{ settings.SECRET_KEY }} {% load x %}"

    assert text_of(words, VALUES) == words
    assert html_of(words, VALUES) == f"<p>{words}</p>"


def test_link_of_ours_is_a_button_and_an_address():
    assert html_of("[sivu]", VALUES) == '<p><a class="go" href="http://127.0.0.1:8000/teot/1/">Avaa teko</a></p>'
    assert text_of("Lue:\n\n[sivu]", VALUES) == "Lue:\n\nAvaa teko:\nhttp://127.0.0.1:8000/teot/1/"


def test_link_of_staff_keeps_its_address_in_the_text_mail():
    words = "Katso [ohjeet](https://kuntaliitto.example/ohje)."

    assert faults(words, NAMES) == []
    assert 'href="https://kuntaliitto.example/ohje"' in html_of(words, VALUES)
    assert text_of(words, VALUES) == "Katso ohjeet (https://kuntaliitto.example/ohje)."


def test_empty_words_leave_no_empty_frame():
    assert html_of("Hei\n\n[palaute]", VALUES | {"palaute": Said(" ")}) == "<p>Hei</p>\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("[teko]", "Paikkaa [teko] ei ole. Tässä voi käyttää näitä: [teon nimi], [palaute], [sivu], [hetki]."),
        ("[ohje]: https://x.example", "Paikkaa [ohje] ei ole."),
        ("[teon nimi](https://x.example)", "Jätä väli paikan [teon nimi] ja sulun väliin."),
        ("[Lue]([sivu])", "Linkin ”Lue” osoite alkaa https:// tai mailto:"),
        ("[Lue](javascript:alert(1))", "Linkin ”Lue” osoite alkaa https:// tai mailto:"),
        ("[Lue](/teot/)", "Linkin ”Lue” osoite alkaa https:// tai mailto:"),
    ],
)
def test_fault_says_what_to_do(words, said):
    assert faults(words, NAMES)[0].startswith(said)


@pytest.mark.parametrize("words", ["", "Hei [teon nimi]!", r"\[ei paikka\]", "[]", "a [ b ] c".replace(" b ", "\n")])
def test_words_without_faults_pass(words):
    assert faults(words, NAMES) == []


@given(st.text(st.sampled_from("[]()\\*_#`<>&\ue000\ue001 \n0teon nimipalautesivu"), max_size=60))
def test_any_words_without_faults_are_written(words):
    if not faults(words, NAMES):
        assert "\ue000" not in html_of(words, VALUES) + text_of(words, VALUES) + subject_of(words, VALUES).replace(
            "\ue000", ""
        )
