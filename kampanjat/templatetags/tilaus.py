"""The form of "Kerro kun haku aukeaa", for any page."""

from django import template

from kampanjat.tilaus_forms import TilausForm

register = template.Library()


@register.inclusion_tag("kampanjat/_tilaus_panel.html")
def tilaus_form() -> dict:
    return {"form": TilausForm(limits={}, auto_id="tilaus_%s")}
