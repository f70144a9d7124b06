from datetime import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Least
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from palkinnot.models.ehdokas import Ehdokas
from palkinnot.models.locking import Locking
from tekojentori.models.versioned import Versioned
from teot.models.teko import Teko
from teot.models.tunnustus import badge_of, titled


def due(at: datetime) -> Q:
    """Whose time has come."""
    return Q(sarja__kampanja__results_public_from__lte=at) | Q(sarja__revealed_from__lte=at)


def revealed(at: datetime) -> Q:
    """Whose time has come, of a campaign that holds."""
    return due(at) & Q(sarja__kampanja__published_at__isnull=False, sarja__kampanja__cancelled_at=None)


class PalkintoQuerySet(models.QuerySet):
    def in_force(self):
        """Those that staff have proposed or confirmed and nobody has taken back."""
        return self.filter(state__in=[Palkinto.State.PROPOSED, Palkinto.State.CONFIRMED])

    def proposed(self):
        return self.filter(state=Palkinto.State.PROPOSED)

    def confirmed(self):
        return self.filter(state=Palkinto.State.CONFIRMED)

    def awarded(self):
        """Something is given: a prize, a place or an honourable mention."""
        return self.exclude(kind=Palkinto.Kind.NONE)

    def prizes(self):
        """Those that count for the category's number of prizes."""
        return self.filter(kind__in=[Palkinto.Kind.PRIZE, Palkinto.Kind.PLACE])

    def standing(self):
        """Whose candidate still stands: not removed, its entry neither withdrawn nor excluded, its act public."""
        entry = "ehdokas__osallistuminen"
        act = Q(**{f"{entry}__withdrawn_at": None, f"{entry}__excluded_at": None})
        act &= Q(**{f"{entry}__teko__state__in": Teko.PUBLIC_STATES})
        return self.filter(Q(ehdokas=None) | Q(ehdokas__removed_at=None) & (Q(**{entry: None}) | act))

    def fallen(self):
        """Decisions in force whose candidate no longer stands."""
        return self.in_force().exclude(pk__in=self.model.objects.standing().values("pk"))

    def left(self):
        """Those whose candidate has left: in force still, or open again until there is a newer proposal."""
        standing = self.model.objects.standing()
        newer = standing.in_force().filter(sarja=OuterRef("sarja"), proposed_at__gt=OuterRef("changed_at"))
        rows = self.exclude(state=Palkinto.State.ANNULLED).exclude(pk__in=standing.values("pk"))
        return rows.exclude(Exists(newer), state=Palkinto.State.OPEN)

    def told_to(self, user, at: datetime):
        """Without those of categories in which the user is in conflict with a candidate, until they are public."""
        bound = Ehdokas.objects.categories_binding(user)
        return self.filter(due(at) | ~Q(sarja__in=bound))

    def with_instant(self):
        """Adds `public_from`: the instant from which it is public, empty when none has been set."""
        instant = Least("sarja__kampanja__results_public_from", "sarja__revealed_from")
        return self.annotate(public_from=instant)

    def public(self, at: datetime):
        """What anyone may see at the instant: confirmed, its time come, of a campaign that holds, its candidate there.

        Every surface asks this, or `Merkki.objects.public()`, which follows the same rule for acts and organisations.
        """
        return self.confirmed().standing().filter(revealed(at))

    def of_year(self, year: int):
        return self.filter(sarja__kampanja__year=year)

    def for_list(self):
        """With what their names need; by category, prizes by place first and mentions last; a total order."""
        rows = self.select_related(
            "sarja__kampanja", "ehdokas__organisation", "ehdokas__osallistuminen__teko__hakurivi__owner"
        )
        rows = rows.annotate(
            kind_order=models.Case(
                models.When(kind=Palkinto.Kind.MENTION, then=1), default=0, output_field=models.SmallIntegerField()
            )
        )
        return rows.order_by("sarja__kampanja", "sarja__position", "sarja", "kind_order", F("place").asc(), "pk")


@pghistory.track(append_only=True)
class Palkinto(Locking, Versioned):
    """What staff have decided on a candidate of a category: a prize, a place or an honourable mention; or no prize.

    Proposed by one person and confirmed by another, category by category: the verbs are `Sarja`'s. Until it is public
    it may be taken back, and is then open again; after that it is only corrected.
    """

    class Kind(models.TextChoices):
        PRIZE = "prize", _("Palkinto")
        PLACE = "place", _("Sija")
        MENTION = "mention", _("Kunniamaininta")
        NONE = "none", _("Ei jaeta")

    class State(models.TextChoices):
        OPEN = "open", _("Avoin")
        PROPOSED = "proposed", _("Ehdotettu")
        CONFIRMED = "confirmed", _("Vahvistettu")
        ANNULLED = "annulled", _("Kumottu oikaisulla")

    sarja = models.ForeignKey(
        "palkinnot.Sarja", models.PROTECT, related_name="palkinnot", verbose_name=_("palkintosarja")
    )
    ehdokas = models.ForeignKey(
        "palkinnot.Ehdokas", models.PROTECT, null=True, related_name="palkinnot", verbose_name=_("ehdokas")
    )
    kind = models.CharField(_("laji"), max_length=7, choices=Kind)
    place = models.PositiveSmallIntegerField(_("sija"), null=True, blank=True)
    citation_fi = models.TextField(_("perustelu suomeksi"), max_length=2000, blank=True)
    citation_sv = models.TextField(_("perustelu ruotsiksi"), max_length=2000, blank=True)
    citation_en = models.TextField(_("perustelu englanniksi"), max_length=2000, blank=True)
    reason = models.CharField(
        _("päätöksen syy"), max_length=300, blank=True, help_text="Why the order was left, or why staff chose so."
    )
    lukitus = models.ForeignKey(
        "palkinnot.Lukitus", models.PROTECT, null=True, related_name="+", help_text="The ranking it was made by."
    )
    state = models.CharField(_("tila"), max_length=9, choices=State, default=State.OPEN)
    proposed_at = models.DateTimeField(_("ehdotettu"), null=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("vahvistettu"), null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    corrected_at = models.DateTimeField(_("oikaistu"), null=True)

    objects = PalkintoQuerySet.as_manager()

    class Meta:
        verbose_name = _("palkinto")
        verbose_name_plural = _("palkinnot")
        ordering = ["sarja", "place", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sarja", "ehdokas"], nulls_distinct=False, name="palkinto_is_one_per_candidate"
            ),
            models.CheckConstraint(
                condition=Q(kind="none", ehdokas=None) | ~Q(kind="none") & Q(ehdokas__isnull=False),
                name="palkinto_none_has_no_candidate",
            ),
            models.CheckConstraint(
                condition=Q(kind="place", place__gte=1) | ~Q(kind="place") & Q(place=None),
                name="palkinto_place_has_its_number",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["proposed", "confirmed"]) | Q(proposed_at__isnull=False),
                name="palkinto_proposed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "annulled"], confirmed_at__isnull=False)
                | Q(state__in=["open", "proposed"], confirmed_at=None, confirmed_by=None),
                name="palkinto_confirmed_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="palkinto_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(kind="none") | Q(state="open") | ~Q(reason=""), name="palkinto_none_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="annulled") | Q(corrected_at__isnull=False), name="palkinto_annulled_has_its_moment"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def key(self) -> str:
        """What its mark and its address go by."""
        return f"palkinto:{self.pk}"

    @property
    def told_as(self) -> str:
        """The award as its winner hears of it: another kind or place is another award."""
        return f"{self.kind}{self.place or ''}"

    @property
    def mail_cause(self) -> str:
        return f"{self.key}:{self.told_as}"

    @property
    def citation(self) -> str:
        return self.citation_in(get_language() or "fi")

    def citation_in(self, language: str) -> str:
        """An empty one falls back on Finnish."""
        return getattr(self, f"citation_{language}", "") or self.citation_fi

    @property
    def badge(self) -> str:
        return badge_of(self.get_kind_display(), self.place)

    @property
    def is_mention(self) -> bool:
        return self.kind == self.Kind.MENTION

    @property
    def title(self) -> str:
        """The category's name with what tells it from its others: a place, a mention, or that nobody gets it."""
        if self.kind == self.Kind.NONE:
            return str(_("%(name)s: ei jaeta")) % {"name": self.sarja.name}
        return titled(self.sarja.name, self.kind, self.place)

    @property
    def teko(self) -> Teko | None:
        return self.ehdokas.osallistuminen.teko if self.ehdokas and self.ehdokas.osallistuminen_id else None
