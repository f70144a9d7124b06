from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tekojentori.markdown import TAGS, render_markdown

REL = 'rel="nofollow noopener noreferrer ugc"'


class Reader(HTMLParser):
    """What the HTML holds: names of tags, of attributes, and addresses."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), set(), set()
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {value for name, value in attrs if name == "href"}


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("", ""),
        ("Hei maailma", "<p>Hei maailma</p>"),
        ("Yksi\n\nKaksi", "<p>Yksi</p>\n<p>Kaksi</p>"),
        ("**a** *b* `c`", "<p><strong>a</strong> <em>b</em> <code>c</code></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("# Yksi\n\n## Kaksi\n\n##### Viisi", "<h3>Yksi</h3>\n<h4>Kaksi</h4>\n<h6>Viisi</h6>"),
        ("[x](https://a.example/?a=1&b=2)", f'<p><a href="https://a.example/?a=1&amp;b=2" {REL}>x</a></p>'),
        ("<mailto:a@b.example>", f'<p><a href="mailto:a@b.example" {REL}>mailto:a@b.example</a></p>'),
        ("![Iloinen *väki* & <torvi>](https://a.example/x.png)", "<p>Iloinen väki &amp; &lt;torvi&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("a\ud800b", "<p>a\ufffdb</p>"),
    ],
)
def test_markdown_becomes_html(text, markup):
    assert render_markdown(text) == markup


def test_table_becomes_a_table():
    assert Reader(render_markdown("| a | b |\n|---|--:|\n| 1 | 2 |")).tags == {
        "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "ftp://a.example", "file:///etc"],
)
def test_address_of_another_kind_leads_nowhere(address):
    assert Reader(render_markdown(f"[x]({address})\n\n<{address}>")).addresses == set()


@pytest.mark.parametrize(("lower", "heading"), [(0, "h2"), (1, "h2"), (2, "h3"), (9, "h6")])
def test_heading_is_lowered_under_the_page_s_own(lower, heading):
    assert render_markdown("# Otsikko", lower=lower) == f"<{heading}>Otsikko</{heading}>"


@pytest.mark.parametrize(
    "text", ["[" * 5000, "*a " * 5000, ">" * 5000, "`" * 5000, "- " * 5000, "![" * 2000, "|" * 5000]
)
def test_markdown_that_never_closes_is_rendered(text):
    assert render_markdown(text) != ""


@given(
    st.text()
    | st.text("[]()<>!*_`#|-:\\&;\"'=\n \tax1/.@%\x00\ud800\u202e")
    | st.lists(
        st.sampled_from(["![", "](", "javascript:", "http://[", "<script>", "<img onerror=x>", "|", "\n", ")"])
    ).map("".join)
)
def test_any_text_becomes_harmless_html(text):
    found = Reader(render_markdown(text))

    assert (found.tags - TAGS, found.attributes - {"href", "rel"}) == (set(), set())
    assert {
        address for address in found.addresses if (address or "").lower().startswith(("javascript:", "data:"))
    } == set()
