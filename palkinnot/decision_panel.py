"""What decisions ask of a member of staff, on the first page of the admin."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from palkinnot.models import Ehdokas, Oikaisu, Palkinto, Sarja


@dataclass(frozen=True, slots=True)
class DecisionPanel:
    proposed: list[Sarja]  #: somebody else has proposed, and the viewer may confirm
    corrected: list[Oikaisu]
    fallen: list[Sarja]  #: a candidate has left, so that a place is open again


def of(user) -> DecisionPanel:
    """Of categories in which the user is in no conflict. What has fallen is told until somebody proposes anew."""
    bound = Ehdokas.objects.categories_binding(user)
    now = timezone.now()
    due = Q(kampanja__results_public_from__lte=now) | Q(revealed_from__lte=now)
    open_ones = Sarja.objects.exclude(due).exclude(pk__in=bound).order_by("pk")
    rows = Palkinto.objects.filter(sarja=OuterRef("pk"))
    others = rows.proposed().exclude(proposed_by=user)
    corrections = Oikaisu.objects.proposed().exclude(proposed_by=user).exclude(sarja__in=bound)
    return DecisionPanel(
        list(open_ones.filter(Exists(others))),
        list(corrections.select_related("sarja").order_by("pk")),
        list(open_ones.filter(Exists(rows.left()))),
    )
