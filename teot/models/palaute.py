from datetime import date, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.models import Sahkoposti
from tekojentori.moments import moment
from tekojentori.refusals import Refused

#: Days in which staff promise to answer.
ANSWER_WITHIN = 14


def due_date() -> date:
    return timezone.localdate() + timedelta(days=ANSWER_WITHIN)


class PalauteQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_at=None)

    def workload(self) -> dict[str, int]:
        """How many wait for an answer, and how many of them too long."""
        late = models.Count("pk", filter=Q(due_on__lt=timezone.localdate()))
        return self.unanswered().aggregate(count=models.Count("pk"), late=late)

    @transaction.atomic
    def receive(self, *, key: str, kind: str, **fields) -> "Palaute":
        """Write down what a visitor told and tell the programme office. The same `key` again is the same feedback."""
        palaute, created = self.get_or_create(key=key, defaults=fields | {"kind": kind})
        if created:
            Sahkoposti.objects.post(
                kind="teot/feedback",
                cause=f"palaute:{palaute.pk}",
                to=settings.OFFICE_EMAIL,
                language=settings.LANGUAGE_CODE,
                context={
                    "kind": kind,
                    "title": palaute.title or palaute.page,
                    "text": palaute.text,
                    "palaute": palaute.pk,
                    "due_on": palaute.due_on,
                    "wants_answer": bool(palaute.email),
                },
            )
        return palaute


class Palaute(models.Model):
    """What a visitor told staff: an error in an act, or something that keeps people from using the service.

    Staff answer within two weeks; the answer goes by mail to those who left an address.
    """

    class Kind(models.TextChoices):
        ERROR = "error", gettext_lazy("Virhe teossa")
        ACCESSIBILITY = "accessibility", gettext_lazy("Saavutettavuus")

    kind = models.CharField(gettext_lazy("laji"), max_length=13, choices=Kind)
    teko = models.ForeignKey(
        "teot.Teko", models.SET_NULL, null=True, related_name="palautteet", verbose_name=gettext_lazy("teko")
    )
    title = models.CharField(gettext_lazy("teon nimi"), max_length=100, blank=True)
    page = models.CharField(gettext_lazy("sivu"), max_length=300, blank=True)
    key = models.CharField(max_length=40, unique=True)
    text = models.TextField(gettext_lazy("palaute"), max_length=4000)
    name = models.CharField(gettext_lazy("nimi"), max_length=100, blank=True)
    email = models.EmailField(gettext_lazy("sähköposti"), blank=True)
    language = models.CharField(gettext_lazy("kieli"), max_length=2, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(gettext_lazy("saapui"), default=timezone.now)
    due_on = models.DateField(gettext_lazy("vastattava viimeistään"), default=due_date)
    answer = models.TextField(gettext_lazy("vastaus"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(gettext_lazy("vastattu"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=gettext_lazy("vastaaja")
    )

    objects = PalauteQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("palaute")
        verbose_name_plural = gettext_lazy("palautteet")
        ordering = [F("answered_at").desc(nulls_first=True), "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="palaute_answered_has_its_answer",
            )
        ]

    def __str__(self):
        return self.about

    @property
    def about(self) -> str:
        return f"{self.get_kind_display()}: {self.title or self.page}".removesuffix(": ")

    @property
    def is_overdue(self) -> bool:
        return self.answered_at is None and self.due_on < timezone.localdate()

    @transaction.atomic
    def answer_with(self, text: str, *, by) -> None:
        """Answer, once: the words go to the one who told, if they left an address. Raises Refused."""
        row = Palaute.objects.select_for_update(of=["self"]).select_related("answered_by").get(pk=self.pk)
        if row.answered_at:
            raise Refused(row.told_who_answered)
        if not text.strip():
            raise Refused(_("Kirjoita vastaus tai se, mitä palautteen johdosta tehtiin."))
        row.answer, row.answered_at, row.answered_by = text.strip(), timezone.now(), by
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        if row.email:
            Sahkoposti.objects.post(
                kind="teot/feedback_answer",
                cause=f"palaute:{row.pk}",
                to=row.email,
                language=row.language,
                context={"answer": row.answer, "text": row.text},
            )

    @property
    def told_who_answered(self) -> str:
        when = moment(self.answered_at)
        return _("%(who)s on jo vastannut tähän %(when)s.") % {"who": self.answered_by or "–", "when": when}
