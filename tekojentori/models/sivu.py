import pghistory
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tekojentori.markdown import render_markdown
from tekojentori.models.versioned import Versioned


@pghistory.track(append_only=True)
class Sivu(Versioned):
    """A page whose text staff write themselves, in three languages; Markdown, shown through `html`."""

    class Slug(models.TextChoices):
        TIETOA = "tietoa", _("Tietoa palvelusta")
        TIETOSUOJA = "tietosuoja", _("Tietosuoja")
        SAAVUTETTAVUUS = "saavutettavuus", _("Saavutettavuusseloste")

    slug = models.SlugField(_("sivu"), choices=Slug, unique=True)
    title_fi = models.CharField(_("otsikko suomeksi"), max_length=100)
    title_sv = models.CharField(_("otsikko ruotsiksi"), max_length=100)
    title_en = models.CharField(_("otsikko englanniksi"), max_length=100)
    text_fi = models.TextField(_("teksti suomeksi"), max_length=50_000)
    text_sv = models.TextField(_("teksti ruotsiksi"), max_length=50_000)
    text_en = models.TextField(_("teksti englanniksi"), max_length=50_000)

    class Meta:
        verbose_name = _("sivu")
        verbose_name_plural = _("sivut")
        ordering = ["slug"]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        return getattr(self, f"title_{get_language() or 'fi'}", self.title_fi)

    @property
    def text(self) -> str:
        return getattr(self, f"text_{get_language() or 'fi'}", self.text_fi)

    @property
    def html(self) -> SafeString:
        return mark_safe(render_markdown(self.text, lower=0))  # noqa: S308 - sanitised by render_markdown
