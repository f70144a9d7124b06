import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from palkinnot import mail_causes
from palkinnot.models.locking import Locking
from palkinnot.models.palkinto import Palkinto
from tekojentori.models.versioned import Versioned
from tekojentori.refusals import Refused


class VastaanottoQuerySet(models.QuerySet):
    def asked_of(self, user):
        """Awards whose winners have been written to, of those whom the user wrote with or answers for."""
        if not user.is_active:
            return Palkinto.objects.none()
        act = "ehdokas__osallistuminen__teko__"
        own = Q(**{f"{act}author": user}) | Q(**{f"{act}tekijat__user": user})
        own |= Q(ehdokas__organisation__contacts__user=user)
        rows = Palkinto.objects.confirmed().standing().awarded().filter(own).distinct()
        told = mail_causes.told_causes(rows)
        asked = [row.pk for row in rows if row.key in told and mail_causes.is_of(told[row.key][-1], row.mail_cause)]
        return rows.filter(pk__in=asked)

    def standing(self):
        """Those about the award as it is: an answer to another kind or place is set aside."""
        place = Coalesce(Cast("palkinto__place", models.CharField()), Value(""))
        return self.filter(told_as=Concat("palkinto__kind", place, output_field=models.CharField()))


@pghistory.track(append_only=True)
class Vastaanotto(Locking, Versioned):
    """A winner's answer: whether they accept the prize, and who comes to the gala. It may be changed until the gala."""

    palkinto = models.OneToOneField(
        Palkinto, models.CASCADE, related_name="vastaanotto", verbose_name=gettext_lazy("palkinto")
    )
    told_as = models.CharField(max_length=20, default="", help_text="The award as it was told: its kind and place.")
    accepts = models.BooleanField(gettext_lazy("ottaa vastaan"))
    guests = models.TextField(gettext_lazy("ketkä tulevat gaalaan"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(gettext_lazy("vastattu"), default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = VastaanottoQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("vastaanotto")
        verbose_name_plural = gettext_lazy("vastaanotot")

    def __str__(self):
        return str(self.palkinto)

    @classmethod
    @transaction.atomic
    def answer(cls, palkinto: Palkinto, *, by, accepts: bool, guests: str = "") -> "Vastaanotto":
        """Store the answer; the last one holds. Raises Refused."""
        palkinto = Palkinto.objects.select_for_update(of=["self"]).select_related("sarja__kampanja").get(pk=palkinto.pk)
        if palkinto.state != Palkinto.State.CONFIRMED:
            raise Refused(_("Päätös on muuttunut. Ohjelmatoimisto kertoo lisää."))
        ends_at = palkinto.sarja.kampanja.gala_ends_at
        if ends_at and ends_at <= timezone.now():
            raise Refused(_("Gaala on jo pidetty, joten vastausta ei voi enää muuttaa."))
        row = cls.objects.filter(palkinto=palkinto).first() or cls(palkinto=palkinto, accepts=accepts)
        said = {"told_as": palkinto.told_as, "accepts": accepts, "guests": guests.strip()}
        if row.pk and all(getattr(row, name) == value for name, value in said.items()):
            return row
        for name, value in said.items():
            setattr(row, name, value)
        row.answered_at, row.answered_by = timezone.now(), by
        row.version += 1 if row.pk else 0
        row.changed_by = by
        row.save()
        return row
