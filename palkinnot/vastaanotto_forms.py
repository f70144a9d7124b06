"""A winner's answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tekojentori.open_form import Words


class VastaanottoForm(forms.Form):
    use_required_attribute = False
    accepts = forms.TypedChoiceField(
        label=_("Otatteko tunnustuksen vastaan?"),
        choices=[("kylla", _("Kyllä, kiitos")), ("ei", _("Emme ota vastaan"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, otatteko tunnustuksen vastaan.")},
    )
    guests = Words(
        label=_("Ketkä tulevat gaalaan?"),
        help_text=_("Nimi ja tehtävä riveittäin. Jätä tyhjäksi, jos kukaan ei pääse paikalle."),
        limit=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
