"""When a campaign takes acts: the one answer that forms, admin, mails and count-downs ask for.

Knows no Django and no sentences. Instants are aware datetimes; every span is half-open, `[begin, end)`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Refusal(StrEnum):
    """Why not."""

    UNPUBLISHED = "unpublished"  #: staff have not published the campaign
    CANCELLED = "cancelled"
    NOT_YET = "not-yet"  #: it has not opened
    BEGUN_LATE = "begun-late"  #: the grace takes only what was begun before the close
    CLOSED = "closed"  #: the close is past, and the grace too


class Phase(StrEnum):
    UNPUBLISHED = "unpublished"
    UPCOMING = "upcoming"
    OPEN = "open"
    GRACE = "grace"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, for one organisation or (None) for all."""

    until: datetime
    organisation: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be done at an instant, and if not, why.

    `until`: the first instant at which the answer is another; None when it stays as it is.
    """

    refusal: Refusal | None
    until: datetime | None
    opens_at: datetime
    closes_at: datetime  #: the effective close for the organisation that was asked about
    ends_at: datetime  #: the end of the grace

    @property
    def is_allowed(self) -> bool:
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class Window:
    """The times of a campaign. `organisation` is that of the one who asks; None has only what holds for all."""

    opens_at: datetime
    closes_at: datetime
    grace: timedelta = timedelta(0)
    extensions: tuple[Extension, ...] = ()
    is_published: bool = True
    is_cancelled: bool = False

    def effective_close(self, organisation: int | None = None) -> datetime:
        """The latest of the close and the extensions that apply."""
        given = [extension.until for extension in self.extensions if extension.organisation in (None, organisation)]
        return max([self.closes_at, *given])

    @property
    def last_close(self) -> datetime:
        """The close of those who have the longest time."""
        return max([self.closes_at, *(extension.until for extension in self.extensions)])

    def end(self, organisation: int | None = None) -> datetime:
        """The end of the grace: the first instant too late for anything. Versions sent before it count."""
        return self.effective_close(organisation) + self.grace

    def phase(self, at: datetime, organisation: int | None = None) -> Phase:
        if not self.is_published:
            return Phase.UNPUBLISHED
        if self.is_cancelled:
            return Phase.CANCELLED
        if at < self.opens_at:
            return Phase.UPCOMING
        if at < self.effective_close(organisation):
            return Phase.OPEN
        return Phase.GRACE if at < self.end(organisation) else Phase.CLOSED

    def may_start(self, at: datetime, organisation: int | None = None) -> Answer:
        """Begin a draft for the campaign: until the close, never in the grace."""
        phase = self.phase(at, organisation)
        if phase == Phase.OPEN:
            return self._yes(self.effective_close(organisation), organisation)
        return self._no(Refusal.BEGUN_LATE if phase == Phase.GRACE else None, phase, organisation)

    def may_submit(self, at: datetime, begun_at: datetime, organisation: int | None = None) -> Answer:
        """Enter an act begun at an earlier instant: until the close, and in the grace if begun before the close."""
        phase = self.phase(at, organisation)
        if phase == Phase.OPEN or (phase == Phase.GRACE and begun_at < self.effective_close(organisation)):
            return self._yes(self.end(organisation), organisation)
        return self._no(Refusal.BEGUN_LATE if phase == Phase.GRACE else None, phase, organisation)

    def may_edit(self, at: datetime, organisation: int | None = None) -> Answer:
        """Change or withdraw an entry, which was begun in time: until the end of the grace."""
        phase = self.phase(at, organisation)
        if phase in (Phase.UPCOMING, Phase.OPEN, Phase.GRACE):
            return self._yes(self.end(organisation), organisation)
        return self._no(None, phase, organisation)

    def _yes(self, until: datetime, organisation: int | None) -> Answer:
        return Answer(None, until, self.opens_at, self.effective_close(organisation), self.end(organisation))

    def _no(self, refusal: Refusal | None, phase: Phase, organisation: int | None) -> Answer:
        until = self.opens_at if phase == Phase.UPCOMING else None
        refusal = refusal or BY_PHASE[phase]
        return Answer(refusal, until, self.opens_at, self.effective_close(organisation), self.end(organisation))


BY_PHASE = {
    Phase.UNPUBLISHED: Refusal.UNPUBLISHED,
    Phase.UPCOMING: Refusal.NOT_YET,
    Phase.CANCELLED: Refusal.CANCELLED,
    Phase.CLOSED: Refusal.CLOSED,
}
