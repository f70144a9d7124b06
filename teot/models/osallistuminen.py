from datetime import datetime

import pghistory
from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat import sentences
from kampanjat.models import Kampanja, Lisaaika
from tekojentori.moments import deadline
from tekojentori.refusals import Refused
from teot.models.ratkaisu import Ratkaisu
from teot.models.versio import Versio


class OsallistuminenQuerySet(models.QuerySet):
    def standing(self):
        """Those that take part: neither withdrawn nor excluded."""
        return self.filter(withdrawn_at=None, excluded_at=None)

    def public(self):
        """What anyone may see: those that stand, of public campaigns, and whose act the public reads."""
        return self.standing().filter(kampanja__published_at__isnull=False, teko__state__in=["published", "archived"])

    def campaigns_of(self, teot) -> dict[int, list[int]]:
        """By act: the campaigns in which it takes part, for its public row."""
        found = {teko.pk: [] for teko in teot}
        for teko, kampanja in (
            self.standing().filter(teko__in=found).order_by("kampanja").values_list("teko", "kampanja")
        ):
            found[teko].append(kampanja)
        return found

    def with_windows(self):
        """With their campaigns and what the windows of those need."""
        return self.select_related("kampanja").prefetch_related("kampanja__lisaajat")

    def with_freeze(self):
        """Adds `freezes_at`: the instant from which the entry is bound to the last version sent before it."""
        given = Lisaaika.objects.filter(
            Q(organisation=None)
            | Q(organisation=OuterRef("organisation"))
            | Q(organisation__merged_into=OuterRef("organisation")),
            kampanja=OuterRef("kampanja"),
        )
        last = Subquery(given.order_by("-until").values("until")[:1])
        closes_at = Greatest(F("kampanja__closes_at"), Coalesce(last, F("kampanja__closes_at")))
        freezes_at = models.ExpressionWrapper(closes_at + F("kampanja__grace"), output_field=models.DateTimeField())
        return self.annotate(freezes_at=freezes_at)

    def frozen(self, at: datetime):
        """Those whose instant has come, with `bound_version_id`, whether or not it has been written down yet."""
        sent = Versio.objects.filter(teko=OuterRef("teko"), created_at__lt=OuterRef("freezes_at"))
        last = Subquery(sent.order_by("-number").values("pk")[:1])
        bound = Case(When(frozen_version__isnull=False, then=F("frozen_version")), default=last)
        return self.with_freeze().filter(freezes_at__lte=at).annotate(bound_version_id=bound)

    def kept(self):
        """Those that must stay: bound to a version, or pointed to by rows that stay, as a jury's candidates do."""
        holders = [row for row in self.model._meta.related_objects if row.on_delete is models.PROTECT]
        rows = [row.related_model._base_manager.filter(**{row.field.name: OuterRef("pk")}) for row in holders]
        return self.filter(Q(("frozen_version__isnull", False), *map(Exists, rows), _connector=Q.OR))

    def of_held(self):
        """Those of campaigns that are not called off."""
        return self.filter(kampanja__in=Kampanja.objects.held())

    def of_organisations(self, keys):
        return self.filter(organisation__in=keys)

    def hand_to(self, organisation, *, by, reason: str) -> None:
        """Their organisation has been found to be another's duplicate."""
        stamp = {"changed_at": timezone.now(), "changed_by": by, "change_reason": reason.strip()}
        self.update(organisation=organisation, **stamp)

    def locked(self, keys):
        """These entries and their acts, locked in the one order: act, campaign, entry. Inside a transaction."""
        keys = list(keys)
        from_acts = self.model._meta.get_field("teko").related_model.with_deleted
        list(from_acts.filter(osallistumiset__in=keys).order_by("pk").select_for_update(of=["self"]).values("pk"))
        campaigns = Kampanja.objects.filter(osallistumiset__in=keys).order_by("pk")
        list(campaigns.select_for_update(of=["self"], no_key=True).values("pk"))
        rows = self.filter(pk__in=keys).select_related("kampanja", "teko").order_by("pk")
        return list(rows.select_for_update(of=["self"]))


@pghistory.track(append_only=True)
class Osallistuminen(models.Model):
    """An act's entry in a campaign: who entered it when, and the version that it is bound to once the time is up."""

    teko = models.ForeignKey(
        "teot.Teko", models.CASCADE, related_name="osallistumiset", verbose_name=gettext_lazy("teko")
    )
    kampanja = models.ForeignKey(
        Kampanja, models.PROTECT, related_name="osallistumiset", verbose_name=gettext_lazy("kampanja")
    )
    organisation = models.ForeignKey(
        "tekojentori.Organisaatio",
        models.PROTECT,
        related_name="+",
        verbose_name=gettext_lazy("organisaatio"),
        help_text="Whose time held when the act was entered.",
    )
    begun_at = models.DateTimeField(gettext_lazy("teko aloitettu"))
    entered_at = models.DateTimeField(gettext_lazy("ilmoitettu"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=gettext_lazy("ilmoitti")
    )
    reason = models.TextField(gettext_lazy("miksi ohjelmatoimisto ilmoitti"), blank=True)
    moved_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, related_name="moved_to", verbose_name=gettext_lazy("siirretty")
    )
    withdrawn_at = models.DateTimeField(gettext_lazy("peruttu"), null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    excluded_at = models.DateTimeField(gettext_lazy("poistettu kampanjasta"), null=True)
    excluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    excluded_reason = models.TextField(gettext_lazy("poistamisen syy"), blank=True)
    was_rejected = models.BooleanField(
        default=False, help_text="Left because its act was rejected: a mended one may come in again."
    )
    frozen_version = models.ForeignKey(
        "teot.Versio", models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("jäädytetty versio")
    )
    frozen_at = models.DateTimeField(gettext_lazy("jäädytetty"), null=True)
    replaced_at = models.DateTimeField(gettext_lazy("versio vaihdettu"), null=True)
    replaced_reason = models.TextField(gettext_lazy("version vaihtamisen syy"), blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    change_reason = models.TextField(blank=True)

    objects = OsallistuminenQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("osallistuminen")
        verbose_name_plural = gettext_lazy("osallistumiset")
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["teko", "kampanja"], name="osallistuminen_is_one_per_campaign"),
            models.CheckConstraint(
                condition=Q(begun_at__lte=F("entered_at")), name="osallistuminen_is_begun_before_it_is_entered"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(excluded_at=None), name="osallistuminen_ends_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_by=None),
                name="osallistuminen_withdrawn_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(excluded_at=None, excluded_by=None, excluded_reason="", was_rejected=False)
                | Q(excluded_at__isnull=False) & ~Q(excluded_reason=""),
                name="osallistuminen_excluded_has_its_moment_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(frozen_version__isnull=True, frozen_at__isnull=True)
                | Q(frozen_version__isnull=False, frozen_at__isnull=False),
                name="osallistuminen_is_frozen_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None, replaced_reason="")
                | Q(replaced_at__isnull=False, frozen_version__isnull=False) & ~Q(replaced_reason=""),
                name="osallistuminen_replaced_is_frozen_and_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.teko}, {self.kampanja}"

    @property
    def is_standing(self) -> bool:
        return self.withdrawn_at is None and self.excluded_at is None

    @property
    def freeze_at(self) -> datetime:
        """The instant from which it is bound to the last version sent before it."""
        return self.kampanja.window.end(self.organisation_id)

    def is_frozen(self, at: datetime | None = None) -> bool:
        """Whether it is bound to a version at the instant; in a campaign that is called off nothing is."""
        return self.is_standing and not self.kampanja.is_cancelled and self.freeze_at <= (at or timezone.now())

    @property
    def bound_version(self) -> Versio | None:
        """The version that it is bound to, written down or not; None for one that was entered without a version."""
        if self.frozen_version_id:
            return self.frozen_version
        return self.teko.versiot.filter(created_at__lt=self.freeze_at).order_by("number").last()

    @property
    def state_in_words(self) -> str:
        if self.withdrawn_at:
            return _("Peruttu")
        if self.excluded_at:
            return _("Teko hylätty") if self.was_rejected else _("Poistettu kampanjasta")
        return _("Jäädytetty") if self.is_frozen() else _("Mukana")

    @transaction.atomic
    def withdraw(self, *, by) -> None:
        """The authors take the act out of the campaign, until the time is up. Raises Refused."""
        self._lock()
        if not self.teko.can_be_edited_by(by):
            raise Refused(_("Vain teon tekijät voivat perua sen osallistumisen."))
        if self.withdrawn_at:
            return
        self._require_standing()
        self.require_unfrozen()
        self._leave(by=by)

    @transaction.atomic
    def exclude(self, *, by, reason: str) -> bool:
        """Staff take it out of the campaign, at any time before the results; whether it was in. Raises Refused."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        if self.excluded_at:
            return False
        self._require_standing()
        self._require_open_results()
        self._exclude(by=by, reason=reason)
        return True

    @transaction.atomic
    def move(self, *, to: Kampanja, by, reason: str) -> "Osallistuminen":
        """Staff move it to another campaign whose time allowed it when it was entered, or allows it now.

        What was here stays as an entry that has left; what is there points to it. Raises Refused.
        """
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        there = Osallistuminen.objects.filter(moved_from=self, kampanja=to).first()
        if there:
            return there
        self._require_standing()
        self._require_open_results()
        to = Kampanja.objects.select_for_update(no_key=True).get(pk=to.pk)
        if to.pk == self.kampanja_id or self.teko.osallistumiset.filter(kampanja=to).exists():
            raise Refused(_("Teko on jo ilmoitettu kampanjaan ”%(name)s”.") % {"name": to.name})
        if to.has_results():
            raise Refused(_("Kampanjan ”%(name)s” tulokset ovat jo julki.") % {"name": to.name})
        then, now = (
            to.window.may_submit(at, self.begun_at, self.organisation_id) for at in (self.entered_at, timezone.now())
        )
        if not then.is_allowed and not now.is_allowed:
            raise Refused(sentences.why_not(now, to.name))
        self._exclude(by=by, reason=reason)
        there = Osallistuminen.objects.create(
            teko=self.teko,
            kampanja=to,
            organisation_id=self.organisation_id,
            begun_at=self.begun_at,
            entered_at=self.entered_at,
            entered_by=self.entered_by,
            reason=self.reason,
            moved_from=self,
            changed_by=by,
            change_reason=reason.strip(),
        )
        self.teko.show_entries()
        return there

    @transaction.atomic
    def replace_frozen(self, *, version: Versio, by, reason: str) -> None:
        """Let jurors read a later version, of an act that was in review at the close; they see why. Raises Refused."""
        self._lock()
        self._require_staff(by)
        self._require_reason(reason)
        if self.frozen_version_id == version.pk and self.replaced_at:
            return
        self._require_standing()
        self._require_open_results()
        if not self.is_frozen():
            raise Refused(_("Haku on vielä auki: viimeisin lähetetty versio on mukana ilman tätäkin."))
        bound, freeze_at = self.bound_version, self.freeze_at
        if version.teko_id != self.teko_id or bound is None or version.number <= bound.number:
            raise Refused(_("Valitse tämän teon versio, joka on uudempi kuin kampanjassa oleva."))
        decision = Ratkaisu.objects.filter(version=bound).first()
        if decision and decision.decided_at < freeze_at:
            raise Refused(_("Teko ei ollut haun sulkeutuessa käsiteltävänä, joten sen versio ei vaihdu."))
        if not Ratkaisu.objects.filter(version=version, kind=Ratkaisu.Kind.PUBLISHED).exists():
            raise Refused(_("Julkaise versio ensin: vain hyväksytty versio voi tulla kampanjaan."))
        self.frozen_version, self.frozen_at = version, freeze_at
        self.replaced_at, self.replaced_reason = timezone.now(), reason.strip()
        self._stamp("frozen_version", "frozen_at", "replaced_at", "replaced_reason", by=by, reason=reason)

    @transaction.atomic
    def freeze(self) -> bool:
        """Write down the version that it is bound to, if its time has come and nobody has done so; whether it was."""
        self._lock()
        if self.frozen_version_id or not self.is_frozen():
            return False
        version = self.bound_version
        if version is None:
            return False
        self.frozen_version, self.frozen_at = version, self.freeze_at
        self._stamp("frozen_version", "frozen_at", by=None)
        return True

    def thaw(self, *, by, reason: str) -> None:
        """An extension has reopened it: what was written down no longer holds. The caller holds the locks."""
        self._thaw()
        self._stamp(*THAWED, by=by, reason=reason)

    def require_unfrozen(self) -> None:
        """Raises Refused when the entry is bound to its version."""
        if self.is_frozen():
            message = _(
                "Teko on mukana kampanjassa ”%(name)s”, jonka haku sulkeutui %(closes)s. "
                "Kirjoita ohjelmatoimistolle, jos se pitää saada pois."
            )
            closes_at = self.kampanja.window.effective_close(self.organisation_id)
            raise Refused(message % {"name": self.kampanja.name, "closes": deadline(closes_at)})

    # What the verbs do

    def _lock(self) -> None:
        """Lock the act and then the entry, and read both as they now are."""
        (stored,) = Osallistuminen.objects.locked([self.pk])
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(stored, field.attname))
        self.teko, self.kampanja = stored.teko, stored.kampanja

    def _require_standing(self) -> None:
        if self.withdrawn_at:
            raise Refused(_("Osallistuminen on jo peruttu."))
        if self.excluded_at:
            raise Refused(_("Teko on jo poistettu kampanjasta: %(reason)s") % {"reason": self.excluded_reason})

    def _require_open_results(self) -> None:
        if self.kampanja.has_results():
            raise Refused(_("Kampanjan ”%(name)s” tulokset ovat jo julki.") % {"name": self.kampanja.name})

    def _require_staff(self, user) -> None:
        self.teko._require_staff(user)

    def _require_reason(self, reason: str) -> None:
        self.teko._require_reason(reason)

    def _leave(self, *, by, reason: str = "") -> None:
        self.withdrawn_at, self.withdrawn_by = timezone.now(), by
        self._thaw()
        self._stamp("withdrawn_at", "withdrawn_by", *THAWED, by=by, reason=reason)

    def _exclude(self, *, by, reason: str, was_rejected: bool = False) -> None:
        self.excluded_at, self.excluded_by, self.excluded_reason = timezone.now(), by, reason.strip()
        self.was_rejected = was_rejected
        self._stamp("excluded_at", "excluded_by", "excluded_reason", "was_rejected", by=by, reason=reason)

    def _thaw(self) -> None:
        self.frozen_version = self.frozen_at = self.replaced_at = None
        self.replaced_reason = ""

    def _stamp(self, *fields: str, by, reason: str = "") -> None:
        """Store the fields with who did it, when and why: history reads these columns."""
        self.changed_at, self.changed_by, self.change_reason = timezone.now(), by, reason.strip()
        self.save(update_fields=[*fields, "changed_at", "changed_by", "change_reason"])
        self.teko.show_entries()


THAWED = ("frozen_version", "frozen_at", "replaced_at", "replaced_reason")
