from django import forms
from django.utils.translation import gettext_lazy as _

from palkinnot.invitation_forms import ReasonForm
from palkinnot.models import Ehdokas


class MoveForm(ReasonForm):
    """`state`: in which the round was when the page was opened."""

    state = forms.CharField(widget=forms.HiddenInput, max_length=10, required=False)

    def __init__(self, data=None, *, needs_reason: bool, **options):
        super().__init__(data, **options)
        self.fields["reason"].required = needs_reason


class TieForm(ReasonForm):
    """The order that the discussion gave to candidates that tie: 1 is the best."""

    field_order = ()

    def __init__(self, data=None, *, tied: list[Ehdokas]):
        super().__init__(data, auto_id=f"id_{tied[0].pk}_%s")
        self.tied = tied
        message = _("Anna kokonaisluku 1–%(most)s.") % {"most": len(tied)}
        errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), message)
        for row in tied:
            self.fields[f"order-{row.pk}"] = forms.IntegerField(
                label=row.title,
                min_value=1,
                max_value=len(tied),
                widget=forms.NumberInput({"class": "short"}),
                error_messages=errors,
            )
        self.order_fields([f"order-{row.pk}" for row in tied])
        self.fields["reason"].label = _("Miksi näin sovittiin?")

    def clean(self):
        places = [self.cleaned_data.get(f"order-{row.pk}") for row in self.tied]
        if None not in places and len(set(places)) < len(places):
            raise forms.ValidationError(_("Anna kullekin ehdokkaalle eri sija."))
        return self.cleaned_data

    @property
    def order(self) -> list[Ehdokas]:
        return sorted(self.tied, key=lambda row: self.cleaned_data[f"order-{row.pk}"])
