from django import forms
from django.utils.translation import gettext_lazy as _

from tekojentori.open_form import Words


class SayingForm(forms.Form):
    text = Words(
        label=_("Puheenvuorosi"),
        limit=4000,
        help_text=_("Näkyy raadille ja ohjelmatoimistolle, paitsi esteellisille. Sitä ei voi muuttaa jälkikäteen."),
        error_messages={"required": _("Kirjoita puheenvuoro ensin.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
