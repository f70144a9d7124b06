"""How the winners of a category were chosen, as anyone may read it: criteria, jury, conflicts in numbers, spread.

Everything comes with the categories in one statement. Nothing here tells how a candidate fared.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property
from html import escape
from operator import itemgetter

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Count, F, Func, JSONField, OuterRef, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, Concat, JSONArray, JSONObject
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from kampanjat.models import Kampanja
from palkinnot import chosen_text, told_corrections
from palkinnot.models import Ehdokas, Esteellisyys, Kriteeri, Oikaisu, Raatilainen, Sarja
from palkinnot.ranking_page import method_in_words, points
from palkinnot.told_corrections import Correction
from tekojentori.models.organisaatio import name_of
from tekojentori.prepared import model_of
from teot.presentation import acts_in, slug_of

#: Of the lock that holds: counted sheets, and the mean of the candidates' standard deviations.
SPREAD = """(
    SELECT jsonb_build_object('sheets', sum((entry ->> 'n')::int), 'spread', avg((entry ->> 'spread')::float))
    FROM jsonb_array_elements((
        SELECT result FROM palkinnot_lukitus WHERE kierros_id = palkinnot_kierros.id ORDER BY number DESC LIMIT 1
    ) -> 'entries') AS entry
)"""


def with_criteria(rows):
    """The categories, with what is told of them from the start."""
    criteria = Kriteeri.objects.filter(sarja=OuterRef("pk")).order_by("position", "pk")
    columns = (*in_each("name"), *in_each("guidance"), "weight", "is_scored")
    return rows.annotate(told_criteria=listed(criteria, *columns))


def with_facts(rows, at: datetime):
    """The categories, with what `Chosen` tells of them once their results are public."""
    jurors = Raatilainen.objects.sat().filter(raati=OuterRef("kierros__raati")).order_by("role", "name", "pk")
    candidates = Ehdokas.objects.public().filter(sarja=OuterRef("pk"))
    corrections = Oikaisu.objects.public(at).filter(sarja=OuterRef("pk")).order_by("-confirmed_at", "-pk")
    rows = with_criteria(rows).select_related("kampanja", "kierros")
    return rows.annotate(
        told_jurors=listed(jurors, "name", "role", "represents", **names_of("holder", "organisation")),
        told_candidates=in_one(candidates.order_by("pk").values(row=JSONArray(*candidate_columns()))),
        told_corrections=listed(
            corrections,
            *in_each("note"),
            "confirmed_at",
            "was",
            "becomes",
            **told_corrections.COLUMNS,
            **names_of("holder", "ehdokas__organisation"),
        ),
        told_conflicts=conflicts(),
        told_method=F("kierros__method"),
        told_spread=RawSQL(SPREAD, (), output_field=JSONField()),  # noqa: S611 - nothing varies
    )


#: What a year's page reads of a category and its campaign.
COLUMNS = ("id", "name_fi", "name_sv", "name_en", "selection", "kampanja_id")
OF_CAMPAIGN = ("slug", "year", "name_fi", "name_sv", "name_en")
NAMES = ("name_fi", "name_sv", "name_en", "language")
FACTS = (
    "told_criteria", "told_jurors", "told_candidates", "told_corrections", "told_conflicts", "told_method",
    "told_spread",
)  # fmt: skip


def as_values(rows):
    """Categories read `with_facts`, as plain values: see `of_values`."""
    campaign = {f"campaign_{name}": F(f"kampanja__{name}") for name in OF_CAMPAIGN}
    return rows.values(*COLUMNS, *FACTS, **campaign)


def of_values(row: dict) -> Sarja:
    """The category of the values, with as much of its campaign as its results tell."""
    sarja = model_of(Sarja, row)
    campaign = {name: row[f"campaign_{name}"] for name in OF_CAMPAIGN}
    sarja.kampanja = model_of(Kampanja, {"id": row["kampanja_id"], **campaign})
    for name in FACTS:
        setattr(sarja, name, row[name])
    return sarja


def listed(rows, *names: str, **others: str) -> Func:
    return in_one(rows.values(row=JSONObject(**{name: name for name in names}, **others)))


def in_one(rows) -> Func:
    """All the rows in one value, which is read at once."""
    return Func(ArraySubquery(rows), function="to_jsonb", output_field=JSONField())


def candidate_columns() -> list:
    """Of a candidate: act, title and language if it is an act; code if it is an organisation; whose it is, or who."""
    row = "osallistuminen__teko__hakurivi"
    names = [Coalesce(f"{row}__owner__{name}", f"organisation__{name}") for name in NAMES]
    return ["osallistuminen__teko", f"{row}__card__title", f"{row}__language", "organisation__code", *names]


def names_of(role: str, organisation: str) -> dict[str, str]:
    """What an organisation is named by, as columns of its role."""
    return {f"{role}_{name}": f"{organisation}__{name}" for name in NAMES}


def holder_in(row: dict, language: str) -> str:
    """The name of the organisation that the row's decision is on."""
    return name_of(language, *(row[f"holder_{name}"] for name in NAMES))


def in_each(name: str) -> list[str]:
    """The columns of the name, one for each language."""
    return [f"{name}_{language}" for language in ("fi", "sv", "en")]


def conflicts() -> JSONObject:
    """Of the jury: how many of its people were in conflict with a candidate, and of how many pairs."""
    rows = Esteellisyys.objects.in_force().filter(
        ehdokas__sarja=OuterRef("pk"), user__seats__raati=OuterRef("kierros__raati")
    )
    pair = Concat(Cast("user", CharField()), Value("/"), Cast("ehdokas", CharField()))
    counted = rows.order_by().values("ehdokas__sarja")
    return JSONObject(
        people=Subquery(counted.values(count=Count("user", distinct=True))),
        pairs=Subquery(counted.values(count=Count(pair, distinct=True))),
    )


@dataclass(frozen=True)
class Criterion:
    name: str
    guidance: str
    weight: str  #: its share of the points; empty for one that is shown apart


@dataclass(frozen=True)
class Juror:
    name: str
    represents: str
    is_chair: bool


class Chosen:
    """`sarja`: read `with_facts`."""

    def __init__(self, sarja: Sarja):
        self.sarja, self.language = sarja, get_language() or "fi"

    def said(self, row: dict, name: str) -> str:
        return row[f"{name}_{self.language}"] or row[f"{name}_fi"]

    @property
    def by_jury(self) -> bool:
        return self.sarja.selection == Sarja.Selection.JURY

    @property
    def by_count(self) -> bool:
        return self.sarja.selection == Sarja.Selection.COUNT

    @cached_property
    def criteria(self) -> list[Criterion]:
        rows, text = self.sarja.told_criteria, _("%(share)s %%")
        weights = [Decimal(str(row["weight"])) if row["is_scored"] else None for row in rows]
        total = sum(filter(None, weights))
        shares = [
            text % {"share": round(100 * weight / total)} if weight is not None and total else "" for weight in weights
        ]
        return [
            Criterion(self.said(row, "name"), self.said(row, "guidance"), share)
            for row, share in zip(rows, shares, strict=True)
        ]

    @cached_property
    def jurors(self) -> list[Juror]:
        return [
            Juror(
                row["name"],
                row["represents"] or holder_in(row, self.language) or "",
                row["role"] == Raatilainen.Role.CHAIR,
            )
            for row in self.sarja.told_jurors
        ]

    @cached_property
    def corrections(self) -> list[Correction]:
        return [
            told_corrections.correction(row, holder_in(row, self.language), self.language)
            for row in self.sarja.told_corrections
        ]

    @property
    def conflicts(self) -> str:
        found = self.sarja.told_conflicts
        if not found["people"]:
            return _("Kukaan raadista ei ollut esteellinen.")
        text = ngettext(
            "Raadissa oli yksi esteellisyys. Esteellinen ei lukenut eikä arvioinut ehdokasta.",
            "Raadissa oli %(pairs)s esteellisyyttä, raatilaisia %(people)s. Esteellinen ei lukenut eikä arvioinut "
            "ehdokasta.",
            found["pairs"],
        )
        return text % found

    @property
    def method(self) -> str:
        return method_in_words(self.sarja.told_method) if self.sarja.told_method else ""

    @cached_property
    def spread(self) -> str:
        """How far apart the sheets on one candidate were, on average."""
        found = self.sarja.told_spread or {}
        if not found.get("sheets"):
            return ""
        sheets = ngettext("Arvioita laskettiin %(n)s.", "Arvioita laskettiin %(n)s.", found["sheets"])
        sheets %= {"n": found["sheets"]}
        if found["spread"] is None:
            return sheets
        apart = _(
            "Saman ehdokkaan pisteet (0–100) hajosivat raatilaisten kesken keskimäärin %(points)s pistettä "
            "(keskihajonta)."
        )
        return f"{sheets} {apart % {'points': points(found['spread'])}}"

    @property
    def text(self) -> SafeString:
        return chosen_text.chosen(self)

    @property
    def candidate_count(self) -> int:
        return len(self.sarja.told_candidates)

    @property
    def candidates(self) -> SafeString:
        """Names with their addresses in alphabetical order. Not a template: there may be hundreds of them."""
        acts = acts_in(self.language)
        rows = sorted((self.candidate(acts, *row) for row in self.sarja.told_candidates), key=itemgetter(0))
        return mark_safe("".join(row for _name, row in rows))  # noqa: S308 - every part is escaped or an address of ours

    def candidate(self, acts: str, act, title, language, code, *names) -> tuple[str, str]:
        """By what it is sorted, and its line. `acts`: where acts' addresses begin; the rest: `candidate_columns`."""
        name = name_of(self.language, *names)
        if act is None:
            return name.lower(), f'<li><a href="{organisation_address(code, self.language)}">{escape(name)}</a></li>'
        written = f' lang="{language}"' if language != self.language else ""
        link = f'<a href="{acts}{act}-{slug_of(title)}/"{written}>{escape(title)}</a>'
        return title.lower(), f'<li>{link} <span class="quiet">{escape(name)}</span></li>'


def organisation_address(code: str, language: str) -> str:
    return f"{organisations_in(language)}{code}/"


@cache
def organisations_in(language: str) -> str:
    """Where organisations' addresses begin in the language, as `teot.presentation.acts_in`."""
    with override(language):
        return reverse("teot:organisation", args=["x"]).removesuffix("x/")
