"""The reference tables in memory: organisations, regions, sectors and themes.

A process keeps them between requests, and asks the register's stamp once a request whether they still hold. Public
campaigns come afresh with each answer.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import get_language

from kampanjat.models import Kampanja
from tekojentori.models import Maakunta, Organisaatio, Rekisteri
from tekojentori.prepared import Prepared
from teot.models import Teema, Toimiala


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a reference table: its key in the database, its code in addresses, its name in each language."""

    id: int
    code: str
    names: dict[str, str]

    @property
    def name(self) -> str:
        """In the page's language."""
        return self.names[get_language() or "fi"]


@dataclass(frozen=True, slots=True)
class Organisation(Entry):
    type: str
    region_id: int | None
    valid_until: date | None
    merged_into: int | None
    position: tuple[float, float] | None  #: degrees north and east, of those on the map

    @property
    def is_current(self) -> bool:
        """Whether it stands for itself and has not ended."""
        return self.merged_into is None and (self.valid_until is None or self.valid_until >= timezone.localdate())


@dataclass(frozen=True)
class Register:
    """The tables by key, each in the order in which people see it."""

    stamp: int | None
    organisations: dict[int, Organisation]
    regions: dict[int, Entry]
    sectors: dict[int, Entry]
    themes: dict[int, Entry]
    campaigns: dict[int, Entry] = field(default_factory=dict)


_kept: Register | None = None


def current() -> Register:
    """The register as the database now has it: one short query, and four more when it has changed."""
    global _kept
    row = next(STATE.rows(), {"stamp": None, "campaigns": []})
    stamp, rows = row["stamp"], row["campaigns"]
    if _kept is None or stamp is None or _kept.stamp != stamp:
        _kept = load(stamp)
    return replace(_kept, campaigns={row["id"]: campaign(row) for row in rows})


def state():
    """The stamp of the register, and the campaigns with it."""
    campaigns = ArraySubquery(
        Kampanja.objects.public()
        .order_by("-opens_at", "-pk")
        .values(row=JSONObject(id="pk", code="slug", fi="name_fi", sv="name_sv", en="name_en"))
    )
    return Rekisteri.objects.order_by("pk").annotate(campaigns=campaigns).values("stamp", "campaigns")[:1]


STATE = Prepared(state)


def campaign(row: dict) -> Entry:
    """A name that is lacking is told in Finnish."""
    return Entry(row["id"], row["code"], {language: row[language] or row["fi"] for language in ("fi", "sv", "en")})


def load(stamp: int | None) -> Register:
    organisations = {
        row.pk: Organisation(
            row.pk,
            row.code,
            row.names,
            row.type,
            row.region_id,
            row.valid_until,
            row.merged_into_id,
            None if row.latitude is None else (row.latitude, row.longitude),
        )
        for row in Organisaatio.objects.order_by("sort_key", "id")
    }
    return Register(
        stamp,
        organisations,
        {row.pk: Entry(row.pk, row.code, row.names) for row in Maakunta.objects.order_by("code")},
        {row.pk: Entry(row.pk, row.code, row.names) for row in Toimiala.objects.order_by("id")},
        {row.pk: Entry(row.pk, row.slug, row.names) for row in Teema.objects.order_by("sort_key", "id")},
    )
