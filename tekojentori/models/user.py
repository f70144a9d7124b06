from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def arrive(self, email, *, language):
        """The person of an address that was proved to be theirs; made now if there is none yet."""
        user, _created = self.get_or_create(
            email=email.strip().lower(), defaults={"language": language, "password": make_password(None)}
        )
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with a work e-mail address: someone who tells of acts, or programme staff."""

    email = models.EmailField(_("sähköposti"), unique=True, error_messages={"unique": _("Osoite on jo käytössä.")})
    name = models.CharField(_("nimi"), max_length=100, blank=True)
    title = models.CharField(_("tehtävänimike"), max_length=100, blank=True)
    organisation = models.ForeignKey(
        "tekojentori.Organisaatio", models.PROTECT, null=True, blank=True, verbose_name=_("organisaatio")
    )
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
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"),
        ]

    def __str__(self):
        return self.name or self.email

    def has_perm(self, perm, obj=None):
        """Programme staff share one right: everything in the admin."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label):
        return self.is_active and self.is_staff
