"""The form of an act's pictures and attachments: what each picture shows, and their order."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tekojentori.open_form import TooLong
from tekojentori.plain_text import plain
from teot.fields import moved
from teot.forms import SectionForm
from teot.texts import clean_line

LONGEST_ALT = 300


class Rows(forms.Widget):
    """Files in the order of the page, each by its digest. A button moves one: `kuvat-up-1`."""

    def value_from_datadict(self, data, files, name):
        rows = [self.row(data, digest) for digest in data.getlist(name)]
        kind, _dash, button = data.get("move", "").partition("-")
        return moved(rows, button) if kind == name and not button.startswith("remove") else rows

    def value_omitted_from_data(self, data, files, name):
        return False

    def row(self, data, digest: str) -> dict:
        return {"digest": digest}


class PictureRows(Rows):
    def row(self, data, digest):
        alt = data.get(f"alt-{digest}", "").strip(" ")
        return {"digest": digest, "alt": alt, "is_decorative": f"decorative-{digest}" in data}


class FilesField(forms.Field):
    """The act's own files with what was said of them. Those that the page did not know of stay, last."""

    widget = Rows

    def __init__(self, **options):
        super().__init__(required=False, **options)

    def clean(self, value):
        stored = {row["digest"]: row for row in self.stored}
        rows = [stored.pop(row["digest"]) | row for row in value if row["digest"] in stored]
        return rows + list(stored.values())


class PicturesField(FilesField):
    widget = PictureRows
    faults: dict[str, str] = {}  #: by digest

    def clean(self, value):
        rows = super().clean(value)
        found = [(row, fault) for row in rows if (fault := fault_of(row["alt"]))]
        self.faults = {row["digest"]: fault for row, fault in found}
        if found:
            raise ValidationError([f"{row['name']}: {fault}" for row, fault in found])
        return [row | {"alt": clean_line(row["alt"])} for row in rows]


def fault_of(alt: str) -> str:
    """What keeps the text of a picture from being saved."""
    try:
        TooLong(LONGEST_ALT)(clean_line(plain(alt)))
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


class FilesForm(SectionForm):
    kuvat = PicturesField(label=_("Kuvat"))
    liitteet = FilesField(label=_("Liitteet"))

    def prepare(self):
        for name, field in self.fields.items():
            field.stored = self.initial[name]

    def in_words(self, name, value):
        return "\n".join(file_in_words(row) for row in value)


def file_in_words(row: dict) -> str:
    if "alt" not in row:
        return row["name"]
    told = _("(koristeellinen)") if row["is_decorative"] else row["alt"]
    return f"{row['name']}: {told}" if told else row["name"]
