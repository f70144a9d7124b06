import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from palkinnot.models.locking import Locking, reason_in, require_staff
from palkinnot.models.sitoumus import Sitoumus
from tekojentori.models import Sahkoposti, User
from tekojentori.models.versioned import Versioned
from tekojentori.refusals import Refused


class RaatilainenQuerySet(models.QuerySet):
    def invited_as(self, user):
        """Invitations that were sent to an address of the user's, answered or not, and their seats."""
        return self.filter(Q(user=user) | Q(user=None, email__in=user.addresses), ended_at=None)

    def at(self, email: str) -> "Raatilainen | None":
        """Whoever was asked at the address, or sits here and has taken it since: a person has one seat in a jury."""
        email = email.strip().lower()
        return self.filter(Q(email=email) | Q(user__email=email)).order_by("user_id").first()

    def in_force(self):
        """Those who have accepted and have not left."""
        return self.filter(ended_at=None, declined_at=None, accepted_at__isnull=False, user__isnull=False)

    def seated(self):
        """Those who may do a juror's work: who have also signed the declaration."""
        return self.in_force().filter(Exists(Sitoumus.objects.filter(juror=OuterRef("pk"))))

    def sat(self):
        """Those who did a juror's work: signed, and still there or with a sheet that was given."""
        given = Exists(self.model.objects.filter(pk=OuterRef("pk"), arviot__state="given"))
        signed = Exists(Sitoumus.objects.filter(juror=OuterRef("pk")))
        return self.filter(Q(ended_at=None) | given, signed, accepted_at__isnull=False)

    def with_standing(self):
        """Adds `has_signed`."""
        return self.annotate(has_signed=Exists(Sitoumus.objects.filter(juror=OuterRef("pk"))))

    def of(self, user):
        return self.filter(user=user) if user.is_authenticated else self.none()

    def chairs(self):
        return self.filter(role=Raatilainen.Role.CHAIR)

    @transaction.atomic
    def invite(self, raati, *, by, email: str, language: str = "fi", replaces=None, **fields) -> "Raatilainen":
        """Ask somebody to the jury, and mail them. The same address again gives the same row. Raises Refused.

        Who has declined or left is asked again, by what is now told of them.
        """
        require_staff(by)
        type(raati).objects.select_for_update(no_key=True).get(pk=raati.pk)
        email = email.strip().lower()
        known = self.filter(raati=raati).at(email)
        if known and not known.is_asked:
            known._open_again(by=by, language=language, replaces=replaces, **fields)
        juror = known or self.create(
            raati=raati, email=email, language=language, replaces=replaces, invited_by=by, changed_by=by, **fields
        )
        if not juror.accepted_at:
            juror._post_invitation()
        return juror


@pghistory.track(append_only=True, exclude=["email", "name"])
class Raatilainen(Locking, Versioned):
    """A seat in a jury: somebody invited by mail, a member or a chair, and whom they represent there."""

    class Role(models.TextChoices):
        MEMBER = "member", gettext_lazy("Jäsen")
        CHAIR = "chair", gettext_lazy("Puheenjohtaja")

    raati = models.ForeignKey(
        "palkinnot.Raati", models.CASCADE, related_name="raatilaiset", verbose_name=gettext_lazy("raati")
    )
    email = models.EmailField(gettext_lazy("sähköposti"))
    name = models.CharField(gettext_lazy("nimi"), max_length=100)
    language = models.CharField(gettext_lazy("kieli"), max_length=2, choices=settings.LANGUAGES, default="fi")
    role = models.CharField(gettext_lazy("tehtävä"), max_length=6, choices=Role, default=Role.MEMBER)
    organisation = models.ForeignKey(
        "tekojentori.Organisaatio",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("organisaatio"),
    )
    represents = models.CharField(gettext_lazy("ketä edustaa"), max_length=120, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="seats")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    invited_at = models.DateTimeField(gettext_lazy("kutsuttu"), default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(gettext_lazy("suostui"), null=True, editable=False)
    declined_at = models.DateTimeField(gettext_lazy("kieltäytyi"), null=True, editable=False)
    ended_at = models.DateTimeField(gettext_lazy("päättyi"), null=True, editable=False)
    ended_reason = models.CharField(gettext_lazy("miksi päättyi"), max_length=300, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="replaced_by",
        verbose_name=gettext_lazy("kenen tilalla"),
    )

    objects = RaatilainenQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("raatilainen")
        verbose_name_plural = gettext_lazy("raatilaiset")
        ordering = ["raati", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["raati", "email"],
                name="raatilainen_is_invited_once",
                violation_error_message=gettext_lazy("Tämä osoite on jo kutsuttu raatiin."),
            ),
            models.UniqueConstraint(fields=["raati", "user"], name="raatilainen_is_one_person"),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="raatilainen_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="raatilainen_gave_one_answer"
            ),
            models.CheckConstraint(
                condition=Q(user=None) | Q(accepted_at__isnull=False), name="raatilainen_person_has_accepted"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_reason="") | Q(ended_at__isnull=False) & ~Q(ended_reason=""),
                name="raatilainen_ended_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def is_asked(self) -> bool:
        """Invited or in the jury: neither declined nor left."""
        return self.ended_at is None and self.declined_at is None

    @property
    def is_seated(self) -> bool:
        return Raatilainen.objects.seated().filter(pk=self.pk).exists()

    @transaction.atomic
    def accept(self, *, by: User) -> None:
        """Take the seat: the one who has signed in with the address that was invited. Raises Refused."""
        self._lock()
        self._require_invited(by)
        if self.user_id == by.pk:
            return
        if Raatilainen.objects.filter(raati=self.raati_id, user=by).exists():
            raise Refused(_("Sinulla on jo paikka tässä raadissa. Jos se on päättynyt, kysy ohjelmatoimistolta."))
        self.user, self.accepted_at, self.declined_at = by, timezone.now(), None
        self._store("user", "accepted_at", "declined_at", by=by)

    @transaction.atomic
    def decline(self, *, by: User, reason: str = "") -> None:
        """Not this time. Raises Refused."""
        self._lock()
        self._require_invited(by)
        if self.declined_at:
            return
        if self.accepted_at:
            raise Refused(_("Olet jo ottanut tehtävän vastaan. Jos et voi jatkaa, kerro siitä ohjelmatoimistolle."))
        self.declined_at = timezone.now()
        self._store("declined_at", by=by, reason=reason.strip()[:300])

    @transaction.atomic
    def sign(self, *, by: User, text: str) -> Sitoumus:
        """Sign the declaration as it was read; the same words again are not signed twice. Raises Refused."""
        self._lock()
        if self.user_id != by.pk or self.ended_at:
            raise Refused(_("Vain raatilainen itse voi allekirjoittaa sitoumuksensa."))
        last = self.sitoumukset.order_by("-number").first()
        if last and last.text == text:
            return last
        number = last.number + 1 if last else 1
        return self.sitoumukset.create(number=number, text=text, language=get_language() or "fi")

    @transaction.atomic
    def end(self, *, by: User, reason: str) -> None:
        """Out of the jury: sheets begun are kept, those not begun wait for somebody else. Raises Refused."""
        require_staff(by)
        reason = reason_in(reason)
        for kierros in self.raati.kierrokset.select_for_update().order_by("pk"):
            kierros.release_sheets_of(self, by=by, reason=reason)
        self._lock()
        if self.ended_at:
            return
        self.ended_at, self.ended_reason = timezone.now(), reason
        self._store("ended_at", "ended_reason", by=by, reason=reason)

    @transaction.atomic
    def vacate(self) -> None:
        """The person's account goes: nobody sits here any more, and nothing tells who did."""
        self.end(by=None, reason=_("Tili on poistettu."))
        self.merkinnat.all().delete()
        self.email, self.name = f"poistettu-{self.pk}@poistettu.invalid", _("Poistettu käyttäjä")
        self._store("email", "name", by=None)

    @transaction.atomic
    def replace(self, *, by: User, reason: str, **invited) -> "Raatilainen":
        """Somebody else takes the seat: they are invited to it. Raises Refused."""
        if self.raati.raatilaiset.at(invited["email"]) == self:
            raise Refused(_("Tilalle on kutsuttava joku toinen."))
        self.end(by=by, reason=reason)
        return Raatilainen.objects.invite(self.raati, by=by, replaces=self, **({"role": self.role} | invited))

    def _require_invited(self, user: User) -> None:
        if self.ended_at:
            raise Refused(_("Kutsua ei enää ole. Kysy ohjelmatoimistolta."))
        if user.pk != self.user_id and (self.user_id or self.email not in user.addresses):
            raise Refused(_("Kutsu on lähetetty toiseen osoitteeseen. Kirjaudu sillä, johon kutsu tuli."))

    def _open_again(self, *, by, **told) -> None:
        self._lock()
        self.ended_at, self.ended_reason, self.declined_at, self.invited_at = None, "", None, timezone.now()
        for name, value in told.items():
            setattr(self, name, value)
        self._store("ended_at", "ended_reason", "declined_at", "invited_at", *told, by=by)

    def _post_invitation(self) -> None:
        Sahkoposti.objects.post(
            kind="palkinnot/invited",
            cause=f"raatilainen:{self.pk}:{self.invited_at:%Y%m%d%H%M%S}",
            to=self.email,
            language=self.language,
            context={
                "campaign": self.raati.kampanja.name_in(self.language),
                "is_chair": self.role == self.Role.CHAIR,
                "represents": self.represents,
            },
        )
