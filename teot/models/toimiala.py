import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from tekojentori.models.named import Named
from tekojentori.models.rekisteri import stamps_the_register
from tekojentori.models.versioned import Versioned


@pghistory.track(append_only=True)
class Toimiala(Versioned, Named):
    """One of the sectors of municipal work: a closed list, each with a colour and an icon of its own."""

    id = models.SmallIntegerField(primary_key=True)
    code = models.SlugField(_("koodi"), max_length=20, unique=True, editable=False)

    class Meta:
        verbose_name = _("toimiala")
        verbose_name_plural = _("toimialat")
        ordering = ["id"]
        triggers = [stamps_the_register()]
        constraints = [
            # Each sector is one bit of Hakurivi.sector_mask.
            models.CheckConstraint(condition=models.Q(id__range=(0, 14)), name="toimiala_is_a_bit"),
        ]
