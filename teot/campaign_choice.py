"""The campaigns that an act can be entered in now, those that it is in, and what its organisation has entered."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from kampanjat import sentences
from kampanjat.models import Kampanja
from teot.models import Osallistuminen, Teko
from teot.presentation import address


@dataclass(frozen=True, slots=True)
class Other:
    """An act of the same organisation in the campaign; without an address when only its own people see it."""

    title: str
    url: str


@dataclass(slots=True)
class Option:
    """A campaign that takes the act now."""

    kampanja: Kampanja
    state: str  #: until when, as a sentence
    others: list[Other]
    unseen: int  #: how many more there are that the public does not read yet


@dataclass(slots=True)
class Entry:
    """A campaign that the act is in, and what of it is told."""

    osallistuminen: Osallistuminen
    state: str
    is_frozen: bool
    is_late: bool  #: whether the version that waits came after the freeze, so that jurors read an earlier one
    has_results: bool  #: whether the campaign's results are public, so that nothing of it changes any more


class CampaignChoice:
    def __init__(self, teko: Teko, user, at: datetime | None = None):
        self.teko, self.user, self.at = teko, user, at or timezone.now()

    @cached_property
    def rows(self) -> list[Osallistuminen]:
        """What it is in, and what it has been in."""
        return list(self.teko.osallistumiset.of_held().with_windows().order_by("entered_at", "pk"))

    @cached_property
    def entries(self) -> list[Entry]:
        return [self.entry_of(row) for row in self.rows if row.is_standing]

    @cached_property
    def barred(self) -> dict[int, str]:
        """By campaign that would take it, had staff not taken it out: why its authors cannot bring it in again."""
        out = [row for row in self.rows if row.why_not_back and not self.teko.why_not_into(row.kampanja, self.at)]
        return {row.kampanja_id: row.why_not_back for row in out}

    def why_not(self, kampanja: Kampanja) -> str:
        """Why its authors cannot enter it in the campaign now; nothing when they can."""
        return self.barred.get(kampanja.pk) or self.teko.why_not_into(kampanja, self.at)

    def entry_of(self, row: Osallistuminen) -> Entry:
        freeze_at, version = row.freeze_at, self.teko.submitted_version
        is_late = version is not None and version.created_at >= freeze_at and row.frozen_version_id != version.pk
        state = sentences.state_of(row.kampanja, self.at, row.organisation_id)
        return Entry(row, state, row.is_frozen(self.at), is_late, row.kampanja.has_results(self.at))

    @cached_property
    def options(self) -> list[Option]:
        inside = {entry.osallistuminen.kampanja_id for entry in self.entries}
        open_ones = Kampanja.objects.taking_at(self.at).for_list().exclude(pk__in=inside)
        taking = [kampanja for kampanja in open_ones if not self.why_not(kampanja)]
        others = self.others_in(taking)
        return [
            Option(row, sentences.state_of(row, self.at, self.teko.owner_id), *others.get(row.pk, ([], 0)))
            for row in taking
        ]

    @cached_property
    def refusals(self) -> list[str]:
        """Why no campaign takes the act, when none does: those that are open or to come; of none at all, the latest."""
        if self.options:
            return []
        outside = Kampanja.objects.exclude(pk__in={entry.osallistuminen.kampanja_id for entry in self.entries})
        near = list((outside.current_at(self.at) | outside.taking_at(self.at)).for_list())
        rows = near if near or self.entries else outside.held().filter(opens_at__lte=self.at).for_list()[:1]
        return [self.why_not(row) for row in rows]

    @property
    def missed(self) -> str:
        """Why an act that is sent now misses the campaign that it is written for; nothing when it does not."""
        meant = self.teko.meant_for
        into = {row.kampanja for row in (*(entry.osallistuminen for entry in self.entries), *self.options)}
        return "" if meant is None or meant in into else self.why_not(meant)

    @property
    def is_awaited(self) -> bool:
        """Whether the campaign that it is written for is going to open."""
        return self.teko.meant_for is not None and self.teko.meant_for.opens_at > self.at

    def others_in(self, kampanjat: list[Kampanja]) -> dict[int, tuple[list[Other], int]]:
        """By campaign, what else its organisation has entered: by name what the user may read, else how many.

        The number is for those who say that they work there.
        """
        if not kampanjat or self.teko.owner_id is None:
            return {}
        rows = Osallistuminen.objects.standing().filter(kampanja__in=kampanjat, organisation=self.teko.owner_id)
        rows = rows.exclude(teko=self.teko).order_by("entered_at", "pk")
        own = dict(Teko.objects.visible_to(self.user).filter(osallistumiset__in=rows).values_list("pk", "title"))
        is_colleague = self.user.organisation_id == self.teko.owner_id
        found: dict[int, tuple[list[Other], int]] = {}
        fields = ("kampanja_id", "teko_id", "teko__state", "teko__hakurivi__card__title")
        for kampanja, key, state, title in rows.values_list(*fields):
            named, unseen = found.get(kampanja, ([], 0))
            if title or key in own:
                named.append(Other(title or own[key], address(key, title) if title else ""))
            elif is_colleague and state in (Teko.State.SUBMITTED, Teko.State.RETURNED):
                unseen += 1
            found[kampanja] = (named, unseen)
        return found

    @property
    def is_empty(self) -> bool:
        return not self.entries and not self.options
