from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teot.documents import TEXTS
from teot.fields import TextField
from teot.models import Tarkistus, Teko, Versio
from teot.reviewing import Decision
from teot.sections import SECTIONS

#: Texts in which staff may mend slips of the pen.
CORRECTED = ("title", "summary", *TEXTS)


class DecisionForm(forms.Form):
    """Why, and what the authors are asked in each section: as much of it as the decision takes."""

    def __init__(self, decision: Decision, data=None):
        super().__init__(data)
        if decision.reason:
            self.fields["reason"] = TextField(
                label=_("Perustelu tekijöille"),
                help_text=_("Menee viestiin sellaisenaan ja jää historiaan."),
                limit=4000,
                long=True,
                rows=5,
            )
            self.fields["reason"].required = decision.reason == "required"
        for section in SECTIONS if decision.comments else ():
            self.fields[f"kommentti-{section.slug}"] = TextField(
                label=_("%(section)s: mitä pitäisi muuttaa?") % {"section": section.title}, limit=2000, long=True
            )

    def clean(self):
        reason = self.fields.get("reason")
        if reason and reason.required and not self.cleaned_data.get("reason", "-"):
            self.add_error("reason", _("Kirjoita syy: se kerrotaan tekijöille ja jää historiaan."))

    @property
    def reason_given(self) -> str:
        return self.cleaned_data.get("reason", "") if self.is_valid() else ""

    @property
    def words(self) -> list[str]:
        """All that was typed, to be copied where it did not go."""
        return [text for text in self.cleaned_data.values() if text] if self.is_valid() else []

    @property
    def comments_given(self) -> dict[str, str]:
        if not self.is_valid():
            return {}
        return {section.slug: self.cleaned_data.get(f"kommentti-{section.slug}", "") for section in SECTIONS}


class NoteForm(forms.Form):
    text = TextField(label=gettext_lazy("Muistiinpano"), limit=4000, long=True)

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        self.fields["text"].required = True


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
            rows = {"title": 1, "summary": 4}.get(name, 8)
            label, is_long = field.verbose_name.capitalize(), name not in ("title", "summary")
            self.fields[name] = TextField(label=label, limit=field.max_length, long=is_long, rows=rows)
            self.fields[name].required = bool(version.document[name])
        self.fields["reason"] = TextField(
            label=_("Mitä korjasit?"),
            help_text=_("Esimerkiksi: lyöntivirheet. Menee viestiin ja jää historiaan."),
            limit=300,
        )
        self.fields["reason"].required = True

    def clean(self):
        for name, field in self.fields.items():
            if field.required and not self.cleaned_data.get(name, "-"):
                self.add_error(name, _("Tämä ei voi olla tyhjä."))

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in CORRECTED}
