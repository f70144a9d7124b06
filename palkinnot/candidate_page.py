"""One candidate as staff look at it: its place and why, what the jury says, and everything that has happened to it."""

from functools import cached_property

from palkinnot.candidate_history import Event, events_of
from palkinnot.models import Ehdokas
from palkinnot.round_page import RoundPage
from palkinnot.why_page import WhyPage


class CandidatePage:
    """Of one that the reader is in conflict with: that it stands here, and who is in conflict; no sheets."""

    def __init__(self, page: RoundPage, ehdokas: Ehdokas):
        self.page, self.kierros, self.ehdokas = page, page.kierros, ehdokas

    @property
    def is_hidden(self) -> bool:
        return self.ehdokas.pk in self.page.hidden

    @cached_property
    def why(self) -> WhyPage | None:
        """Once the discussion is open; of one that is judged, and not of one in conflict."""
        ranking = self.page.ranking
        return WhyPage(ranking, self.ehdokas) if ranking and self.ehdokas.pk in ranking.standings.candidates else None

    @property
    def may_speak(self) -> bool:
        return bool(self.why and self.page.is_discussed)

    @property
    def history(self) -> list[Event]:
        return events_of(self.ehdokas, with_sheets=self.page.is_shared and not self.is_hidden)
