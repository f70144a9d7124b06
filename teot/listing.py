"""The bank's list as its page shows it: heading, facets with counts, chips, order, pages and what an empty one says."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tekojentori.models import Organisaatio
from teot import bank
from teot.bank import FACETS, Criteria, Found
from teot.filters import ORDERS, TekoFilter, quoted
from teot.models import Teko
from teot.models.hakurivi import STAGES
from teot.presentation import Card, card
from teot.register import Register
from teot.texts import clean_line

OPEN_FACETS = ("toimiala", "teema")
#: Where on the page those fields are that are no facets. There is none for the page's number: pages are links.
FIELDS = {"q": "#haku", "jarjestys": "#jarjesta", "sivu": "#tulos"}


class Option(NamedTuple):
    """One choice of a facet, with how many acts it holds when the other facets apply."""

    code: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    options: list[Option]
    chosen: list[Option]
    errors: list[str]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    text: str
    count: int | None = None
    is_current: bool = False


class Listing:
    """One answer of the bank and everything around it. The address holds all of its state."""

    def __init__(self, form: TekoFilter, register: Register):
        self.register, self.form = register, form.form
        self.criteria = form.criteria
        self.found: Found = bank.find(self.criteria, register)

    @property
    def status(self) -> int:
        if self.form.errors:
            return 400
        return 404 if self.criteria.sivu > self.found.last_page else 200

    @cached_property
    def cards(self) -> list[Card]:
        return [card(row["teko_id"], row["card"]) for row in self.found.rows]

    # What is chosen

    def choices(self, facet: str) -> list[tuple]:
        """Every value of the facet: key, code in addresses, name in the page's language."""
        language = get_language() or "fi"
        tables = {
            "toimiala": self.register.sectors,
            "teema": self.register.themes,
            "maakunta": self.register.regions,
            "organisaatio": self.register.organisations,
            "kampanja": self.register.campaigns,
        }
        if facet in tables:
            return [(row.id, row.code, row.names[language]) for row in tables[facet].values()]
        if facet == "tyyppi":
            return [(kind.value, kind.value, str(kind.label)) for kind in Organisaatio.Type]
        if facet == "vaihe":
            return [(STAGES.index(stage.value), stage.value, str(stage.label)) for stage in Teko.Stage]
        known = {*self.found.counts[facet], *self.found.years[facet], *getattr(self.criteria, facet)}
        years = sorted(known, reverse=True)
        return [(year, str(year), str(year)) for year in years]

    @cached_property
    def facets(self) -> list[Facet]:
        return [self.facet(name) for name in FACETS]

    def facet(self, name: str) -> Facet:
        counts, chosen = self.found.counts[name], getattr(self.criteria, name)
        options = [
            Option(code, text[:1].upper() + text[1:], counts[key], key in chosen)
            for key, code, text in self.choices(name)
        ]
        if name == "organisaatio":
            ended = {row.code for row in self.register.organisations.values() if not row.is_current}
            options = [option for option in options if option.count or option.is_chosen or option.code not in ended]
        errors = self.form.errors.get(name, [])
        is_open = bool(chosen or errors) or name in OPEN_FACETS
        picked = [option for option in options if option.is_chosen] if chosen else []
        return Facet(name, str(self.form.fields[name].label), options, picked, errors, is_open)

    @property
    def chosen_count(self) -> int:
        return sum(len(facet.chosen) for facet in self.facets)

    def address(self, criteria: Criteria, page: int = 1, view: str = "teot:list") -> str:
        """The address of the criteria: every value by its code, the page only when it is not the first."""
        pairs = [("q", criteria.q)] if criteria.q else []
        for facet in FACETS:
            codes = {key: code for key, code, _name in self.choices(facet)} if getattr(criteria, facet) else {}
            pairs += [(facet, codes[key]) for key in getattr(criteria, facet)]
        pairs += [("jarjestys", criteria.jarjestys)] if criteria.jarjestys else []
        pairs += [("sivu", str(page))] if page > 1 else []
        return reverse(view) + (f"?{urlencode(pairs)}" if pairs else "")

    @cached_property
    def chips(self) -> list[Link]:
        """One for each chosen value; following it takes that value away."""
        chips = [Link(self.address(self.criteria.without("q")), quoted(self.criteria.q))] if self.criteria.q else []
        for facet in self.facets:
            keys = {code: key for key, code, _name in self.choices(facet.name)} if facet.chosen else {}
            for option in facet.chosen:
                kept = tuple(key for key in getattr(self.criteria, facet.name) if key != keys[option.code])
                rest = replace(self.criteria, **{facet.name: kept}, sivu=1)
                chips.append(Link(self.address(rest), option.name))
        return chips

    @property
    def here(self) -> str:
        return self.address(self.criteria, self.criteria.sivu)

    @property
    def all_acts(self) -> str:
        return reverse("teot:list")

    @property
    def feed(self) -> str:
        return self.address(replace(self.criteria, jarjestys=""), view="teot:feed")

    # What is wrong with the address

    @property
    def faults(self) -> list[Link]:
        """What could not be read: said by the field's name, with the way to the field."""
        return [
            Link(FIELDS.get(name, f"#rajaus-{name}"), f"{self.form.fields[name].label}: {error}")
            for name, errors in self.form.errors.items()
            for error in errors
        ]

    @property
    def words(self) -> str:
        """The words as they were typed, be they right or wrong."""
        return clean_line(self.form.data.get("q", ""))

    @property
    def files(self) -> list[Link]:
        """The whole list to take along, in the order of the page."""
        return [Link(self.address(self.criteria, view=f"teot:{kind}"), kind.upper()) for kind in ("csv", "xlsx")]

    # What the page says

    @cached_property
    def description(self) -> str:
        """The chosen values in words: alternatives by “or”, facets by commas."""
        parts = [quoted(self.criteria.q)] if self.criteria.q else []
        parts += [_(" tai ").join(option.name for option in facet.chosen) for facet in self.facets if facet.chosen]
        return ", ".join(parts)

    @property
    def heading(self) -> str:
        if not self.found.total:
            return _("Ei tekoja: %(what)s") % {"what": self.description} if self.description else _("Ei vielä tekoja")
        acts = acts_text(self.found.total)
        return f"{acts}: {self.description}" if self.description else acts

    @property
    def title(self) -> str:
        """The heading, and which page of it this is."""
        if self.status == 404:
            return _("Sivua %(page)s ei ole: %(heading)s") % {"page": self.criteria.sivu, "heading": self.heading}
        if self.criteria.sivu == 1:
            return self.heading
        return _("%(heading)s, sivu %(page)s") % {"page": self.criteria.sivu, "heading": self.heading}

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Value, name and whether it holds. The order that needs no saying has no value: it follows the words."""
        shown = [name for name in ORDERS if name != "osuvin" or self.criteria.q]
        unsaid = replace(self.criteria, jarjestys="").order
        return [(name if name != unsaid else "", str(ORDERS[name]), name == self.criteria.order) for name in shown]

    # Pages

    @cached_property
    def pages(self) -> list[Link | None]:
        """The first, the last and those around this one; None where some are left out."""
        last, here = self.found.last_page, self.criteria.sivu
        numbers = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)}) if last > 1 else []
        links, before = [], 0
        for number in numbers:
            if number > before + 1:
                links.append(None)
            links.append(Link(self.address(self.criteria, number), str(number), is_current=number == here))
            before = number
        return links

    @property
    def previous(self) -> str:
        within = 1 < self.criteria.sivu <= self.found.last_page
        return self.address(self.criteria, self.criteria.sivu - 1) if within else ""

    @property
    def next(self) -> str:
        return self.address(self.criteria, self.criteria.sivu + 1) if self.criteria.sivu < self.found.last_page else ""

    @property
    def last(self) -> str:
        return self.address(self.criteria, self.found.last_page)

    # When nothing is found

    @cached_property
    def ways_out(self) -> list[Link]:
        """Each single thing that could be dropped, and how many acts that gives; the most helpful first."""
        ways = [
            Link(self.address(self.criteria.without(facet.name)), _(" tai ").join(o.name for o in facet.chosen), count)
            for facet in self.facets
            if facet.chosen and (count := self.found.without[facet.name]) is not None
        ]
        if self.criteria.q:
            without_words = bank.find(self.criteria.without("q"), self.register, limit=0)
            address = self.address(self.criteria.without("q"))
            ways.append(Link(address, quoted(self.criteria.q), without_words.total))
        return sorted(ways, key=lambda way: -way.count)

    @property
    def one_is_enough(self) -> bool:
        return any(way.count for way in self.ways_out)


def acts_text(count: int) -> str:
    return ngettext("%(count)s teko", "%(count)s tekoa", count) % {"count": f"{count:,}".replace(",", " ")}
