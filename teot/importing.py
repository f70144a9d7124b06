"""The programme office's register of acts, read into the bank: all rows or none, keyed by `tunnus`.

Every act goes through the same verbs as those that people write. A row that says what it said last time changes
nothing, and an act that has been edited on the site since is kept as it is, unless it is asked to be overwritten.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction

from teot.models import Teko
from teot.register_rows import TEXTS, Fault, Parsed, Reader, digest


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
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Outcome:
    """Import the rows; `by` is the member of staff, or None from the command line. Any fault: nothing is saved."""
    reader = Reader()
    parsed = [act for number, cells in rows if (act := reader.read(number, cells))]
    outcome = Outcome(errors=reader.faults)
    if outcome.errors:
        return outcome
    with transaction.atomic():
        for start in range(0, len(parsed), 500):
            chunk = parsed[start : start + 500]
            existing = acts_by_key([act.values["register_id"] for act in chunk])
            written = create([act for act in chunk if act.values["register_id"] not in existing], file_name)
            outcome.created += len(written)
            for act in chunk:
                teko = existing.get(act.values["register_id"])
                if teko and is_to_change(teko, act, outcome, overwrite=overwrite):
                    written.append(write(teko, act, file_name))
            Teko.publish_all(Teko.submit_all(written, by=by), by=by)
            progress(start + len(chunk), len(parsed))
        transaction.set_rollback(dry_run)
    return outcome


def acts_by_key(keys: list[str]) -> dict[str, Teko]:
    acts = Teko.objects.filter(register_id__in=keys).select_related("owner", "submitted_version")
    return {act.register_id: act for act in acts.prefetch_related("partners", "sectors", "themes")}


def create(chunk: list[Parsed], file_name: str) -> list[Teko]:
    """The working copies of new acts, stored all at once."""
    acts = Teko.objects.bulk_create([filled(Teko(author=None), parsed, file_name) for parsed in chunk])
    for table, column, relation in (
        (Teko.partners.through, "organisaatio_id", "partners"),
        (Teko.sectors.through, "toimiala_id", "sectors"),
        (Teko.themes.through, "teema_id", "themes"),
    ):
        pairs = [(teko, row) for teko, parsed in zip(acts, chunk, strict=True) for row in getattr(parsed, relation)]
        table.objects.bulk_create([table(teko_id=teko.pk, **{column: row.pk}) for teko, row in pairs])
    for teko, parsed in zip(acts, chunk, strict=True):
        # The verbs read what was just written: it need not be fetched again.
        teko._prefetched_objects_cache = {
            "partners": parsed.partners,
            "sectors": parsed.sectors,
            "themes": parsed.themes,
            "mittarit": [],
        }
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
    names = (*TEXTS.values(), "summary", "first_year", "last_year", "campaign_year", "register_id")
    values = {name: getattr(teko, name) for name in names}
    return digest(values, teko.owner, teko.partners.all(), teko.sectors.all(), teko.themes.all())


def write(teko: Teko, parsed: Parsed, file_name: str) -> Teko:
    """The row stored as the working copy of an act that was there before."""
    filled(teko, parsed, file_name).save()
    teko.partners.set(parsed.partners)
    teko.sectors.set(parsed.sectors)
    teko.themes.set(parsed.themes)
    return teko


def filled(teko: Teko, parsed: Parsed, file_name: str) -> Teko:
    """The act with the row's values, not yet stored."""
    for name, value in parsed.values.items():
        setattr(teko, name, value)
    teko.owner, teko.imported_from, teko.imported_digest = parsed.owner, file_name, parsed.digest
    return teko
