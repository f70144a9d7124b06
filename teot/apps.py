from django.apps import AppConfig


class TeotConfig(AppConfig):
    name = "teot"
    verbose_name = "Teot"
