"""What people tell about themselves."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tekojentori.address_field import AddressField
from tekojentori.models import Organisaatio, User
from tekojentori.plain_text import plain
from teot.texts import clean_line

UNLISTED = "muu"
#: Organisations that a search shows; more words find the rest.
SHOWN = 12


class LineField(forms.CharField):
    """A line of text, none of whose characters is hidden."""

    def to_python(self, value):
        return clean_line(plain(value or ""))


class DetailsForm(forms.Form):
    """Who the person is and where they work. An organisation is searched for by name, or told in free words."""

    name = LineField(
        label=_("Nimesi"),
        max_length=100,
        error_messages={"required": _("Kirjoita nimesi.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    title = LineField(
        label=_("Tehtävänimikkeesi"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    organisation = forms.ChoiceField(
        label=_("Valitse organisaatiosi"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Valitse organisaatio luettelosta.")},
    )
    unlisted_organisation = LineField(
        label=_("Organisaatio, jota ei ole luettelossa"),
        help_text=_("Kirjoita nimi, jos valitsit ”Ei luettelossa”. Ohjelmatoimisto lisää organisaation."),
        max_length=120,
        required=False,
    )
    language = forms.ChoiceField(label=_("Viestien kieli"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, data=None, *, user: User, searching: bool = False):
        """`searching`: the page was sent to look for organisations, and what was typed is only shown again."""
        self.query = clean_line((data or {}).get("query", ""))[:120]
        told = (data or {}).get("organisation", "")
        initial = {
            "name": user.name,
            "title": user.title,
            "organisation": UNLISTED if user.unlisted_organisation else str(user.organisation_id or ""),
            "unlisted_organisation": user.unlisted_organisation,
            "language": user.language,
        }
        if searching:
            initial |= {name: data[name] for name in initial if name in data}
        super().__init__(None if searching else data, initial=initial)
        self.offer(self.fields["organisation"], told or initial["organisation"])

    def offer(self, field, chosen: str) -> None:
        """Let choose what was found, and say so when nothing was, or more than is shown."""
        found = list(Organisaatio.objects.current().named_like(self.query)[: SHOWN + 1]) if self.query else []
        field.choices, field.wanted = choices(found[:SHOWN], chosen), True
        if self.query and not found:
            message = _("Nimellä ”%(query)s” ei löytynyt organisaatiota. Tarkista nimi tai valitse ”Ei luettelossa”.")
            field.help_text = message % {"query": self.query}
        elif len(found) > SHOWN:
            message = _("Näytämme %(shown)s ensimmäistä. Tarkenna nimeä, jos omasi ei ole niissä.")
            field.help_text = message % {"shown": SHOWN}

    def clean(self):
        cleaned = super().clean()
        chosen, unlisted = cleaned.get("organisation", ""), cleaned.get("unlisted_organisation", "")
        if chosen == UNLISTED and not unlisted and "unlisted_organisation" not in self.errors:
            self.add_error("unlisted_organisation", _("Kirjoita organisaation nimi."))
        elif chosen not in ("", UNLISTED) and unlisted not in ("", self.initial["unlisted_organisation"]):
            message = _("Valitse organisaatio luettelosta tai kirjoita sen nimi, älä molempia.")
            self.add_error("unlisted_organisation", message)
        elif not chosen and not unlisted and "organisation" not in self.errors:
            self.add_error("organisation", _("Hae organisaatiosi nimellä ja valitse se."))
        return cleaned

    def details(self) -> dict:
        """What `User.introduce` takes."""
        cleaned = {name: self.cleaned_data[name] for name in ("name", "title", "language")}
        chosen = self.cleaned_data["organisation"]
        if chosen and chosen != UNLISTED:
            return cleaned | {"organisation": Organisaatio.objects.get(pk=chosen), "unlisted_organisation": ""}
        return cleaned | {"organisation": None, "unlisted_organisation": self.cleaned_data["unlisted_organisation"]}


class NewAddressForm(forms.Form):
    email = AddressField(
        label=_("Uusi sähköpostiosoite"),
        help_text=_("Lähetämme siihen koodin. Vanhaan osoitteeseen tulee tieto muutoksesta."),
        error_messages={"required": _("Kirjoita uusi osoite.")},
    )

    def __init__(self, data=None, *, user: User):
        super().__init__(data)
        self.user = user

    def clean_email(self):
        if self.cleaned_data["email"] == self.user.email:
            raise forms.ValidationError(_("Tämä on jo osoitteesi. Kirjoita uusi osoite."))
        return self.cleaned_data["email"]


class LeaveForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Ymmärrän, ettei poistettua tiliä voi palauttaa."),
        error_messages={"required": _("Vahvista, että haluat poistaa tilin.")},
    )


def choices(found: list[Organisaatio], chosen: str) -> list[tuple[str, str]]:
    """The organisation that is chosen now, those that were found, and the one that is not listed."""
    rows = []
    if chosen.isdecimal() and len(chosen) < 10:
        rows += Organisaatio.objects.current().filter(pk=chosen)
    rows += [row for row in found if row not in rows]
    return [(str(row.pk), row.name) for row in rows] + [(UNLISTED, _("Ei luettelossa"))]
