"""What must hold of decisions on prizes: their candidates, numbers, locks, marks, corrections and drafts."""

from tekojentori.invariants import Invariant, by_sql

#: A decision with its category, campaign and candidate, the act's entry, and the act.
DECISIONS = """
    palkinnot_palkinto AS palkinto JOIN palkinnot_sarja AS sarja ON sarja.id = palkinto.sarja_id
    JOIN kampanjat_kampanja AS kampanja ON kampanja.id = sarja.kampanja_id
    LEFT JOIN palkinnot_ehdokas AS ehdokas ON ehdokas.id = palkinto.ehdokas_id
    LEFT JOIN teot_osallistuminen AS entry ON entry.id = ehdokas.osallistuminen_id
    LEFT JOIN teot_teko AS teko ON teko.id = entry.teko_id
"""
IN_FORCE = "palkinto.state IN ('proposed', 'confirmed')"


def of_decisions(slug: str, holds: str, condition: str) -> Invariant:
    """An invariant of decisions: `condition` is what a broken one is like."""
    parts = ["SELECT palkinto.id, palkinto.state FROM", DECISIONS, "WHERE", condition, "ORDER BY 1"]
    return by_sql(slug, holds, " ".join(parts))


INVARIANTS = [
    of_decisions("decisions-of-category", "Päätöksen ehdokas on sen sarjassa", "ehdokas.sarja_id <> sarja.id"),
    by_sql(
        "decisions-within-number",
        "Sarjassa on vahvistettu enintään niin monta palkintoa kuin siinä on, ja vain sellaisia, joita siinä annetaan",
        """
        SELECT sarja.id FROM palkinnot_sarja AS sarja
        JOIN palkinnot_palkinto AS palkinto ON palkinto.sarja_id = sarja.id AND palkinto.state = 'confirmed'
        GROUP BY sarja.id
        HAVING count(*) FILTER (WHERE palkinto.kind IN ('prize', 'place')) > sarja.most_prizes
            OR (bool_or(palkinto.kind = 'mention') AND NOT sarja.honourable_mentions)
            OR (bool_or(palkinto.kind = 'none') AND bool_or(palkinto.kind IN ('prize', 'place')))
        ORDER BY 1
        """,
    ),
    of_decisions(
        "decisions-by-lock",
        "Raadin sarjan päätös nojaa sen oman kierroksen lukitukseen, muiden ei mihinkään",
        f"""
        {IN_FORCE} AND (sarja.selection = 'jury') <> EXISTS (
            SELECT FROM palkinnot_lukitus AS lukitus
            JOIN palkinnot_kierros AS kierros ON kierros.id = lukitus.kierros_id
            WHERE lukitus.id = palkinto.lukitus_id AND kierros.sarja_id = sarja.id
        )
        """,
    ),
    of_decisions(
        "decisions-standing",
        "Päätöksen ehdokas on mukana, tai paikka on avattu neljännestunnissa",
        f"""
        {IN_FORCE} AND NOT COALESCE(LEAST(kampanja.results_public_from, sarja.revealed_from) <= now(), false)
        AND LEAST(
            ehdokas.removed_at, entry.withdrawn_at, entry.excluded_at,
            CASE WHEN teko.state NOT IN ('published', 'archived') THEN teko.state_at END
        ) < now() - interval '15 minutes'
        """,
    ),
    by_sql(
        "marks-of-decisions",
        "Päätöksen merkki sanoo saman kuin julkinen, vahvistettu päätös",
        f"""
        SELECT mark.key FROM teot_tunnustus AS mark LEFT JOIN (
            {DECISIONS}
        )
            ON mark.key = 'palkinto:' || palkinto.id
        WHERE mark.key LIKE 'palkinto:%' AND (
            palkinto.id IS NULL OR palkinto.state <> 'confirmed'
            OR (mark.kind, mark.place, mark.citation_fi, mark.citation_sv, mark.citation_en) IS DISTINCT FROM
                (palkinto.kind, palkinto.place, palkinto.citation_fi, palkinto.citation_sv, palkinto.citation_en)
            OR (mark.teko_id, mark.organisation_id) IS DISTINCT FROM (entry.teko_id, ehdokas.organisation_id)
            OR mark.public_from IS DISTINCT FROM LEAST(kampanja.results_public_from, sarja.revealed_from)
        ) ORDER BY 1
        """,  # noqa: S608 - our own tables
    ),
    by_sql(
        "corrections-applied",
        "Oikaistu päätös sanoo sen, minkä viimeinen vahvistettu oikaisu",
        """
        SELECT DISTINCT ON (oikaisu.sarja_id, oikaisu.ehdokas_id) oikaisu.id FROM palkinnot_oikaisu AS oikaisu
        LEFT JOIN palkinnot_palkinto AS palkinto ON palkinto.sarja_id = oikaisu.sarja_id
            AND palkinto.ehdokas_id IS NOT DISTINCT FROM oikaisu.ehdokas_id
        WHERE oikaisu.state = 'confirmed' AND NOT EXISTS (
            SELECT FROM palkinnot_oikaisu AS later WHERE later.state = 'confirmed'
            AND later.sarja_id = oikaisu.sarja_id AND later.ehdokas_id IS NOT DISTINCT FROM oikaisu.ehdokas_id
            AND (later.confirmed_at, later.id) > (oikaisu.confirmed_at, oikaisu.id)
        ) AND (
            palkinto.corrected_at IS DISTINCT FROM oikaisu.confirmed_at
            OR palkinto.state <> CASE WHEN oikaisu.becomes = '{}' THEN 'annulled' ELSE 'confirmed' END
            OR (oikaisu.becomes <> '{}' AND (
                oikaisu.becomes ->> 'kind', (oikaisu.becomes ->> 'place')::int,
                oikaisu.becomes ->> 'citation_fi', oikaisu.becomes ->> 'citation_sv', oikaisu.becomes ->> 'citation_en'
            ) IS DISTINCT FROM (
                palkinto.kind, palkinto.place::int, palkinto.citation_fi, palkinto.citation_sv, palkinto.citation_en
            ))
        ) ORDER BY oikaisu.sarja_id, oikaisu.ehdokas_id
        """,
    ),
    by_sql(
        "drafts-of-decisions",
        "Palkittavalle on luonnos vain päätöksestä, joka on vahvistettu",
        r"""
        SELECT mail.id FROM tekojentori_sahkoposti AS mail
        LEFT JOIN palkinnot_palkinto AS palkinto
            ON 'palkinto:' || palkinto.id || ':' || palkinto.kind || COALESCE(palkinto.place::text, '') IN (
                mail.cause, regexp_replace(mail.cause, '^(palkinto:[0-9]+:[a-z0-9]+):[0-9]+$', '\1')
            )
        WHERE mail.kind = 'palkinnot/winner' AND mail.state = 'held' AND palkinto.state IS DISTINCT FROM 'confirmed'
        ORDER BY 1
        """,
    ),
]
