from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.models import Sahkoposti
from tekojentori.refusals import Refused
from teot.models.hakurivi import Hakurivi
from teot.recipients import may_answer, recipients_of

#: Hours that a link for confirming holds, and days that a link for answering does.
CONFIRM_WITHIN, ANSWER_WITHIN = 48, 90
CONFIRM, ANSWER = "viesti-confirm", "viesti-answer"
NOT_PUBLIC = gettext_lazy("Teko ei ole enää julkinen, joten viestiä ei voi välittää.")


class ViestiQuerySet(models.QuerySet):
    def unconfirmed(self):
        """Questions whose asker has not shown that the address is theirs."""
        return self.filter(relayed_at=None)

    def unanswered(self):
        """Questions that have gone on to the authors and that nobody has answered, oldest first."""
        since = timezone.now() - timedelta(days=ANSWER_WITHIN)
        waiting = self.filter(question=None, relayed_at__gte=since, answers=None)
        return waiting.order_by("relayed_at", "pk")

    @transaction.atomic
    def ask(self, teko, *, key: str, name: str, email: str, text: str, language: str) -> "Viesti":
        """Write down a question and mail a link for confirming it. The same `key` again is the same question.

        Raises Refused when the act is no longer public.
        """
        row = Hakurivi.objects.filter(pk=teko.pk).first()
        if row is None:
            raise Refused(NOT_PUBLIC)
        fields = {"teko": teko, "name": name, "email": email, "text": text, "language": language}
        viesti, created = self.get_or_create(key=key, defaults=fields)
        if created:
            Sahkoposti.objects.post(
                kind="teot/confirm_question",
                cause=f"viesti:{viesti.pk}",
                to=email,
                language=language,
                context={
                    "title": row.card["title"],
                    "teko": teko.pk,
                    "token": SafeString(signing.dumps(viesti.pk, salt=CONFIRM)),
                    "hours": CONFIRM_WITHIN,
                },
            )
        return viesti

    def locked(self, key: int) -> "Viesti":
        """The row as it now stands, until the end of the transaction."""
        return self.select_for_update(of=["self"]).select_related("teko__author", "teko__owner").get(pk=key)

    def by_confirming(self, token: str) -> "Viesti":
        """The question of a link. Raises signing.BadSignature, of which SignatureExpired is one, and DoesNotExist."""
        return self.get(pk=signing.loads(token, salt=CONFIRM, max_age=CONFIRM_WITHIN * 60 * 60))

    def by_answering(self, token: str) -> tuple["Viesti", str]:
        """The question of a link for answering, and the address that the link was sent to. Raises likewise."""
        key, email = signing.loads(token, salt=ANSWER, max_age=ANSWER_WITHIN * 24 * 60 * 60)
        return self.select_related("teko__author", "teko__owner").get(pk=key), email


class Viesti(models.Model):
    """A reader's question to the authors of an act, or an answer to one. Neither side sees the other's address.

    A question goes on when the asker has confirmed that the address is theirs, an answer at once.
    """

    teko = models.ForeignKey("teot.Teko", models.CASCADE, related_name="viestit", verbose_name=gettext_lazy("teko"))
    question = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(gettext_lazy("nimi"), max_length=100)
    email = models.EmailField(gettext_lazy("sähköposti"))
    text = models.TextField(gettext_lazy("viesti"), max_length=2000)
    language = models.CharField(gettext_lazy("kieli"), max_length=2, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(gettext_lazy("kirjoitettu"), default=timezone.now)
    relayed_at = models.DateTimeField(gettext_lazy("välitetty"), null=True)

    objects = ViestiQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("viesti")
        verbose_name_plural = gettext_lazy("viestit")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(question=None) | models.Q(relayed_at__isnull=False),
                name="viesti_answer_goes_at_once",
            )
        ]

    def __str__(self):
        return f"{self.teko_id}/{self.pk}"

    def token_for(self, email: str) -> str:
        """What the link for answering carries when it is made for this address."""
        return signing.dumps([self.pk, email], salt=ANSWER)

    @property
    def title(self) -> str:
        """The act's public title; nothing when it is no longer public."""
        row = Hakurivi.objects.filter(pk=self.teko_id).first()
        return row.card["title"] if row else ""

    @transaction.atomic
    def relay(self) -> None:
        """The asker confirms: the question goes to those who answer for the act. Raises Refused."""
        row = Viesti.objects.locked(self.pk)
        if row.relayed_at:
            return
        title = row.title
        if not title:
            raise Refused(NOT_PUBLIC)
        row.relayed_at = timezone.now()
        row.save(update_fields=["relayed_at"])
        for recipient in recipients_of(row.teko):
            Sahkoposti.objects.post(
                kind="teot/question",
                cause=f"viesti:{row.pk}",
                to=recipient.email,
                language=recipient.language,
                context={
                    "title": title,
                    "teko": row.teko_id,
                    "name": row.name,
                    "text": row.text,
                    "role": recipient.role,
                    "token": SafeString(row.token_for(recipient.email)),
                    "days": ANSWER_WITHIN,
                },
            )

    @transaction.atomic
    def answer(self, *, email: str, key: str, name: str, text: str) -> "Viesti":
        """One who got the question answers it; the same `key` again is the same answer. Raises Refused."""
        row = Viesti.objects.locked(self.pk)
        refusal, title, now = row.refusal_to_answer(email), row.title, timezone.now()
        if refusal:
            raise Refused(refusal)
        fields = {"teko": row.teko, "question": row, "name": name, "email": email, "text": text, "relayed_at": now}
        answer, created = Viesti.objects.get_or_create(key=key, defaults=fields | {"language": row.language})
        if created:
            context = {"title": title, "teko": row.teko_id, "name": name, "text": text, "question": row.text}
            cause = f"viesti:{answer.pk}"
            Sahkoposti.objects.post(
                kind="teot/answer", cause=cause, to=row.email, language=row.language, context=context
            )
        return answer

    def refusal_to_answer(self, email: str) -> str:
        """Why the one who got the question at this address cannot answer it now; empty when they can."""
        if not may_answer(self.teko, email):
            return _("Et ole enää tämän teon tekijä, joten vastausta ei voi välittää.")
        return "" if self.title else NOT_PUBLIC
