"""What must hold of acts, versions, public rows and entries."""

from collections.abc import Iterable
from itertools import batched

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from tekojentori.invariants import Invariant, by_sql
from tekojentori.models import Organisaatio
from teot import campaign_times
from teot.models import Hakurivi, Kuva, Liite, Osallistuminen, Teko, Versio

#: Of a public row, what is told from the act itself; the vectors follow from the same text.
TOLD = (
    "version_id", "published_at", "is_archived", "language", "owner_id", "others", "sector_mask", "themes",
    "first_year", "last_year", "stage", "title_key", "card", "campaigns",
)  # fmt: skip


def outdated_rows() -> Iterable[str]:
    heirs = Organisaatio.objects.heirs()
    rows = Hakurivi.objects.defer("vector", "title_vector").order_by("pk")
    for chunk in batched(rows.iterator(chunk_size=200), 200, strict=False):
        acts = Teko.objects.public().select_related("published_version").in_bulk([row.pk for row in chunk])
        campaigns = Osallistuminen.objects.campaigns_of(list(acts.values()))
        for row in chunk:
            if row.pk not in acts:
                continue  # another invariant tells of it
            expected = Hakurivi.of(acts[row.pk], heirs, campaigns[row.pk])
            parts = [name for name in TOLD if getattr(row, name) != getattr(expected, name)]
            if parts:
                yield f"teko {row.pk}: {', '.join(parts)}"


def misbound_entries() -> Iterable[str]:
    """Entries whose frozen version is not the last one sent in time, and those whose time was or is another.

    One that has left is not read by anybody, and one may stay bound though a merge has moved its time.
    """
    rows = Osallistuminen.objects.standing().with_freeze().exclude(frozen_version=None).order_by("pk")
    sent = Versio.objects.filter(teko=OuterRef("teko"), created_at__lt=OuterRef("frozen_at")).order_by("-number")
    own = rows.filter(replaced_at=None).annotate(last_sent=Subquery(sent.values("pk")[:1]))
    for row in own.exclude(frozen_version=F("last_sent")):
        yield f"osallistuminen {row.pk}: muu versio kuin viimeinen ajoissa lähetetty"
    for row in rows.exclude(frozen_at=F("freezes_at")).with_windows():
        if not campaign_times.keeps_its_version(row):
            yield f"osallistuminen {row.pk}: sidottu muuna hetkenä kuin haku sulkeutui"
    for row in rows.filter(freezes_at__gt=timezone.now()):
        yield f"osallistuminen {row.pk}: jäädytetty ennen aikaansa"


def missing_files() -> Iterable[str]:
    """Pictures and attachments that a public version names but that have no row."""
    there = {
        name: set(kind.objects.values_list("teko_id", "digest"))
        for kind, name in ((Kuva, "pictures"), (Liite, "attachments"))
    }
    documents = Teko.objects.public().order_by("pk").values_list("pk", "published_version__document")
    for key, document in documents.iterator(chunk_size=200):
        for name, rows in there.items():
            for each in document.get(name, ()):
                if (key, each["digest"]) not in rows:
                    yield f"teko {key}: {each['digest'][:12]}"


INVARIANTS = [
    by_sql(
        "public-rows",
        "Julkisella teolla ja vain sillä on hakurivi",
        """
        SELECT coalesce(teko.id, hakurivi.teko_id) FROM teot_hakurivi AS hakurivi
        FULL JOIN (SELECT id FROM teot_teko WHERE state IN ('published', 'archived')) AS teko
            ON teko.id = hakurivi.teko_id
        WHERE teko.id IS NULL OR hakurivi.teko_id IS NULL ORDER BY 1
        """,
    ),
    Invariant("public-rows-current", "Hakurivi kertoo saman kuin julkaistu versio", outdated_rows),
    by_sql(
        "own-versions",
        "Teon julkaistu ja odottava versio ovat sen omia",
        """
        SELECT teko.id FROM teot_teko AS teko
        JOIN teot_versio AS versio ON versio.id IN (teko.published_version_id, teko.submitted_version_id)
        WHERE versio.teko_id <> teko.id ORDER BY 1
        """,
    ),
    by_sql(
        "version-numbers",
        "Teon versiot on numeroitu yhdestä alkaen ilman aukkoja",
        """
        SELECT teko_id FROM teot_versio GROUP BY teko_id
        HAVING min(number) <> 1 OR max(number) <> count(*) ORDER BY 1
        """,
    ),
    by_sql(
        "waiting-undecided",
        "Odottavaa versiota ei ole vielä ratkaistu",
        """
        SELECT teko.id FROM teot_teko AS teko JOIN teot_ratkaisu AS ratkaisu
            ON ratkaisu.version_id = teko.submitted_version_id ORDER BY 1
        """,
    ),
    by_sql(
        "published-decided",
        "Julkaistua edeltää päätös julkaista",
        """
        SELECT teko.id FROM teot_teko AS teko JOIN teot_versio AS shown ON shown.id = teko.published_version_id
        WHERE NOT EXISTS (
            SELECT FROM teot_versio AS versio JOIN teot_ratkaisu AS ratkaisu ON ratkaisu.version_id = versio.id
            WHERE versio.teko_id = teko.id AND versio.number <= shown.number AND ratkaisu.kind = 'published'
        ) ORDER BY 1
        """,
    ),
    by_sql(
        "refused-decided",
        "Palautetun tai hylätyn teon viimeinen päätös on sama kuin sen tila",
        """
        SELECT teko.id FROM teot_teko AS teko LEFT JOIN LATERAL (
            SELECT ratkaisu.kind FROM teot_ratkaisu AS ratkaisu JOIN teot_versio AS versio
                ON versio.id = ratkaisu.version_id
            WHERE versio.teko_id = teko.id ORDER BY versio.number DESC LIMIT 1
        ) AS last ON true
        WHERE teko.state IN ('returned', 'rejected') AND last.kind IS DISTINCT FROM teko.state ORDER BY 1
        """,
    ),
    Invariant("public-files", "Julkisen version jokainen tiedosto on tallessa", missing_files),
    Invariant("entries-bound", "Osallistuminen on sidottu viimeiseen ajoissa lähetettyyn versioon", misbound_entries),
    by_sql(
        "entries-own-versions",
        "Osallistumisen versio on sen oman teon",
        """
        SELECT entry.id FROM teot_osallistuminen AS entry JOIN teot_versio AS versio
            ON versio.id = entry.frozen_version_id WHERE versio.teko_id <> entry.teko_id ORDER BY 1
        """,
    ),
    by_sql(
        "rejected-left",
        "Hylätty teko ei ole mukana kampanjassa, jonka tulokset eivät ole julki",
        """
        SELECT entry.id FROM teot_osallistuminen AS entry JOIN teot_teko AS teko ON teko.id = entry.teko_id
        JOIN kampanjat_kampanja AS kampanja ON kampanja.id = entry.kampanja_id
        WHERE teko.state = 'rejected' AND entry.withdrawn_at IS NULL AND entry.excluded_at IS NULL
            AND kampanja.cancelled_at IS NULL
            AND (kampanja.results_public_from IS NULL OR kampanja.results_public_from > now()) ORDER BY 1
        """,
    ),
]
