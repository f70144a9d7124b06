from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teot.documents import TEXTS
from teot.models import Tarkistus, Teko, Versio
from teot.reviewing import Decision
from teot.sections import SECTIONS
from teot.texts import clean_line, clean_text

#: Texts in which staff may mend slips of the pen.
CORRECTED = ("title", "summary", *TEXTS)


class DecisionForm(forms.Form):
    """Why, and what the authors are asked in each section: as much of it as the decision takes."""

    reason = forms.CharField(
        label=gettext_lazy("Perustelu tekijöille"),
        help_text=gettext_lazy("Menee viestiin sellaisenaan ja jää historiaan."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 80}),
    )

    def __init__(self, decision: Decision, data=None):
        super().__init__(data)
        if not decision.reason:
            del self.fields["reason"]
        elif decision.reason == "optional":
            self.fields["reason"].required = False
        for section in SECTIONS if decision.comments else ():
            self.fields[f"kommentti-{section.slug}"] = forms.CharField(
                label=_("%(section)s: mitä pitäisi muuttaa?") % {"section": section.title},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
            )

    @property
    def reason_given(self) -> str:
        return clean_text(self.cleaned_data.get("reason", "")) if self.is_valid() else ""

    @property
    def comments_given(self) -> dict[str, str]:
        if not self.is_valid():
            return {}
        slugs = (section.slug for section in SECTIONS)
        return {slug: clean_text(self.cleaned_data.get(f"kommentti-{slug}", "")) for slug in slugs}


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Muistiinpano"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3, "cols": 40})
    )


class ChecklistForm(forms.Form):
    """What is ticked now, and what was ticked when the page was opened: only the difference is this person's doing."""

    version = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    ticked = forms.MultipleChoiceField(choices=Tarkistus.Item, required=False)
    shown = forms.MultipleChoiceField(choices=Tarkistus.Item, required=False)

    def record(self, version: Versio, *, by) -> None:
        ticked, shown = set(self.cleaned_data["ticked"]), set(self.cleaned_data["shown"])
        Tarkistus.objects.record(version, ticked=ticked - shown, unticked=shown - ticked, by=by)


class CorrectionForm(forms.Form):
    """The texts of a version, to mend slips of the pen in."""

    version = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, version: Versio, data=None):
        super().__init__(data, initial=version.document | {"version": version.pk})
        for name in CORRECTED:
            field = Teko._meta.get_field(name)
            lines = 1 if name == "title" else 3 if name == "summary" else 8
            self.fields[name] = forms.CharField(
                label=field.verbose_name.capitalize(),
                max_length=field.max_length,
                required=name in ("title", "summary") or bool(version.document[name]),
                widget=forms.Textarea(attrs={"rows": lines, "cols": 90}),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Mitä korjasit?"),
            help_text=_("Esimerkiksi: lyöntivirheet. Menee viestiin ja jää historiaan."),
            max_length=300,
            widget=forms.TextInput(attrs={"size": 80}),
        )

    @property
    def texts(self) -> dict[str, str]:
        """The texts as they would be stored; a line break typed by a browser is no change."""
        one_line = ("title", "summary")
        given = {name: self.cleaned_data[name] for name in CORRECTED}
        return {name: clean_line(text) if name in one_line else clean_text(text) for name, text in given.items()}
