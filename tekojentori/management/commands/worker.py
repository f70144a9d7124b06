import logging
import os
import time
from io import StringIO

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from tekojentori import heartbeat
from tekojentori.models import Sahkoposti
from teot import uploads
from teot.models import Kuva, kuva

#: Seconds between looks at an empty queue, and between beats.
REST, BEAT = 1, 10
logger = logging.getLogger(__name__)


class BeatingWorker(Worker):
    """Does the queued tasks one by one. Every now and then shows that it lives, sends the mails due, and tidies.

    `tick`: seconds between runs of the command, where no cron runs it.
    """

    def __init__(self, *, parent: int | None = None, tick: int | None = None):
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.beat_at = -BEAT
        self.parent, self.tick, self.ticked_at = parent, tick, time.monotonic()

    def run_for_ever(self) -> None:
        while self.running and self.parent in (None, os.getppid()):
            self.upkeep()
            self.run()
            if self.running:
                time.sleep(REST)

    def run_task(self, db_task_result) -> None:
        super().run_task(db_task_result)
        self.upkeep()

    def upkeep(self) -> None:
        if time.monotonic() - self.beat_at >= BEAT:
            self.beat_at = time.monotonic()
            heartbeat.beat()
            Sahkoposti.objects.deliver_due()
            self.encode_left_over()
            uploads.discard_old()
            self.tick_when_due()

    def tick_when_due(self) -> None:
        if self.tick and time.monotonic() - self.ticked_at >= self.tick:
            self.ticked_at = time.monotonic()
            try:
                call_command("tick", stdout=StringIO())
            except CommandError as fault:
                logger.warning("%s", fault)

    def encode_left_over(self) -> None:
        """Pictures whose task was lost, with a worker that was killed or while another was encoding."""
        if Kuva.objects.waiting().exists():
            kuva.encode.enqueue()


class Command(BaseCommand):
    help = "Tee taustatyöt, kunnes keskeytetään: lähetä sähköpostit, pakkaa kuvat. Näitä voi olla käynnissä monta."

    def add_arguments(self, parser):
        parser.add_argument("--parent", type=int, help="käynnistäjän prosessinumero: lopeta, kun se on loppunut")
        parser.add_argument("--tick", type=int, help="aja myös tick näin monen sekunnin välein, jos cron ei aja sitä")

    def handle(self, *, parent, tick, **options):
        worker = BeatingWorker(parent=parent, tick=tick)
        worker.configure_signals()
        worker.run_for_ever()
