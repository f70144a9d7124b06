import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from palkinnot.models.arvio import Arvio
from palkinnot.models.esteellisyys import in_conflict
from palkinnot.models.kierros import Kierros
from palkinnot.models.kysymys import Kysymys
from palkinnot.models.locking import Locking, reason_in, require_staff
from palkinnot.models.puheenvuoro import Puheenvuoro
from palkinnot.models.raatilainen import Raatilainen
from tekojentori.models.versioned import Versioned
from tekojentori.refusals import Refused
from teot import entry_results
from teot.models import Osallistuminen, Versio


class EhdokasQuerySet(models.QuerySet):
    def standing(self):
        """Those that are judged: not removed, nor their act's entry withdrawn or excluded."""
        taking_part = Q(osallistuminen=None) | Q(osallistuminen__withdrawn_at=None, osallistuminen__excluded_at=None)
        return self.filter(taking_part, removed_at=None)

    def public(self):
        """Those that anyone may see once the results are: judged, and their act one that the public reads."""
        return self.standing().filter(Q(osallistuminen=None) | Q(osallistuminen__teko__hakurivi__isnull=False))

    def binding(self, user):
        """Those that the user is in conflict with."""
        return self.filter(in_conflict(user))

    def categories_binding(self, user):
        """The categories in which the user is in conflict with one who stands."""
        return self.standing().binding(user).values("sarja")

    def free_of(self, user):
        """Without those that the user is in conflict with."""
        return self.exclude(in_conflict(user))

    def visible_to(self, user):
        """Whose names the user may see: staff all; jurors all while the round is prepared, later not those in conflict.

        Nobody is let off: of a member of staff in conflict it is told what the round makes of the others alone.
        """
        if user.is_active and user.is_staff:
            return self
        rows = self.standing().filter(sarja__kierros__in=Kierros.objects.visible_to(user))
        return rows.filter(Q(sarja__kierros__state=Kierros.State.PREPARING) | ~in_conflict(user))

    def readable_by(self, user):
        """Whose frozen versions the user may read for judging: once the round is on, and without a conflict."""
        return self.visible_to(user).exclude(sarja__kierros__state=Kierros.State.PREPARING).free_of(user)

    def for_list(self):
        """With their names, in the order in which they came."""
        rows = self.select_related(
            "sarja__kierros", "organisation", "osallistuminen__frozen_version", "osallistuminen__teko"
        )
        rows = rows.defer("osallistuminen__frozen_version__html")
        return rows.order_by("pk")

    def for_ranking(self):
        """As `for_list`, of documents titles, languages and owners alone: hundreds of them would be megabytes."""
        document = "osallistuminen__frozen_version__document"
        told = JSONObject(**{name: F(f"{document}__{name}") for name in ("title", "language", "owner")})
        return self.for_list().defer(document).annotate(told=told)


@pghistory.track(append_only=True)
class Ehdokas(Locking, Versioned):
    """A candidate: an act's entry, or an organisation with all its entries, that stands in a category.

    There by the category's rule, or put there by staff with a reason; removed with a reason, never deleted.
    """

    sarja = models.ForeignKey(
        "palkinnot.Sarja", models.PROTECT, related_name="ehdokkaat", verbose_name=gettext_lazy("sarja")
    )
    osallistuminen = models.ForeignKey(
        "teot.Osallistuminen",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ehdokkaat",
        verbose_name=gettext_lazy("osallistuminen"),
    )
    organisation = models.ForeignKey(
        "tekojentori.Organisaatio",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("organisaatio"),
    )
    by_rule = models.BooleanField(gettext_lazy("sarjan säännöllä"), default=True, editable=False)
    added_at = models.DateTimeField(gettext_lazy("lisätty"), default=timezone.now, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    added_reason = models.CharField(gettext_lazy("miksi lisätty"), max_length=300, blank=True, editable=False)
    removed_at = models.DateTimeField(gettext_lazy("poistettu"), null=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    removed_reason = models.CharField(gettext_lazy("miksi poistettu"), max_length=300, blank=True, editable=False)
    objects = EhdokasQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("ehdokas")
        verbose_name_plural = gettext_lazy("ehdokkaat")
        ordering = ["sarja", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sarja", "osallistuminen"], name="ehdokas_entry_stands_once"),
            models.UniqueConstraint(fields=["sarja", "organisation"], name="ehdokas_organisation_stands_once"),
            models.CheckConstraint(
                condition=Q(osallistuminen=None, organisation__isnull=False)
                | Q(osallistuminen__isnull=False, organisation=None),
                name="ehdokas_is_an_act_or_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(by_rule=True) | ~Q(added_reason=""), name="ehdokas_added_by_hand_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, removed_reason="")
                | Q(removed_at__isnull=False) & ~Q(removed_reason=""),
                name="ehdokas_removed_with_a_reason",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def title(self) -> str:
        """As its frozen version names it; an organisation by its name."""
        if self.organisation_id:
            return self.organisation.name
        return self.document["title"] if self.document else str(self.osallistuminen.teko)

    @property
    def language(self) -> str:
        """Of its title, when it is not the page's own."""
        written = self.document["language"] if self.document else ""
        return written if written != (get_language() or "fi") else ""

    @property
    def document(self) -> dict | None:
        """What the frozen version says; of one read `for_ranking`, title, language and owner."""
        told = getattr(self, "told", None)
        return told if told and told["title"] else self.frozen and self.frozen.document

    @property
    def frozen(self) -> Versio | None:
        """The frozen version, which is all that jurors read of an act."""
        return self.osallistuminen.bound_version if self.osallistuminen_id else None

    @property
    def is_standing(self) -> bool:
        return self.removed_at is None and (self.osallistuminen_id is None or self.osallistuminen.is_standing)

    def entries(self):
        """The entries that are judged: the one, or all of the organisation's in the campaign."""
        if self.osallistuminen_id:
            return Osallistuminen.objects.filter(pk=self.osallistuminen_id)
        rows = Osallistuminen.objects.standing().filter(kampanja=self.sarja.kampanja_id)
        return rows.filter(teko__owner=self.organisation_id).select_related("teko", "frozen_version").order_by("pk")

    def jurors(self):
        """Those who judge it: with a sheet on it that they have not left out because of a conflict."""
        sheets = Arvio.objects.filter(ehdokas=self, juror=OuterRef("pk")).exclude(state=Arvio.State.RECUSED)
        return Raatilainen.objects.seated().filter(Exists(sheets)).select_related("user")

    @transaction.atomic
    def remove(self, *, by, reason: str) -> None:
        """Out of the category, with its sheets kept. Raises Refused."""
        require_staff(by)
        reason = reason_in(reason)
        self._lock_with_round()
        if self.removed_at:
            return
        self.removed_at, self.removed_by, self.removed_reason = timezone.now(), by, reason
        self._store("removed_at", "removed_by", "removed_reason", by=by, reason=reason)
        entry_results.follow()

    @transaction.atomic
    def restore(self, *, by, reason: str) -> None:
        """Back into the category. Raises Refused."""
        require_staff(by)
        reason = reason_in(reason)
        self._lock_with_round()
        if self.removed_at is None:
            return
        self.removed_at, self.removed_by, self.removed_reason = None, None, ""
        self._store("removed_at", "removed_by", "removed_reason", by=by, reason=reason)

    @transaction.atomic
    def ask(self, text: str, *, juror: Raatilainen) -> Kysymys:
        """A juror asks staff; the same question again is the same row. Raises Refused."""
        text = text.strip()
        if not text:
            raise Refused(_("Kirjoita kysymys ensin."))
        if not Ehdokas.objects.readable_by(juror.user).filter(pk=self.pk).exists():
            raise Refused(_("Ehdokas ei ole sinun arvioitavanasi."))
        row, _created = self.kysymykset.get_or_create(juror=juror, text=text)
        return row

    @transaction.atomic
    def say(self, text: str, *, by) -> Puheenvuoro:
        """To the others in the discussion; a double click says it once. Raises Refused."""
        kierros = self._lock_with_round()
        kierros.require_state(Kierros.State.DISCUSSION)
        text = text.strip()
        if not text:
            raise Refused(_("Kirjoita puheenvuoro ensin."))
        if not Ehdokas.objects.readable_by(by).filter(pk=self.pk).exists():
            raise Refused(_("Ehdokas ei ole sinun arvioitavanasi."))
        said = self.puheenvuorot.filter(said_by=by).last()
        return said if said and said.text == text else self.puheenvuorot.create(text=text, said_by=by)

    def set_aside_sheets_of(self, user: int, *, by, reason: str) -> None:
        """Leave out the person's sheet on it: what was given is kept, one not begun goes."""
        for arvio in self.arviot.filter(juror__user=user).exclude(state=Arvio.State.RECUSED):
            arvio.set_aside(by=by, reason=reason)

    def return_sheets_of(self, user: int, *, by, reason: str) -> None:
        for arvio in self.arviot.filter(juror__user=user, state=Arvio.State.RECUSED):
            arvio.take_up(by=by, reason=reason)

    def _lock_with_round(self) -> Kierros | None:
        """Lock the round and then the candidate; a locked round refuses."""
        kierros = self.sarja.lock_round()
        self._lock()
        return kierros
