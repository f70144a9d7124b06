import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palkinnot import criterion_sets
from palkinnot.models.correcting import Correcting
from palkinnot.models.deciding import Deciding
from palkinnot.models.gathering import Gathering
from palkinnot.models.locking import Locking, require_staff
from palkinnot.models.lukitus import Lukitus
from palkinnot.models.palkinto import Palkinto
from palkinnot.models.scheduling import Scheduling
from tekojentori.models import Organisaatio
from tekojentori.models.named import Named
from tekojentori.models.versioned import Versioned
from tekojentori.refusals import Refused


class SarjaQuerySet(models.QuerySet):
    def by_jury(self):
        """Categories whose order a jury makes."""
        return self.filter(selection=Sarja.Selection.JURY)

    def public(self):
        """What anyone may see of a campaign from the start: its categories, criteria and rules, but no result."""
        return self.filter(kampanja__published_at__isnull=False)

    def revealed(self, at):
        """Those whose results are public at the instant."""
        due = Q(kampanja__results_public_from__lte=at) | Q(revealed_from__lte=at)
        return self.public().filter(due, kampanja__cancelled_at=None)

    def with_decisions(self):
        """With `decisions`, all that is in force, and `lock_key`, the ranking that holds if there is one."""
        locks = Lukitus.objects.filter(kierros__sarja=OuterRef("pk"), kierros__state="locked").order_by("-number")
        decisions = models.Prefetch("palkinnot", Palkinto.objects.in_force().order_by("pk"), to_attr="decisions")
        return self.annotate(lock_key=Subquery(locks.values("pk")[:1])).prefetch_related(decisions)

    def in_gala_order(self):
        """As staff have ordered them for the gala, else as on the page."""
        return self.order_by(Coalesce("gala_position", "position"), "position", "pk")


@pghistory.track(append_only=True)
class Sarja(Correcting, Deciding, Scheduling, Gathering, Locking, Versioned, Named):
    """An award category of a campaign: what may win it, how many prizes there are, and who chooses."""

    class Target(models.TextChoices):
        TEKO = "teko", gettext_lazy("Teko")
        ORGANISAATIO = "organisaatio", gettext_lazy("Organisaatio, kaikilla teoillaan")

    class Selection(models.TextChoices):
        JURY = "jury", gettext_lazy("Raati arvioi")
        COUNT = "count", gettext_lazy("Lasketaan tekojen määrästä")
        STAFF = "staff", gettext_lazy("Ohjelmatoimisto valitsee")

    kampanja = models.ForeignKey(
        "kampanjat.Kampanja", models.CASCADE, related_name="sarjat", verbose_name=gettext_lazy("kampanja")
    )
    position = models.PositiveSmallIntegerField(gettext_lazy("järjestys"), default=1)
    target = models.CharField(gettext_lazy("mitä palkitaan"), max_length=12, choices=Target, default=Target.TEKO)
    selection = models.CharField(gettext_lazy("valinta"), max_length=5, choices=Selection, default=Selection.JURY)
    fewest_prizes = models.PositiveSmallIntegerField(gettext_lazy("palkintoja vähintään"), default=0)
    most_prizes = models.PositiveSmallIntegerField(gettext_lazy("palkintoja enintään"), default=1)
    gala_position = models.PositiveSmallIntegerField(gettext_lazy("järjestys gaalassa"), null=True, blank=True)
    revealed_from = models.DateTimeField(
        gettext_lazy("tulos julki"),
        null=True,
        editable=False,
        help_text="Of a category that is revealed before the others of its campaign.",
    )
    honourable_mentions = models.BooleanField(gettext_lazy("kunniamainintoja voi antaa"), default=True)
    sectors = models.ManyToManyField(
        "teot.Toimiala",
        related_name="+",
        blank=True,
        verbose_name=gettext_lazy("toimialat"),
        help_text=gettext_lazy("Tyhjä: kaikki."),
    )
    themes = models.ManyToManyField(
        "teot.Teema",
        related_name="+",
        blank=True,
        verbose_name=gettext_lazy("teemat"),
        help_text=gettext_lazy("Tyhjä: kaikki."),
    )
    organisation_types = ArrayField(
        models.CharField(max_length=20, choices=Organisaatio.Type),
        verbose_name=gettext_lazy("organisaatiotyypit"),
        help_text=gettext_lazy("Tyhjä: kaikki."),
        default=list,
        blank=True,
    )

    objects = SarjaQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("palkintosarja")
        verbose_name_plural = gettext_lazy("palkintosarjat")
        ordering = ["kampanja", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kampanja", "name_fi"],
                name="sarja_has_a_name_of_its_own",
                violation_error_message=gettext_lazy("Kampanjassa on jo tämänniminen sarja."),
            ),
            models.CheckConstraint(
                condition=Q(most_prizes__gte=1) & Q(most_prizes__gte=F("fewest_prizes")),
                name="sarja_has_prizes",
                violation_error_message=gettext_lazy(
                    "Palkintoja on oltava enintään yksi tai useampia, eikä vähimmäismäärä voi olla sitä suurempi."
                ),
            ),
        ]

    def admits(self, document: dict, *, kinds: dict[int, str]) -> bool:
        """Whether an act of this frozen document may stand here. `kinds`: types of organisations by their ids."""
        owner = document["owner"] or {}
        wanted = {row.pk for row in self.sectors.all()}, {row.pk for row in self.themes.all()}
        found = {row["id"] for row in document["sectors"]}, {row["id"] for row in document["themes"]}
        of_type = kinds.get(owner.get("id"), owner.get("type"))
        return all(not wanted or wanted & found for wanted, found in zip(wanted, found, strict=True)) and (
            not self.organisation_types or of_type in self.organisation_types
        )

    @transaction.atomic
    def use_set(self, slug: str, *, by) -> None:
        """Take the criteria of a ready set. A category that has criteria keeps them. Raises Refused."""
        require_staff(by)
        type(self).objects.select_for_update().get(pk=self.pk)
        if self.kriteerit.exists():
            raise Refused(_("Sarjassa on jo kriteereitä. Poista ne ensin, jos haluat aloittaa valmiista."))
        self.require_open_criteria()
        self.kriteerit.bulk_create(
            [
                self.kriteerit.model(sarja=self, position=number, changed_by=by, **row)
                for number, row in enumerate(criterion_sets.criteria_of(slug), start=1)
            ]
        )

    def lock_round(self):
        """Lock the category's round, if it has one, until the end of the transaction. Raises Refused when it is locked.

        Whatever changes a round's candidates, conflicts or sheets does so under this lock.
        """
        kierros = getattr(self, "kierros", None)
        if kierros:
            kierros._lock()
            kierros.require_unlocked()
        return kierros

    def require_open_criteria(self) -> None:
        """Criteria change only before jurors score by them. Raises Refused."""
        if not self.criteria_are_open:
            raise Refused(_("Kierros on alkanut, joten kriteereitä, asteikkoja ja painoja ei voi enää muuttaa."))

    @property
    def criteria_are_open(self) -> bool:
        kierros = getattr(self, "kierros", None)
        return kierros is None or kierros.state == kierros.State.PREPARING
