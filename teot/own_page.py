"""What a person sees of the acts they write: what waits for them first, then the rest, newest first."""

from functools import cached_property
from uuid import uuid4

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Prefetch, Value, When
from django.urls import reverse
from django.utils import timezone

from kampanjat.models import Kampanja
from teot.models import Osallistuminen, Tekija, Teko, Viesti
from teot.models.writing import UNDO

PAGE_SIZE, MOST_QUESTIONS = 20, 20
State = Teko.State


class OwnPage:
    """The user's own acts by what is asked of them, a page at a time."""

    def __init__(self, user, number: str):
        self.user = user
        self.page = Paginator(self.rows, PAGE_SIZE).get_page(number)

    @property
    def rows(self):
        """In a total order: what waits for the user, then what has been sent, then what is over."""
        waits = Case(
            When(state=State.RETURNED, then=Value(0)),
            When(state__in=[State.REJECTED, State.DRAFT], then=Value(1)),
            When(state=State.WITHDRAWN, then=Value(3)),
            default=Value(2),
            output_field=IntegerField(),
        )
        rows = Teko.objects.written_by(self.user).select_related("owner").annotate(group=waits)
        entries = Osallistuminen.objects.standing().of_held().select_related("kampanja").order_by("entered_at", "pk")
        rows = rows.prefetch_related(Prefetch("osallistumiset", entries, to_attr="standing_entries"))
        return rows.order_by("group", "-created_at", "-pk")

    @property
    def groups(self) -> list[tuple[str, list[Teko]]]:
        """The page's acts under their headings: `waiting`, `sent`, `over`; empty ones are left out."""
        acts = {"waiting": [], "sent": [], "over": []}
        for teko in self.page:
            acts["waiting" if teko.group < 2 else "sent" if teko.group == 2 else "over"].append(teko)
        return [(name, rows) for name, rows in acts.items() if rows]

    @cached_property
    def has_open_campaigns(self) -> bool:
        return Kampanja.objects.taking_at(timezone.now()).exists()

    @cached_property
    def invitations(self) -> list[Tekija]:
        return list(Tekija.objects.open_to(self.user).select_related("teko", "invited_by"))

    @cached_property
    def questions(self) -> list[tuple[Viesti, str]]:
        """Readers' questions that wait for an answer, with the addresses where to answer."""
        acts = Teko.objects.written_by(self.user).public()
        rows = Viesti.objects.unanswered().filter(teko__in=acts).select_related("teko")[:MOST_QUESTIONS]
        return [(row, reverse("teot:answer", args=[row.token_for(self.user.email)])) for row in rows]

    @cached_property
    def deleted(self) -> list[Teko]:
        """Drafts that can still be brought back."""
        rows = Teko.with_deleted.written_by(self.user).filter(deleted_at__gte=timezone.now() - UNDO)
        return list(rows.order_by("-deleted_at", "-pk"))

    @cached_property
    def copy_key(self) -> str:
        """One for the whole page: the same button twice makes one copy."""
        return str(uuid4())
