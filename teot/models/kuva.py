from functools import partial

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.tasks import task
from django.utils.translation import gettext_lazy as _

from teot.models.stored_file import StoredFile, StoredFileQuerySet

#: The database's lock that admits one encoding at a time: each takes a core and up to 250 MB.
LOCK = 20_261_125
#: Encodings begun after which a picture is given up: one that kills its worker would kill the next one too.
MOST_ATTEMPTS = 3


class KuvaQuerySet(StoredFileQuerySet):
    def waiting(self):
        return self.filter(state=Kuva.State.WAITING).order_by("pk")

    def encode_next(self) -> bool:
        """Encode the picture that has waited longest, unless some process is at one. Whether more of them wait.

        Never inside a transaction: a worker that is killed leaves its picture waiting, with one attempt counted.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                return False
            try:
                kuva = self.waiting().first()
                if kuva:
                    kuva.encode()
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        return self.waiting().exists()


class Kuva(StoredFile):
    """A picture of an act. `width` and `height` are the original's pixels as it is shown.

    The original is for the encoder alone, and goes when the public files have been made.
    """

    shelf = "kuvat"

    class State(models.TextChoices):
        WAITING = "waiting", _("Pakataan")
        READY = "ready", _("Valmis")
        FAILED = "failed", _("Ei onnistunut")

    class Fault(models.TextChoices):
        UNREADABLE = "unreadable", _("Kuvaa ei voitu lukea.")
        GIVEN_UP = "given_up", _("Kuvan pakkaaminen keskeytyi monta kertaa.")

    teko = models.ForeignKey("teot.Teko", models.CASCADE, related_name="kuvat")
    alt = models.CharField(_("kuvaus"), max_length=300, blank=True)
    is_decorative = models.BooleanField(_("koristeellinen"), default=False)
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    fault = models.CharField(max_length=10, choices=Fault, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    widths = ArrayField(models.PositiveSmallIntegerField(), default=list)

    objects = KuvaQuerySet.as_manager()

    class Meta(StoredFile.Meta):
        verbose_name = _("kuva")
        verbose_name_plural = _("kuvat")
        indexes = [models.Index(fields=["id"], name="kuva_waiting", condition=Q(state="waiting"))]
        constraints = [
            models.UniqueConstraint(fields=["teko", "digest"], name="kuva_is_once_in_an_act"),
            models.UniqueConstraint(
                fields=["teko", "position"],
                name="kuva_has_a_place_of_its_own",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=Q(state="ready") & ~Q(widths=[]) | ~Q(state="ready") & Q(widths=[]),
                name="kuva_ready_has_its_files",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(fault="") | ~Q(state="failed") & Q(fault=""),
                name="kuva_failed_has_a_reason",
            ),
        ]

    @property
    def document(self) -> dict:
        """The picture as a version names it."""
        alt = "" if self.is_decorative else self.alt
        return {"digest": self.digest, "alt": alt, "width": self.width, "height": self.height}

    @property
    def is_told(self) -> bool:
        """Whether those who do not see the picture are told what is in it, or that they miss nothing."""
        return self.is_decorative or bool(self.alt)

    def wait(self, data: bytes) -> None:
        """Have it encoded by the worker, unless it already is. One that failed is tried anew."""
        if self.state == self.State.READY:
            return
        self._mark(state=self.State.WAITING, fault="", attempts=0)
        self.write_original(data)
        transaction.on_commit(partial(encode.enqueue), robust=True)

    def encode(self) -> None:
        """Make the public files, then let the original go. Doing it again does no harm."""
        self._mark(attempts=F("attempts") + 1)
        if self.attempts > MOST_ATTEMPTS:
            self._mark(state=self.State.FAILED, fault=self.Fault.GIVEN_UP)
            return
        from teot import picture_encoding  # brings Pillow, which no page needs

        try:
            size = (self.width, self.height)
            widths = picture_encoding.encode(self.original, self.folder, format=self.format, size=size)
        except picture_encoding.Unreadable:
            self._mark(state=self.State.FAILED, fault=self.Fault.UNREADABLE)
        else:
            self._mark(state=self.State.READY, widths=widths)
        self.original.unlink(missing_ok=True)

    def _mark(self, **fields) -> None:
        Kuva.objects.filter(pk=self.pk).update(**fields)
        self.refresh_from_db(fields=list(fields))


@task(priority=-10)  # after mails: somebody waits for a code
def encode() -> None:
    """The background task of one picture, whichever has waited longest; it queues itself as long as some wait."""
    if Kuva.objects.encode_next():
        encode.enqueue()
