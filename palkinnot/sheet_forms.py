from django import forms
from django.utils.translation import gettext_lazy as _

from palkinnot.models import Kriteeri
from palkinnot.models.filling import COMMENTS
from teot.fields import TextField

NOTE, QUESTION, REASON = 4000, 2000, 300


def scale_field(kriteeri: Kriteeri) -> forms.TypedChoiceField:
    """The scale's values, and no answer, which is not a zero."""
    message = _("Anna kokonaisluku %(low)s–%(high)s.") % {"low": kriteeri.low, "high": kriteeri.high}
    return forms.TypedChoiceField(
        label=kriteeri.name,
        choices=[*((value, value) for value in kriteeri.scale), ("", "–")],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": message},
    )


class SheetForm(forms.Form):
    """A sheet with the juror's own note and a question to staff. Criteria are `k` and their number."""

    def __init__(self, data=None, *, criteria: list[Kriteeri], asks_reason: bool, initial: dict | None = None):
        super().__init__(data, initial=initial)
        self.criteria = criteria
        for row in criteria:
            self.fields[f"k{row.pk}"] = scale_field(row)
        self.fields["done"] = forms.BooleanField(
            label=_("Annan arvion, vaikka jätän osan kriteereistä vastaamatta"), required=False
        )
        self.fields["comment_to_jury"] = TextField(
            label=_("Kommentti raadille"),
            help_text=_("Muut raatilaiset näkevät sen vasta keskustelussa."),
            limit=COMMENTS["comment_to_jury"],
            long=True,
        )
        self.fields["comment_to_authors"] = TextField(
            label=_("Kommentti tekijöille"),
            help_text=_("Ohjelmatoimisto voi välittää sen tekijöille tulosten jälkeen, ilman nimeäsi."),
            limit=COMMENTS["comment_to_authors"],
            long=True,
        )
        self.fields["note"] = TextField(
            label=_("Omat muistiinpanot"), help_text=_("Näkyvät aina vain sinulle."), limit=NOTE, long=True
        )
        self.fields["question"] = TextField(
            label=_("Kysymys ohjelmatoimistolle"),
            help_text=_("Lähtee, kun tallennat. Vastaus tulee kaikille ehdokkaan arvioijille, eikä kysyjää kerrota."),
            limit=QUESTION,
            long=True,
        )
        if asks_reason:
            self.fields["reason"] = TextField(
                label=_("Miksi muutat arviota?"),
                help_text=_("Keskustelun aikana muutos vaatii syyn, jonka muut raatilaiset näkevät."),
                limit=REASON,
                rows=2,
            )

    @property
    def scales(self) -> list[tuple[Kriteeri, forms.BoundField]]:
        return [(row, self[f"k{row.pk}"]) for row in self.criteria]

    def answers(self) -> dict[int, int | None]:
        """By criterion, those without a fault."""
        self.is_valid()
        named = {row.pk: f"k{row.pk}" for row in self.criteria}
        return {key: self.cleaned_data[name] for key, name in named.items() if name in self.cleaned_data}

    def texts(self, *names: str) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
