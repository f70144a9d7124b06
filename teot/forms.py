from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tekojentori.address_field import AddressField
from teot import completeness, measures
from teot.fields import (
    KeysField,
    LinksField,
    MeasuresField,
    OrganisationField,
    TextField,
    WordsField,
    YearField,
)
from teot.models import Teko

LONG = {"limit": 10_000, "long": True, "rows": 6}


class SectionForm(forms.Form):
    """The base of a section's form. It never asks for completeness, only that what is there can be kept."""

    use_required_attribute = False
    #: Fields that stand or fall together: one of them alone would not be a whole answer.
    together: tuple[str, ...] = ()

    def __init__(self, data=None, *, section, initial, register):
        super().__init__(data, initial=initial)
        self.section, self.register, self.language = section, register, get_language() or "fi"
        for name, field in self.fields.items():
            field.wanted = name in completeness.WRITTEN
        self.prepare()

    def prepare(self) -> None:
        """Give the fields what the register offers."""

    def values(self) -> dict:
        """What may be stored of the section: every field that has no error, by the act's own names."""
        wrong = set(self.errors)
        if wrong & set(self.together):
            wrong |= set(self.together)
        return {name: self.value(name) for name in self.section.fields if name not in wrong}

    def value(self, name: str):
        return self.cleaned_data[name]

    def in_words(self, name: str, value) -> str:
        """A field's value as people read it; nothing for an empty one."""
        choices = dict(getattr(self.fields.get(name), "choices", ()))
        match value:
            case True | False:
                return str(_("Kyllä") if value else "")
            case list() if name == "mittarit":
                return "\n".join(measures.in_words(row) for row in value)
            case list():
                return ", ".join(str(choices.get(item, item)) for item in value)
        return "" if value in (None, "") else str(choices.get(value, value))


class ChoicesField(forms.TypedMultipleChoiceField):
    """Any of the choices, in their own order."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value):
        chosen = super().clean(value)
        return [key for key, _label in self.choices if key in chosen]


class NameForm(SectionForm):
    title = TextField(
        label=_("Nimi"),
        limit=100,
        help_text=_("Kerro teko yhdellä silmäyksellä: mitä ja kenelle. Hankkeen nimi ei yksin riitä."),
    )
    summary = TextField(
        label=_("Tiivistelmä"),
        limit=300,
        rows=4,
        help_text=_("Kaksi tai kolme virkettä: mitä teitte ja mitä siitä seurasi."),
    )
    language = forms.ChoiceField(
        label=_("Millä kielellä kirjoitat?"),
        choices=Teko.Language,
        widget=forms.RadioSelect,
        error_messages={"required": _("Valitse kieli.")},
    )


class DoingForm(SectionForm):
    starting_point = TextField(
        label=_("Lähtötilanne"), **LONG, help_text=_("Mikä ei toiminut, ja mistä sen huomasi? Keitä asia koski?")
    )
    done = TextField(
        label=_("Mitä tehtiin"),
        **LONG,
        help_text=_("Mitä muutitte käytännössä, missä järjestyksessä ja keiden kanssa?"),
    )
    made_by = ChoicesField(
        label=_("Ketkä tekivät teon yhdessä?"),
        choices=Teko.Maker,
        required=False,
        help_text=_("Valitse kaikki, jotka olivat mukana kehittämässä."),
    )


class ResultsForm(SectionForm):
    results = TextField(
        label=_("Mitä muuttui"),
        **LONG,
        help_text=_("Kerro ensin, kenelle muutos näkyy: asiakkaalle, työntekijälle vai taloudessa."),
    )
    mittarit = MeasuresField(
        label=_("Mitatut tulokset"),
        help_text=_("Yksi mittari riittää. Kerro luku ennen muutosta ja sen jälkeen."),
    )
    learnt = TextField(
        label=_("Mitä opittiin"), **LONG, help_text=_("Myös se, mikä ei toiminut, säästää toisten aikaa.")
    )


class GuideForm(SectionForm):
    how_to = TextField(
        label=_("Näin tämän saa käyttöön"),
        **LONG,
        help_text=_("Mistä aloitetaan, mitä tarvitaan, mitä se maksaa ja mitä kannattaa varoa?"),
    )
    links = LinksField(
        label=_("Linkit"), most=10, help_text=_("Kukin omalle rivilleen, esimerkiksi esite, video tai lomakepohja.")
    )


class ClassificationForm(SectionForm):
    together = ("first_year", "last_year")

    owner = OrganisationField(
        label=_("Organisaatio"), help_text=_("Se, jonka työtä teko on. Kirjoita nimi suomeksi tai ruotsiksi.")
    )
    partners = KeysField(label=_("Kumppanit"), help_text=_("Poista valinta niiltä, jotka eivät olleet mukana."))
    new_partner = OrganisationField(
        label=_("Lisää kumppani"), help_text=_("Toinen organisaatio, jonka kanssa teko tehtiin.")
    )
    sectors = KeysField(label=_("Toimialat"), help_text=_("Valitse ne, joiden työtä teko muutti."))
    themes = KeysField(label=_("Teemat"))
    keywords = WordsField(
        label=_("Avainsanat"),
        most=15,
        longest=50,
        help_text=_("Erota sanat pilkuilla, esimerkiksi etätyö, aukioloajat."),
    )
    scope = forms.ChoiceField(
        label=_("Kuinka laaja teko on?"), choices=Teko.Scope, widget=forms.RadioSelect, required=False
    )
    stage = forms.ChoiceField(
        label=_("Missä vaiheessa teko on?"), choices=Teko.Stage, widget=forms.RadioSelect, required=False
    )
    first_year = YearField(label=_("Minä vuonna teko alkoi?"))
    last_year = YearField(label=_("Minä vuonna teko päättyi?"), help_text=_("Jätä tyhjäksi, jos teko jatkuu."))

    def prepare(self):
        tables, initial = self.register, self.initial
        self.fields["sectors"].choices = [(row.id, row.names[self.language]) for row in tables.sectors.values()]
        self.fields["themes"].choices = [(row.id, row.names[self.language]) for row in tables.themes.values()]
        self.fields["owner"].offer(tables, initial["owner"], self.language)
        self.fields["new_partner"].offer(tables, None, self.language)
        self.fields["new_partner"].widget.button = _("Lisää")
        posted = self.data.getlist("partners") if self.is_bound else []
        keys = {*initial["partners"], *(int(key) for key in posted if key.isdecimal() and len(key) < 19)}
        rows = [row for row in tables.organisations.values() if row.id in keys]
        self.fields["partners"].choices = [(row.id, row.names[self.language]) for row in rows]
        if not rows:
            del self.fields["partners"]

    def clean(self):
        cleaned = super().clean()
        years = [cleaned.get(name) for name in self.together]
        if not set(self.together) & self.errors.keys():
            for name, message in completeness.year_faults(*years):
                self.add_error(name, message)
        return cleaned

    def values(self):
        values = super().values()
        if "new_partner" in self.errors:
            values.pop("partners", None)
        return values

    def value(self, name):
        if name == "partners":
            keys = {*self.cleaned_data.get("partners", []), self.cleaned_data.get("new_partner")}
            return sorted(keys - {None, self.cleaned_data.get("owner")})
        return super().value(name)

    def in_words(self, name, value):
        names = self.register.organisations
        match name:
            case "owner":
                return names[value].names[self.language] if value else ""
            case "partners":
                return ", ".join(names[key].names[self.language] for key in value)
        return super().in_words(name, value)


class ContactForm(SectionForm):
    contact_title = TextField(label=_("Yhteyshenkilön tehtävänimike"), limit=100)
    contact_email = AddressField(
        label=_("Yhteyshenkilön sähköposti"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Mieluiten yksikön yhteinen osoite: ihmiset vaihtavat työtä."),
    )
    contact_consent = forms.BooleanField(
        label=_("Tehtävänimikkeen ja sähköpostin saa näyttää teon sivulla."),
        required=False,
        help_text=_("Ilman lupaa niitä ei julkaista."),
    )
    people_informed = forms.BooleanField(
        label=_("Kaikki, jotka tekstistä voi tunnistaa, tietävät, että teko julkaistaan."), required=False
    )
    no_dismissals = forms.BooleanField(label=_("Teon tavoitteena ei ole irtisanoa tai lomauttaa."), required=False)


class InvitationForm(forms.Form):
    """An address to ask to write along."""

    use_required_attribute = False
    email = AddressField(
        label=_("Kutsu kanssakirjoittaja"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Hän saa kutsun sähköpostiin ja voi muokata tekoa, kun on kirjautunut samalla osoitteella."),
        error_messages={"required": _("Kirjoita osoite, johon kutsu lähetetään.")},
    )


class HandOverForm(forms.Form):
    """The address of the colleague who goes on with the act."""

    use_required_attribute = False
    email = AddressField(
        label=_("Kollegan työsähköposti"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Hän saa viestin ja voi muokata tekoa, kun on kirjautunut samalla osoitteella."),
        error_messages={"required": _("Kirjoita kollegan osoite.")},
    )
