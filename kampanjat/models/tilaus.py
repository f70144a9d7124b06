from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core import signing
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tekojentori.models import Sahkoposti

#: Hours that a link for confirming holds.
CONFIRM_WITHIN = 48
CONFIRM, OFF = "tilaus-confirm", "tilaus-off"


class TilausQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def unconfirmed(self):
        """Those whose reader has not shown that the address is theirs."""
        return self.filter(confirmed_at=None)

    @transaction.atomic
    def ask(self, *, email: str, key: str, language: str) -> "Tilaus":
        """Write down who wants to hear, and mail a link for confirming it; nothing to one who has confirmed already.

        The same `key` again is the same wish.
        """
        tilaus, _created = self.get_or_create(email=email, defaults={"language": language})
        if tilaus.confirmed_at is None:
            self.filter(pk=tilaus.pk).update(language=language, asked_at=timezone.now())
            Sahkoposti.objects.post(
                kind="kampanjat/confirm_tilaus",
                cause=f"tilaus:{tilaus.pk}:{key}",
                to=email,
                language=language,
                context={"token": SafeString(signing.dumps(tilaus.pk, salt=CONFIRM)), "hours": CONFIRM_WITHIN},
            )
        return tilaus

    def by_confirming(self, token: str) -> "Tilaus":
        """The wish of a link. Raises signing.BadSignature, of which SignatureExpired is one, and DoesNotExist."""
        return self.get(pk=signing.loads(token, salt=CONFIRM, max_age=CONFIRM_WITHIN * 60 * 60))

    def has_ended(self, token: str) -> bool:
        """Whether nothing goes any more to the one whom the link belongs to. Raises signing.BadSignature."""
        return not self.filter(pk=signing.loads(token, salt=OFF)).exists()

    def end(self, token: str) -> bool:
        """Forget the one whom the link belongs to; again is fine. Raises likewise."""
        self.filter(pk=signing.loads(token, salt=OFF)).delete()
        return True

    def to_be_told(self, kampanja):
        """Those who waited when the campaign opened for all to see, and have not heard of it."""
        return self.waiting_since_before(max(kampanja.opens_at, kampanja.published_at), kampanja)

    def waiting_since_before(self, at, kampanja):
        """Those who waited at the instant, and have not heard of the campaign."""
        return self.filter(confirmed_at__lt=at).exclude(told__contains=[kampanja.pk]).order_by("pk")


class Tilaus(models.Model):
    """Somebody who wants to hear when a campaign opens: an address that is proved before anything goes to it.

    It holds for every campaign until it is ended, and then the row is gone.
    """

    email = models.EmailField(_("sähköposti"), unique=True)
    language = models.CharField(_("kieli"), max_length=2, choices=settings.LANGUAGES)
    asked_at = models.DateTimeField(_("pyydetty"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("vahvistettu"), null=True)
    told = ArrayField(models.BigIntegerField(), default=list, help_text="Campaigns whose opening has been told.")

    objects = TilausQuerySet.as_manager()

    class Meta:
        verbose_name = _("tilaus")
        verbose_name_plural = _("tilaukset")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(told=[]), name="tilaus_is_confirmed_before_it_is_told"
            )
        ]

    def __str__(self):
        return self.email

    @property
    def off_token(self) -> str:
        """For ending it: holds for ever."""
        return signing.dumps(self.pk, salt=OFF)

    def confirm(self) -> None:
        Tilaus.objects.unconfirmed().filter(pk=self.pk).update(confirmed_at=timezone.now())

    def mark_told(self, kampanja) -> None:
        Tilaus.objects.filter(pk=self.pk).update(told=models.Func(F("told"), kampanja.pk, function="array_append"))
