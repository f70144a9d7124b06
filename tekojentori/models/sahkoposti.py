from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import parseaddr
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori import mail_text
from tekojentori.mail_delivery import NotSent, Uncertain, hand_over
from tekojentori.refusals import Refused

#: Minutes from a try that failed to the next one; after the last the mail has failed.
BACK_OFF = [1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60]
#: How long a secret is worth sending: as long as the code in it holds.
SECRET_HOLDS = timedelta(minutes=15)


class SahkopostiQuerySet(models.QuerySet):
    def post(
        self, *, kind: str, cause: str, to: str, language: str, context: dict, reply_to: str = "", secret: bool = False
    ) -> "Sahkoposti":
        """Write a mail in the transaction of its cause, to be sent when that commits. The one door to mail.

        `kind` is `app/name` of its templates, `cause` what it is about (`versio:12`). The same cause, kind and
        recipient make one mail: a repeat returns the row there is. Strings in `context` are people's words and made
        harmless; a string of our own (a token) comes as SafeString. A `secret` is wiped when it has gone.
        Without `reply_to` replies go to the programme office. Raises ValidationError for a bad address.
        """
        to = to.strip().lower()
        for address in (to, reply_to) if reply_to else (to,):
            validate_email(address)
        existing = self.filter(cause=cause, kind=kind, to=to).first()
        if existing:
            return existing
        language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        content = mail_text.render(kind, language=language, context=context, replies_to_office=not reply_to)
        fields = content | {"language": language, "reply_to": reply_to, "secret": secret}
        row, created = self.get_or_create(cause=cause, kind=kind, to=to, defaults=fields)
        if created:
            transaction.on_commit(partial(send.enqueue, row.pk), robust=True)
        return row

    def waiting(self):
        return self.filter(state=Sahkoposti.State.WAITING)

    def due(self):
        """Those whose next try is now: new ones, and those whose pause is over."""
        return self.waiting().filter(next_attempt_at__lte=timezone.now()).order_by("next_attempt_at", "pk")

    def need_a_person(self):
        """Failed, or perhaps sent: staff decide."""
        return self.filter(state__in=[Sahkoposti.State.FAILED, Sahkoposti.State.DOUBTFUL])

    def deliver(self, key: int) -> None:
        """Try to send the mail, if it is due and no other process is at it. Never inside a transaction of others."""
        with alone_with(key) as alone:
            if alone and self.due().filter(pk=key).update(
                state=Sahkoposti.State.SENDING, attempts=F("attempts") + 1, sending_at=timezone.now()
            ):
                self.get(pk=key).hand_over()

    def deliver_due(self) -> None:
        """What a worker does every now and then: retries, and mails whose task was lost."""
        self.doubt_interrupted()
        for key in self.due().values_list("pk", flat=True):
            self.deliver(key)

    def doubt_interrupted(self) -> None:
        """Mark those whose sender died between sending and marking: they may have gone."""
        for row in self.filter(state=Sahkoposti.State.SENDING):
            with alone_with(row.pk) as alone:
                if alone:
                    row.doubt(_("Lähetys katkesi kesken, joten viesti on voinut lähteä."))


class Sahkoposti(models.Model):
    """One mail to one person: what it says, in the reader's language, and how its sending goes.

    Written in its cause's transaction and sent after that by a worker. One cause makes one mail of a kind to a person.
    """

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Odottaa")
        SENDING = "sending", gettext_lazy("Lähtemässä")
        SENT = "sent", gettext_lazy("Lähetetty")
        FAILED = "failed", gettext_lazy("Epäonnistui")
        DOUBTFUL = "doubtful", gettext_lazy("Epävarma")

    kind = models.CharField(gettext_lazy("laji"), max_length=80)
    cause = models.CharField(gettext_lazy("aihe"), max_length=120)
    to = models.EmailField(gettext_lazy("vastaanottaja"))
    reply_to = models.EmailField(gettext_lazy("vastausosoite"), blank=True)
    language = models.CharField(gettext_lazy("kieli"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(gettext_lazy("otsikko"), max_length=200)
    text = models.TextField(gettext_lazy("teksti"), blank=True)
    html = models.TextField(blank=True)
    secret = models.BooleanField(gettext_lazy("salainen"), default=False)
    state = models.CharField(gettext_lazy("tila"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(gettext_lazy("yrityksiä"), default=0)
    error = models.CharField(gettext_lazy("syy"), max_length=500, blank=True)
    created_at = models.DateTimeField(gettext_lazy("kirjoitettu"), default=timezone.now)
    queued_at = models.DateTimeField(gettext_lazy("jonossa alkaen"), default=timezone.now)
    next_attempt_at = models.DateTimeField(gettext_lazy("seuraava yritys"), default=timezone.now)
    sending_at = models.DateTimeField(gettext_lazy("viimeisin yritys"), null=True)
    sent_at = models.DateTimeField(gettext_lazy("lähetetty"), null=True)
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("lähetti uudelleen"),
    )

    objects = SahkopostiQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("sähköposti")
        verbose_name_plural = gettext_lazy("sähköpostit")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["state", "next_attempt_at"],
                name="sahkoposti_unsent",
                condition=Q(state__in=["waiting", "sending"]),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["cause", "kind", "to"], name="sahkoposti_is_one_per_cause"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at=None),
                name="sahkoposti_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(secret=False) | Q(state__in=["waiting", "sending"]) | Q(text="", html=""),
                name="sahkoposti_secret_is_wiped",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "doubtful"]) | ~Q(error=""), name="sahkoposti_fault_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.to}"

    @property
    def message_id(self) -> str:
        """The same at every try, so that a mail that came twice can be recognised."""
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        return f"<{self.pk}.{self.created_at:%Y%m%d%H%M%S%f}@{domain}>"

    def message(self) -> EmailMultiAlternatives:
        message = EmailMultiAlternatives(
            self.subject,
            self.text,
            settings.DEFAULT_FROM_EMAIL,
            [self.to],
            reply_to=[self.reply_to or settings.OFFICE_EMAIL],
            headers={
                "Message-ID": self.message_id,
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
                "Content-Language": self.language,
            },
        )
        message.attach_alternative(self.html, "text/html")
        return message

    def hand_over(self) -> None:
        """Send, and write down how it went. The row is in state SENDING and this process alone with it."""
        try:
            hand_over(self.message())
        except Uncertain as fault:
            self.doubt(_("Yhteys katkesi kesken, joten viesti on voinut lähteä: %(fault)s") % {"fault": fault})
        except NotSent as fault:
            self._try_later(str(fault), final=fault.final)
        else:
            self._end(self.State.SENT, sent_at=timezone.now())

    def doubt(self, reason: str) -> None:
        """It may have gone: staff decide whether to send it again."""
        self._end(self.State.DOUBTFUL, error=reason)

    @transaction.atomic
    def send_again(self, *, by) -> None:
        """Staff put a failed or doubtful mail back into the queue. Raises Refused."""
        row = Sahkoposti.objects.select_for_update().get(pk=self.pk)
        if row.state in (self.State.WAITING, self.State.SENDING):
            return
        if row.state == self.State.SENT:
            raise Refused(_("Viesti on jo lähetetty."))
        if row.secret:
            raise Refused(_("Salaista viestiä ei voi lähettää uudelleen: sen teksti on pyyhitty."))
        now = timezone.now()
        Sahkoposti.objects.filter(pk=row.pk).update(
            state=self.State.WAITING, attempts=0, error="", queued_at=now, next_attempt_at=now, queued_by=by
        )
        transaction.on_commit(partial(send.enqueue, row.pk), robust=True)

    def _try_later(self, reason: str, *, final: bool) -> None:
        now = timezone.now()
        pause = timedelta(minutes=BACK_OFF[min(self.attempts, len(BACK_OFF)) - 1])
        too_late = self.secret and now + pause >= self.queued_at + SECRET_HOLDS
        if final or too_late or self.attempts > len(BACK_OFF):
            self._end(self.State.FAILED, error=reason)
        else:
            self._mark(self.State.WAITING, error=reason, next_attempt_at=now + pause)

    def _end(self, state: str, *, error: str = "", **fields) -> None:
        self._mark(state, error=error, **(fields | ({"text": "", "html": ""} if self.secret else {})))

    def _mark(self, state: str, *, error: str, **fields) -> None:
        """Only a mail that is being sent changes so: what another process has found out stays."""
        rows = Sahkoposti.objects.filter(pk=self.pk, state=self.State.SENDING)
        rows.update(state=state, error=mail_text.HIDING.sub("", error)[:500], **fields)


@contextmanager
def alone_with(key: int) -> Iterator[bool]:
    """Whether this process alone is at the mail. The database itself lets go when the process dies."""
    lock = f"hashtextextended('sahkoposti:{key:d}', 0)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_lock({lock})")
        alone = cursor.fetchone()[0]
        try:
            yield alone
        finally:
            if alone:
                cursor.execute(f"SELECT pg_advisory_unlock({lock})")


@task()
def send(key: int) -> None:
    """The background task of one mail. The row is what counts: a task too many does nothing."""
    Sahkoposti.objects.deliver(key)
