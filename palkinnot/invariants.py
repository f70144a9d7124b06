"""What must hold of juries: rounds, candidates, conflicts, sheets and locks."""

from collections.abc import Iterable

from palkinnot import conflict_facts, verification
from palkinnot.models import Esteellisyys, Kierros
from tekojentori.invariants import Invariant, by_sql


def unwritten_conflicts() -> Iterable[str]:
    """Conflicts of jurors that the facts give and no row tells, in rounds that are on."""
    for kierros in Kierros.objects.filter(state__in=["scoring", "discussion"]).select_related("sarja").order_by("pk"):
        people = list(kierros.raati.raatilaiset.in_force().values_list("user", flat=True))
        rows = Esteellisyys.objects.in_force().filter(ehdokas__sarja=kierros.sarja_id)
        known = set(rows.values_list("user_id", "ehdokas_id", "cause"))
        for user, ehdokas, cause in sorted(set(conflict_facts.found(people, kierros.sarja)) - known):
            yield f"kierros {kierros.pk}: käyttäjä {user}, ehdokas {ehdokas}, {cause}"


#: A sheet with its juror's user, its candidate's category, and the category's round.
SHEETS = """
    palkinnot_arvio AS arvio JOIN palkinnot_raatilainen AS juror ON juror.id = arvio.juror_id
    JOIN palkinnot_ehdokas AS ehdokas ON ehdokas.id = arvio.ehdokas_id
    LEFT JOIN palkinnot_kierros AS kierros ON kierros.sarja_id = ehdokas.sarja_id
    LEFT JOIN LATERAL (
        SELECT count(*) AS asked, count(piste.value) AS answered FROM palkinnot_kriteeri AS kriteeri
        LEFT JOIN palkinnot_piste AS piste ON piste.kriteeri_id = kriteeri.id AND piste.arvio_id = arvio.id
        WHERE kriteeri.sarja_id = ehdokas.sarja_id AND kriteeri.is_scored AND kriteeri.weight > 0
    ) AS scored ON true
    LEFT JOIN LATERAL (
        SELECT count(*) > 0 AS stands FROM palkinnot_esteellisyys AS este
        WHERE este.user_id = juror.user_id AND este.ehdokas_id = arvio.ehdokas_id AND este.lifted_at IS NULL
    ) AS conflict ON true
"""


def of_sheets(slug: str, holds: str, condition: str) -> Invariant:
    """An invariant of sheets: `condition` is what a broken one is like."""
    return by_sql(
        slug, holds, " ".join(["SELECT arvio.id, arvio.state FROM", SHEETS, "WHERE", condition, "ORDER BY 1"])
    )


INVARIANTS = [
    by_sql(
        "candidates-of-campaign",
        "Ehdokas on sarjansa kampanjan osallistuminen",
        """
        SELECT ehdokas.id FROM palkinnot_ehdokas AS ehdokas JOIN palkinnot_sarja AS sarja ON sarja.id = ehdokas.sarja_id
        JOIN teot_osallistuminen AS entry ON entry.id = ehdokas.osallistuminen_id
        WHERE entry.kampanja_id <> sarja.kampanja_id ORDER BY 1
        """,
    ),
    by_sql(
        "rounds-of-campaign",
        "Kierroksen raati on sarjan kampanjan raati",
        """
        SELECT kierros.id FROM palkinnot_kierros AS kierros JOIN palkinnot_sarja AS sarja ON sarja.id = kierros.sarja_id
        JOIN palkinnot_raati AS raati ON raati.id = kierros.raati_id WHERE raati.kampanja_id <> sarja.kampanja_id
        ORDER BY 1
        """,
    ),
    by_sql(
        "weights",
        "Alkaneen kierroksen kriteereillä on painoa",
        """
        SELECT kierros.id FROM palkinnot_kierros AS kierros WHERE kierros.state <> 'preparing' AND NOT EXISTS (
            SELECT FROM palkinnot_kriteeri AS kriteeri
            WHERE kriteeri.sarja_id = kierros.sarja_id AND kriteeri.is_scored AND kriteeri.weight > 0
        ) ORDER BY 1
        """,
    ),
    of_sheets(
        "prepared-untouched",
        "Valmisteltavassa kierroksessa ei ole aloitettuja arvioita",
        "kierros.state = 'preparing' AND arvio.begun_at IS NOT NULL",
    ),
    of_sheets("sheets-of-jury", "Arvion tekijä istuu raadissa", "kierros.raati_id IS DISTINCT FROM juror.raati_id"),
    of_sheets(
        "seats-signed",
        "Aloitetun arvion tekijä on allekirjoittanut sitoumuksen",
        "arvio.begun_at IS NOT NULL AND juror.id NOT IN (SELECT juror_id FROM palkinnot_sitoumus)",
    ),
    by_sql(
        "scores-on-scale",
        "Piste on asteikollaan ja oman sarjansa kriteerillä",
        """
        SELECT piste.id FROM palkinnot_piste AS piste
        JOIN palkinnot_kriteeri AS kriteeri ON kriteeri.id = piste.kriteeri_id
        JOIN palkinnot_arvio AS arvio ON arvio.id = piste.arvio_id
        JOIN palkinnot_ehdokas AS ehdokas ON ehdokas.id = arvio.ehdokas_id
        WHERE kriteeri.sarja_id <> ehdokas.sarja_id OR piste.value NOT BETWEEN kriteeri.low AND kriteeri.high ORDER BY 1
        """,
    ),
    of_sheets(
        "sheets-tally",
        "Arvion tila vastaa sen pisteitä",
        """
        (arvio.state = 'given' AND scored.answered = 0) OR (arvio.state = 'assigned' AND scored.answered > 0)
        OR (arvio.state = 'begun' AND scored.answered > 0 AND scored.answered = scored.asked)
        """,
    ),
    of_sheets("no-sheet-in-conflict", "Esteellisen arviota ei lasketa", "arvio.state <> 'recused' AND conflict.stands"),
    of_sheets(
        "set-aside-in-conflict",
        "Jäävinä syrjään pantu arvio on esteellisen",
        "arvio.state = 'recused' AND juror.user_id IS NOT NULL AND NOT conflict.stands",
    ),
    Invariant("conflicts-written", "Käynnissä olevan kierroksen esteellisyydet on kirjattu", unwritten_conflicts),
    by_sql(
        "orders-of-reading",
        "Raatilaisen lukujärjestyksessä on kukin sija kerran",
        """
        SELECT arvio.juror_id, ehdokas.sarja_id, arvio.place FROM palkinnot_arvio AS arvio
        JOIN palkinnot_ehdokas AS ehdokas ON ehdokas.id = arvio.ehdokas_id
        GROUP BY 1, 2, 3 HAVING count(*) > 1 ORDER BY 1, 2, 3
        """,
    ),
    by_sql(
        "lock-numbers",
        "Kierroksen lukitukset on numeroitu yhdestä alkaen",
        """
        SELECT kierros_id FROM palkinnot_lukitus GROUP BY kierros_id
        HAVING min(number) <> 1 OR max(number) <> count(*) ORDER BY 1
        """,
    ),
    Invariant("locks", "Lukittu kierros antaa saman tuloksen kuin lukittaessa", verification.faults),
]
