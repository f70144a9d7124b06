from datetime import datetime

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kampanjat.models import Kampanja
from palkinnot import award_mails, decision_mails, marks
from palkinnot.models.locking import Locking, reason_in
from palkinnot.models.palkinto import Palkinto, revealed
from tekojentori.models.versioned import Versioned
from tekojentori.refusals import Refused


class OikaisuQuerySet(models.QuerySet):
    def proposed(self):
        return self.filter(state=Oikaisu.State.PROPOSED)

    def public(self, at: datetime):
        """What anyone may see: those confirmed, of results that are public."""
        return self.filter(revealed(at), state=Oikaisu.State.CONFIRMED, confirmed_at__lte=at)

    def for_list(self):
        return self.select_related("sarja__kampanja").order_by("-confirmed_at", "-pk")


@pghistory.track(append_only=True)
class Oikaisu(Locking, Versioned):
    """A correction of results that are public: what a decision said, what it says now, and why, for all to read.

    An honourable mention given afterwards is one too. Proposed by one person and confirmed by another.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("Ehdotettu")
        CONFIRMED = "confirmed", gettext_lazy("Vahvistettu")
        RETURNED = "returned", gettext_lazy("Palautettu")

    sarja = models.ForeignKey(
        "palkinnot.Sarja", models.PROTECT, related_name="oikaisut", verbose_name=gettext_lazy("palkintosarja")
    )
    ehdokas = models.ForeignKey(
        "palkinnot.Ehdokas", models.PROTECT, null=True, related_name="oikaisut", verbose_name=gettext_lazy("ehdokas")
    )
    was = models.JSONField(gettext_lazy("oli"), default=dict, help_text="What the decision said; empty: none.")
    becomes = models.JSONField(gettext_lazy("on"), default=dict, help_text="What it then says; empty: annulled.")
    note_fi = models.TextField(gettext_lazy("selitys suomeksi"), max_length=1000)
    note_sv = models.TextField(gettext_lazy("selitys ruotsiksi"), max_length=1000)
    note_en = models.TextField(gettext_lazy("selitys englanniksi"), max_length=1000, blank=True)
    state = models.CharField(gettext_lazy("tila"), max_length=9, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(gettext_lazy("ehdotettu"), default=timezone.now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(gettext_lazy("vahvistettu"), null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = OikaisuQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("oikaisu")
        verbose_name_plural = gettext_lazy("oikaisut")
        ordering = ["sarja", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sarja", "ehdokas"],
                condition=Q(state="proposed"),
                nulls_distinct=False,
                name="oikaisu_waits_once_per_candidate",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_at__isnull=False)
                | ~Q(state="confirmed") & Q(confirmed_at=None, confirmed_by=None),
                name="oikaisu_confirmed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="oikaisu_is_confirmed_by_another",
            ),
            models.CheckConstraint(condition=~Q(note_fi="") & ~Q(note_sv=""), name="oikaisu_is_explained"),
        ]

    def __str__(self):
        return f"{self.sarja}, {self.get_state_display()}"

    @property
    def note(self) -> str:
        return getattr(self, f"note_{get_language() or 'fi'}", "") or self.note_fi

    @property
    def told_was(self) -> dict:
        return self._told(self.was)

    @property
    def told_becomes(self) -> dict:
        return self._told(self.becomes)

    def _told(self, said: dict) -> dict:
        """What a decision says, with the prize's own name; empty when there is none."""
        return said and said | {"name": Palkinto(sarja=self.sarja, kind=said["kind"], place=said["place"]).title}

    @transaction.atomic
    def confirm(self, *, by) -> None:
        """Another person makes it public, at once and everywhere. Raises Refused."""
        kampanja = Kampanja.objects.select_for_update().get(pk=self.sarja.kampanja_id)
        self._lock()
        self.sarja.require_decider(by)
        if self.state == self.State.CONFIRMED:
            return
        if self.state == self.State.RETURNED:
            raise Refused(_("Oikaisu on palautettu. Tee uusi ehdotus."))
        if by.pk == self.proposed_by_id:
            raise Refused(_("Omaa ehdotusta ei voi vahvistaa. Pyydä toista ohjelmatoimiston jäsentä."))
        self.sarja.require_public()
        palkinto = self._applied(by=by)
        self.state, self.confirmed_at, self.confirmed_by = self.State.CONFIRMED, palkinto.corrected_at, by
        self._store("state", "confirmed_at", "confirmed_by", by=by)
        marks.correct(palkinto, by=by, reason=self.note_fi)
        decision_mails.tell_of_correction(self, palkinto)
        award_mails.follow(kampanja, by=by, reason=_("Päätös on oikaistu."))

    @transaction.atomic
    def give_back(self, *, by, reason: str) -> None:
        """Not so: the decision stays as it is. Raises Refused."""
        self._lock()
        self.sarja.require_decider(by)
        reason = reason_in(reason)
        if self.state == self.State.CONFIRMED:
            raise Refused(_("Oikaisu on jo vahvistettu ja julki. Tee tarvittaessa uusi."))
        if self.state == self.State.RETURNED:
            return
        self.state = self.State.RETURNED
        self._store("state", by=by, reason=reason)

    def _applied(self, *, by) -> Palkinto:
        """Write the decision as it becomes; refuse when it no longer says what it said when this was proposed."""
        now = timezone.now()
        palkinto = self.sarja.palkinnot.select_for_update(of=["self"]).filter(ehdokas=self.ehdokas).first()
        if self.sarja.said_now(palkinto) != self.was:
            raise Refused(_("Päätös on muuttunut ehdotuksen jälkeen. Tee uusi ehdotus."))
        self.sarja.require_room([self.becomes] if self.becomes else [], without=self.ehdokas_id)
        if palkinto is None:
            palkinto = Palkinto(sarja=self.sarja, ehdokas=self.ehdokas, lukitus=self.sarja.require_ranked())
        for name, value in self.becomes.items():
            setattr(palkinto, name, value)
        if self.ehdokas_id and self.becomes and not self.sarja.can_be_given_to(self.ehdokas):
            raise Refused(_("”%(title)s” ei ole enää mukana.") % {"title": self.ehdokas.title})
        palkinto.state = Palkinto.State.CONFIRMED if self.becomes else Palkinto.State.ANNULLED
        palkinto.proposed_at, palkinto.proposed_by = self.proposed_at, self.proposed_by
        palkinto.confirmed_at, palkinto.confirmed_by, palkinto.corrected_at = now, by, now
        palkinto.version += 1 if palkinto.pk else 0
        palkinto.changed_by, palkinto.change_reason = by, self.note_fi[:300]
        palkinto.save()
        return palkinto
