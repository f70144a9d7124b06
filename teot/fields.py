"""Fields of the form that tells of an act: texts that are cleaned, and things that Django has no field for."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from tekojentori.finnish_order import fold
from tekojentori.moments import day
from tekojentori.plain_text import fault_in, plain
from teot.register import Register
from teot.texts import clean_line, clean_text

MOST_MEASURES = 20
MOST_CANDIDATES = 10
LONGEST_LINK = 500
MEASURE_NAMES = {
    "name": gettext_lazy("Mitä mitattiin"),
    "before": gettext_lazy("Ennen"),
    "after": gettext_lazy("Jälkeen"),
    "unit": gettext_lazy("Yksikkö"),
}
is_link = URLValidator(schemes=["http", "https"])


class TextField(forms.Field):
    """A text of at most `limit` characters, none of them hidden. On one line unless it is `long`."""

    def __init__(self, *, limit: int, long: bool = False, rows: int = 3, **kwargs):
        self.limit, self.long = limit, long
        attrs = {"data-limit": limit, "autocomplete": "off"} | ({} if long else {"data-line": True})
        widget = forms.Textarea(attrs | {"rows": rows}) if long or rows > 3 else forms.TextInput(attrs)
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value):
        return (clean_text if self.long else clean_line)(plain(value or ""))

    def validate(self, value):
        over = len(value) - self.limit
        if over > 0:
            message = ngettext_lazy(
                "Tekstissä on %(over)s merkki liikaa. Lyhennä enintään %(limit)s merkkiin.",
                "Tekstissä on %(over)s merkkiä liikaa. Lyhennä enintään %(limit)s merkkiin.",
                "over",
            )
            raise ValidationError(message, params={"over": over, "limit": self.limit})


class WordsField(TextField):
    """Words by commas, each kept once; at most `most` of them."""

    def __init__(self, *, most: int, longest: int, **kwargs):
        self.most, self.longest = most, longest
        super().__init__(limit=most * (longest + 2), **kwargs)
        del self.widget.attrs["data-limit"]

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return list(dict.fromkeys(word for part in plain(value or "").split(",") if (word := clean_line(part))))

    def validate(self, value):
        if len(value) > self.most:
            raise ValidationError(
                _("Avainsanoja on %(count)s. Jätä niistä %(most)s.") % {"count": len(value), "most": self.most}
            )
        for word in value:
            if len(word) > self.longest:
                message = _("Avainsana ”%(word)s…” on liian pitkä. Lyhennä enintään %(longest)s merkkiin.")
                raise ValidationError(message % {"word": word[:20], "longest": self.longest})


class LinksField(TextField):
    """Addresses, one on a line; only http and https, since a link may do nothing but lead somewhere."""

    def __init__(self, *, most: int, **kwargs):
        self.most = most
        super().__init__(limit=most * LONGEST_LINK, long=True, **kwargs)
        del self.widget.attrs["data-limit"]

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return list(dict.fromkeys(clean_text(plain(value or "")).split()))

    def validate(self, value):
        if len(value) > self.most:
            raise ValidationError(
                _("Linkkejä on %(count)s. Jätä niistä %(most)s.") % {"count": len(value), "most": self.most}
            )
        for link in value:
            try:
                is_link(link)
            except ValidationError:
                message = _("”%(link)s” ei ole verkko-osoite. Kirjoita se muodossa https://osoite.")
                raise ValidationError(message % {"link": link[:60]}) from None
            if len(link) > LONGEST_LINK:
                raise ValidationError(_("Linkki ”%(link)s…” on liian pitkä.") % {"link": link[:60]})


class YearField(forms.Field):
    def __init__(self, **kwargs):
        widget = forms.TextInput({"inputmode": "numeric", "class": "short", "autocomplete": "off"})
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value):
        text = clean_line(plain(str(value or "")))
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) == 4):
            raise ValidationError(_("Kirjoita vuosi neljällä numerolla, esimerkiksi 2024."))
        return int(text)


class KeysField(forms.MultipleChoiceField):
    """Any of the rows of a reference table, as their keys in order."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def clean(self, value):
        return sorted(int(key) for key in super().clean(value))


class OrganisationInput(forms.TextInput):
    """A name typed, with the whole list to choose from; after an ambiguous name, buttons for those it may mean."""

    template_name = "teot/writing/organisation_input.html"
    candidates: list[tuple[int, str]] = ()
    picked = ""
    #: What the button beside the field says; without one the form's own buttons save it.
    button = ""

    def value_from_datadict(self, data, files, name):
        text, asked, picked = data.get(name, ""), data.get(f"{name}-asked"), data.get(f"{name}-picked", "")
        self.picked = picked if asked == text else ""
        return text

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"candidates": self.candidates, "button": self.button}
        return context


class OrganisationField(forms.Field):
    """An organisation by its name in any language, accents optional. The value is its key.

    A name that may mean several is asked about; one that has ended is not offered, but stays where it was chosen.
    """

    widget = OrganisationInput

    def __init__(self, **kwargs):
        attrs = {"list": "organisaatiot", "autocomplete": "off"}
        super().__init__(required=False, widget=OrganisationInput(attrs), **kwargs)
        self.options: dict[int, tuple[str, ...]] = {}

    def offer(self, register: Register, chosen: int | None, language: str) -> None:
        """Let those that exist today be chosen, and the one that is."""
        self.language, self.register = language, register
        self.options = {
            row.id: row.names for row in register.organisations.values() if row.is_current or row.id == chosen
        }

    def prepare_value(self, value):
        return self.options[value][self.language] if value in self.options else value

    def clean(self, value):
        text = clean_line(plain(value or ""))
        if not text:
            return None
        if self.widget.picked.isdecimal() and int(self.widget.picked) in self.options:
            return int(self.widget.picked)
        found = self.matching(fold(text))
        if len(found) == 1:
            return found[0]
        self.widget.candidates = [(key, self.options[key][self.language]) for key in found[:MOST_CANDIDATES]]
        if found:
            raise ValidationError(_("Nimi sopii moneen organisaatioon. Valitse niistä tai tarkenna nimeä."))
        raise ValidationError(self.why_not(fold(text)))

    def why_not(self, words: str) -> str:
        """What is wrong with a name that nothing on offer has."""
        for row in self.register.organisations.values():
            if row.merged_into is None and words in map(fold, row.names.values()):
                message = _("%(name)s päättyi %(day)s. Valitse se, joka jatkaa sen työtä, tai kysy ohjelmatoimistosta.")
                return message % {"name": row.names[self.language], "day": day(row.valid_until)}
        return _("Organisaatiota ei ole luettelossa. Tarkista nimi tai kysy ohjelmatoimistosta.")

    def matching(self, words: str) -> list[int]:
        """The one whose name it is, else those whose names begin with it, else those that contain it."""
        names = {key: [fold(name) for name in names.values()] for key, names in self.options.items()}
        for fits in (str.__eq__, str.startswith, str.__contains__):
            found = [key for key, folded in names.items() if any(fits(name, words) for name in folded)]
            if found:
                return found
        return []


class MeasuresInput(forms.Widget):
    """Rows of measured results with one empty row after them; buttons move and remove rows, each saving the section."""

    template_name = "teot/writing/measures_input.html"
    use_fieldset = True
    faults: dict[tuple[int, str], str] = {}

    def value_from_datadict(self, data, files, name):
        rows = []
        for number in range(MOST_MEASURES + 1):
            row = {column: data.get(f"{name}-{number}-{column}", "").strip(" ") for column in MEASURE_NAMES}
            if any(row.values()):
                rows.append(row)
        return moved(rows, data.get("move", ""))

    def value_omitted_from_data(self, data, files, name):
        return f"{name}-0-name" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows, id_ = list(value or []), context["widget"]["attrs"].get("id", name)
        blank = [{}] if len(rows) < MOST_MEASURES else []
        context["widget"]["rows"] = [
            {
                "number": number,
                "title": row.get("name", ""),
                "is_new": not row,
                "is_last": number == len(rows) - 1,
                "cells": [self.cell(column, number, row, name, id_) for column in MEASURE_NAMES],
            }
            for number, row in enumerate(rows + blank)
        ]
        return context

    def cell(self, column: str, number: int, row: dict, name: str, id_: str) -> dict:
        return {
            "column": column,
            "label": MEASURE_NAMES[column],
            "name": f"{name}-{number}-{column}",
            "id": f"{id_}_{number}_{column}",
            "value": row.get(column, ""),
            "fault": self.faults.get((number, column), ""),
        }


def moved(rows: list[dict], button: str) -> list[dict]:
    """The rows after the button that was pressed, such as `up-2` or `remove-0`."""
    verb, _dash, number = button.partition("-")
    place = int(number) if number.isdecimal() and len(number) < 3 else len(rows)
    if place < len(rows):
        row = rows.pop(place)
        if verb != "remove":
            rows.insert(max(0, place + {"up": -1, "down": 1}.get(verb, 0)), row)
    return rows


class MeasuresField(forms.Field):
    """Measured results as dictionaries, as they will be stored. A row may be saved half filled."""

    widget = MeasuresInput
    limits = {"name": 120, "before": 40, "after": 40, "unit": 40}

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def clean(self, value):
        if len(value) > MOST_MEASURES:
            raise ValidationError(_("Mittareita voi olla enintään %(most)s.") % {"most": MOST_MEASURES})
        faults = {
            (number, column): fault
            for number, row in enumerate(value)
            for column, limit in self.limits.items()
            if (fault := fault_in(row[column]) or fault_of_length(clean_line(row[column]), limit))
        }
        self.widget.faults = faults
        if faults:
            raise ValidationError(
                [f"{number + 1}, {MEASURE_NAMES[column]}: {text}" for (number, column), text in faults.items()]
            )
        rows = [{column: clean_line(text) for column, text in row.items()} for row in value]
        return [row for row in rows if any(row.values())]


def fault_of_length(text: str, limit: int) -> str:
    message = _("Lyhennä enintään %(limit)s merkkiin, nyt niitä on %(length)s.")
    return message % {"limit": limit, "length": len(text)} if len(text) > limit else ""
