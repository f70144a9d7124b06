"""Mails about a campaign's decisions as staff read them: what waits, what went, and what did not."""

from functools import cached_property

from django.utils.translation import gettext as _

from kampanjat.models import Kampanja
from palkinnot import award_mails
from palkinnot.models import Ehdokas, Vastaanotto
from tekojentori.mail_count import MailCount
from tekojentori.models import Sahkoposti

S = Sahkoposti.State
#: Mails that need a person: they went nowhere, or nobody knows.
STUCK = (S.FAILED, S.DOUBTFUL, S.MUTED)


class MailsPage:
    """Of a category whose candidate the viewer is in conflict with, no mail is shown nor counted by name."""

    def __init__(self, kampanja: Kampanja, *, by):
        self.kampanja, self.by = kampanja, by

    @cached_property
    def bound(self) -> set[int]:
        """Categories of which the viewer reads no mail."""
        rows = Ehdokas.objects.categories_binding(self.by).filter(sarja__kampanja=self.kampanja)
        return set(rows.values_list("sarja", flat=True))

    @cached_property
    def rows(self) -> list[Sahkoposti]:
        rows = award_mails.drafts(self.kampanja).exclude(award_mails.not_for(self.by))
        return list(rows.select_related("voided_by").defer("html").order_by("-kind", "to", "pk"))

    @property
    def groups(self) -> list[tuple[str, list[Sahkoposti]]]:
        names = {
            S.HELD: _("Luonnokset"),
            S.WAITING: _("Jonossa"),
            S.SENDING: _("Lähtemässä"),
            S.FAILED: _("Eivät lähteneet"),
            S.DOUBTFUL: _("Epävarmat"),
            S.MUTED: _("Mykistetyt"),
            S.SENT: _("Lähteneet"),
            S.VOIDED: _("Perutut"),
        }
        found = [(name, [row for row in self.rows if row.state == state]) for state, name in names.items()]
        return [(name, rows) for name, rows in found if rows]

    @property
    def stuck(self) -> int:
        return sum(row.state in STUCK for row in self.rows)

    @cached_property
    def invitations(self) -> MailCount:
        """What the button that calls the winners sends, whoever presses it."""
        rows = award_mails.drafts(self.kampanja).held().filter(kind=award_mails.WINNER.kind)
        return MailCount.of(rows.values_list("to", flat=True))

    @cached_property
    def feedback(self) -> MailCount:
        rows = award_mails.drafts(self.kampanja).held().filter(kind=award_mails.OTHER.kind)
        return MailCount.of(rows.values_list("to", flat=True))

    @cached_property
    def answers(self) -> list[Vastaanotto]:
        """Who accepts, and who comes."""
        rows = Vastaanotto.objects.standing().filter(palkinto__sarja__kampanja=self.kampanja)
        rows = rows.exclude(palkinto__sarja__in=self.bound)
        rows = rows.select_related(
            "palkinto__sarja",
            "palkinto__ehdokas__organisation",
            "palkinto__ehdokas__osallistuminen__teko",
            "answered_by",
        )
        return list(rows.order_by("pk"))
