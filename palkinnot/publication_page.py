"""What staff look at before results become public: how far each category is, what would come, and what is missing."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kampanjat.models import Kampanja
from palkinnot import award_mails, mail_causes, publication
from palkinnot.deciding_page import state_of
from palkinnot.models import Ehdokas, Oikaisu, Palkinto, Sarja
from palkinnot.reading import bind_candidates
from tekojentori.mail_count import MailCount

#: Pages that change with any result: all prizes, those of the year, and the campaign's own.
COMMON_PAGES = 3


@dataclass(frozen=True, slots=True)
class CategoryRow:
    sarja: Sarja
    state: str
    hindrance: str
    is_public: bool
    is_bound: bool  #: the viewer is in conflict with a candidate of it

    @property
    def can_be_revealed(self) -> bool:
        return not self.hindrance and not self.is_public and self.sarja.revealed_from is None

    @property
    def can_be_concealed(self) -> bool:
        return self.sarja.revealed_from is not None and not self.is_public


class PublicationPage:
    """A campaign's results, or those of one category that comes before the others."""

    def __init__(self, kampanja: Kampanja, *, by, sarja: Sarja | None = None):
        self.kampanja, self.by, self.only = kampanja, by, sarja
        self.now = timezone.now()

    @cached_property
    def sarjat(self) -> list[Sarja]:
        rows = list(self.kampanja.sarjat.with_decisions().in_gala_order())
        for row in rows:
            row.kampanja = self.kampanja
        return rows

    @cached_property
    def bound(self) -> set[int]:
        """Categories with a candidate that the viewer is in conflict with."""
        rows = Ehdokas.objects.categories_binding(self.by).filter(sarja__kampanja=self.kampanja)
        return set(rows.values_list("sarja", flat=True))

    @property
    def is_bound(self) -> bool:
        """Whether the viewer may not know of something that the page is about."""
        return self.only.pk in self.bound if self.only else bool(self.bound)

    @cached_property
    def rows(self) -> list[CategoryRow]:
        return [
            CategoryRow(
                sarja,
                state_of(sarja, sarja.decisions, self.now),
                publication.hindrance_of(sarja),
                sarja.has_results(self.now),
                sarja.pk in self.bound,
            )
            for sarja in self.sarjat
        ]

    @cached_property
    def hindrances(self) -> list[publication.Hindrance]:
        found = publication.hindrances_in(self.kampanja, self.sarjat)
        return [each for each in found if self.only is None or each.sarja in (None, self.only)]

    @cached_property
    def is_public(self) -> bool:
        return self.kampanja.has_results(self.now)

    @property
    def is_scheduled(self) -> bool:
        return self.kampanja.results_public_from is not None and not self.is_public

    @property
    def instant(self) -> datetime | None:
        """What has been set for what the page is about."""
        return self.only.revealed_from if self.only else self.kampanja.results_public_from

    @property
    def why_not_now(self) -> str:
        return publication.why_not_now(self.only or self.kampanja, self.instant, self.now)

    @property
    def can_be_published(self) -> bool:
        return not self.hindrances and not self.why_not_now

    @property
    def why_not_called_off(self) -> str:
        if self.instant is None:
            return _("Julkistusta ei ole ajastettu, joten peruttavaa ei ole.")
        return publication.why_not_called_off(self.instant, self.now)

    @property
    def default_at(self) -> datetime | None:
        """None for a category that would not come before the others by it."""
        at, others = publication.default_instant(self.kampanja), self.kampanja.results_public_from
        return None if at and self.only and others and at >= others else at

    @property
    def token(self) -> str:
        return publication.token(self.kampanja)

    # What would come

    @cached_property
    def awards(self) -> list[Palkinto]:
        """What becomes public, without what is already."""
        rows = Palkinto.objects.confirmed().standing().filter(sarja__kampanja=self.kampanja)
        rows = rows.filter(sarja=self.only) if self.only else rows
        rows = self.bound_to_versions(rows.select_related("ehdokas__osallistuminen__frozen_version").for_list())
        already = {row.sarja.pk for row in self.rows if row.is_public}
        return [row for row in rows if row.sarja_id not in already]

    def bound_to_versions(self, rows) -> list[Palkinto]:
        """With the frozen versions by which candidates are named."""
        rows = list(rows)
        bind_candidates(row.ehdokas for row in rows if row.ehdokas)
        return rows

    @property
    def shown(self) -> list[Palkinto]:
        return [row for row in self.awards if row.sarja_id not in self.bound]

    @property
    def pages(self) -> int:
        acts = {row.teko.pk for row in self.awards if row.teko}
        owners = {row.ehdokas.organisation_id or row.teko.owner_id for row in self.awards if row.ehdokas}
        return len(acts) + len(owners - {None}) + COMMON_PAGES

    @cached_property
    def mails(self) -> MailCount:
        """Drafts that the instant lets go: winners' own at the latest, and everybody else's with the whole campaign."""
        rows = award_mails.drafts(self.kampanja).held()
        if self.only:
            causes = mail_causes.causes_of_awards(Palkinto.objects.confirmed().filter(sarja=self.only))
            rows = rows.filter(kind=award_mails.WINNER.kind, cause__in=causes)
        return MailCount.of(rows.values_list("to", flat=True))

    @property
    def size(self) -> str:
        """For the button: how many pages and mails."""
        pages = ngettext("%(count)s sivu", "%(count)s sivua", self.pages) % {"count": self.pages}
        mails = ngettext("%(count)s viesti", "%(count)s viestiä", self.mails.going) % {"count": self.mails.going}
        return f"{pages}, {mails}"

    # What else waits

    @cached_property
    def corrections(self) -> list[Oikaisu]:
        rows = Oikaisu.objects.proposed().filter(sarja__kampanja=self.kampanja).exclude(sarja__in=self.bound)
        return list(rows.select_related("sarja", "proposed_by").order_by("pk"))

    @property
    def state(self) -> str:
        if self.is_public:
            return _("Tulokset ovat julki")
        if self.is_scheduled:
            return _("Julkistus on ajastettu")
        return _("Ei julkistettu")
