"""Who is in conflict with whom by what the register and the acts say, as one statement.

The statement is asked when conflicts are written down, and again whenever somebody looks: a juror who changes employer
in the middle of a round, or staff who came yesterday, are bound at once.
"""

from django.db import connection
from django.db.models.expressions import RawSQL

#: Causes that facts give, in the order of the list that people read.
CAUSES = ("own", "related", "partner", "author", "contact", "colleague")
#: Campaigns back from the round's own, it among them, since when writing together makes people colleagues.
CAMPAIGNS = 3

#: Parameters: people's numbers; a category's number or NULL, twice; how many campaigns back.
FACTS = """
WITH RECURSIVE
person AS (
    SELECT id, email, organisation_id FROM tekojentori_user WHERE id = ANY(%s)
),
seat (person, place) AS (
    SELECT id, organisation_id FROM person WHERE organisation_id IS NOT NULL
    UNION SELECT user_id, organisation_id FROM tekojentori_yhteyshenkilo WHERE user_id IN (SELECT id FROM person)
    UNION SELECT user_id, organisation_id FROM palkinnot_raatilainen
        WHERE user_id IN (SELECT id FROM person) AND organisation_id IS NOT NULL
),
kin (person, place, way) AS (
    SELECT person, place, 'own' FROM seat
    UNION
    SELECT kin.person, step.place, step.way FROM kin CROSS JOIN LATERAL (
        SELECT merged_into_id AS place, kin.way FROM tekojentori_organisaatio WHERE id = kin.place
        UNION ALL
        SELECT id, kin.way FROM tekojentori_organisaatio WHERE merged_into_id = kin.place
        UNION ALL
        SELECT parent_id, 'owner' FROM tekojentori_organisaatio WHERE id = kin.place AND kin.way IN ('own', 'owner')
        UNION ALL
        SELECT id, 'company' FROM tekojentori_organisaatio WHERE parent_id = kin.place AND kin.way IN ('own', 'company')
        UNION ALL
        SELECT successor_id, 'heir' FROM tekojentori_organisaatio WHERE id = kin.place AND kin.way IN ('own', 'heir')
        UNION ALL
        SELECT id, 'past' FROM tekojentori_organisaatio WHERE successor_id = kin.place AND kin.way IN ('own', 'past')
    ) AS step WHERE step.place IS NOT NULL
),
candidate AS (
    SELECT ehdokas.id, ehdokas.osallistuminen_id, ehdokas.organisation_id, sarja.kampanja_id
    FROM palkinnot_ehdokas AS ehdokas JOIN palkinnot_sarja AS sarja ON sarja.id = ehdokas.sarja_id
    WHERE %s::bigint IS NULL OR ehdokas.sarja_id = %s
),
act AS (
    SELECT candidate.id AS candidate, candidate.kampanja_id, teko.id AS teko, teko.owner_id,
        lower(teko.contact_email) AS contact, versio.document
    FROM candidate
    JOIN teot_osallistuminen AS entry ON entry.id = candidate.osallistuminen_id
        OR (candidate.osallistuminen_id IS NULL AND entry.kampanja_id = candidate.kampanja_id)
    JOIN teot_teko AS teko ON teko.id = entry.teko_id
    LEFT JOIN teot_versio AS versio ON versio.id = entry.frozen_version_id
    WHERE candidate.organisation_id IS NULL OR teko.owner_id = candidate.organisation_id
),
owner (candidate, place) AS (
    SELECT candidate, owner_id FROM act WHERE owner_id IS NOT NULL
    UNION SELECT candidate, (document -> 'owner' ->> 'id')::bigint FROM act
        WHERE document -> 'owner' ->> 'id' IS NOT NULL
    UNION SELECT id, organisation_id FROM candidate WHERE organisation_id IS NOT NULL
),
partner (candidate, place) AS (
    SELECT act.candidate, shared.organisaatio_id FROM act JOIN teot_teko_partners AS shared ON shared.teko_id = act.teko
    UNION
    SELECT act.candidate, (each ->> 'id')::bigint
    FROM act CROSS JOIN LATERAL jsonb_array_elements(act.document -> 'partners') AS each
),
writer (teko, person) AS (
    SELECT id, author_id FROM teot_teko WHERE author_id IS NOT NULL
    UNION SELECT teko_id, user_id FROM teot_tekija WHERE user_id IS NOT NULL
),
recent (kampanja, each) AS (
    SELECT own.id, each.id FROM kampanjat_kampanja AS own CROSS JOIN kampanjat_kampanja AS each
    WHERE own.id IN (SELECT kampanja_id FROM candidate) AND (
        SELECT count(*) FROM kampanjat_kampanja AS later
        WHERE (later.closes_at, later.id) > (each.closes_at, each.id)
            AND (later.closes_at, later.id) <= (own.closes_at, own.id)
    ) < %s
),
colleague (person, other, teko, kampanja) AS (
    SELECT DISTINCT mine.person, theirs.person, mine.teko, recent.kampanja FROM writer AS mine
    JOIN teot_osallistuminen AS entry ON entry.teko_id = mine.teko
    JOIN recent ON recent.each = entry.kampanja_id
    JOIN writer AS theirs ON theirs.teko = mine.teko AND theirs.person <> mine.person
    WHERE mine.person IN (SELECT id FROM person)
)
SELECT kin.person, owner.candidate, 'own' AS cause FROM kin JOIN owner USING (place) WHERE kin.way = 'own'
UNION
SELECT kin.person, owner.candidate, 'related' FROM kin JOIN owner USING (place) WHERE kin.way <> 'own'
    AND (kin.person, kin.place) NOT IN (SELECT person, place FROM kin WHERE way = 'own')
UNION
SELECT kin.person, partner.candidate, 'partner' FROM kin JOIN partner USING (place) WHERE kin.way = 'own'
UNION
SELECT writer.person, act.candidate, 'author' FROM act JOIN writer USING (teko)
    WHERE writer.person IN (SELECT id FROM person)
UNION
SELECT person.id, act.candidate, 'author' FROM act JOIN teot_tekija AS invited ON invited.teko_id = act.teko
    JOIN person ON person.email = invited.email
UNION
SELECT person.id, act.candidate, 'contact' FROM act JOIN person
    ON person.email = act.contact OR person.email = lower(act.document -> 'contact' ->> 'email')
UNION
SELECT colleague.person, act.candidate, 'colleague' FROM act JOIN writer USING (teko)
    JOIN colleague ON colleague.other = writer.person AND colleague.teko <> act.teko
        AND colleague.kampanja = act.kampanja_id
"""


def found(people: list[int], sarja) -> list[tuple[int, int, str]]:
    """User, candidate and cause: every conflict of these people in the category."""
    with connection.cursor() as cursor:
        cursor.execute(FACTS, [people, sarja.pk, sarja.pk, CAMPAIGNS])
        return cursor.fetchall()


def candidates_of(user) -> RawSQL:
    """The numbers of the candidates that the user is in conflict with, as a subquery."""
    sql = f"SELECT candidate FROM ({FACTS}) AS fact"  # noqa: S608 - nothing of anybody's in it
    return RawSQL(sql, ([user.pk], None, None, CAMPAIGNS))  # noqa: S611 - what varies are parameters
