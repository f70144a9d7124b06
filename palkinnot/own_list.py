"""A round as its juror sees it: their own candidates in their own order, how far they are, and what is missing."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.utils.translation import get_language, ngettext

from palkinnot.models import Arvio, Ehdokas, Esteellisyys, Kierros
from palkinnot.reading import bind_candidates
from palkinnot.standings import own_seat

DONE = (Arvio.State.GIVEN, Arvio.State.ABSTAINED)


@dataclass(frozen=True)
class Row:
    """One candidate of the juror's. `answered` of the `asked` criteria that make the score."""

    number: int
    arvio: Arvio
    title: str
    language: str  #: of the title, when it is not the page's own
    owner: str
    answered: int
    asked: int

    @property
    def ehdokas(self) -> Ehdokas:
        return self.arvio.ehdokas

    @property
    def is_done(self) -> bool:
        return self.arvio.state in DONE

    @property
    def mark(self) -> str:
        """The look of its state."""
        return {"given": "is-done", "begun": "is-warn", "assigned": "is-open"}.get(self.arvio.state, "")


class OwnList:
    def __init__(self, kierros: Kierros, user):
        self.kierros, self.sarja, self.user = kierros, kierros.sarja, user

    @cached_property
    def seat(self):
        return own_seat(self.kierros, self.user)

    @cached_property
    def criteria(self) -> list:
        return list(self.sarja.kriteerit.all())

    @cached_property
    def rows(self) -> list[Row]:
        sheets = Arvio.objects.own_of(self.user).standing().filter(ehdokas__sarja=self.sarja)
        sheets = sheets.select_related(
            "ehdokas__organisation", "ehdokas__osallistuminen__frozen_version", "ehdokas__osallistuminen__teko"
        ).defer("ehdokas__osallistuminen__frozen_version__html")
        sheets = list(sheets.prefetch_related("pisteet").order_by("place", "pk"))
        bind_candidates(arvio.ehdokas for arvio in sheets)
        scored = {row.pk for row in self.criteria if row.is_scored}
        return [
            Row(
                number,
                arvio,
                arvio.ehdokas.title,
                arvio.ehdokas.language,
                owner_of(arvio.ehdokas),
                sum(value is not None for key, value in arvio.answers.items() if key in scored),
                len(scored),
            )
            for number, arvio in enumerate(sheets, start=1)
        ]

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def missing(self) -> int:
        return self.total - self.done

    @property
    def next_open(self) -> Row | None:
        """The one that is begun, else the first that is not."""
        waiting = [row for row in self.rows if not row.is_done]
        return next((row for row in waiting if row.arvio.is_begun), waiting[0] if waiting else None)

    def find(self, ehdokas: int) -> Row | None:
        return next((row for row in self.rows if row.ehdokas.pk == ehdokas), None)

    def after(self, ehdokas: int) -> Row | None:
        """The next one that is not done, from here round to here."""
        place = next((place for place, row in enumerate(self.rows) if row.ehdokas.pk == ehdokas), -1)
        ahead = [*self.rows[place + 1 :], *self.rows[: max(place, 0)]]
        return next((row for row in ahead if not row.is_done), None)

    def beside(self, ehdokas: int, step: int) -> Row | None:
        """The neighbour in the list, done or not."""
        place = next((place for place, row in enumerate(self.rows) if row.ehdokas.pk == ehdokas), None)
        wanted = -1 if place is None else place + step
        return self.rows[wanted] if 0 <= wanted < len(self.rows) else None

    @cached_property
    def conflicts(self) -> int:
        """How many of the round's candidates the juror is in conflict with. Their names are not told."""
        return Ehdokas.objects.standing().binding(self.user).filter(sarja=self.sarja).count()

    @property
    def conflict_causes(self) -> list[str]:
        rows = Esteellisyys.objects.in_force().filter(user=self.user, ehdokas__in=self.kierros.candidates())
        counted = rows.order_by().values_list("cause").annotate(count=Count("ehdokas", distinct=True))
        return [f"{Esteellisyys.Cause(cause).label} ({count})" for cause, count in sorted(counted)]

    @property
    def weights(self) -> list[tuple]:
        """Each criterion with its share of the score in per cent; None when it is shown apart."""
        whole = sum(row.weight for row in self.criteria if row.is_scored)
        return [(row, round(100 * row.weight / whole) if row.is_scored and whole else None) for row in self.criteria]

    @property
    def reminder(self) -> str:
        message = ngettext("Arvioimatta on %(count)s ehdokas.", "Arvioimatta on %(count)s ehdokasta.", self.missing)
        return message % {"count": self.missing}


def owner_of(ehdokas: Ehdokas) -> str:
    """Whose act it is, as the frozen version says; nothing of an organisation, which is its own name."""
    if ehdokas.organisation_id or not ehdokas.document:
        return ""
    owner = ehdokas.document["owner"]
    return owner["name"][get_language() or "fi"] if owner else ""
