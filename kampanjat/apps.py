from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KampanjatConfig(AppConfig):
    name = "kampanjat"
    verbose_name = _("Kampanjat")
