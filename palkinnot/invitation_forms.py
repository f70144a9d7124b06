from django import forms
from django.utils.translation import gettext_lazy as _

from palkinnot import declaration
from tekojentori.open_form import Words


class ReasonForm(forms.Form):
    """Why: as short as the column that keeps it."""

    reason = Words(
        label=_("Syy"),
        limit=300,
        help_text=_("Enintään 300 merkkiä."),
        error_messages={"required": _("Kirjoita syy: se jää historiaan.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(ReasonForm):
    def __init__(self, data=None):
        super().__init__(data)
        field = self.fields["reason"]
        field.required, field.label = False, _("Jos et pääse mukaan")
        field.help_text = _("Voit kertoa syyn ohjelmatoimistolle. Enintään 300 merkkiä.")


class DeclarationForm(forms.Form):
    read = forms.CharField(widget=forms.HiddenInput, required=False)
    agree = forms.BooleanField(
        label=_("Olen lukenut sitoumuksen ja sitoudun siihen"),
        error_messages={"required": _("Rastita, että sitoudut. Muuten ehdokkaita ei voi näyttää.")},
    )

    def clean(self):
        """Nobody signs other words than were read."""
        if self.cleaned_data.get("read") != declaration.digest():
            raise forms.ValidationError(
                _("Sitoumuksen teksti on muuttunut sen jälkeen, kun avasit sivun. Lue se uudelleen.")
            )
        return self.cleaned_data


class ConflictsForm(ReasonForm):
    candidates = forms.MultipleChoiceField(
        label=_("Mihin olet esteellinen?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Rastita ehdokkaat, joihin olet esteellinen."),
            "invalid_choice": _("Ehdokas ei ole enää luettelossa. Lataa sivu uudelleen."),
        },
    )
    field_order = ("candidates", "reason")

    def __init__(self, data=None, *, candidates, initial=None):
        super().__init__(data, initial=initial)
        self.known = {str(row.pk): row for row in candidates}
        self.fields["candidates"].choices = [(key, row.title) for key, row in self.known.items()]
        self.fields["reason"].label = _("Mistä esteellisyys johtuu?")

    @property
    def chosen(self):
        return [self.known[key] for key in self.cleaned_data["candidates"]]
