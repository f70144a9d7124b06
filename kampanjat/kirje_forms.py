from django import forms
from django.utils.translation import gettext as _

from kampanjat import wording
from kampanjat.kirjeet import Kind
from kampanjat.models import Kirje
from kampanjat.wording import Words
from tekojentori.versioned_admin import VersionedForm


class KirjeForm(VersionedForm):
    """Staff's words in three languages side by side. What is left empty, or as it was shipped, goes as shipped."""

    class Meta:
        model = Kirje
        fields = Kirje.TEXTS

    def __init__(self, *args, kind: Kind, **options):
        super().__init__(*args, **options)
        self.kind = kind
        for language in Kirje.LANGUAGES:
            words = self.instance.words(language) or kind.shipped(language)
            self.initial |= {f"subject_{language}": words.subject, f"text_{language}": words.text}
            self.fields[f"subject_{language}"].widget.attrs |= {"lang": language}
            self.fields[f"text_{language}"].widget = forms.Textarea(attrs={"rows": 16, "lang": language})

    def clean(self):
        for language in Kirje.LANGUAGES:
            self.clean_language(f"subject_{language}", f"text_{language}", self.kind.shipped(language))
        return super().clean()

    def clean_language(self, subject: str, text: str, shipped: Words) -> None:
        if subject in self.errors or text in self.errors:
            return
        cleaned = self.cleaned_data
        cleaned[text] = cleaned[text].replace("\r\n", "\n")
        if Words(cleaned[subject], cleaned[text]) == shipped:
            cleaned[subject] = cleaned[text] = ""
        both = Words(cleaned[subject], cleaned[text])
        for name, written, other, names in (
            (subject, both.subject, both.text, self.kind.names_in_subject),
            (text, both.text, both.subject, self.kind.names),
        ):
            lacks = [_("Kirjoita tämäkin, tai tyhjennä otsikko ja teksti, niin kirje lähtee toimitetuin sanoin.")]
            for fault in lacks if other and not written else wording.faults(written, names):
                self.add_error(name, fault)

    @property
    def columns(self) -> list[dict]:
        """Each language: its fields, and whether its words are staff's own."""
        return [
            {"fields": [self[f"subject_{language}"], self[f"text_{language}"]], "language": language, "name": name}
            for language, name in Kirje.LANGUAGES.items()
        ]

    def words(self, language: str) -> Words | None:
        """What would go in the language; None when it cannot."""
        names = f"subject_{language}", f"text_{language}"
        if not self.is_bound:
            return Words(*(self.initial[name] for name in names))
        if self.errors.keys() & set(names):
            return None
        written = Words(*(self.cleaned_data[name] for name in names))
        return written if written.subject else self.kind.shipped(language)
