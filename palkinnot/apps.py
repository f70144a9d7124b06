from django.apps import AppConfig


class PalkinnotConfig(AppConfig):
    name = "palkinnot"
    verbose_name = "Palkinnot"
