"""The programme office's register of acts, read into the bank: all rows or none, keyed by `tunnus`.

Every act goes through the same verbs as those that people write. A row that says what it said last time changes
nothing, and an act that has been edited on the site since is kept as it is, unless it is asked to be overwritten.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Prefetch, prefetch_related_objects

from tekojentori.models import Organisaatio
from teot import register_marks
from teot.models import Teko
from teot.register_rows import TEXTS, Fault, Parsed, Reader, digest

#: Acts that are written at a time, and rows that are read between two words of how it goes.
BATCH, READ = 250, 100
#: The database's lock that admits one import at a time: two of the same new act would collide.
LOCK = 20_261_124
#: What hangs on an act, as its document names it; read for a batch at once.
PARTS = (
    Prefetch("partners", Organisaatio.objects.select_related("region")),
    "sectors",
    "themes",
    "mittarit",
    "kuvat",
    "liitteet",
)
RELATIONS = (
    ("partners", Teko.partners.through, "organisaatio_id"),
    ("sectors", Teko.sectors.through, "toimiala_id"),
    ("themes", Teko.themes.through, "teema_id"),
)
#: Fields that tell what a row said: of its values, and the digest's own.
VALUES = (*TEXTS.values(), "summary", "first_year", "last_year", "campaign_year", "register_id")
STORED = (*VALUES, "owner", "imported_from", "imported_digest")


@dataclass
class Outcome:
    """What an import did, or in a dry run would do."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)  #: tunnus and title of acts edited on the site
    errors: list[Fault] = field(default_factory=list)

    def as_json(self) -> dict:
        errors = [{"row": fault.row, "column": fault.column, "message": fault.message} for fault in self.errors]
        counts = {"created": self.created, "updated": self.updated, "unchanged": self.unchanged}
        return counts | {"kept": len(self.kept), "errors": errors}


def run(
    rows: Iterable[tuple[int, dict[str, str]]],
    *,
    file_name: str,
    by,
    overwrite: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int | None], None] = lambda done, of: None,
) -> Outcome:
    """Import the rows; `by` is the member of staff, or None from the command line. Any fault: nothing is saved."""
    outcome = Outcome()
    for done, of in steps(rows, outcome, file_name=file_name, by=by, overwrite=overwrite, dry_run=dry_run):
        progress(done, of)
    return outcome


def steps(
    rows: Iterable[tuple[int, dict[str, str]]], outcome: Outcome, *, file_name: str, by, overwrite: bool, dry_run: bool
) -> Iterator[tuple[int, int | None]]:
    """Import the rows, and tell how it goes: rows read, of a number unknown; then rows written, of all.

    Whoever stops asking before the end has imported nothing.
    """
    reader, parsed = Reader(), []
    outcome.errors = reader.faults
    for count, (number, cells) in enumerate(rows, start=1):
        if act := reader.read(number, cells):
            parsed.append(act)
        if count % READ == 0:
            yield count, None
    if outcome.errors:
        return
    with transaction.atomic():
        take_turns()
        lock_acts([act.values["register_id"] for act in parsed])
        for start in range(0, len(parsed), BATCH):
            write(parsed[start : start + BATCH], outcome, file_name=file_name, by=by, overwrite=overwrite)
            yield min(start + BATCH, len(parsed)), len(parsed)
        transaction.set_rollback(dry_run)


def take_turns() -> None:
    """Until the end of the transaction no other import writes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def lock_acts(keys: list[str]) -> None:
    """Lock those that are there already, all in one order: what is compared is what is changed."""
    locked = Teko.objects.filter(register_id__in=keys).order_by("pk").select_for_update()
    list(locked.values_list("pk", flat=True))


def write(chunk: list[Parsed], outcome: Outcome, *, file_name: str, by, overwrite: bool) -> None:
    """Write these rows, and publish what they change."""
    acts = acts_by_key([parsed.values["register_id"] for parsed in chunk])
    new = [parsed for parsed in chunk if parsed.values["register_id"] not in acts]
    old = [(acts[parsed.values["register_id"]], parsed) for parsed in chunk if parsed.values["register_id"] in acts]
    changed = [(teko, parsed) for teko, parsed in old if is_to_change(teko, parsed, outcome, overwrite=overwrite)]
    written = create(new, file_name) + rewrite(changed, file_name)
    Teko.publish_all(Teko.submit_all(written, by=by), by=by)
    register_marks.write(written, by=by)
    outcome.created += len(new)


def acts_by_key(keys: list[str]) -> dict[str, Teko]:
    acts = Teko.objects.filter(register_id__in=keys).select_related("owner__region", "submitted_version")
    return {act.register_id: act for act in acts.prefetch_related(*PARTS)}


def create(chunk: list[Parsed], file_name: str) -> list[Teko]:
    """The working copies of new acts, stored all at once."""
    acts = Teko.objects.bulk_create([filled(Teko(author=None), parsed, file_name) for parsed in chunk])
    prefetch_related_objects(acts, *PARTS)
    return related(list(zip(acts, chunk, strict=True)))


def rewrite(changed: list[tuple[Teko, Parsed]], file_name: str) -> list[Teko]:
    """The rows stored as the working copies of acts that were there before."""
    Teko.objects.store([filled(teko, parsed, file_name) for teko, parsed in changed], *STORED)
    return related(changed)


def related(pairs: list[tuple[Teko, Parsed]]) -> list[Teko]:
    """The acts with the partners, sectors and themes of their rows, read back as they are stored."""
    for name, table, column in RELATIONS:
        wanted = [(teko, getattr(parsed, name)) for teko, parsed in pairs]
        other = [(teko, rows) for teko, rows in wanted if set(rows) != set(getattr(teko, name).all())]
        table.objects.filter(teko__in=[teko for teko, _rows in other]).delete()
        table.objects.bulk_create([table(teko_id=teko.pk, **{column: row.pk}) for teko, rows in other for row in rows])
    acts = [teko for teko, _parsed in pairs]
    for teko in acts:
        teko._prefetched_objects_cache = {}
    prefetch_related_objects(acts, *PARTS)
    return acts


def is_to_change(teko: Teko, parsed: Parsed, outcome: Outcome, *, overwrite: bool) -> bool:
    """Whether the row changes an act that was there before; the outcome tells what becomes of it."""
    if teko.state != Teko.State.PUBLISHED or (digest_of(teko) != teko.imported_digest and not overwrite):
        outcome.kept.append((teko.register_id, teko.title))
    elif digest_of(teko) == parsed.digest:
        outcome.unchanged += 1
    else:
        outcome.updated += 1
        return True
    return False


def digest_of(teko: Teko) -> str:
    """The digest of the working copy as it stands: unlike the imported one when somebody has edited it."""
    values = {name: getattr(teko, name) for name in VALUES}
    return digest(values, teko.owner, teko.partners.all(), teko.sectors.all(), teko.themes.all())


def filled(teko: Teko, parsed: Parsed, file_name: str) -> Teko:
    """The act with the row's values, not yet stored."""
    for name, value in parsed.values.items():
        setattr(teko, name, value)
    teko.owner, teko.imported_from, teko.imported_digest = parsed.owner, file_name, parsed.digest
    return teko
