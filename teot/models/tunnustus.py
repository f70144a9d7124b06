import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kampanjat.models import Kampanja
from tekojentori.models.named import Named


class Kind(models.TextChoices):
    PRIZE = "prize", gettext_lazy("Palkinto")
    PLACE = "place", gettext_lazy("Sija")
    MENTION = "mention", gettext_lazy("Kunniamaininta")


class Cited(Named):
    """What a prize says of itself in each language: its name, its kind, and why it was given."""

    name_fi = models.CharField(gettext_lazy("nimi suomeksi"), max_length=200)
    citation_fi = models.TextField(gettext_lazy("perustelu suomeksi"), max_length=2000, blank=True)
    citation_sv = models.TextField(gettext_lazy("perustelu ruotsiksi"), max_length=2000, blank=True)
    citation_en = models.TextField(gettext_lazy("perustelu englanniksi"), max_length=2000, blank=True)

    class Meta:
        abstract = True

    @property
    def citation(self) -> str:
        return self.citation_in(get_language() or "fi")

    def citation_in(self, language: str) -> str:
        """An empty one falls back on Finnish."""
        return getattr(self, f"citation_{language}", "") or self.citation_fi

    @property
    def is_mention(self) -> bool:
        return self.kind == Kind.MENTION

    @property
    def title(self) -> str:
        """The name of the prize with what tells it from others of its category: a place, or that it is a mention."""
        return titled(self.name, self.kind, self.place)


def titled(name: str, kind: str, place: int | None) -> str:
    if kind == Kind.PLACE:
        return _("%(name)s, %(place)s. sija") % {"name": name, "place": place}
    return _("%(name)s, kunniamaininta") % {"name": name} if kind == Kind.MENTION else name


def badge_of(kind: str, place: int | None) -> str:
    """What a prize is within its category, in two words: its kind as people read it, or its place."""
    return _("%(place)s. sija") % {"place": place} if place else str(kind)


class TunnustusQuerySet(models.QuerySet):
    @transaction.atomic
    def record(self, key: str, *, by=None, reason: str = "", **fields) -> "Tunnustus":
        """Write the mark of this key as it now is; what says the same already stays untouched, at any repeat."""
        row, created = self.select_for_update(of=["self"]).get_or_create(
            key=key, defaults=fields | {"changed_by": by, "change_reason": reason}
        )
        changed = [name for name, value in fields.items() if getattr(row, name) != value]
        if changed and not created:
            for name in changed:
                setattr(row, name, fields[name])
            row.stamp(*changed, by=by, reason=reason)
        return row

    @transaction.atomic
    def revoke(self, key: str, *, by, reason: str) -> None:
        """Take the mark away; history keeps what it said, who took it and why."""
        for row in self.select_for_update(of=["self"]).filter(key=key):
            row.stamp(by=by, reason=reason)
            row.delete()

    def hand_to(self, organisation, *, of, by, reason: str) -> None:
        """Those of these organisations' own: they have been found to be duplicates of the one."""
        for row in self.select_for_update(of=["self"]).filter(organisation__in=of).order_by("pk"):
            row.organisation = organisation
            row.stamp("organisation", by=by, reason=reason)


@pghistory.track(append_only=True)
class Tunnustus(Cited):
    """The mark of a prize on an act or an organisation: of a decision made here, of the register, or told by a source.

    The public reads `Merkki`, which has these and the decisions that have become public since the last tick.
    """

    key = models.CharField(max_length=60, unique=True, editable=False, help_text="Which decision or row it follows.")
    teko = models.ForeignKey(
        "teot.Teko",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tunnustukset",
        verbose_name=gettext_lazy("teko"),
    )
    organisation = models.ForeignKey(
        "tekojentori.Organisaatio",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("organisaatio"),
    )
    kampanja = models.ForeignKey(
        Kampanja, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("kampanja")
    )
    year = models.PositiveSmallIntegerField(gettext_lazy("vuosi"), null=True, blank=True)
    kind = models.CharField(gettext_lazy("laji"), max_length=7, choices=Kind, default=Kind.PRIZE)
    place = models.PositiveSmallIntegerField(gettext_lazy("sija"), null=True, blank=True)
    source = models.CharField(gettext_lazy("lähde"), max_length=500, blank=True)
    public_from = models.DateTimeField(gettext_lazy("julki alkaen"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    change_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = TunnustusQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("tunnustus")
        verbose_name_plural = gettext_lazy("tunnustukset")
        ordering = ["-year", "name_fi", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(teko=None, organisation__isnull=False) | Q(teko__isnull=False, organisation=None),
                name="tunnustus_is_of_an_act_or_an_organisation",
                violation_error_message=gettext_lazy("Valitse joko teko tai organisaatio, ei molempia."),
            ),
            models.CheckConstraint(
                condition=Q(kind="place", place__gte=1) | ~Q(kind="place") & Q(place=None),
                name="tunnustus_place_has_its_number",
                violation_error_message=gettext_lazy("Anna sijan numero, kun laji on sija, ja vain silloin."),
            ),
            models.CheckConstraint(
                condition=Q(key__startswith="palkinto:") | ~Q(source=""),
                name="tunnustus_of_old_has_a_source",
                violation_error_message=gettext_lazy("Kerro lähde, josta palkinto käy ilmi."),
            ),
        ]

    def __str__(self):
        return " ".join(str(part) for part in (self.title, self.year) if part)

    def stamp(self, *fields: str, by, reason: str) -> None:
        """Store the fields with who did it and why: history reads these columns."""
        self.changed_by, self.change_reason = by, reason.strip()[:300]
        self.save(update_fields=[*fields, "changed_at", "changed_by", "change_reason"])
