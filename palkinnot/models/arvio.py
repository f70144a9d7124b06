import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palkinnot.models.esteellisyys import in_conflict
from palkinnot.models.filling import Filling
from palkinnot.models.kierros import Kierros
from palkinnot.models.locking import Locking
from palkinnot.models.raatilainen import Raatilainen
from tekojentori.models.versioned import Versioned


class ArvioQuerySet(models.QuerySet):
    def own_of(self, user):
        """A juror's own sheets that they may see: of rounds that are on, but for candidates in conflict."""
        rounds = Kierros.objects.visible_to_juror(user).exclude(state=Kierros.State.PREPARING)
        own = self.filter(juror__user=user, juror__ended_at=None, ehdokas__sarja__kierros__in=rounds)
        return own.exclude(in_conflict(user, "ehdokas"))

    def visible_to(self, user):
        """Own ones while scoring; all of the round in the discussion and after it, but for candidates in conflict."""
        shared = Kierros.objects.visible_to(user).filter(state__in=[Kierros.State.DISCUSSION, Kierros.State.LOCKED])
        others = Q(ehdokas__sarja__kierros__in=shared) & ~in_conflict(user, "ehdokas")
        return self.filter(others | Q(pk__in=self.model.objects.own_of(user).values("pk")))

    def standing(self):
        """On candidates that are judged."""
        entry = "ehdokas__osallistuminen"
        taking_part = Q(**{entry: None}) | Q(**{f"{entry}__withdrawn_at": None, f"{entry}__excluded_at": None})
        return self.filter(taking_part, ehdokas__removed_at=None)

    def given(self):
        """Those that count."""
        return self.filter(state=Arvio.State.GIVEN)

    def begun(self):
        """Those in which something has been written, whatever became of them."""
        return self.exclude(begun_at=None)

    def open(self):
        """Those that a juror still has to do."""
        return self.filter(state__in=[Arvio.State.ASSIGNED, Arvio.State.BEGUN])


@pghistory.track(append_only=True, exclude=["saved_page", "saved_base", "saved_turn"])
class Arvio(Filling, Locking, Versioned):
    """A juror's sheet on a candidate. It is there from the assignment on, and begins with the first thing written.

    It counts once every scored criterion is answered, or the juror says that it is done with some left unanswered.
    """

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("Aloittamatta")
        BEGUN = "begun", _("Kesken")
        GIVEN = "given", _("Annettu")
        ABSTAINED = "abstained", _("Pidättäytyi")
        RECUSED = "recused", _("Jäävi")

    juror = models.ForeignKey(Raatilainen, models.PROTECT, related_name="arviot", verbose_name=_("raatilainen"))
    ehdokas = models.ForeignKey("palkinnot.Ehdokas", models.PROTECT, related_name="arviot", verbose_name=_("ehdokas"))
    state = models.CharField(_("tila"), max_length=9, choices=State, default=State.ASSIGNED)
    place = models.PositiveSmallIntegerField(
        default=0, help_text="In the juror's own order of reading, which stays once it has been shown."
    )
    comment_to_jury = models.TextField(_("kommentti raadille"), max_length=4000, blank=True)
    comment_to_authors = models.TextField(_("kommentti tekijöille"), max_length=4000, blank=True)
    reason = models.CharField(_("syy"), max_length=300, blank=True)
    assigned_at = models.DateTimeField(_("jaettu"), default=timezone.now)
    begun_at = models.DateTimeField(_("aloitettu"), null=True)
    given_at = models.DateTimeField(_("annettu"), null=True)
    closed_at = models.DateTimeField(_("jätetty pois"), null=True)
    saved_at = models.DateTimeField(_("tallennettu"), null=True)
    saved_page = models.CharField(max_length=40, blank=True)
    saved_base = models.PositiveIntegerField(default=1)
    saved_turn = models.PositiveBigIntegerField(default=0, help_text="Milliseconds since 1970, by the browser.")

    objects = ArvioQuerySet.as_manager()

    class Meta:
        verbose_name = _("arvio")
        verbose_name_plural = _("arviot")
        ordering = ["ehdokas", "juror"]
        constraints = [
            models.UniqueConstraint(fields=["juror", "ehdokas"], name="arvio_is_one_per_juror_and_candidate"),
            models.CheckConstraint(
                condition=~Q(state="given") | Q(given_at__isnull=False, begun_at__isnull=False),
                name="arvio_given_has_its_moments",
            ),
            models.CheckConstraint(
                condition=~Q(state="assigned") | Q(begun_at=None), name="arvio_assigned_is_untouched"
            ),
            models.CheckConstraint(
                condition=~Q(state="begun") | Q(begun_at__isnull=False), name="arvio_begun_has_its_moment"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["abstained", "recused"], closed_at__isnull=False) & ~Q(reason="")
                | ~Q(state__in=["abstained", "recused"]) & Q(closed_at=None, reason=""),
                name="arvio_left_out_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.juror_id}/{self.ehdokas_id}"

    @property
    def answers(self) -> dict[int, int | None]:
        """By criterion."""
        return {row.kriteeri_id: row.value for row in self.pisteet.all()}

    @property
    def is_begun(self) -> bool:
        return self.begun_at is not None
