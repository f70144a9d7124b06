"""Markdown that people wrote, as HTML that can do no harm."""

import re

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr"}
TAGS |= {"h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def render_markdown(text: str, *, lower: int = 2) -> str:
    """CommonMark with tables as sanitised HTML: no raw HTML, no pictures.

    Headings are lowered by `lower` levels, at least to the second, since the page has its own first.
    """

    def lowered(match: re.Match) -> str:
        return f"<{match[1]}h{min(max(int(match[2]) + lower, 2), 6)}>"

    return nh3.clean(
        re.sub(r"<(/?)h([1-6])>", lowered, _markdown.render(text)),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    ).strip()
