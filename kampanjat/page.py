"""A campaign as its page shows it: its times in words, and what the apps above have to say of it."""

from datetime import datetime, timedelta
from functools import cached_property

from kampanjat import panels, sentences
from kampanjat.models import Kampanja, Lisaaika
from kampanjat.window import Phase


class CampaignPage:
    def __init__(self, kampanja: Kampanja, at: datetime):
        self.kampanja, self.at = kampanja, at
        self.window = kampanja.window
        self.phase: Phase = self.window.phase(at)

    @property
    def state(self) -> str:
        return sentences.state_of(self.kampanja, self.at)

    @property
    def time_left(self) -> str:
        return sentences.time_left(self.window, self.at)

    @property
    def is_open(self) -> bool:
        return self.phase == Phase.OPEN

    @property
    def is_upcoming(self) -> bool:
        return self.phase == Phase.UPCOMING

    @property
    def is_over(self) -> bool:
        """Whether nobody can begin an act for it any more."""
        return self.phase in (Phase.GRACE, Phase.CLOSED)

    @property
    def is_current(self) -> bool:
        """Whether there is something to wait for or to do: a list shows it first."""
        return self.phase in (Phase.UPCOMING, Phase.OPEN, Phase.GRACE)

    @property
    def has_results(self) -> bool:
        return self.kampanja.has_results(self.at)

    @property
    def grace_minutes(self) -> int:
        return self.kampanja.grace // timedelta(minutes=1)

    @property
    def gala(self) -> str:
        return sentences.span(self.kampanja.gala_starts_at, self.kampanja.gala_ends_at)

    @property
    def stream(self) -> str:
        return self.kampanja.stream_at(self.at)

    @property
    def closes_at(self) -> datetime:
        """When it closes for all."""
        return self.window.effective_close()

    @property
    def extensions(self) -> list[Lisaaika]:
        """Time given to single organisations: that given to all is in the close itself."""
        return [row for row in self.kampanja.lisaajat.all() if row.organisation]

    @property
    def extended(self) -> list[Lisaaika]:
        """Time given to all, with its reasons."""
        return [row for row in self.kampanja.lisaajat.all() if row.organisation is None]

    @cached_property
    def panels(self) -> list[panels.Panel]:
        return [panel(self.kampanja, self.at) for panel in panels.CAMPAIGN]
