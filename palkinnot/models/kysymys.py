from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palkinnot.models.locking import Locking, require_staff
from palkinnot.models.raatilainen import Raatilainen
from tekojentori.models import Sahkoposti, User
from tekojentori.refusals import Refused
from teot.models.ratkaisu import moment, name_of


class KysymysQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_at=None)

    def seen_by(self, juror: Raatilainen):
        """What a juror reads of the questions on candidates: their own, and those answered to all."""
        return self.filter(models.Q(juror=juror) | models.Q(answered_at__isnull=False))


class Kysymys(Locking, models.Model):
    """A juror's question to staff about a candidate. The answer goes to all its jurors, who do not see who asked."""

    ehdokas = models.ForeignKey("palkinnot.Ehdokas", models.CASCADE, related_name="kysymykset")
    juror = models.ForeignKey("palkinnot.Raatilainen", models.CASCADE, related_name="kysymykset")
    text = models.TextField(gettext_lazy("kysymys"), max_length=2000)
    asked_at = models.DateTimeField(gettext_lazy("kysytty"), default=timezone.now)
    answer = models.TextField(gettext_lazy("vastaus"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(gettext_lazy("vastattu"), null=True)

    objects = KysymysQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("raadin kysymys")
        verbose_name_plural = gettext_lazy("raadin kysymykset")
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="kysymys_asks_something"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answer="")
                | models.Q(answered_at__isnull=False) & ~models.Q(answer=""),
                name="kysymys_answer_has_its_moment",
            ),
            models.UniqueConstraint(fields=["ehdokas", "juror", "text"], name="kysymys_is_asked_once"),
        ]

    def __str__(self):
        return self.text[:80]

    @transaction.atomic
    def answer_with(self, text: str, *, by: User) -> None:
        """Answer to all jurors of the candidate, by mail too. One who comes second is told who answered."""
        require_staff(by)
        if by is not None and not type(self.ehdokas).objects.filter(pk=self.ehdokas_id).free_of(by).exists():
            raise Refused(_("Olet esteellinen tähän ehdokkaaseen. Pyydä toista ohjelmatoimiston jäsentä vastaamaan."))
        if not text.strip():
            raise Refused(_("Kirjoita vastaus ensin."))
        self._lock()
        if self.answered_at:
            message = _("%(who)s vastasi tähän %(when)s.")
            raise Refused(message % {"who": name_of(self.answered_by), "when": moment(self.answered_at)})
        self.answer, self.answered_by, self.answered_at = text.strip(), by, timezone.now()
        self.save(update_fields=["answer", "answered_by", "answered_at"])
        for juror in self.ehdokas.jurors():
            Sahkoposti.objects.post(
                kind="palkinnot/question_answered",
                cause=f"kysymys:{self.pk}",
                to=juror.user.email,
                language=juror.user.language,
                context={"title": self.ehdokas.title, "question": self.text, "answer": self.answer},
            )
