from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class TekojentoriConfig(AppConfig):
    name = "tekojentori"
    verbose_name = "Tekojen tori"

    def ready(self):
        from tekojentori import checks  # noqa: F401 - importing registers them


class HallintaConfig(AdminConfig):
    default_site = "tekojentori.admin_site.Hallinta"
