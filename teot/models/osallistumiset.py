from datetime import datetime

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from kampanjat.models import Kampanja, Lisaaika
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

    def locked(self, keys, *, also=()):
        """These entries and their acts, locked in the one order: act, campaign, entry. Inside a transaction.

        `also`: campaigns that are locked with those of the entries, in the order of their keys.
        """
        keys = list(keys)
        from_acts = self.model._meta.get_field("teko").related_model.with_deleted
        list(from_acts.filter(osallistumiset__in=keys).order_by("pk").select_for_update(of=["self"]).values("pk"))
        campaigns = Kampanja.objects.filter(Q(pk__in=self.filter(pk__in=keys).values("kampanja")) | Q(pk__in=also))
        list(campaigns.order_by("pk").select_for_update(of=["self"], no_key=True).values("pk"))
        rows = self.filter(pk__in=keys).select_related("kampanja", "teko").order_by("pk")
        return list(rows.select_for_update(of=["self"]))
