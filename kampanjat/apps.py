from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KampanjatConfig(AppConfig):
    name = "kampanjat"
    verbose_name = _("Kampanjat")

    def ready(self):
        from kampanjat import copying, kirjeet, opening, readiness

        kirjeet.KINDS.append(opening.OPENED)
        readiness.CHECKS.append(kirjeet.check)
        copying.STEPS.append(kirjeet.copy)
