import logging
from collections.abc import Callable
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from kampanjat import opening
from palkinnot import award_mails, marks, publication, reminders, upkeep
from tekojentori.models import Sahkoposti
from teot import campaign_times, digest, retention, stored_files

#: What is done when its time has come: its name, and the call, which returns how many it concerned.
JOBS: dict[str, Callable[[datetime], int]] = {
    "vapautettu viestejä": Sahkoposti.objects.release_due,
    "kerrottu haun aukeamisesta": opening.announce,
    "osallistumisia jäädytetty": campaign_times.freeze,
    "muistutuksia luonnosten tekijöille": campaign_times.remind,
    "koosteita ohjelmatoimistolle": digest.post,
    "esteellisyyksiä": upkeep.follow_conflicts,
    "avattu palkintojen paikkoja": lambda now: publication.reopen_fallen(),
    "kirjattu palkintoja": marks.write,
    "vapautettu viestejä palkinnoista": award_mails.release,
    "muistutuksia raatilaisille": reminders.post,
    "varoituksia luonnosten tekijöille": retention.warn,
    **{f"poistettu: {rule.name}": rule.delete for rule in retention.RULES},
    "poistettu: tiedostoja, joita mikään ei enää nimeä": lambda now: stored_files.discard_unnamed(),
}
logger = logging.getLogger(__name__)
LOCK = "hashtextextended('tick', 0)"


class Command(BaseCommand):
    help = (
        "Tee se, minkä aika on tullut. Aja tämä ajastetusti (cron), esimerkiksi viiden minuutin välein. "
        "Montakin ajoa yhtä aikaa on vaaratonta: vain yksi tekee, muut lopettavat heti."
    )

    def handle(self, **options):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_try_advisory_lock({LOCK})")
            if not cursor.fetchone()[0]:
                self.stdout.write("Toinen ajo on kesken.")
                return
            try:
                failed = [name for name, job in JOBS.items() if not self.do(name, job)]
            finally:
                cursor.execute(f"SELECT pg_advisory_unlock({LOCK})")
        if failed:
            raise CommandError(f"Kesken jäi: {', '.join(failed)}. Syy on lokissa; seuraava ajo yrittää uudelleen.")

    def do(self, name: str, job: Callable[[datetime], int]) -> bool:
        """Whether the job was done. One that fails does not keep the others from theirs."""
        try:
            self.stdout.write(f"{name}: {job(timezone.now())}")
        except Exception:
            logger.exception("tick: %s", name)
            return False
        return True
