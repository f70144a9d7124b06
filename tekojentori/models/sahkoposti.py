from datetime import timedelta
from email.utils import parseaddr
from functools import partial

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori import outdated
from tekojentori.mail_delivery import NotSent, Uncertain, hand_over
from tekojentori.models.held import HeldQuerySet
from tekojentori.models.mail_fields import checked, written
from tekojentori.models.mykistys import Mykistys
from tekojentori.models.sending import SendingQuerySet
from tekojentori.plain_text import seen
from tekojentori.refusals import Refused

#: Minutes from a try that failed to the next one; after the last the mail has failed.
BACK_OFF = [1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60]
#: How long a secret is worth sending: as long as the code in it holds.
SECRET_HOLDS = timedelta(minutes=15)
#: Writers of one draft at the same moment: each gives way at most once to every other.
WRITERS = 10
ONE_PER_CAUSE = "sahkoposti_is_one_per_cause"

#: Go to muted addresses too: signing in, and what keeps an account its owner's. Somebody waits at the door for a code.
GO_ALWAYS = {"tekojentori/code", "tekojentori/address_changed", "tekojentori/second_step_reset"}


class SahkopostiQuerySet(HeldQuerySet, SendingQuerySet):
    def post(self, *, kind: str, cause: str, to: str, context: dict, **options) -> "Sahkoposti":
        """Write a mail in the transaction of its cause, to be sent when that commits. The one door to mail.

        `kind` is `app/name` of its templates, `cause` what it is about (`versio:12`). The same cause, kind and
        recipient make one mail: a repeat returns the row there is. Strings in `context` are people's words and made
        harmless; a string of our own (a token) comes as SafeString. `options` are those of `written`.
        Raises ValidationError for a bad address.
        """
        to = checked(to)
        existing = self.standing().filter(cause=cause, kind=kind, to=to).first()
        if existing:
            return existing
        fields = written(kind, context=context, **options)
        row, created = self.standing().get_or_create(cause=cause, kind=kind, to=to, defaults=fields)
        if created:
            row.send_on_commit()
        return row

    def hold(self, *, kind: str, cause: str, to: str, context: dict, release_at=None, **options) -> "Sahkoposti":
        """Write a draft that waits for its release. Takes what `post` does, and an instant at which `tick` lets it go.

        A held draft of the same cause, kind and recipient gives way to one that says something else. What has been
        released stays as it was, and is returned.
        """
        about = {"cause": cause, "kind": kind, "to": checked(to)}
        fields = written(kind, context=context, **options) | {"release_at": release_at}
        for turn in range(WRITERS):
            try:
                return self._hold(about, fields)
            except IntegrityError as error:  # the draft that it waited for has given way to another
                if ONE_PER_CAUSE not in str(error) or turn == WRITERS - 1:
                    raise

    @transaction.atomic
    def _hold(self, about: dict, fields: dict) -> "Sahkoposti":
        drafts = self.standing().filter(**about).select_for_update(of=["self"])
        draft = fields | {"state": Sahkoposti.State.HELD}
        row, created = drafts.get_or_create(**about, defaults=draft)
        if created or row.state != Sahkoposti.State.HELD or all(getattr(row, name) == fields[name] for name in fields):
            return row
        self.model.objects.filter(pk=row.pk).void(reason=_("Korvattu uudella luonnoksella."))
        return self.create(**about, **draft)


class Sahkoposti(models.Model):
    """One mail to one person: what it says, in the reader's language, and how its sending goes.

    Written in its cause's transaction and sent after that by a worker. One cause makes one mail of a kind to a person.
    """

    class State(models.TextChoices):
        HELD = "held", gettext_lazy("Pidossa")
        WAITING = "waiting", gettext_lazy("Odottaa")
        SENDING = "sending", gettext_lazy("Lähtemässä")
        SENT = "sent", gettext_lazy("Lähetetty")
        FAILED = "failed", gettext_lazy("Epäonnistui")
        DOUBTFUL = "doubtful", gettext_lazy("Epävarma")
        MUTED = "muted", gettext_lazy("Ei lähetetä: osoite on mykistetty")
        VOIDED = "voided", gettext_lazy("Peruttu")

    kind = models.CharField(gettext_lazy("laji"), max_length=80)
    cause = models.CharField(gettext_lazy("aihe"), max_length=120)
    to = models.EmailField(gettext_lazy("vastaanottaja"))
    reply_to = models.EmailField(gettext_lazy("vastausosoite"), blank=True)
    language = models.CharField(gettext_lazy("kieli"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(gettext_lazy("otsikko"), max_length=200)
    text = models.TextField(gettext_lazy("teksti"), blank=True)
    html = models.TextField(blank=True)
    off_path = models.CharField(max_length=300, blank=True, help_text="Where one click ends such mails (RFC 8058).")
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
    release_at = models.DateTimeField(gettext_lazy("vapautuu"), null=True)
    released_at = models.DateTimeField(gettext_lazy("vapautettu"), null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=gettext_lazy("vapautti")
    )
    voided_at = models.DateTimeField(gettext_lazy("peruttu"), null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=gettext_lazy("perui")
    )
    void_reason = models.CharField(gettext_lazy("perumisen syy"), max_length=300, blank=True)

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
            ),
            models.Index(fields=["release_at"], name="sahkoposti_held", condition=Q(state="held")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cause", "kind", "to"], condition=~Q(state="voided"), name=ONE_PER_CAUSE),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at=None),
                name="sahkoposti_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(secret=False) | Q(state__in=["waiting", "sending"]) | Q(text="", html=""),
                name="sahkoposti_secret_is_wiped",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "doubtful", "muted"]) | ~Q(error=""),
                name="sahkoposti_fault_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(released_at=None, attempts=0, secret=False),
                name="sahkoposti_held_has_not_been_released",
            ),
            models.CheckConstraint(
                condition=Q(state="voided", voided_at__isnull=False) & ~Q(void_reason="")
                | ~Q(state="voided") & Q(voided_at=None, voided_by=None, void_reason=""),
                name="sahkoposti_voided_says_when_and_why",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.to}"

    @property
    def is_draft(self) -> bool:
        """Whether it was never to go, at least not yet: held, or called off before it was released."""
        return self.state == self.State.HELD or (self.state == self.State.VOIDED and self.released_at is None)

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
                **self.off_headers,
            },
        )
        message.attach_alternative(self.html, "text/html")
        return message

    @property
    def off_headers(self) -> dict[str, str]:
        """By which a mail program offers a button that ends such mails, by one POST without a cookie (RFC 8058)."""
        if not self.off_path:
            return {}
        address = f"<{settings.SITE_URL}{self.off_path}>"
        return {"List-Unsubscribe": address, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}

    @property
    def mute(self) -> Mykistys | None:
        """What keeps the mail from going, if something does."""
        return None if self.kind in GO_ALWAYS else Mykistys.objects.of(self.to)

    def hand_over(self) -> None:
        """Send, and write down how it went. The row is in state SENDING and this process alone with it."""
        if mute := self.mute:
            return self._end(self.State.MUTED, error=mute.told, attempts=self.attempts - 1)
        if reason := next((reason for check in outdated.CHECKS if (reason := check(self))), ""):
            called_off = {"voided_at": timezone.now(), "void_reason": reason[:300]}
            return self._end(self.State.VOIDED, attempts=self.attempts - 1, **called_off)
        try:
            hand_over(self.message())
        except Uncertain as fault:
            self.doubt(_("Yhteys katkesi kesken, joten viesti on voinut lähteä: %(fault)s") % {"fault": fault})
        except NotSent as fault:
            self._try_later(str(fault), final=fault.final)
            if fault.refuses_address:
                Mykistys.objects.mute(self.to, reason=str(fault))
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
        if row.state == self.State.HELD:
            raise Refused(_("Viesti on luonnos, joka lähtee, kun sen asia vapautetaan."))
        if row.state == self.State.VOIDED:
            raise Refused(_("Viesti on peruttu: %(reason)s") % {"reason": row.void_reason})
        if mute := row.mute:
            raise Refused(_("%(why)s Poista ensin mykistys.") % {"why": mute.told})
        if row.secret:
            raise Refused(_("Salaista viestiä ei voi lähettää uudelleen: sen teksti on pyyhitty."))
        now = timezone.now()
        Sahkoposti.objects.filter(pk=row.pk).update(
            state=self.State.WAITING, attempts=0, error="", queued_at=now, next_attempt_at=now, queued_by=by
        )
        row.send_on_commit()

    def send_on_commit(self) -> None:
        transaction.on_commit(partial(send.enqueue, self.pk), robust=True)

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
        rows.update(state=state, error=seen(error)[:500], **fields)


@task()
def send(key: int) -> None:
    """The background task of one mail. The row is what counts: a task too many does nothing."""
    Sahkoposti.objects.deliver(key)
