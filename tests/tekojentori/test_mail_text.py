import pytest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from tekojentori.mail_text import BREAK, harmless, plain
from teot.models import Teko

B = BREAK


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://paha.example/x", f"https:{B}//paha.{B}example/x"),
        ("www.paha.fi", f"www.{B}paha.{B}fi"),
        ("WWW.1paha.fi", f"WWW.{B}1paha.{B}fi"),
        ("paha。example", f"paha。{B}example"),
        ("joku@paha.example", f"joku@{B}paha.{B}example"),
        ("mailto:joku@paha.example", f"mailto:{B}joku@{B}paha.{B}example"),
        ("javascript:paha()", f"javascript:{B}paha()"),
        ("tel:+35840123", f"tel:{B}+35840123"),
        ("Klo 14.30, 1.2.2026: 3,5 %. Sitten.", "Klo 14.30, 1.2.2026: 3,5 %. Sitten."),
        ("Rivi.\r\nToinen\rKolmas", "Rivi.\nToinen\nKolmas"),
        ("NUL\x00 ja\x07 kello", "NUL ja kello"),
        ("kuva\u202egnp.exe\u2066x\u2069", f"kuvagnp.{B}exex"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
    ],
)
def test_peoples_words_hide_nothing_and_link_nowhere(text, expected):
    assert harmless(text) == expected


def test_strings_are_peoples_words_at_every_depth_unless_they_are_ours():
    token, name = SafeString("a:b.c"), gettext_lazy("Teot")

    assert plain({"a": ["x.fi", ("y.fi",)], "b": {"c": "z.fi"}, "n": 3, "t": token, "l": name}) == {
        "a": [f"x.{B}fi", [f"y.{B}fi"]],
        "b": {"c": f"z.{B}fi"},
        "n": 3,
        "t": "a:b.c",
        "l": "Teot",
    }


@pytest.mark.parametrize("value", [Teko(title="x"), b"x", object()])
def test_anything_but_plain_values_is_refused(value):
    with pytest.raises(TypeError, match="plain values"):
        plain({"teko": [value]})
