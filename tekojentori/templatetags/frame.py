"""Tags of the site's frame, built into every template."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

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
