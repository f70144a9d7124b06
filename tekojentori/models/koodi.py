import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tekojentori.models.sahkoposti import Sahkoposti
from tekojentori.models.user import User
from tekojentori.refusals import Refused

#: No vowels, so no words; no digits, so nothing to mistake for a letter (RFC 8628, section 6.1).
ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 6
TRIES = 5
HOLDS = timedelta(minutes=15)
#: A double click sends the same code twice: for this long the second one is the same sign-in.
DOUBLE_CLICK = timedelta(seconds=10)


class KoodiQuerySet(models.QuerySet):
    @transaction.atomic
    def send(self, *, email: str, language: str) -> "Koodi":
        """Mail a new code to the address. Whose it is, is not looked at: known and unknown get the same answer."""
        code = "".join(secrets.choice(ALPHABET) for _letter in range(LENGTH))
        now = timezone.now()
        row = self.create(email=email, digest=digest_of(email, code), made_at=now, expires_at=now + HOLDS)
        Sahkoposti.objects.post(
            kind="tekojentori/code",
            cause=f"koodi:{row.pk}",
            to=email,
            language=language,
            context={"code": SafeString(code), "expires_at": row.expires_at},
            secret=True,
        )
        return row

    def open(self):
        """Those that may still be tried."""
        return self.filter(tries__lt=TRIES, expires_at__gt=timezone.now())


class Koodi(models.Model):
    """A code that was mailed to an address: whoever knows it reads that address's mail.

    It holds a quarter of an hour and five tries, and is used once. Only its digest is stored.
    """

    email = models.EmailField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = KoodiQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=TRIES), name="koodi_is_tried_five_times"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="koodi_expires_after_it_is_made"),
            models.CheckConstraint(condition=Q(used_at=None) | Q(tries__gte=1), name="koodi_used_was_tried"),
        ]

    def __str__(self):
        return f"{self.email} {self.made_at:%d.%m.%Y %H:%M}"

    def redeem(self, typed: str) -> None:
        """Use the code up. Raises Refused. A try is counted before it is looked at, so tries at once count too."""
        mine = Koodi.objects.filter(pk=self.pk)
        if not mine.open().update(tries=F("tries") + 1):
            raise Refused(_("Koodi ei ole enää voimassa. Pyydä uusi."))
        self.refresh_from_db()
        if not self._is_right(typed):
            raise Refused(self._what_is_left())
        now = timezone.now()
        if not mine.filter(used_at=None).update(used_at=now):
            self.refresh_from_db(fields=["used_at"])
            if now - self.used_at > DOUBLE_CLICK:
                raise Refused(_("Koodi on jo käytetty. Pyydä uusi."))

    def _is_right(self, typed: str) -> bool:
        """For a closed account no code is right: it gets the answer of a wrong one."""
        right = constant_time_compare(self.digest, digest_of(self.email, typed))
        return right and not User.objects.filter(email=self.email, is_active=False).exists()

    def _what_is_left(self) -> str:
        left = TRIES - self.tries
        if not left:
            return _("Koodi ei täsmää, eikä sitä voi enää yrittää. Pyydä uusi.")
        return ngettext(
            "Koodi ei täsmää. Voit yrittää vielä %(left)s kerran.",
            "Koodi ei täsmää. Voit yrittää vielä %(left)s kertaa.",
            left,
        ) % {"left": left}


def digest_of(email: str, code: str) -> str:
    return salted_hmac(
        "tekojentori.koodi", f"{email} {code}", secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()
