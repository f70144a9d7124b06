import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.moments import moment


class Luovutus(models.Model):
    """An act that went to a colleague: who gave it to whom, and when. Never changed, but that accounts go."""

    teko = models.ForeignKey("teot.Teko", models.CASCADE, related_name="luovutukset")
    given_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(gettext_lazy("luovutettu"), auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("luovutus")
        verbose_name_plural = gettext_lazy("luovutukset")
        ordering = ["given_at", "id"]
        triggers = [
            # A person's account may go; nobody else takes its place.
            pgtrigger.Protect(
                name="luovutus_is_immutable",
                operation=pgtrigger.UpdateOf("teko_id", "given_to_id", "given_by_id", "given_at"),
                condition=pgtrigger.Condition(
                    "((NEW.teko_id, NEW.given_at) IS DISTINCT FROM (OLD.teko_id, OLD.given_at)"
                    " OR COALESCE(NEW.given_to_id, OLD.given_to_id) IS DISTINCT FROM OLD.given_to_id"
                    " OR COALESCE(NEW.given_by_id, OLD.given_by_id) IS DISTINCT FROM OLD.given_by_id)"
                ),
            )
        ]

    def __str__(self):
        return self.told

    @property
    def told(self) -> str:
        """To the one who gave it."""
        return _("Luovutit teon %(when)s: %(to)s. Jos se meni väärälle, kirjoita ohjelmatoimistolle.") % {
            "when": moment(self.given_at),
            "to": self.given_to or _("Poistettu tili"),
        }
