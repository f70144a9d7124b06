from django.core.management.base import BaseCommand, CommandError

from palkinnot import verification
from palkinnot.models import Lukitus


class Command(BaseCommand):
    help = "Laske jokainen lukittu kierros uudelleen ja kerro, jos jokin ei täsmää. Poikkeamasta paluuarvo on 1."

    def handle(self, **options):
        faults = list(verification.faults())
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"Lukituksia {Lukitus.objects.count()}, kaikki täsmäävät.")
