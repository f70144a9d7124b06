"""Tags of the site's frame, built into every template."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

register = template.Library()


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
