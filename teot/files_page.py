"""The section of an act's pictures and attachments, as its writer's page shows it."""

from dataclasses import dataclass

from tekojentori.refusals import Refused
from teot import files_shown, sent_files
from teot.files_shown import Attachment, Picture
from teot.models import Kuva
from teot.section_page import SectionPage
from teot.sections import BY_SLUG

SECTION = BY_SLUG["kuvat"]


@dataclass(frozen=True, slots=True)
class WrittenPicture:
    """A picture with what its writer says of it, which may not have been saved yet."""

    kuva: Kuva
    shown: Picture
    alt: str
    alt_fault: str
    is_decorative: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that was not taken: what it was called, why, and what to do."""

    name: str
    reason: str


class FilesPage(SectionPage):
    """A section that also takes files. `faults`: those that could not be taken just now."""

    def __init__(self, teko, user, posted=None, *, faults: list[Fault] | None = None):
        super().__init__(teko, SECTION, user, posted)
        self.faults = faults or []

    @property
    def next_address(self) -> str:
        here = self.teko_address("teot:section", SECTION.slug)
        return f"{here}#tiedostot" if {"move", "remove", "send"} & set(self.posted) else super().next_address

    @property
    def pictures(self) -> list[WrittenPicture]:
        """In the order of the page, with what was typed on it; those that it did not know of come last."""
        rows = {row.digest: row for row in self.teko.kuvat.in_use()}
        said = {row["digest"]: row for row in self.stored["kuvat"]}
        typed = {row["digest"]: row for row in self.form["kuvat"].value() if row["digest"] in rows}
        shown = [said[digest] | row for digest, row in typed.items()]
        shown += [row for digest, row in said.items() if digest not in typed]
        return [self.written(rows[row["digest"]], row) for row in shown]

    def written(self, kuva: Kuva, row: dict) -> WrittenPicture:
        shown = files_shown.picture(self.teko.pk, kuva.document)
        fault = self.form.fields["kuvat"].faults.get(kuva.digest, "")
        return WrittenPicture(kuva, shown, row["alt"], fault, row["is_decorative"])

    @property
    def says_something_new(self) -> bool:
        """Whether what its writer sent holds more than files: words or an order that are not stored yet."""
        return bool(self.form.errors or self.differences)

    @property
    def attachments(self) -> list[tuple[str, Attachment]]:
        """Each attachment with its digest, by which the page's buttons name it."""
        rows = self.teko.liitteet.in_use()
        return [(row.digest, files_shown.attachment(self.teko.pk, row.document)) for row in rows]


def take(teko, files: list, *, by) -> list[Fault]:
    """Add each file to the act; a file that cannot be taken does not keep the others away."""
    faults = []
    for file in files:
        try:
            teko.add_file(sent_files.read(file), by=by)
        except Refused as refused:
            faults.append(Fault(sent_files.shown_name(file.name), str(refused.reason)))
    return faults
