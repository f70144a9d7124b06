"""What staff write when results that are public change."""

from django import forms
from django.utils.translation import gettext_lazy as _

from palkinnot.deciding_forms import AwardForm, Seen
from palkinnot.models import Ehdokas
from palkinnot.models.choice import SAID, Choice
from tekojentori.open_form import Words

GIVE, ANNUL = "muuta", "kumoa"


def note(label, **options) -> Words:
    return Words(label=label, limit=1000, widget=forms.Textarea(attrs={"rows": 3}), **options)


class CorrectionForm(AwardForm, Seen):
    """What a candidate's decision is to say, or that it is annulled; and why, for all to read."""

    ehdokas = forms.ModelChoiceField(
        Ehdokas.objects.none(), label=_("Ehdokas"), required=False, empty_label=_("Valitse ehdokas")
    )
    what = forms.ChoiceField(
        label=_("Mitä tehdään"),
        choices=[(GIVE, _("Muutetaan päätöstä tai annetaan uusi")), (ANNUL, _("Kumotaan päätös"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, mitä tehdään.")},
    )
    note_fi = note(
        _("Selitys suomeksi"),
        help_text=_("Mikä muuttuu ja miksi. Näkyy kaikille."),
        error_messages={"required": _("Kirjoita suomeksi, mitä oikaistaan ja miksi.")},
    )
    note_sv = note(
        _("Selitys ruotsiksi"), error_messages={"required": _("Kirjoita ruotsiksi, mitä oikaistaan ja miksi.")}
    )
    note_en = note(_("Selitys englanniksi"), required=False, help_text=_("Ilman tätä näkyy suomenkielinen."))
    field_order = ("ehdokas", "what", *SAID, "note_fi", "note_sv", "note_en")

    def __init__(self, *args, candidates, is_unawarded: bool, **options):
        """`is_unawarded`: the decision is that nobody gets the prize, which may be annulled too."""
        super().__init__(*args, **options)
        self.is_unawarded = is_unawarded
        if is_unawarded:
            self.fields["ehdokas"].empty_label = _("Päätös, ettei palkintoa jaeta")
        self.fields["ehdokas"].queryset = Ehdokas.objects.filter(pk__in=[row.pk for row in candidates]).for_list()
        self.fields["ehdokas"].label_from_instance = lambda row: row.title
        self.fields["kind"].choices = self.fields["kind"].choices[1:]

    def clean(self):
        is_annulled = self.cleaned_data.get("what") == ANNUL
        is_nobody = self.cleaned_data.get("ehdokas") is None and "ehdokas" not in self.errors
        if is_nobody and not (is_annulled and self.is_unawarded):
            self.add_error("ehdokas", _("Valitse ehdokas."))
        return self.cleaned_data if is_annulled else super().clean()

    @property
    def becomes(self) -> Choice | None:
        given = self.cleaned_data
        if given["what"] == ANNUL:
            return None
        return Choice(ehdokas=given["ehdokas"], **{name: given[name] for name in SAID})

    @property
    def notes(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"note_{language}"] for language in ("fi", "sv", "en")}
