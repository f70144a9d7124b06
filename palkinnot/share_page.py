"""The plan of who judges whom, as staff see it before they confirm it."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palkinnot.assignment import Reason, Unmet
from palkinnot.models import Kierros
from palkinnot.models.esteellisyys import in_conflict
from palkinnot.models.sharing import mark_of


class SharePage:
    """Loads, pairs that no candidate links, how well strictness can be told apart, and what cannot be met."""

    def __init__(self, kierros: Kierros, *, by):
        self.kierros, self.by = kierros, by

    @cached_property
    def jurors(self) -> dict:
        return {row.pk: row for row in self.kierros.raati.raatilaiset.all()}

    @cached_property
    def candidates(self) -> dict:
        return {row.pk: row for row in self.kierros.candidates().for_list()}

    @cached_property
    def plan(self):
        return self.kierros.plan()

    @property
    def mark(self) -> str:
        return mark_of(self.plan)

    @property
    def is_possible(self) -> bool:
        seats = self.kierros.raati.raatilaiset.seated().count()
        return bool(self.candidates) and seats >= self.kierros.sheets_per_candidate

    @property
    def too_few(self) -> str:
        """Why there is nothing to confirm."""
        if not self.candidates:
            return _("Sarjassa ei ole ehdokkaita.")
        seats = self.kierros.raati.raatilaiset.seated().count()
        message = _("Ehdokasta kohti jaetaan %(sheets)s arviota, mutta raadissa istuu %(seats)s.")
        return message % {"sheets": self.kierros.sheets_per_candidate, "seats": seats}

    @cached_property
    def loads(self) -> list[tuple]:
        """Each juror, how many sheets they would have, and how many are begun of those that the reader may know of."""
        begun, known = {}, self.kierros.sheets().begun().exclude(in_conflict(self.by, "ehdokas"))
        for juror in known.values_list("juror", flat=True):
            begun[juror] = begun.get(juror, 0) + 1
        return [(self.jurors[key], load, begun.get(key, 0)) for key, load in self.plan.loads.items()]

    @cached_property
    def panels(self) -> list[tuple]:
        """Each candidate with its jurors."""
        return [
            (self.candidates[entry], [self.jurors[juror] for juror in panel])
            for entry, panel in self.plan.panels.items()
        ]

    @cached_property
    def changes(self) -> tuple[int, int]:
        """How many sheets would come, and how many that nobody has begun would go."""
        stored = set(self.kierros.sheets().values_list("ehdokas_id", "juror_id"))
        begun = set(self.kierros.sheets().begun().values_list("ehdokas_id", "juror_id"))
        return len(self.plan.pairs - stored), len(stored - self.plan.pairs - begun)

    @property
    def unlinked(self) -> list[str]:
        return [f"{self.jurors[one]} – {self.jurors[other]}" for one, other in self.plan.unlinked]

    @property
    def largest_standard_error(self) -> float:
        """Of a difference of two jurors' strictness, when one sheet's chance is one."""
        return self.plan.largest_standard_error

    @property
    def needs_reason(self) -> bool:
        return any(unmet.reason == Reason.TOO_FEW_JURORS for unmet in self.plan.unmet)

    @cached_property
    def unmet(self) -> list[str]:
        return [self.sentence(unmet) for unmet in self.plan.unmet]

    def sentence(self, unmet: Unmet) -> str:
        """What cannot be met, for whom and why."""
        names = ", ".join(str(self.jurors[juror]) for juror in unmet.jurors)
        values = {"wanted": unmet.wanted, "found": unmet.found, "names": names}
        if unmet.reason == Reason.TOO_FEW_JURORS:
            values["title"] = self.candidates[unmet.entry].title
            message = ngettext(
                "%(title)s: vain %(found)s arvio, kun pitäisi olla %(wanted)s. Esteellisiä: %(names)s.",
                "%(title)s: vain %(found)s arviota, kun pitäisi olla %(wanted)s. Esteellisiä: %(names)s.",
                unmet.found,
            )
            return message % (values | {"names": names or "–"})
        if unmet.reason == Reason.UNEVEN:
            message = _(
                "Kuormat eivät jakaudu tasan, koska aloitetut arviot eivät siirry: %(names)s. "
                "Pienin %(wanted)s, suurin %(found)s."
            )
            return message % values
        message = _("Ankaruutta ei voi verrata muihin, koska yhteisiä ehdokkaita ei ole: %(names)s.")
        return message % values
