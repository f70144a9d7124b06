"""The bank's list: page, total and every facet's counts from one statement over the public rows.

Each row carries which of the chosen facets it fails, as bits. A row that fails none is a result; one that fails just
one counts for that facet's own choices, because a facet is counted with all *other* facets applied.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import connection
from django.utils import timezone

from tekojentori.prepared import lasting_cursor
from teot import analysis
from teot.models.hakurivi import MARKS
from teot.register import Register

PAGE_SIZE = 20
#: Beyond these many matches the rest are ordered by title match and age: a word that common says little.
RANKED = 500
#: Pages past this one are empty whatever the bank holds: keeps the offset within 32 bits.
LAST_PAGE = 100_000_000

#: Years of acts and of prizes in the whole bank: of a part of it, the others stay as choices that give nothing.
SPANS = """(SELECT json_agg(json_build_array(first_year, last_year)) FROM (
                   SELECT DISTINCT first_year, last_year FROM teot_hakurivi
                   WHERE first_year IS NOT NULL AND NOT is_archived) AS spans),
               (SELECT json_agg(DISTINCT year) FROM prized JOIN teot_hakurivi USING (teko_id), unnest(prizes) AS year
                WHERE NOT is_archived)"""

FACETS = ("toimiala", "teema", "maakunta", "organisaatio", "tyyppi", "vuosi", "vaihe", "kampanja", "palkinto")
BITS = {name: 1 << position for position, name in enumerate(FACETS)}


@dataclass(frozen=True)
class Criteria:
    """What a visitor asks of the bank: words, chosen values by facet (keys of the register), order and page."""

    q: str = ""
    toimiala: tuple[int, ...] = ()
    teema: tuple[int, ...] = ()
    maakunta: tuple[int, ...] = ()
    organisaatio: tuple[int, ...] = ()
    tyyppi: tuple[str, ...] = ()
    vuosi: tuple[int, ...] = ()
    vaihe: tuple[int, ...] = ()
    kampanja: tuple[int, ...] = ()
    palkinto: tuple[int, ...] = ()
    jarjestys: str = ""
    sivu: int = 1

    @property
    def chosen(self) -> list[str]:
        return [name for name in FACETS if getattr(self, name)]

    @property
    def order(self) -> str:
        """By relevance when words are given, else newest first, unless the visitor says otherwise."""
        return self.jarjestys or ("osuvin" if self.q else "uusin")

    def without(self, name: str) -> "Criteria":
        """The same with one facet, or the words (`q`), dropped; from the first page."""
        return replace(self, **{name: "" if name == "q" else ()}, sivu=1)


@dataclass
class Found:
    """An answer: how many acts, this page of them, and counts by facet and value."""

    total: int
    rows: list[dict]
    counts: dict[str, Counter] = field(default_factory=dict)
    #: By chosen facet: how many acts there would be without it.
    without: dict[str, int] = field(default_factory=dict)
    #: By facet without a table of its own, the years that the bank has, whether or not the answer has them.
    years: dict[str, set[int]] = field(default_factory=dict)

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def find(criteria: Criteria, register: Register, *, limit: int = PAGE_SIZE) -> Found:
    """Answer the criteria: one statement, whatever they are."""
    sql, parameters = statement(criteria, register, limit)
    # The list as it is first met is planned once; of other lists there are thousands.
    with connection.cursor() if criteria.q or criteria.chosen else lasting_cursor() as cursor:
        cursor.execute(sql, parameters)
        page, groups, shared, awarded, spans, prized = (part or [] for part in cursor.fetchone())
    found = tally(page, groups, {"organisaatio": shared, "palkinto": awarded}, criteria, register)
    found.years = {"vuosi": {year for first, last in spans for year in range(first, last + 1)}, "palkinto": set(prized)}
    return found


def keys(criteria: Criteria, register: Register) -> list[int]:
    """The keys of all acts that answer the criteria, whatever the page, in the order of the list."""
    matched, parameters = matched_sql(criteria, register)
    sql = f"WITH {matched}, {page_sql(criteria)} SELECT teko_id FROM page ORDER BY place"  # noqa: S608 - as below
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters | {"limit": None, "offset": 0})
        return [key for (key,) in cursor]


def statement(criteria: Criteria, register: Register, limit: int) -> tuple[str, dict]:
    """The statement and its parameters. Only names of our own are put into the text; values are parameters."""
    matched, parameters = matched_sql(criteria, register)
    parameters |= {"limit": limit, "offset": PAGE_SIZE * (min(criteria.sivu, LAST_PAGE) - 1)}
    sql = f"""
        WITH {matched}, grouped AS (
            SELECT grouping(sector_mask, owner_id, themes, first_year, campaigns) AS kind, fail, sector_mask, stage,
                   owner_id, themes, first_year, last_year, campaigns, count(*) AS acts
            FROM matched WHERE fail & (fail - 1) = 0
            GROUP BY GROUPING SETS (
                (fail, sector_mask, stage), (fail, owner_id), (fail, themes), (fail, first_year, last_year),
                (fail, campaigns)
            )
        ), shared AS (
            SELECT fail, unnest(others) AS other, count(*) AS acts
            FROM matched WHERE others <> '{{}}' AND fail & ~{BITS["organisaatio"]} = 0 GROUP BY 1, 2
        ), awarded AS (
            SELECT fail, unnest(prized.prizes) AS year, count(*) AS acts
            FROM matched JOIN prized USING (teko_id) WHERE fail & ~{BITS["palkinto"]} = 0 GROUP BY 1, 2
        ), {page_sql(criteria)}
        SELECT (SELECT json_agg(json_build_array(h.teko_id, card, {MARKS}) ORDER BY page.place)
                FROM page JOIN teot_hakurivi AS h USING (teko_id)),
               (SELECT json_agg(CASE kind
                    WHEN 15 THEN json_build_array('sectors', fail, sector_mask, stage, acts)
                    WHEN 23 THEN json_build_array('owners', fail, owner_id, acts)
                    WHEN 27 THEN json_build_array('themes', fail, themes, acts)
                    WHEN 30 THEN json_build_array('campaigns', fail, campaigns, acts)
                    ELSE json_build_array('years', fail, first_year, last_year, acts) END) FROM grouped),
               (SELECT json_agg(json_build_array(fail, other, acts)) FROM shared),
               (SELECT json_agg(json_build_array(fail, year, acts)) FROM awarded),
               {SPANS if criteria.q or criteria.chosen else "NULL, NULL"}
    """  # noqa: S608 - see the docstring
    return sql, parameters


def matched_sql(criteria: Criteria, register: Register) -> tuple[str, dict]:
    """The rows that the words match, each with the chosen facets that it fails; and the parameters."""
    conditions, parameters = facet_conditions(criteria, register)
    fails = " | ".join(f"CASE WHEN {sql} THEN 0 ELSE {BITS[name]} END" for name, sql in conditions.items()) or "0"
    where, title_hit, materialized = "NOT is_archived", "false", "NOT MATERIALIZED"
    join = "LEFT JOIN prized USING (teko_id)" if criteria.palkinto else ""
    if criteria.q:
        where += f" AND {analysis.match_sql('vector', 'q')}"
        title_hit, materialized = analysis.match_sql("title_vector", "q"), "MATERIALIZED"
    sql = f"""prized AS MATERIALIZED (
            SELECT teko_id, array_agg(DISTINCT year) AS prizes FROM teot_merkki
            WHERE public_from <= %(now)s AND teko_id IS NOT NULL AND year IS NOT NULL GROUP BY teko_id
        ), matched AS {materialized} (
            SELECT teko_id, owner_id, others, sector_mask, themes, first_year, last_year, stage, campaigns,
                   published_at, title_key, {title_hit} AS title_hit, {fails} AS fail
            FROM teot_hakurivi {join} WHERE {where}
        )"""  # noqa: S608 - names of our own
    return sql, parameters | {"q": analysis.query_text(criteria.q), "now": timezone.now()}


def page_sql(criteria: Criteria) -> str:
    """The page's keys in their total order: two calls never disagree, and no act is on two pages."""
    source, order = "matched", "published_at DESC, teko_id DESC"
    ranked = ""
    if criteria.order == "nimi":
        order = "title_key, teko_id"
    elif criteria.order == "osuvin" and criteria.q:
        ranked = f"""ranked AS (
            SELECT teko_id, {analysis.rank_sql("vector", "q")} AS rank FROM (
                SELECT teko_id FROM matched WHERE fail = 0
                ORDER BY title_hit DESC, published_at DESC, teko_id DESC LIMIT {RANKED}
            ) AS first_ones JOIN teot_hakurivi USING (teko_id)
        ), """  # noqa: S608 - names of our own
        source = "matched LEFT JOIN ranked USING (teko_id)"
        order = "rank DESC NULLS LAST, title_hit DESC, published_at DESC, teko_id DESC"
    return f"""{ranked}page AS (
        SELECT teko_id, row_number() OVER (ORDER BY {order}) AS place FROM {source} WHERE fail = 0
        ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s
    )"""  # noqa: S608 - names of our own


def facet_conditions(criteria: Criteria, register: Register) -> tuple[dict[str, str], dict]:
    """By chosen facet, SQL that is true of the rows that have one of its values; and the parameters."""
    owners = [row.id for row in register.organisations.values() if row.region_id in criteria.maakunta]
    typed = [row.id for row in register.organisations.values() if row.type in criteria.tyyppi]
    sql = {
        "toimiala": "sector_mask & %(sectors)s <> 0",
        "teema": "themes && %(themes)s::smallint[]",
        "maakunta": "owner_id = ANY(%(owners)s)",
        "organisaatio": "(owner_id = ANY(%(organisations)s) OR others && %(organisations)s::bigint[])",
        "tyyppi": "owner_id = ANY(%(typed)s)",
        "vuosi": " OR ".join(f"{year:d} BETWEEN first_year AND last_year" for year in criteria.vuosi),
        "vaihe": "stage = ANY(%(stages)s)",
        "kampanja": "campaigns && %(campaigns)s::bigint[]",
        "palkinto": "prizes && %(prizes)s::smallint[]",
    }
    parameters = {
        "sectors": sum(1 << key for key in set(criteria.toimiala)),
        "themes": list(criteria.teema),
        "owners": owners,
        "organisations": list(criteria.organisaatio),
        "typed": typed,
        "stages": list(criteria.vaihe),
        "campaigns": list(criteria.kampanja),
        "prizes": list(criteria.palkinto),
    }
    return {name: sql[name] for name in criteria.chosen}, parameters


def tally(page: list, groups: list, counted: dict[str, list], criteria: Criteria, register: Register) -> Found:
    """Counts of single values from the statement's groups of rows that are alike.

    `counted`: by facet, what the statement has counted by value already: few rows have one.
    """
    counts = {name: Counter() for name in FACETS}
    fails = Counter()

    def add(name: str, fail: int, values: Iterable, acts: int) -> None:
        if fail == 0 or fail == BITS[name]:
            of_facet = counts[name]
            for value in values:
                of_facet[value] += acts

    for kind, fail, *keys, acts in groups:
        match kind:
            case "sectors":
                mask, stage = keys
                fails[fail] += acts
                add("toimiala", fail, (key for key in register.sectors if mask >> key & 1), acts)
                add("vaihe", fail, [stage] if stage else [], acts)
            case "owners":
                owner = register.organisations[keys[0]]
                add("organisaatio", fail, [owner.id], acts)
                add("tyyppi", fail, [owner.type], acts)
                add("maakunta", fail, [owner.region_id] if owner.region_id else [], acts)
            case "themes":
                add("teema", fail, keys[0], acts)
            case "campaigns":
                add("kampanja", fail, keys[0], acts)
            case "years":
                add("vuosi", fail, range(keys[0], keys[1] + 1) if keys[0] else [], acts)
    for name, parts in counted.items():
        for fail, value, acts in parts:
            add(name, fail, [value], acts)
    rows = [{"teko_id": key, "card": card | {"marks": marks}} for key, card, marks in page]
    return Found(fails[0], rows, counts, {name: fails[0] + fails[BITS[name]] for name in criteria.chosen})
