from django.db import models
from django.utils.translation import gettext_lazy as _

from tekojentori.models.named import Named
from tekojentori.models.rekisteri import stamps_the_register


class Maakunta(Named):
    """One of the 19 regions of Finland, by its official code."""

    code = models.CharField(_("koodi"), max_length=2, unique=True)

    class Meta:
        verbose_name = _("maakunta")
        verbose_name_plural = _("maakunnat")
        ordering = ["code"]
        triggers = [stamps_the_register()]
