import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from tekojentori.models.versioned import Versioned


@pghistory.track(append_only=True)
class Raati(Versioned):
    """A jury of a campaign: the people who score its categories' candidates."""

    kampanja = models.ForeignKey(
        "kampanjat.Kampanja", models.CASCADE, related_name="raadit", verbose_name=_("kampanja")
    )
    name = models.CharField(_("nimi"), max_length=120)

    class Meta:
        verbose_name = _("raati")
        verbose_name_plural = _("raadit")
        ordering = ["kampanja", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kampanja", "name"],
                name="raati_has_a_name_of_its_own",
                violation_error_message=_("Kampanjassa on jo tämänniminen raati."),
            )
        ]

    def __str__(self):
        return self.name
