"""What text versions of mails need; an HTML version has its own means."""

from django import template

register = template.Library()


@register.filter
def set_in(text: str) -> str:
    """People's words in a text mail: two spaces before each line, so that they cannot pass for ours."""
    return "\n".join(f"  {line}".rstrip() for line in text.split("\n"))
