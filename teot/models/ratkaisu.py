import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.moments import moment


class Ratkaisu(models.Model):
    """What staff decided on a version of an act, once and for good: who, when, why, and what they asked for."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", gettext_lazy("Julkaistu")
        RETURNED = "returned", gettext_lazy("Palautettu täydennettäväksi")
        REJECTED = "rejected", gettext_lazy("Hylätty")

    version = models.OneToOneField("teot.Versio", models.CASCADE, primary_key=True, related_name="ratkaisu")
    kind = models.CharField(gettext_lazy("ratkaisu"), max_length=9, choices=Kind)
    reason = models.TextField(gettext_lazy("syy"), blank=True)
    comments = models.JSONField(default=dict, help_text="By the section of the form: what the authors are asked there.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(gettext_lazy("ratkaistu"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("ratkaisu")
        verbose_name_plural = gettext_lazy("ratkaisut")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="published") | ~models.Q(reason=""), name="ratkaisu_refusal_has_a_reason"
            )
        ]
        triggers = [
            # A person's account may go; what was decided stays.
            pgtrigger.Protect(
                name="ratkaisu_is_immutable",
                operation=pgtrigger.UpdateOf("version_id", "kind", "reason", "comments", "decided_at"),
            )
        ]

    def __str__(self):
        return self.told

    @property
    def told(self) -> str:
        """Who did what and when, as a sentence."""
        sentences = {
            self.Kind.PUBLISHED: _("%(who)s julkaisi tämän version %(when)s."),
            self.Kind.RETURNED: _("%(who)s palautti tämän version tekijöille %(when)s."),
            self.Kind.REJECTED: _("%(who)s hylkäsi tämän version %(when)s."),
        }
        return sentences[self.kind] % {"who": name_of(self.decided_by), "when": moment(self.decided_at)}


def name_of(person) -> str:
    """A person's name in sentences; of one whose account is gone, what they were."""
    return str(person) if person else _("Ohjelmatoimisto")
