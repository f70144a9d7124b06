from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """A thing of the register with a name in each language; an empty one falls back on Finnish."""

    name_fi = models.CharField(_("nimi suomeksi"), max_length=120)
    name_sv = models.CharField(_("nimi ruotsiksi"), max_length=120, blank=True)
    name_en = models.CharField(_("nimi englanniksi"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_in(get_language() or "fi")

    @property
    def names(self) -> dict[str, str]:
        """The name in each language, as stored in documents."""
        return {language: self.name_in(language) for language in ("fi", "sv", "en")}

    def name_in(self, language: str) -> str:
        return getattr(self, f"name_{language}", "") or self.name_fi
