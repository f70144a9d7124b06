import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kampanjat.wording import Words
from tekojentori.models.versioned import Versioned


@pghistory.track(append_only=True)
class Kirje(Versioned):
    """Staff's own words for one kind of mail in one campaign. A language left empty has the shipped words."""

    LANGUAGES = {"fi": _("suomeksi"), "sv": _("ruotsiksi"), "en": _("englanniksi")}
    TEXTS = [f"{part}_{language}" for language in LANGUAGES for part in ("subject", "text")]

    kampanja = models.ForeignKey(
        "kampanjat.Kampanja", models.CASCADE, related_name="kirjeet", verbose_name=_("kampanja")
    )
    kind = models.CharField(_("laji"), max_length=80)
    subject_fi = models.CharField(_("otsikko suomeksi"), max_length=200, blank=True)
    subject_sv = models.CharField(_("otsikko ruotsiksi"), max_length=200, blank=True)
    subject_en = models.CharField(_("otsikko englanniksi"), max_length=200, blank=True)
    text_fi = models.TextField(_("teksti suomeksi"), max_length=10_000, blank=True)
    text_sv = models.TextField(_("teksti ruotsiksi"), max_length=10_000, blank=True)
    text_en = models.TextField(_("teksti englanniksi"), max_length=10_000, blank=True)

    class Meta:
        verbose_name = _("kirje")
        verbose_name_plural = _("kirjeet")
        ordering = ["kampanja", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kampanja", "kind"], name="kirje_is_one_of_its_kind"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"subject_{language}": "", f"text_{language}": ""})
                    | ~Q(**{f"subject_{language}": ""}) & ~Q(**{f"text_{language}": ""}),
                    name=f"kirje_has_subject_and_text_{language}",
                )
                for language in ("fi", "sv", "en")
            ),
        ]

    def __str__(self):
        return f"{self.kampanja}: {self.kind}"

    def words(self, language: str) -> Words | None:
        """Staff's words in the language, when there are any."""
        subject, text = getattr(self, f"subject_{language}"), getattr(self, f"text_{language}")
        return Words(subject, text) if subject and text else None

    @property
    def languages(self) -> list[str]:
        """Those in which staff have written words of their own."""
        return [language for language in self.LANGUAGES if self.words(language)]
