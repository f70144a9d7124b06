import secrets
from collections.abc import Collection
from datetime import timedelta

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palkinnot.models.esteellisyys import Esteellisyys, in_conflict
from palkinnot.models.kysymys import Kysymys
from palkinnot.models.locking import Locking, reason_in
from palkinnot.models.moving import Moving
from palkinnot.models.raatilainen import Raatilainen
from palkinnot.models.reckoning import Reckoning
from palkinnot.models.sharing import Sharing
from tekojentori.models import User
from tekojentori.models.versioned import Versioned
from tekojentori.refusals import Refused

#: How long jurors can come back to a locked round whose results are not public yet.
ACCESS = timedelta(days=60)


def new_seed() -> int:
    """A number that nobody has chosen: it orders lists and breaks the solver's ties."""
    return secrets.randbelow(2**31)


class KierrosQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff all; a juror those of the juries they sit in, until the access ends."""
        if user.is_active and user.is_staff:
            return self
        return self.visible_to_juror(user)

    def visible_to_juror(self, user):
        """A juror's access ends with the round: when its results are public, or a while after it was locked."""
        now = timezone.now()
        ended = Q(state=Kierros.State.LOCKED) & (
            Q(sarja__kampanja__results_public_from__lte=now)
            | Q(sarja__revealed_from__lte=now)
            | Q(state_at__lte=now - ACCESS)
        )
        seat = Raatilainen.objects.seated().of(user).filter(raati=OuterRef("raati"))
        return self.filter(Exists(seat)).exclude(ended)

    def chaired_by(self, user):
        return self.visible_to_juror(user).filter(
            Exists(Raatilainen.objects.seated().chairs().of(user).filter(raati=OuterRef("raati")))
        )

    def begun(self):
        """Those that have left the preparing."""
        return self.exclude(state=Kierros.State.PREPARING)

    def locked(self):
        return self.filter(state=Kierros.State.LOCKED)

    def asked(self, user):
        """Those with a question of a juror that waits for staff, who this person may answer."""
        waiting = Kysymys.objects.unanswered().exclude(in_conflict(user, "ehdokas"))
        return self.filter(Exists(waiting.filter(ehdokas__sarja=OuterRef("sarja"))))

    def with_counts(self, user):
        """Adds how many sheets there are and are given, without candidates that the user is in conflict with."""
        sheets = Q(sarja__ehdokkaat__removed_at=None) & ~in_conflict(user, "sarja__ehdokkaat")
        given = sheets & Q(sarja__ehdokkaat__arviot__state="given")
        return self.annotate(
            sheet_count=Count("sarja__ehdokkaat__arviot", filter=sheets),
            given_sheets=Count("sarja__ehdokkaat__arviot", filter=given),
        )

    def for_list(self):
        return self.select_related("sarja__kampanja", "raati").order_by(
            "-sarja__kampanja__opens_at", "sarja__position", "pk"
        )


@pghistory.track(append_only=True)
class Kierros(Moving, Sharing, Reckoning, Locking, Versioned):
    """A jury's work on a category: who sees and does what depends on its state, which changes through verbs alone."""

    class State(models.TextChoices):
        PREPARING = "preparing", gettext_lazy("Valmistellaan")
        SCORING = "scoring", gettext_lazy("Arvioidaan")
        DISCUSSION = "discussion", gettext_lazy("Keskustellaan")
        LOCKED = "locked", gettext_lazy("Lukittu")

    class Method(models.TextChoices):
        ADJUSTED = "adjusted", gettext_lazy("Tasoitettu pistemäärä (ankaruus otettu huomioon)")
        MEAN = "mean", gettext_lazy("Keskiarvo")

    class TieBreak(models.TextChoices):
        MEAN = "mean", gettext_lazy("Keskiarvo")
        ADJUSTED = "adjusted", gettext_lazy("Tasoitettu pistemäärä")
        MEDIAN = "median", gettext_lazy("Mediaani")
        TOP_MARKS = "top_marks", gettext_lazy("Parhaiden arvosanojen osuus")
        DISCUSSION = "discussion", gettext_lazy("Raadin keskustelu")

    sarja = models.OneToOneField(
        "palkinnot.Sarja", models.PROTECT, related_name="kierros", verbose_name=gettext_lazy("sarja")
    )
    raati = models.ForeignKey(
        "palkinnot.Raati", models.PROTECT, related_name="kierrokset", verbose_name=gettext_lazy("raati")
    )
    state = models.CharField(
        gettext_lazy("tila"), max_length=10, choices=State, default=State.PREPARING, editable=False
    )
    state_at = models.DateTimeField(gettext_lazy("tila muuttui"), default=timezone.now, editable=False)
    state_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    state_reason = models.CharField(gettext_lazy("syy"), max_length=300, blank=True, editable=False)
    sheets_per_candidate = models.PositiveSmallIntegerField(gettext_lazy("arvioita ehdokasta kohti"), default=3)
    quorum = models.PositiveSmallIntegerField(
        gettext_lazy("arvioita vähintään"),
        default=2,
        help_text=gettext_lazy("Ehdokas, jolla on annettuja arvioita vähemmän, jää ilman sijaa."),
    )
    method = models.CharField(gettext_lazy("menetelmä"), max_length=8, choices=Method, default=Method.ADJUSTED)
    tie_breaks = ArrayField(
        models.CharField(max_length=10, choices=TieBreak),
        verbose_name=gettext_lazy("tasatilanteen ratkaisu järjestyksessä"),
        default=list,
        blank=True,
    )
    agreed = models.JSONField(
        default=list,
        editable=False,
        help_text="Orders agreed in the discussion: candidates' numbers from the best on, each breaks a tie.",
    )
    seed = models.BigIntegerField(gettext_lazy("siemen"), default=new_seed, editable=False)
    scoring_until = models.DateTimeField(gettext_lazy("arvioitava viimeistään"), null=True, blank=True)
    assigned_at = models.DateTimeField(gettext_lazy("arviot jaettu"), null=True, editable=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = KierrosQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("arviointikierros")
        verbose_name_plural = gettext_lazy("arviointikierrokset")
        ordering = ["sarja"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum__gte=1, sheets_per_candidate__gte=F("quorum")),
                name="kierros_quorum_can_be_met",
                violation_error_message=gettext_lazy(
                    "Arvioita on vaadittava vähintään yksi, eikä enempää kuin ehdokasta kohti jaetaan."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state="preparing") | Q(assigned_at__isnull=False), name="kierros_begun_is_assigned"
            ),
        ]

    def __str__(self):
        return str(self.sarja)

    def chain_in_words(self) -> list[str]:
        return [str(self.TieBreak(step).label) for step in self.tie_breaks]

    def candidates(self):
        """Those that are judged."""
        return self.sarja.ehdokkaat.standing()

    def people(self):
        """Everybody whom the round concerns: its jurors, and all staff."""
        seats = self.raati.raatilaiset.in_force().values("user")
        return User.objects.filter(Q(pk__in=seats) | Q(is_staff=True) | Q(is_superuser=True))

    def conflicts(self):
        """Conflicts in force with the round's candidates."""
        return Esteellisyys.objects.in_force().filter(ehdokas__sarja=self.sarja_id)

    def questions(self):
        return Kysymys.objects.filter(ehdokas__sarja=self.sarja_id).select_related("ehdokas", "juror", "answered_by")

    def can_be_moved_by(self, user) -> bool:
        """Staff, and the jury's chair."""
        if user is None or (user.is_active and user.is_staff):
            return True
        return Kierros.objects.chaired_by(user).filter(pk=self.pk).exists()

    def require_mover(self, user) -> None:
        if not self.can_be_moved_by(user):
            raise Refused(_("Kierrosta vie eteenpäin vain puheenjohtaja tai ohjelmatoimisto."))

    def require_unlocked(self) -> None:
        if self.state == self.State.LOCKED:
            raise Refused(_("Kierros on lukittu. Avaa se ensin uudelleen ja kerro syy."))

    def require_state(self, *states: str) -> None:
        if self.state not in states:
            message = _("Kierros on tilassa ”%(state)s”, joten tätä ei voi nyt tehdä.")
            raise Refused(message % {"state": self.get_state_display()})

    def require_open_sheets(self) -> None:
        """Sheets are written while scoring and in the discussion. Raises Refused."""
        refusals = {
            self.State.PREPARING: _("Arviointi ei ole vielä alkanut."),
            self.State.LOCKED: _("Kierros on lukittu, joten arvioita ei voi enää muuttaa."),
        }
        if self.state in refusals:
            raise Refused(refusals[self.state])

    def reason_for_change(self, reason: str) -> str:
        """In the discussion a changed sheet says why; while scoring it need not. Raises Refused."""
        return reason_in(reason) if self.state == self.State.DISCUSSION else reason.strip()[:300]

    @property
    def settings_refusal(self) -> str:
        """Why neither the rules nor the deadline change any more; empty while they do."""
        if self.state in (self.State.PREPARING, self.State.SCORING):
            return ""
        return _(
            "Arviointi on päättynyt, joten kierroksen säännöt ja määräaika eivät enää muutu. "
            "Määräaikaa voi siirtää, jos kierros palautetaan arviointiin."
        )

    def progress(self, *, hidden: Collection[int] = ()) -> dict[str, list[dict]]:
        """How far the scoring is, without a word of what was given: by candidate and by juror.

        As if the hidden candidates were not there.
        """
        sheets = self.sheets().exclude(ehdokas__in=hidden).values_list("ehdokas_id", "juror_id", "state")
        rows = {"candidates": {}, "jurors": {}}
        for ehdokas, juror, state in sheets:
            for counts in (rows["candidates"].setdefault(ehdokas, {}), rows["jurors"].setdefault(juror, {})):
                counts[state] = counts.get(state, 0) + 1
        people = {row.pk: row for row in self.raati.raatilaiset.all()}
        return {
            "candidates": [
                self._counted(rows["candidates"].get(row.pk, {})) | {"candidate": row}
                for row in self.candidates().exclude(pk__in=hidden).for_list()
            ],
            "jurors": [
                self._counted(rows["jurors"].get(row.pk, {})) | {"juror": row}
                for row in people.values()
                if row.pk in rows["jurors"] or (row.accepted_at and not row.ended_at)
            ],
        }

    def _counted(self, counts: dict[str, int]) -> dict:
        given = counts.get("given", 0)
        open_ = counts.get("assigned", 0) + counts.get("begun", 0)
        left_out = counts.get("abstained", 0) + counts.get("recused", 0)
        below = max(0, self.quorum - given)
        return {"given": given, "open": open_, "begun": counts.get("begun", 0), "left_out": left_out, "below": below}

    def below_quorum(self) -> list:
        """Candidates with fewer given sheets than they need for a rank."""
        return [row["candidate"] for row in self.progress()["candidates"] if row["below"]]
