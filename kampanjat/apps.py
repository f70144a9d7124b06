from django.apps import AppConfig


class KampanjatConfig(AppConfig):
    name = "kampanjat"
    verbose_name = "Kampanjat"
