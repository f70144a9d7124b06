from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused
from teot.models.muistiinpano import Muistiinpano
from teot.models.ratkaisu import moment, name_of


class Claims:
    """How staff share the work: who has taken an act, and what they write to each other. Decides nothing."""

    @transaction.atomic
    def claim(self, *, by) -> None:
        """Tell the others that one is at it. It stops nobody: whoever decides first has decided."""
        self._lock()
        self._require_staff(by)
        if self.submitted_version_id is None:
            raise Refused(_("Teko ei odota käsittelyä."))
        if self.claimed_by_id == by.pk:
            return
        if self.claimed_by_id:
            message = _("%(who)s otti teon käsittelyyn %(when)s.")
            raise Refused(message % {"who": name_of(self.claimed_by), "when": moment(self.claimed_at)})
        self.claimed_by, self.claimed_at = by, timezone.now()
        self._store("claimed_by", "claimed_at")

    @transaction.atomic
    def release(self, *, by) -> None:
        """Free for others again. Any member of staff may do it: people fall ill and leave."""
        self._lock()
        self._require_staff(by)
        self.claimed_by = self.claimed_at = None
        self._store("claimed_by", "claimed_at")

    @transaction.atomic
    def note(self, text: str, *, by) -> Muistiinpano:
        """Write to the other members of staff. What one has just written is not written again."""
        self._lock()
        self._require_staff(by)
        if not text.strip():
            raise Refused(_("Kirjoita muistiinpano ensin."))
        last = self.muistiinpanot.last()
        if last and (last.text, last.written_by_id) == (text.strip(), by.pk):
            return last
        return self.muistiinpanot.create(text=text.strip(), written_by=by)
