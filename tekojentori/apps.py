from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class TekojentoriConfig(AppConfig):
    name = "tekojentori"
    verbose_name = _("Tekojen tori")

    def ready(self):
        from tekojentori import checks, converters  # noqa: F401 - importing registers them


class HallintaConfig(AdminConfig):
    default_site = "tekojentori.admin_site.Hallinta"
