"""A sheet beside what it judges, as its juror's page shows it: the form, what was saved meanwhile, and the way on."""

import secrets
from functools import cached_property

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from palkinnot.models import Arvio, Kierros, Kysymys, Merkinta
from palkinnot.models.filling import COMMENTS, SheetConflict
from palkinnot.models.merkinta import digest_of
from palkinnot.own_list import OwnList, Row
from palkinnot.reading import acts_of
from palkinnot.sheet_forms import SheetForm
from tekojentori import kept
from teot.section_page import Difference

#: The last field of the form: where it is missing, the sending broke off before its end.
END = "end"
#: Whether the keys of numbers, J and K are off.
KEYS_COOKIE, OFF = "nappaimet", "ei"


class SheetPage:
    """`posted`: what the juror sent, now or before they were signed out. `row`: where it stands in their list."""

    def __init__(self, own: OwnList, arvio: Arvio, posted=None):
        self.own, self.arvio, self.posted = own, arvio, posted
        self.kierros, self.ehdokas, self.juror = own.kierros, arvio.ehdokas, arvio.juror
        self.stored = self.as_stored()
        self.number, self.note_digest = arvio.version, digest_of(self.stored["note"])
        asks = self.kierros.state == Kierros.State.DISCUSSION
        self.form = SheetForm(posted, criteria=own.criteria, asks_reason=asks, initial=self.stored)

    def as_stored(self) -> dict:
        """The form's fields as they are stored."""
        answers = self.arvio.answers if self.arvio.pk else {}
        note = Merkinta.objects.filter(juror=self.juror, ehdokas=self.ehdokas).first()
        scored = [row.pk for row in self.own.criteria if row.is_scored]
        return {f"k{row.pk}": answers.get(row.pk) for row in self.own.criteria} | {
            "comment_to_jury": self.arvio.comment_to_jury,
            "comment_to_authors": self.arvio.comment_to_authors,
            "note": note.text if note else "",
            "done": self.arvio.state == Arvio.State.GIVEN and any(answers.get(key) is None for key in scored),
        }

    # What came in

    @property
    def seen(self) -> int:
        return number_in(self.posted, "seen") if self.posted is not None else self.number

    @property
    def note_seen(self) -> str:
        return self.posted.get("note_seen", "")[:64] if self.posted is not None else self.note_digest

    @cached_property
    def mark(self) -> str:
        """The page's own, by which its saves are told from those of another window."""
        given = self.posted.get("page", "")[:40] if self.posted is not None else ""
        return given or secrets.token_urlsafe(12)

    @cached_property
    def writer(self) -> str:
        return kept.mark_of(self.own.user)

    @property
    def is_cut_off(self) -> bool:
        """Whether only a part of the form arrived: nothing of it may be taken for what its writer wanted."""
        return self.posted is not None and END not in self.posted

    # Saving

    def save(self, *, asks: bool = True) -> None:
        """Store what is without fault: the sheet, the note, and the question when `asks`. Raises Refused, having
        written nothing; SheetConflict when another window has saved meanwhile."""
        answers, comments = self.chosen(self.form.answers(), "k{}"), self.chosen(self.form.texts(*COMMENTS))
        note, texts = self.chosen(self.form.texts("note")), self.form.texts("done", "reason", "question")
        try:
            with transaction.atomic():
                self.number = self.arvio.save_answers(
                    answers,
                    comments,
                    by=self.own.user,
                    seen=self.seen,
                    page=self.mark,
                    turn=number_in(self.posted, "turn"),
                    done=texts.get("done", False),
                    reason=texts.get("reason", ""),
                )
                for text in note.values():
                    self.save_note(text)
                if asks and texts.get("question"):
                    self.ehdokas.ask(texts["question"], juror=self.juror)
        except SheetConflict:
            self.arvio = Arvio.objects.select_related("ehdokas", "juror").get(pk=self.arvio.pk)
            self.stored, self.number = self.as_stored(), self.arvio.version
            self.note_digest = digest_of(self.stored["note"])
            raise

    def save_note(self, text: str) -> None:
        Merkinta.objects.keep(self.juror, self.ehdokas, text, page=self.mark, seen=self.note_seen)
        self.note_digest = digest_of(text)

    def chosen(self, values: dict, name: str = "{}") -> dict:
        """Without those of which the juror chose the other window's."""
        return {key: value for key, value in values.items() if self.posted.get(f"keep-{name.format(key)}") != "theirs"}

    @property
    def is_undecided(self) -> bool:
        """Whether the juror was asked to choose between two and left some of them open."""
        return "resolve" in self.posted and any(each.is_undecided for each in self.differences)

    @property
    def differences(self) -> list[Difference]:
        mine = {f"k{key}": value for key, value in self.form.answers().items()}
        mine |= self.form.texts("comment_to_jury", "comment_to_authors", "note")
        return [
            Difference(
                name,
                str(self.form.fields[name].label),
                in_words(value),
                in_words(self.stored[name]),
                self.posted.get(f"keep-{name}") not in ("mine", "theirs"),
            )
            for name, value in mine.items()
            if value != self.stored[name]
        ]

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What the juror sent, to be sent again once they have chosen."""
        leave = {"csrfmiddlewaretoken", "seen", "note_seen", "resolve", "turn", "writer"}
        names = [name for name in self.posted if name not in leave and not name.startswith("keep-")]
        return [(name, value) for name in names for value in self.posted.getlist(name)]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What the juror sent, by its label: shown when it cannot be stored."""
        fields = SheetForm(self.posted, criteria=self.own.criteria, asks_reason=True).fields.items()
        sent = ((field.label, self.posted.get(name, "")) for name, field in fields if name != "done")
        return [(str(label), value) for label, value in sent if value.strip()]

    @property
    def next_address(self) -> str:
        """Where the button that was pressed leads."""
        go, here = self.posted.get("go", ""), [self.kierros.pk, self.ehdokas.pk]
        if go in ("stay", "ask") or "keys" in self.posted:
            return reverse("palkinnot:sheet", args=here)
        if go in ("abstain", "recuse"):
            return reverse(f"palkinnot:{go}", args=here)
        row = {"following": self.following, "previous": self.previous}.get(go) or self.own.after(self.ehdokas.pk)
        return reverse("palkinnot:sheet", args=[self.kierros.pk, row.ehdokas.pk]) if row else self.list_address

    @property
    def list_address(self) -> str:
        return reverse("palkinnot:own-list", args=[self.kierros.pk])

    # What the page shows

    @cached_property
    def row(self) -> Row:
        return self.own.find(self.ehdokas.pk)

    @property
    def following(self) -> Row | None:
        return self.own.beside(self.ehdokas.pk, 1)

    @property
    def previous(self) -> Row | None:
        return self.own.beside(self.ehdokas.pk, -1)

    @cached_property
    def acts(self) -> list:
        return acts_of(self.ehdokas)

    @property
    def is_open(self) -> bool:
        return self.kierros.state in (Kierros.State.SCORING, Kierros.State.DISCUSSION)

    @property
    def is_discussed(self) -> bool:
        return self.kierros.state == Kierros.State.DISCUSSION

    @property
    def is_abstained(self) -> bool:
        return self.arvio.state == Arvio.State.ABSTAINED

    @property
    def saved(self) -> str:
        """`14.32`, when it was saved today."""
        at = self.arvio.saved_at
        return time_format(timezone.localtime(at)) if at and timezone.localdate(at) == timezone.localdate() else ""

    @cached_property
    def questions(self) -> list[Kysymys]:
        return list(self.ehdokas.kysymykset.seen_by(self.juror))

    @property
    def digits(self) -> list[int]:
        """The first and the last of the keys that give a mark."""
        values = {value for row in self.own.criteria for value in row.scale if value in range(10)}
        return [min(values), max(values)] if values else []

    @property
    def scales(self) -> list[tuple]:
        """Criterion, its field, and its share of the score in per cent."""
        shares = {row.pk: share for row, share in self.own.weights}
        return [(row, field, shares[row.pk]) for row, field in self.form.scales]


def in_words(value) -> str:
    return _("ei vastausta") if value is None else str(value)


def number_in(posted, name: str) -> int:
    text = posted.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
