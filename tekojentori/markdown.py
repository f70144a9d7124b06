"""Markdown that people wrote, as HTML that can do no harm."""

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr"}
TAGS |= {"h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}

#: Halves of surrogate pairs, which are not text and cannot be encoded.
HALVES = re.compile("[\ud800-\udfff]")


def alternative(renderer, tokens, index, options, env) -> str:
    """A picture as the text that stands for it."""
    return escapeHtml(renderer.renderInlineAsText(tokens[index].children, options, env))


_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_markdown.add_render_rule("image", alternative)


def render_markdown(text: str, *, lower: int = 2) -> str:
    """CommonMark with tables as sanitised HTML: no raw HTML, no pictures but their alternative texts.

    Links lead to this site, to http, https or mailto, and vouch for nothing. Headings are lowered by `lower` levels,
    at least to the second, since the page has its own first. Any text is rendered; none raises.
    """

    def lowered(match: re.Match) -> str:
        return f"<{match[1]}h{min(max(int(match[2]) + lower, 2), 6)}>"

    return nh3.clean(
        re.sub(r"<(/?)h([1-6])>", lowered, _markdown.render(HALVES.sub("\ufffd", text))),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    ).strip()
