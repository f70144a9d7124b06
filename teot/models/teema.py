import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from tekojentori.finnish_order import sort_key
from tekojentori.models.named import Named
from tekojentori.models.rekisteri import stamps_the_register
from tekojentori.models.versioned import Versioned


@pghistory.track(append_only=True, exclude=["sort_key"])
class Teema(Versioned, Named):
    """A theme that acts share: an open-ended list that staff keep."""

    id = models.SmallAutoField(primary_key=True)
    slug = models.SlugField(_("osoitteen osa"), max_length=60, unique=True)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")

    class Meta:
        verbose_name = _("teema")
        verbose_name_plural = _("teemat")
        ordering = ["sort_key", "id"]
        triggers = [stamps_the_register()]

    def clean_fields(self, exclude=None):
        super().clean_fields(exclude=exclude)
        self.sort_key = sort_key(self.name_fi)
