from datetime import datetime, timedelta
from typing import NamedTuple

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime, parse_duration
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kampanjat.models.calendar import Calendar
from kampanjat.models.lisaaika import Lisaaika
from tekojentori.markdown import render_markdown
from tekojentori.models.named import Named
from tekojentori.models.versioned import Versioned

#: What a campaign allows after its close to those who were at it.
GRACE = timedelta(minutes=10)
LONGEST_GRACE = timedelta(hours=1)
#: How long a gala lasts when nobody has said.
GALA = timedelta(hours=3)

#: Pages of ours that stand where a campaign's would.
RESERVED = {"kerro"}


def not_reserved(slug: str) -> None:
    if slug in RESERVED:
        raise ValidationError(_("Osoite ”%(slug)s” on varattu. Valitse toinen."), params={"slug": slug})


class Previous(NamedTuple):
    """What a campaign is compared with."""

    id: int
    year: int
    opens_at: datetime
    last_close: datetime  #: the close of those who had the longest time
    grace: timedelta

    @classmethod
    def of(cls, row: dict) -> "Previous":
        """Of the row as JSON."""
        times = (parse_datetime(row["opens_at"]), parse_datetime(row["last_close"]), parse_duration(row["grace"]))
        return cls(row["id"], row["year"], *times)


class KampanjaQuerySet(models.QuerySet):
    def public(self):
        """What anyone may see: those published. One that was cancelled stays, and says so."""
        return self.exclude(published_at=None)

    def visible_to(self, user):
        return self if user.is_active and user.is_staff else self.public()

    def held(self):
        """Those that are not called off."""
        return self.public().filter(cancelled_at=None)

    def open_at(self, at: datetime):
        """Those that somebody may begin an act for at the instant; an extension opens one for those whom it covers."""
        extended = Exists(Lisaaika.objects.filter(kampanja=OuterRef("pk"), until__gt=at))
        return self.held().filter(Q(closes_at__gt=at) | extended, opens_at__lte=at)

    def current_at(self, at: datetime):
        """Those that are open, or announced and to come."""
        return self.held().filter(opens_at__gt=at) | self.open_at(at)

    def taking_at(self, at: datetime):
        """Those that may take an act at the instant: open, or in the grace after a close."""
        extended = Exists(Lisaaika.objects.filter(kampanja=OuterRef("pk"), until__gt=at - OuterRef("grace")))
        return self.held().filter(Q(closes_at__gt=at - F("grace")) | extended, opens_at__lte=at)

    def with_last_close(self):
        """Adds `last_close`, as the window has it."""
        given = Lisaaika.objects.filter(kampanja=OuterRef("pk")).order_by("-until").values("until")[:1]
        return self.annotate(last_close=Greatest("closes_at", Coalesce(Subquery(given), "closes_at")))

    def with_previous(self):
        """Lets each tell its `previous`: the latest that opened before it, in the same query."""
        before = Kampanja.objects.held().with_last_close().filter(opens_at__lt=OuterRef("opens_at"))
        row = JSONObject(**{name: name for name in Previous._fields})
        return self.annotate(told_previous=Subquery(before.order_by("-opens_at", "-pk").values(row=row)[:1]))

    def for_list(self):
        """With what their windows need, newest first."""
        return self.prefetch_related("lisaajat").order_by("-opens_at", "-pk")


@pghistory.track(append_only=True)
class Kampanja(Calendar, Versioned, Named):
    """A call for acts with a time to enter them, and a gala after it. Several may share a year."""

    slug = models.SlugField(_("osoite"), max_length=60, unique=True, validators=[not_reserved])
    year = models.PositiveSmallIntegerField(_("vuosi"))
    description_fi = models.TextField(_("kuvaus suomeksi"), max_length=10_000, blank=True)
    description_sv = models.TextField(_("kuvaus ruotsiksi"), max_length=10_000, blank=True)
    description_en = models.TextField(_("kuvaus englanniksi"), max_length=10_000, blank=True)
    opens_at = models.DateTimeField(_("aukeaa"))
    closes_at = models.DateTimeField(_("sulkeutuu"))
    grace = models.DurationField(_("armonaika"), default=GRACE)
    results_public_from = models.DateTimeField(_("tulokset julki"), null=True, blank=True)
    gala_place = models.CharField(_("gaalan paikka"), max_length=200, blank=True)
    gala_starts_at = models.DateTimeField(_("gaala alkaa"), null=True, blank=True)
    gala_ends_at = models.DateTimeField(_("gaala päättyy"), null=True, blank=True)
    stream_url = models.URLField(_("suora lähetys"), max_length=500, blank=True)
    admits_published = models.BooleanField(
        _("aiemmin julkaistu teko saa osallistua"),
        default=False,
        help_text=_("Myös teko, joka on julkaistu ennen haun avautumista."),
    )
    published_at = models.DateTimeField(_("julkaistu"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("peruttu"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    cancel_reason = models.TextField(_("peruuttamisen syy"), max_length=1000, blank=True, editable=False)

    objects = KampanjaQuerySet.as_manager()

    class Meta:
        verbose_name = _("kampanja")
        verbose_name_plural = _("kampanjat")
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")),
                name="kampanja_closes_after_it_opens",
                violation_error_message=_("Haku sulkeutuu ennen kuin se aukeaa. Tarkista ajat."),
            ),
            models.CheckConstraint(
                condition=Q(grace__gte=timedelta(0), grace__lte=LONGEST_GRACE),
                name="kampanja_grace_is_short",
                violation_error_message=_("Armonaika on enintään tunti."),
            ),
            models.CheckConstraint(
                condition=Q(results_public_from=None) | Q(results_public_from__gte=F("closes_at") + F("grace")),
                name="kampanja_has_results_after_it_closes",
                violation_error_message=_("Tulokset tulevat julki ennen kuin haku on sulkeutunut. Tarkista ajat."),
            ),
            models.CheckConstraint(
                condition=Q(gala_ends_at=None) | Q(gala_starts_at__isnull=False, gala_starts_at__lt=F("gala_ends_at")),
                name="kampanja_gala_ends_after_it_starts",
                violation_error_message=_("Gaala päättyy ennen kuin se alkaa. Tarkista ajat."),
            ),
            models.CheckConstraint(
                condition=Q(gala_starts_at=None) | Q(gala_starts_at__gte=F("closes_at")),
                name="kampanja_gala_is_after_the_close",
                violation_error_message=_("Gaala on ennen kuin haku sulkeutuu. Tarkista ajat."),
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(published_by=None, cancelled_at=None),
                name="kampanja_published_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, cancel_reason="")
                | Q(cancelled_at__isnull=False) & ~Q(cancel_reason=""),
                name="kampanja_cancelled_has_its_moment_and_reason",
            ),
        ]

    def get_absolute_url(self):
        return reverse("kampanjat:detail", args=[self.slug])

    @property
    def told_apart(self) -> str:
        """Its name and its address, which no other has."""
        return f"{self.name} ({self.slug})"

    @property
    def previous(self) -> Previous | None:
        """The campaign before this one, of a row read `with_previous`."""
        return Previous.of(self.told_previous) if self.told_previous else None

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def cancellation_key(self) -> str:
        """The cause of the mails that tell that it is called off."""
        return f"kampanja:{self.pk}:peruttu"

    @property
    def description(self) -> str:
        return self.description_in(get_language() or "fi")

    def description_in(self, language: str) -> str:
        return getattr(self, f"description_{language}", "") or self.description_fi

    @property
    def html(self) -> SafeString:
        """The description as the page shows it."""
        return mark_safe(render_markdown(self.description, lower=1))  # noqa: S308 - sanitised by render_markdown

    def has_results(self, at: datetime | None = None) -> bool:
        """Whether its results are public at the instant."""
        return self.results_public_from is not None and self.results_public_from <= (at or timezone.now())

    @property
    def gala_until(self) -> datetime | None:
        """When the gala is over; three hours when staff have not said."""
        if self.gala_starts_at is None:
            return None
        return self.gala_ends_at or self.gala_starts_at + GALA

    def stream_at(self, at: datetime) -> str:
        """The address of the stream, until the gala is over."""
        is_over = self.gala_until is not None and self.gala_until <= at
        return "" if is_over or self.is_cancelled else self.stream_url

    @transaction.atomic
    def remove(self) -> None:
        """Delete it: only one that nobody has entered and that was never extended. Raises Refused."""
        self._lock()
        self.require_unused()
        self.delete()
