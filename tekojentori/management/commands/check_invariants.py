from django.core.management.base import BaseCommand, CommandError

import palkinnot.decision_invariants
import palkinnot.invariants
import tekojentori.invariants
import teot.invariants

ALL = [
    *tekojentori.invariants.INVARIANTS,
    *teot.invariants.INVARIANTS,
    *palkinnot.invariants.INVARIANTS,
    *palkinnot.decision_invariants.INVARIANTS,
]


class Command(BaseCommand):
    help = (
        "Vertaa kaikkea tallennettua tilaa ja yhteenvetoa siihen, mistä se seuraa. "
        "Poikkeamat luetellaan, ja paluuarvo on silloin 1. Mitään ei muuteta."
    )

    def handle(self, **options):
        faults = [f"{each.slug}: {each.holds}: {broken}" for each in ALL for broken in each.broken()]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"Kaikki {len(ALL)} ehtoa pitävät.")
