import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat.models import Kampanja
from teot import entry_results
from teot.models.binding import Binding
from teot.models.leaving import Leaving
from teot.models.osallistumiset import OsallistuminenQuerySet


@pghistory.track(append_only=True)
class Osallistuminen(Leaving, Binding, models.Model):
    """An act's entry in a campaign: who entered it when, and the version that it is bound to once the time is up."""

    teko = models.ForeignKey(
        "teot.Teko", models.CASCADE, related_name="osallistumiset", verbose_name=gettext_lazy("teko")
    )
    kampanja = models.ForeignKey(
        Kampanja, models.PROTECT, related_name="osallistumiset", verbose_name=gettext_lazy("kampanja")
    )
    organisation = models.ForeignKey(
        "tekojentori.Organisaatio",
        models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("organisaatio"),
        help_text="Whose time held when the act was entered.",
    )
    begun_at = models.DateTimeField(gettext_lazy("teko aloitettu"))
    entered_at = models.DateTimeField(gettext_lazy("ilmoitettu"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=gettext_lazy("ilmoitti")
    )
    reason = models.TextField(gettext_lazy("miksi ohjelmatoimisto ilmoitti"), blank=True)
    moved_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, related_name="moved_to", verbose_name=gettext_lazy("siirretty")
    )
    withdrawn_at = models.DateTimeField(gettext_lazy("peruttu"), null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    excluded_at = models.DateTimeField(gettext_lazy("poistettu kampanjasta"), null=True)
    excluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    excluded_reason = models.TextField(gettext_lazy("poistamisen syy"), blank=True)
    was_rejected = models.BooleanField(
        default=False, help_text="Left because its act was rejected: a mended one may come in again."
    )
    frozen_version = models.ForeignKey(
        "teot.Versio", models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("jäädytetty versio")
    )
    frozen_at = models.DateTimeField(gettext_lazy("jäädytetty"), null=True)
    replaced_at = models.DateTimeField(gettext_lazy("versio vaihdettu"), null=True)
    replaced_reason = models.TextField(gettext_lazy("version vaihtamisen syy"), blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    change_reason = models.TextField(blank=True)

    objects = OsallistuminenQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("osallistuminen")
        verbose_name_plural = gettext_lazy("osallistumiset")
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["teko", "kampanja"], name="osallistuminen_is_one_per_campaign"),
            models.CheckConstraint(
                condition=Q(begun_at__lte=F("entered_at")), name="osallistuminen_is_begun_before_it_is_entered"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(excluded_at=None), name="osallistuminen_ends_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_by=None),
                name="osallistuminen_withdrawn_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(excluded_at=None, excluded_by=None, excluded_reason="", was_rejected=False)
                | Q(excluded_at__isnull=False) & ~Q(excluded_reason=""),
                name="osallistuminen_excluded_has_its_moment_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(frozen_version__isnull=True, frozen_at__isnull=True)
                | Q(frozen_version__isnull=False, frozen_at__isnull=False),
                name="osallistuminen_is_frozen_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None, replaced_reason="")
                | Q(replaced_at__isnull=False, frozen_version__isnull=False) & ~Q(replaced_reason=""),
                name="osallistuminen_replaced_is_frozen_and_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.teko}, {self.kampanja}"

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None and self.excluded_at is None

    @property
    def state_in_words(self) -> str:
        if self.withdrawn_at:
            return _("Peruttu")
        if self.excluded_at:
            return _("Teko hylätty") if self.was_rejected else _("Poistettu kampanjasta")
        return _("Jäädytetty") if self.is_frozen() else _("Mukana")

    @property
    def settled_by(self) -> str:
        """Why it can no longer leave, nor what jurors read of it change: results are public. Nothing when they are not.

        Of the campaign, or of a category in which it stands and that was revealed before the others.
        """
        if self.kampanja.has_results():
            return _("Kampanjan ”%(name)s” tulokset ovat jo julki.") % {"name": self.kampanja.name}
        return next((reason for refusal in entry_results.REFUSALS if (reason := refusal(self))), "")

    def _lock(self, *, also=()) -> None:
        """Lock the act, its campaign (and others `also`) and then the entry, and read them as they now are."""
        (stored,) = Osallistuminen.objects.locked([self.pk], also=also)
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(stored, field.attname))
        self.teko, self.kampanja = stored.teko, stored.kampanja

    def _stamp(self, *fields: str, by, reason: str = "") -> None:
        """Store the fields with who did it, when and why: history reads these columns."""
        self.changed_at, self.changed_by, self.change_reason = timezone.now(), by, reason.strip()
        self.save(update_fields=[*fields, "changed_at", "changed_by", "change_reason"])
        self.teko.show_entries()
