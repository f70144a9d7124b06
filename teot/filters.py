import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tekojentori.models import Organisaatio
from tekojentori.plain_text import plain
from teot.bank import FACETS, Criteria
from teot.models import Hakurivi, Teko
from teot.models.hakurivi import STAGES
from teot.register import Register
from teot.texts import clean_line

ORDERS = {"uusin": _("Uusin ensin"), "osuvin": _("Osuvin ensin"), "nimi": _("Nimen mukaan")}
LONGEST_QUERY = 200
YEARS = range(1900, 2101)


def quoted(words: str) -> str:
    """The words between the quotation marks of the page's language."""
    return gettext("”%(words)s”") % {"words": words}


class WordsField(forms.CharField):
    """The words of a search: short, and without characters that nobody can type on purpose."""

    def __init__(self, **kwargs):
        super().__init__(max_length=None, **kwargs)

    def to_python(self, value):
        if len(value or "") > LONGEST_QUERY:
            message = _("Hakusanoja on liikaa: %(length)s merkkiä. Lyhennä enintään %(most)s merkkiin.")
            raise ValidationError(message, params={"length": len(value), "most": LONGEST_QUERY})
        return clean_line(plain(value or ""))

    def prepare_value(self, value):
        return value


class CodesField(forms.Field):
    """Any number of codes of addresses, each turned into the key that the bank knows it by."""

    widget = forms.SelectMultiple

    def __init__(self, *, codes, **kwargs):
        self.codes = codes
        super().__init__(**kwargs)

    def clean(self, value):
        given = [code for code in dict.fromkeys(value or []) if code]
        unknown = [code for code in given if code not in self.codes]
        if unknown:
            shown = ", ".join(quoted(clean_line(code)[:40]) for code in unknown[:3])
            message = _("Tuntematon arvo: %(values)s. Poista se tai valitse listasta.")
            raise ValidationError(message, params={"values": shown})
        return tuple(dict.fromkeys(self.codes[code] for code in given))


class OrderField(forms.Field):
    def clean(self, value):
        if value and value not in ORDERS:
            raise ValidationError(_("Tuntematon järjestys. Valitse listasta."))
        return value or ""


class PageField(forms.Field):
    """A page's number. One past the last is the list's to answer, however large."""

    def clean(self, value):
        if not value:
            return 1
        if not value.isascii() or not value.isdecimal() or not value.lstrip("0"):
            raise ValidationError(_("Sivun numero ei kelpaa. Siirry sivuille listan lopusta."))
        return int(value) if len(value) < 10 else 10**9


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class CodesFilter(django_filters.Filter):
    field_class = CodesField


class OrderFilter(django_filters.Filter):
    field_class = OrderField


class PageFilter(django_filters.Filter):
    field_class = PageField


class TekoFilter(django_filters.FilterSet):
    """The bank's address, parsed and checked: what is wrong is said by its field, and the rest still holds."""

    q = WordsFilter(label=_("Hakusanat"))
    toimiala = CodesFilter(label=_("Toimiala"), codes={})
    teema = CodesFilter(label=_("Teema"), codes={})
    maakunta = CodesFilter(label=_("Maakunta"), codes={})
    organisaatio = CodesFilter(label=_("Organisaatio"), codes={})
    tyyppi = CodesFilter(label=_("Organisaation tyyppi"), codes={code: code for code in Organisaatio.Type.values})
    vuosi = CodesFilter(label=_("Vuosi"), codes={str(year): year for year in YEARS})
    vaihe = CodesFilter(label=_("Vaihe"), codes={code: STAGES.index(code) for code in Teko.Stage.values})
    kampanja = CodesFilter(label=_("Kampanja"), codes={})
    palkinto = CodesFilter(label=_("Palkittu vuonna"), codes={str(year): year for year in YEARS})
    jarjestys = OrderFilter(label=_("Järjestys"))
    sivu = PageFilter(label=_("Sivu"))

    class Meta:
        model = Hakurivi
        fields = []

    def __init__(self, data, *, register: Register):
        super().__init__(data, queryset=Hakurivi.objects.none())
        tables = {
            "toimiala": register.sectors,
            "teema": register.themes,
            "maakunta": register.regions,
            "organisaatio": register.organisations,
            "kampanja": register.campaigns,
        }
        for name, table in tables.items():
            self.filters[name].extra["codes"] = {row.code: row.id for row in table.values()}
        # A duplicate's address goes on working: its acts are now those of the one that stays.
        merged = {row.code: row.merged_into for row in register.organisations.values() if row.merged_into}
        self.filters["organisaatio"].extra["codes"].update(merged)

    @property
    def criteria(self) -> Criteria:
        """What could be read of the address; a faulty part is left out."""
        self.is_valid()
        cleaned = self.form.cleaned_data
        return Criteria(**{name: cleaned[name] for name in ("q", *FACETS, "jarjestys", "sivu") if name in cleaned})
