import os
import time

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from tekojentori import heartbeat
from tekojentori.models import Sahkoposti
from teot import uploads
from teot.models import Kuva, kuva

#: Seconds between looks at an empty queue, and between beats.
REST, BEAT = 1, 10


class BeatingWorker(Worker):
    """Does the queued tasks one by one. Every now and then shows that it lives, sends the mails due, and tidies."""

    def __init__(self, *, parent: int | None = None):
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
        self.parent = parent

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

    def encode_left_over(self) -> None:
        """Pictures whose task was lost, with a worker that was killed or while another was encoding."""
        if Kuva.objects.waiting().exists():
            kuva.encode.enqueue()


class Command(BaseCommand):
    help = "Tee taustatyöt, kunnes keskeytetään: lähetä sähköpostit, pakkaa kuvat. Näitä voi olla käynnissä monta."

    def add_arguments(self, parser):
        parser.add_argument("--parent", type=int, help="käynnistäjän prosessinumero: lopeta, kun se on loppunut")

    def handle(self, *, parent, **options):
        worker = BeatingWorker(parent=parent)
        worker.configure_signals()
        worker.run_for_ever()
