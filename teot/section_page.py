"""One section of an act as its writer's page shows it: the form, what has been saved meanwhile, and the way on."""

import re
import secrets
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import time_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tekojentori import kept
from tekojentori.models import User
from teot import bank, register
from teot.bank import Criteria
from teot.models import Teko
from teot.models.writing import Conflict
from teot.presentation import Card, card
from teot.register import Register
from teot.sections import SECTIONS, Section

SIMILAR = 3
#: The last field of the form: where it is missing, the sending broke off before its end.
END = "end"
WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which one window and what was saved meanwhile disagree, both as people read them."""

    name: str
    label: str
    mine: str
    theirs: str
    is_undecided: bool


class SectionPage:
    """A section with the writer's form. `posted`: what they sent, now or before they were signed out."""

    def __init__(self, teko: Teko, section: Section, user, posted=None):
        self.teko, self.section, self.user, self.posted = teko, section, user, posted
        self.stored = teko.values_of(section.fields)
        self.form = section.form(posted, section=section, initial=self.stored, register=self.register)
        self.number = teko.number_of(section)

    @cached_property
    def register(self) -> Register | None:
        return register.current() if {"owner", "title"} & set(self.section.fields) else None

    @property
    def seen(self) -> int:
        """The number of the save that the writer's page was opened with."""
        text = self.posted.get("seen", "") if self.posted is not None else str(self.number)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    @cached_property
    def mark(self) -> str:
        """The page's own, by which its saves are told from those of others."""
        given = self.posted.get("page", "")[:40] if self.posted is not None else ""
        return given or secrets.token_urlsafe(12)

    @cached_property
    def writer(self) -> str:
        return kept.mark_of(self.user)

    @property
    def is_cut_off(self) -> bool:
        """Whether only a part of the form arrived: nothing of it may be taken for what its writer wanted."""
        return self.posted is not None and END not in self.posted

    def save(self) -> int:
        """Store what can be stored, and return the section's number. Raises Refused, and Conflict of it."""
        values = self.form.values()
        if "resolve" in self.posted:
            chosen = {name: self.posted.get(f"keep-{name}") for name in values}
            values = {name: value for name, value in values.items() if chosen[name] != "theirs"}
        turn = self.posted.get("turn", "")
        try:
            return self.teko.save_section(
                self.section,
                values,
                by=self.user,
                seen=self.seen,
                page=self.mark,
                turn=int(turn) if turn.isascii() and turn.isdecimal() and len(turn) < 16 else 0,
            )
        except Conflict:
            self.stored, self.number = self.teko.values_of(self.section.fields), self.teko.number_of(self.section)
            raise

    @property
    def is_undecided(self) -> bool:
        """Whether the writer was asked to choose between two texts and left some of them open."""
        return "resolve" in self.posted and any(difference.is_undecided for difference in self.differences)

    @property
    def differences(self) -> list[Difference]:
        """Field by field, what the writer sent and what is stored."""
        self.form.is_valid()
        return [
            Difference(
                name,
                str(self.label(name)),
                self.form.in_words(name, value),
                self.form.in_words(name, self.stored[name]),
                self.posted.get(f"keep-{name}") not in ("mine", "theirs"),
            )
            for name, value in self.form.values().items()
            if value != self.stored[name]
        ]

    def label(self, name: str):
        return self.form.fields[name].label if name in self.form.fields else _("Kumppanit")

    @cached_property
    def last_saved(self) -> tuple[str, str]:
        """Who saved the section last, and at what time; no name when it was the writer, in another tab."""
        state = self.teko.section_states[self.section.slug]
        at = time_format(timezone.localtime(parse_datetime(state["at"])))
        if state["by"] == self.user.pk:
            return "", at
        return str(User.objects.filter(pk=state["by"]).first() or _("Toinen kirjoittaja")), at

    @property
    def sent(self) -> list[tuple[str, str]]:
        """What the writer sent, to be sent again once they have chosen."""
        leave = {"csrfmiddlewaretoken", "seen", "resolve", "turn", "writer", "move"}
        names = [name for name in self.posted if name not in leave and not name.startswith("keep-")]
        return [(name, value) for name in names for value in self.posted.getlist(name)]

    @property
    def next_address(self) -> str:
        """Where the button that was pressed leads."""
        here, go = self.teko_address("teot:section", self.section.slug), self.posted.get("go", "")
        if "move" in self.posted:
            return f"{here}#mittarit"
        if go == "stay":
            return here
        place = SECTIONS.index(self.section) + 1
        if go == "tasks":
            return self.teko_address("teot:tasks")
        if place == len(SECTIONS):
            return self.teko_address("teot:review")
        return self.teko_address("teot:section", SECTIONS[place].slug)

    def teko_address(self, name: str, *args) -> str:
        return reverse(name, args=[self.teko.pk, *args])

    @property
    def place(self) -> int:
        return SECTIONS.index(self.section) + 1

    @property
    def places(self) -> int:
        return len(SECTIONS)

    @property
    def organisations(self) -> SafeString | str:
        """Names to choose an organisation from, when the section asks for one."""
        return names_of(self.register.stamp, get_language()) if "owner" in self.section.fields else ""

    @property
    def looks_for_similar(self) -> bool:
        return "title" in self.section.fields

    @cached_property
    def similar(self) -> list[Card]:
        """Public acts that the saved title brings to mind; only beside the title."""
        return similar_to(self.teko, self.register) if self.looks_for_similar else []

    @property
    def asked(self) -> str:
        """What staff asked for here when they returned the act."""
        return self.teko.asked.get(self.section.slug, "")


@lru_cache(maxsize=8)
def names_of(stamp: int, language: str) -> SafeString:
    """The options of a list of names; kept, since they change only with the register."""
    rows = register.current().organisations.values()
    return format_html_join("", '<option value="{}">', ((row.names[language],) for row in rows if row.is_current))


def similar_to(teko: Teko, tables: Register) -> list[Card]:
    """The public acts that share the most words with the title, other than the act itself."""
    words = list(dict.fromkeys(WORD.findall(teko.title)))[:8]
    if not words:
        return []
    found = bank.find(Criteria(q=" or ".join(words)), tables, limit=SIMILAR + 1)
    return [card(row["teko_id"], row["card"]) for row in found.rows if row["teko_id"] != teko.pk][:SIMILAR]


def time_now() -> str:
    return time_format(timezone.localtime())
