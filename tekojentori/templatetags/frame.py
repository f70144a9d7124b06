"""Tags of the site's frame, built into every template."""

import csv
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path

from django import template
from django.template.base import FilterExpression
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as do_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from tekojentori import dotmap, kept, moments

register = template.Library()

EMPTY = ' class="is-empty"'


class Words(template.Node):
    """Words or an address of a template in each language, looked up once: a page holds scores that never change."""

    def __init__(self, node: TranslateNode | URLNode):
        self.node, self.found = node, {}

    def render(self, context):
        language = get_language()
        if language not in self.found:
            self.found[language] = self.node.render(context)
        return self.found[language]


@register.tag("translate")
def translate(parser, token):
    """Django's own tag. Without variables, filters or a name for its words it remembers them."""
    node = do_translate(parser, token)
    return Words(node) if is_plain(node.filter_expression) and not (node.asvar or node.message_context) else node


@register.tag("url")
def url(parser, token):
    """Django's own tag. Without values or a name for the address it remembers it."""
    node = do_url(parser, token)
    return Words(node) if is_plain(node.view_name) and not (node.args or node.kwargs or node.asvar) else node


def is_plain(expression: FilterExpression) -> bool:
    """Whether it stands in the template as it is: Django keeps a constant as its text, or as a variable's literal."""
    constant = expression.var if isinstance(expression.var, str) else getattr(expression.var, "literal", None)
    return constant is not None and not expression.filters


@register.simple_tag
@cache  # a closed set of names, and a page draws dozens
def icon(name: str, size: str = "") -> SafeString:
    """A symbol of the icon sheet. It is decoration: words stand beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" icon-{size}" if size else "",
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def counted_options(options: Iterable) -> SafeString:
    """The options of a select with how many each would give. A tag, since a template takes ten times as long."""
    drawn = [f'<option value="{escape(one.code)}">{escape(one.name)} ({one.count})</option>' for one in options]
    return mark_safe("".join(drawn))  # noqa: S308 - every part is escaped or a number


@register.simple_tag
def counted_checks(name: str, options: Iterable) -> SafeString:
    """The same as boxes to tick, those that would give nothing in a quieter colour."""
    drawn = [
        f'<label{"" if one.count else EMPTY}><input type="checkbox" name="{name}" value="{code}" '
        f'id="rajaus-{name}-{code}"{" checked" if one.is_chosen else ""}><span>{escape(one.name)}</span>'
        f'<span class="count">{one.count}</span></label>'
        for one in options
        for code in (escape(one.code),)
    ]
    return mark_safe("".join(drawn))  # noqa: S308 - as above, and `name` is one of ours


register.filter("moment", moments.moment)
register.filter("day", moments.day)
register.filter("clock", moments.clock)
register.filter("deadline", moments.deadline)


@register.simple_tag
@cache
def country(marked: str = "890") -> SafeString:
    """The municipalities as dots and the one of this code as a berry, from the file: an error page asks no database."""
    with (Path(dotmap.__file__).parent / "data" / "kunnat.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    spots = dotmap.spread([dotmap.project(float(row["lat"]), float(row["lon"])) for row in rows])
    berry = spots.pop([row["code"] for row in rows].index(marked))
    land = format_html_join("", '<circle cx="{}" cy="{}" r="5.5"/>', spots)
    return format_html(
        '<svg viewBox="0 0 {} {}" aria-hidden="true"><g class="land">{}</g>'
        '<circle class="berry" cx="{}" cy="{}" r="14"/></svg>',
        *(dotmap.WIDTH, dotmap.HEIGHT, land, *berry),
    )


@register.simple_tag
def writer(user=None) -> SafeString:
    """In a form whose text is kept when it cannot be taken: that of this user, or one that anyone may send."""
    return format_html('<input type="hidden" name="writer" value="{}">', kept.mark_of(user))


@register.simple_block_tag
def page_title(content: SafeString) -> SafeString:
    """The page's name, for the browser with the site's after it and for those it is shared with alone."""
    html = '<title>{0} – {1}</title>\n  <meta property="og:title" content="{0}">'
    return format_html(html, content, gettext("Tekojen tori"))


@register.simple_block_tag
def page_description(content: SafeString) -> SafeString:
    """What the page is, for search engines and for those it is shared with."""
    html = '<meta name="description" content="{0}">\n  <meta property="og:description" content="{0}">'
    return format_html(html, content)


@register.simple_tag
def share_picture() -> str:
    """The address, without the host, of the picture that stands for the site in the language of the page."""
    return static(f"img/jako-{get_language()}.png")


@register.filter
def file_size(size: int) -> str:
    """`12 kt`, `1,2 Mt`: what a download weighs, in the units of the language."""
    if size < 1024 * 1024:
        return gettext("%(size)s kt") % {"size": number_format(max(1, round(size / 1024)))}
    return gettext("%(size)s Mt") % {"size": number_format(size / 1024 / 1024, 1)}
