from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeotConfig(AppConfig):
    name = "teot"
    verbose_name = _("Teot")

    def ready(self):
        from kampanjat import panels
        from teot.entries_panel import EntriesPanel

        panels.CAMPAIGN.append(EntriesPanel)
