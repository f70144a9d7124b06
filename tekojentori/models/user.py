from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Coalesce, Concat, Lower, NullIf, Replace
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tekojentori.models.sahkoposti import Sahkoposti
from tekojentori.refusals import Refused


class AddressFit(models.TextChoices):
    """Whether the mail address is one that people of the organisation have."""

    FITS = "sopii", _("Sopii organisaatioon")
    MISFIT = "ei-sovi", _("Ei sovi organisaatioon")
    UNKNOWN = "ei-tiedossa", _("Organisaation päätteitä ei tiedetä")
    UNLISTED = "ei-luettelossa", _("Organisaatio ei ole luettelossa")
    NONE = "ei-kerrottu", _("Organisaatiota ei ole kerrottu")


def letters(field: str) -> Func:
    """A name as domains have it: Mänttä-Vilppula is `manttavilppula`. One without a name fits nothing."""
    plain = Func(Lower(field), Value("åäöé"), Value("aaoe"), function="translate")
    bare = Func(plain, Value("[^a-z0-9]"), Value(""), Value("g"), function="regexp_replace")
    return Coalesce(NullIf(bare, Value("")), Value("-"), output_field=models.CharField())


class UserQuerySet(models.QuerySet):
    def with_address_fit(self):
        """Adds `address_fit`: the domain itself or one below it fits.

        While no domains are known, one with the organisation's name fits; for a municipality, whose own domain has its
        name, no other does.
        """
        domains = Func(
            F("organisation__domains"), Value("|"), function="array_to_string", output_field=models.CharField()
        )
        pattern = Concat(Value("[@.]("), Replace(domains, Value("."), Value("[.]")), Value(")$"))
        named = Concat(Value("[@.]("), letters("organisation__name_fi"), Value("|"), letters("organisation__name_sv"))
        return self.alias(domain_pattern=pattern, name_pattern=Concat(named, Value(")[.][a-z]+$"))).annotate(
            address_fit=Case(
                When(~Q(unlisted_organisation=""), then=Value(AddressFit.UNLISTED)),
                When(organisation=None, then=Value(AddressFit.NONE)),
                When(organisation__domains=[], email__regex=F("name_pattern"), then=Value(AddressFit.FITS)),
                When(organisation__domains=[], organisation__type="kunta", then=Value(AddressFit.MISFIT)),
                When(organisation__domains=[], then=Value(AddressFit.UNKNOWN)),
                When(email__regex=F("domain_pattern"), then=Value(AddressFit.FITS)),
                default=Value(AddressFit.MISFIT),
                output_field=models.CharField(),
            )
        )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email, password=None, **fields):
        """A password is taken from Django's own commands and forgotten: people sign in by a code."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def arrive(self, email, *, language):
        """The person of an address that was proved to be theirs; made now if there is none yet."""
        email = email.strip().lower()
        user, is_new = self.get_or_create(email=email, defaults={"language": language, "password": make_password(None)})
        if is_new:
            self.forget_former(email)
        return user

    def forget_former(self, email: str) -> None:
        """The address has another holder now: what is written to it is no longer the earlier one's."""
        former = Func(
            F("former_emails"), Value(email), function="array_remove", output_field=ArrayField(models.EmailField())
        )
        self.filter(former_emails__contains=[email]).update(former_emails=former)

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with a work e-mail address: someone who tells of acts, or programme staff."""

    email = models.EmailField(_("sähköposti"), unique=True, error_messages={"unique": _("Osoite on jo käytössä.")})
    # Rows hold addresses as they were: mails sent, questions asked. Whoever proves an address later takes it from here.
    former_emails = ArrayField(models.EmailField(), default=list, blank=True, editable=False)
    name = models.CharField(_("nimi"), max_length=100, blank=True)
    title = models.CharField(_("tehtävänimike"), max_length=100, blank=True)
    organisation = models.ForeignKey(
        "tekojentori.Organisaatio", models.PROTECT, null=True, blank=True, verbose_name=_("organisaatio")
    )
    unlisted_organisation = models.CharField(_("organisaatio, jota ei ole luettelossa"), max_length=120, blank=True)
    language = models.CharField(_("kieli"), max_length=2, choices=settings.LANGUAGES, default="fi")
    is_staff = models.BooleanField(_("ohjelmatoimistoa"), default=False)
    is_active = models.BooleanField(_("käytössä"), default=True)
    joined_at = models.DateTimeField(_("liittyi"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("käyttäjä")
        verbose_name_plural = _("käyttäjät")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(unlisted_organisation=""),
                name="user_is_of_one_organisation",
                violation_error_message=_("Valitse organisaatio luettelosta tai kirjoita sen nimi, älä molempia."),
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def is_introduced(self) -> bool:
        """Whether the person has told who they are."""
        return bool(self.name)

    @property
    def addresses(self) -> list[str]:
        """The address, and those that the person had before and nobody else has proved since."""
        return [self.email, *self.former_emails]

    @property
    def fit_told(self) -> str:
        """What staff should look at in the address; nothing when it fits. By `with_address_fit`."""
        return "" if self.address_fit == AddressFit.FITS else str(AddressFit(self.address_fit).label)

    @property
    def domain(self) -> str:
        return self.email.rpartition("@")[2]

    @transaction.atomic
    def introduce(self, *, name: str, title: str, language: str, organisation, unlisted_organisation: str = "") -> None:
        """The person tells who they are. Staff hear of an organisation that is not listed."""
        row = User.objects.select_for_update().get(pk=self.pk)
        news = unlisted_organisation and unlisted_organisation != row.unlisted_organisation
        self.name, self.title, self.language = name, title, language
        self.organisation, self.unlisted_organisation = organisation, unlisted_organisation
        self.save(update_fields=["name", "title", "language", "organisation", "unlisted_organisation"])
        if news:
            Sahkoposti.objects.post(
                kind="tekojentori/unlisted_organisation",
                cause=f"user:{self.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
                to=settings.OFFICE_EMAIL,
                language=settings.LANGUAGE_CODE,
                context={"name": name, "email": self.email, "organisation": unlisted_organisation, "key": self.pk},
            )

    def has_usable_password(self):
        return False

    @transaction.atomic
    def change_address(self, email: str) -> None:
        """Take an address that was proved to be the person's; the old one is told, sessions end. Raises Refused."""
        row = User.objects.select_for_update().get(pk=self.pk)
        email, old = email.strip().lower(), row.email
        if email == old:
            return
        if User.objects.filter(email=email).exists():
            raise Refused(gettext("Osoitteella on jo toinen tunnus. Kirjaudu sillä tai kirjoita ohjelmatoimistolle."))
        User.objects.forget_former(email)
        row.refresh_from_db(fields=["former_emails"])
        self.email, self.former_emails = email, [*row.former_emails, old]
        self.save(update_fields=["email", "former_emails"])
        self.end_sessions()
        Sahkoposti.objects.readdress(old, email)
        Sahkoposti.objects.post(
            kind="tekojentori/address_changed",
            cause=f"user:{self.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
            to=old,
            language=self.language,
            context={"email": email},
        )

    def require_may_leave(self) -> None:
        """Somebody must stay in the programme office. Raises Refused."""
        staff = User.objects.select_for_update().filter(is_staff=True, is_active=True).order_by("pk")
        if self.is_staff and not [row for row in staff if row.pk != self.pk]:
            raise Refused(gettext("Olet ohjelmatoimiston viimeinen jäsen. Lisää ensin toinen."))

    @transaction.atomic
    def go(self) -> None:
        """Delete the row; of staff an empty one stays, since the admin's log needs somebody who did what was done."""
        self.require_may_leave()
        Sahkoposti.objects.filter(to__in=self.addresses).delete()
        Sahkoposti.objects.filter(reply_to__in=self.addresses).update(reply_to="")
        if not LogEntry.objects.filter(user=self).exists():
            self.delete()
            return
        Authenticator.objects.filter(user=self).delete()
        User.objects.filter(pk=self.pk).update(
            email=f"poistettu-{self.pk}@poistettu.invalid",
            former_emails=[],
            name=gettext("Poistettu käyttäjä"),
            title="",
            organisation=None,
            unlisted_organisation="",
            is_staff=False,
            is_superuser=False,
            is_active=False,
        )
        self.end_sessions()

    def end_sessions(self) -> None:
        """Sign the person out everywhere: a session holds only as long as this unusable password stays the same."""
        self.set_unusable_password()
        self.save(update_fields=["password"])

    @transaction.atomic
    def reset_second_step(self, *, by, reason: str) -> None:
        """Take a colleague's lost authenticators away: they set up new ones at the next sign-in. Raises Refused."""
        if by is None or not by.is_staff or by.pk == self.pk:
            raise Refused(gettext("Vahvistuksen nollaa toinen ohjelmatoimiston jäsen."))
        if not reason.strip():
            raise Refused(gettext("Kirjoita syy."))
        row = User.objects.select_for_update().get(pk=self.pk)
        Authenticator.objects.filter(user=row).delete()
        row.end_sessions()
        what = gettext("Vahvistus nollattiin: %(reason)s") % {"reason": reason.strip()}
        log = LogEntry.objects.log_actions(by.pk, [row], CHANGE, what, single_object=True)
        Sahkoposti.objects.post(
            kind="tekojentori/second_step_reset",
            cause=f"log:{log.pk}",
            to=row.email,
            language=row.language,
            context={"by": str(by), "reason": reason.strip()},
        )

    def has_perm(self, perm, obj=None):
        """Programme staff share one right: everything in the admin."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label):
        return self.is_active and self.is_staff
