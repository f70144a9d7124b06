"""What is left to do before an act can be submitted: its sections with their statuses, and the answers in them."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.text import capfirst

from kampanjat import sentences
from teot import completeness, documents, register
from teot.completeness import Lack
from teot.models import Tekija, Teko
from teot.sections import SECTIONS, Section


@dataclass(frozen=True, slots=True)
class Answer:
    """A field as the check-your-answers page shows it: its label, what it says, and what is wrong with it."""

    label: str
    text: str
    lack: str


@dataclass(frozen=True, slots=True)
class Task:
    """A section in the list: done exactly when submitting would not complain of it."""

    section: Section
    lacks: list[Lack]
    is_begun: bool
    asked: str = ""  #: what staff asked for when they returned the act

    @property
    def is_done(self) -> bool:
        return not self.lacks


class TaskList:
    """Every section of an act, and whether it can be submitted."""

    def __init__(self, teko: Teko):
        self.teko = teko
        self.lacks = completeness.lacks(teko)

    @cached_property
    def values(self) -> dict:
        return self.teko.values_of([name for section in SECTIONS for name in section.fields])

    @cached_property
    def tasks(self) -> list[Task]:
        return [
            Task(
                section,
                [lack for lack in self.lacks if lack.section == section],
                self.teko.number_of(section) > 0 or self.holds_text(section),
                self.teko.asked.get(section.slug, ""),
            )
            for section in SECTIONS
        ]

    def holds_text(self, section: Section) -> bool:
        """Whether something is there that the start of a draft does not fill in by itself."""
        given = {"language", "owner", "contact_title", "contact_email"}
        return any(self.values[name] for name in section.fields if name not in given)

    @cached_property
    def co_authors(self) -> list[Tekija]:
        return list(self.teko.tekijat.select_related("user"))

    @property
    def campaign_state(self) -> str:
        """Until when the campaign takes acts that the draft is written for."""
        teko = self.teko
        return sentences.state_of(teko.meant_for, timezone.now(), teko.owner_id) if teko.meant_for else ""

    @property
    def done(self) -> int:
        return sum(task.is_done for task in self.tasks)

    @property
    def can_be_submitted(self) -> bool:
        return not self.lacks

    @cached_property
    def has_unsent_changes(self) -> bool:
        """Whether the working copy says something else than the version that staff or the public have."""
        version = self.teko.submitted_version or self.teko.published_version
        return version is None or version.document != documents.document_of(self.teko)

    @property
    def answers(self) -> list[tuple[Task, list[Answer]]]:
        """Each section with its answers, as people read them."""
        tables = register.current()
        return [(task, self.answers_of(task, tables)) for task in self.tasks]

    def answers_of(self, task: Task, tables) -> list[Answer]:
        section = task.section
        values = {name: self.values[name] for name in section.fields}
        form = section.form(section=section, initial=values, register=tables)
        lacks = {lack.field: str(lack.message) for lack in task.lacks}
        labels = {name: str(field.label) for name, field in form.fields.items()}
        return [
            Answer(
                labels.get(name) or capfirst(completeness.name_of(self.teko, name)),
                form.in_words(name, value),
                lacks.get(name, ""),
            )
            for name, value in values.items()
        ]
