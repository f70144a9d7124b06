from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused
from teot.models.ratkaisu import Ratkaisu
from teot.models.versio import Versio
from teot.sections import BY_FIELD


class Corrections:
    """How staff mend slips of the pen in what others wrote."""

    @transaction.atomic
    def correct(self, *, by, version: Versio, texts: dict[str, str], reason: str) -> Versio:
        """Mend slips in the version that waits or, when none does, in the public one: a version by staff.

        The working copy follows where it still says what the version said; what its authors have rewritten stays.
        """
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        self._require("correct", refusal=_("korjata"))
        changed = {name: text for name, text in texts.items() if version.document[name] != text}
        if not changed:
            raise Refused(_("Et muuttanut mitään."))
        waits = self.submitted_version_id is not None
        current = self.submitted_version if waits else self.published_version
        if current.created_by_id == by.pk and current.document == version.document | changed:
            return current
        if current != version:
            self._require_waiting(version)
        corrected = Versio.objects.append_corrected(version, changed, by=by)
        followed = [name for name in changed if getattr(self, name) == version.document[name]]
        for name in followed:
            setattr(self, name, changed[name])
        self._overtake_writers(followed, by=by)
        followed.append("section_states")
        if waits:
            self.submitted_version = corrected
            self._stamp_all([self], self.state, "submitted_version", *followed, by=by, reason=reason)
        else:
            self._decide(corrected, Ratkaisu.Kind.PUBLISHED, by=by, reason=reason)
            self.published_version = corrected
            self._enter(self.state, "published_version", *followed, by=by, reason=reason)
        return corrected

    def _overtake_writers(self, names: list[str], *, by) -> None:
        """One who is writing a corrected section just now meets the correction as a conflict, and decides."""
        for section in {BY_FIELD[name].slug: BY_FIELD[name] for name in names}.values():
            number = self.number_of(section)
            self.section_states[section.slug] = {
                "number": number + 1,
                "base": number,
                "page": "",
                "turn": 0,
                "by": by.pk,
                "at": timezone.now().isoformat(),
            }
