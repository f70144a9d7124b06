from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Yhteyshenkilo(models.Model):
    """Somebody whom programme staff have named as an organisation's contact: they see all its acts, drafts too."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="represented", verbose_name=_("käyttäjä")
    )
    organisation = models.ForeignKey(
        "tekojentori.Organisaatio", models.CASCADE, related_name="contacts", verbose_name=_("organisaatio")
    )
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    named_at = models.DateTimeField(_("nimetty"), auto_now_add=True)

    class Meta:
        verbose_name = _("yhteyshenkilö")
        verbose_name_plural = _("yhteyshenkilöt")
        ordering = ["organisation", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="yhteyshenkilo_is_named_once"),
        ]

    def __str__(self):
        return f"{self.user}, {self.organisation}"
