"""The sections of the form that tells of an act: one page and one POST each. Everything about them is defined here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """One section: its part of the address, what people call it, the act's fields in it, and its form.

    `answers` is a model answer, invented, field by field.
    """

    slug: str
    title: Promise
    lead: Promise
    fields: tuple[str, ...]
    form_path: str
    answers: tuple[tuple[Promise, Promise | str], ...]

    @property
    def is_long(self) -> bool:
        """Whether its texts are long enough to need paragraphs and lists."""
        return bool({"done", "results", "how_to"} & set(self.fields))

    @property
    def form(self):
        return import_string(self.form_path)


SECTIONS = (
    Section(
        "nimi",
        _("Nimeä ja tiivistä"),
        _("Nimi ja tiivistelmä näkyvät listoilla ja hakutuloksissa. Niistä lukija päättää, avaako hän teon."),
        ("title", "summary", "language"),
        "teot.forms.NameForm",
        (
            (_("Nimi"), _("Kirjastoauto tuo myös terveysneuvojan")),
            (
                _("Tiivistelmä"),
                _(
                    "Esimerkkilän kirjastoauton kyydissä kulkee kerran kuussa terveysneuvoja. Sivukylien asukkaat "
                    "saavat verenpaineen mittauksen ja neuvot läheltä, eikä päivystykseen tarvitse lähteä turhaan."
                ),
            ),
        ),
    ),
    Section(
        "toteutus",
        _("Mitä tehtiin ja miksi"),
        _("Kerro ensin, mikä ei toiminut, ja sitten, mitä teitte toisin."),
        ("starting_point", "done", "made_by"),
        "teot.forms.DoingForm",
        (
            (
                _("Lähtötilanne"),
                _(
                    "Sivukylistä on terveysasemalle 40 kilometriä, eikä linja-autoa kulje. Pienetkin vaivat hoidettiin "
                    "päivystyksessä, tai ne jäivät hoitamatta."
                ),
            ),
            (
                _("Mitä tehtiin"),
                _(
                    "Kirjasto ja terveysasema sovittivat aikataulunsa yhteen. Auton perälle tehtiin vastaanottonurkka: "
                    "pöytä, verho ja lukittava kaappi. Kokeilimme kolme kuukautta kahdella reitillä ja kysyimme "
                    "asukkailta joka pysäkillä, mitä pitäisi muuttaa."
                ),
            ),
        ),
    ),
    Section(
        "tulokset",
        _("Mitä muuttui"),
        _("Rehellinen tulos on parempi kuin komea. Jos lukuja ei vielä ole, kerro, mistä muutoksen huomaa."),
        ("results", "mittarit", "learnt"),
        "teot.forms.ResultsForm",
        (
            (
                _("Mitä muuttui"),
                _(
                    "Autolla kävi ensimmäisenä vuonna 310 asukasta, joista joka kolmas ei ollut käynyt vuoteen "
                    "missään vastaanotolla. Kirjaston lainat kasvoivat samoilla pysäkeillä."
                ),
            ),
            (_("Mitattu tulos"), _("Päivystyskäynnit sivukylistä kuukaudessa: ennen 46, jälkeen 31")),
            (
                _("Mitä opittiin"),
                _("Ensimmäinen reitti epäonnistui, koska pysähdys oli keskellä työpäivää. Iltapysäkit täyttyivät."),
            ),
        ),
    ),
    Section(
        "ohje",
        _("Ohje muille"),
        _("Kirjoita niin kuin neuvoisit kollegaa, joka aloittaa ensi viikolla."),
        ("how_to", "links"),
        "teot.forms.GuideForm",
        (
            (
                _("Näin tämän saa käyttöön"),
                _(
                    "1. Kysykää kirjastoauton kuljettajalta, millä pysäkeillä väki viipyy. 2. Sopikaa potilastietojen "
                    "käsittelystä ennen ensimmäistä reittiä. 3. Varatkaa auton muutostöihin noin 2 000 euroa. "
                    "4. Aloittakaa yhdellä reitillä."
                ),
            ),
        ),
    ),
    Section(
        "luokittelu",
        _("Luokittelu"),
        _("Näillä tiedoilla muut löytävät teon. Organisaatio voi olla muu kuin omasi."),
        ("owner", "partners", "sectors", "themes", "keywords", "scope", "stage", "first_year", "last_year"),
        "teot.forms.ClassificationForm",
        (
            (_("Organisaatio"), _("Esimerkkilä, kumppanina Mallilan hyvinvointialue")),
            (_("Toimiala"), _("Sosiaali- ja terveysala, kulttuuri ja vapaa-aika")),
            (_("Avainsanat"), _("kirjastoauto, sivukylät, terveysneuvonta")),
        ),
    ),
    Section(
        "kuvat",
        _("Kuvat ja liitteet"),
        _("Kuva kertoo usein enemmän kuin teksti. Tämän osion voi jättää tyhjäksi."),
        ("kuvat", "liitteet"),
        "teot.file_forms.FilesForm",
        (
            (
                _("Kuvan kuvaus"),
                _("Kaksi keltaista lokeroa kirjaston ovella. Kyltissä lukee: Palauta tähän milloin vain."),
            ),
            (_("Liite"), _("Lokerikon hankintaohje (PDF)")),
        ),
    ),
    Section(
        "yhteys",
        _("Yhteyshenkilö ja luvat"),
        _("Lukijat kysyvät usein lisää. Kerro, kuka vastaa."),
        ("contact_title", "contact_email", "contact_consent", "people_informed", "no_dismissals"),
        "teot.forms.ContactForm",
        (
            (_("Tehtävänimike"), _("kirjastopalvelupäällikkö")),
            (_("Sähköposti"), "kirjasto@esimerkkila.example"),
        ),
    ),
)

BY_SLUG = {section.slug: section for section in SECTIONS}
BY_FIELD = {field: section for section in SECTIONS for field in section.fields}
