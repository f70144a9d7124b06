from django.db import transaction
from django.utils.translation import gettext as _

from palkinnot.models.choice import SAID, Choice, require_said
from palkinnot.models.palkinto import Palkinto
from tekojentori.refusals import Refused


class Correcting:
    """What is done to public results: corrected, annulled or added to, by two people and with a public note."""

    def said_now(self, palkinto: Palkinto | None) -> dict:
        """What the decision says to the public; empty when there is none."""
        if palkinto is None or palkinto.state != Palkinto.State.CONFIRMED:
            return {}
        return {name: getattr(palkinto, name) for name in SAID}

    @transaction.atomic
    def propose_correction(
        self, ehdokas, *, becomes: Choice | None, notes: dict[str, str], by, seen: str | None = None
    ):
        """Propose what the candidate's decision is to say; None annuls it. `notes`: by language, fi and sv needed.

        `ehdokas`: None for the decision that nobody gets the prize. Raises Refused.
        """
        self.lock_decisions(seen=seen)
        self.require_decider(by)
        self.require_public()
        palkinto = self.palkinnot.filter(ehdokas=ehdokas).first()
        was, said = self.said_now(palkinto), becomes.said if becomes else {}
        if becomes:
            require_said(becomes)
        if not notes.get("fi", "").strip() or not notes.get("sv", "").strip():
            raise Refused(_("Kirjoita suomeksi ja ruotsiksi, mitä oikaistaan ja miksi: se näkyy kaikille."))
        if was == said:
            raise Refused(_("Oikaisu ei muuttaisi mitään."))
        if ehdokas and said and not self.can_be_given_to(ehdokas):
            raise Refused(_("”%(title)s” ei ole enää mukana.") % {"title": ehdokas.title})
        self.require_room([said] if said else [], without=ehdokas and ehdokas.pk)
        if self.oikaisut.proposed().filter(ehdokas=ehdokas).exists():
            raise Refused(_("Samasta päätöksestä on jo oikaisu, joka odottaa vahvistamista."))
        texts = {f"note_{language}": notes.get(language, "").strip() for language in ("fi", "sv", "en")}
        return self.oikaisut.create(ehdokas=ehdokas, was=was, becomes=said, proposed_by=by, changed_by=by, **texts)
