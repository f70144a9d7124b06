from django.core.management.base import BaseCommand

from teot import register_data


class Command(BaseCommand):
    help = "Lisää rekisterin organisaatiot, maakunnat, toimialat, teemat ja sivut; mitään ei muuteta eikä poisteta."

    def handle(self, **options):
        self.stdout.write(f"Rekisteriin lisättiin {register_data.load()} riviä.")
