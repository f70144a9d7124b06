from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from kampanjat.models import Kampanja
from teot.models.tunnustus import Cited, Kind

#: What acts show of their prizes.
SHOWN = ("kind", "place", "year", "name_fi", "name_sv", "name_en")


class MerkkiQuerySet(models.QuerySet):
    def public(self, at: datetime):
        """What anyone may see at the instant: those whose time has come, on acts that the public reads."""
        return self.filter(Q(teko=None) | Q(teko__hakurivi__isnull=False), public_from__lte=at)

    def of_year(self, year: int):
        return self.filter(year=year)

    def of(self, organisation_id: int):
        """The organisation's own, and those of acts that it, or one it succeeds, owns or takes part in.

        What a duplicate of it was given counts as its own.
        """
        owned = Q(teko__hakurivi__owner=organisation_id) | Q(teko__hakurivi__others__contains=[organisation_id])
        own = Q(organisation=organisation_id) | Q(organisation__merged_into=organisation_id)
        return self.filter(owned | own)

    def for_list(self):
        """The newest year first; in a year by name, prizes before mentions; a total order."""
        rows = self.select_related("teko__hakurivi", "organisation", "kampanja")
        return rows.order_by(F("year").desc(nulls_last=True), "name_fi", "kind_order", "place", "key")

    def on_cards(self, at: datetime) -> ArraySubquery:
        """Annotation of public rows: what their cards show of prizes at the instant."""
        return ArraySubquery(self.of_act(OuterRef("teko"), at).values(row=JSONObject(**{name: name for name in SHOWN})))

    def of_act(self, teko, at: datetime):
        """What the page of the act shows at the instant, or would if it were public: as plain values."""
        rows = self.filter(teko=teko, public_from__lte=at)
        return rows.order_by(F("year").desc(nulls_last=True), "kind_order", "key").values(*SHOWN)


class Merkki(Cited):
    """A prize as the public sees it: every `Tunnustus`, and each decision with an instant that is not one yet.

    A view of the database, so that at the instant everything shows at once, whether or not a tick has run. Its second
    half is put there by the migrations of palkinnot. `public()` is the only way to what is in it.
    """

    key = models.TextField(primary_key=True)
    teko = models.ForeignKey("teot.Teko", models.DO_NOTHING, null=True, related_name="merkit")
    organisation = models.ForeignKey("tekojentori.Organisaatio", models.DO_NOTHING, null=True, related_name="+")
    kampanja = models.ForeignKey(Kampanja, models.DO_NOTHING, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True)
    kind = models.TextField(choices=Kind)
    kind_order = models.PositiveSmallIntegerField(help_text="Prizes and places before mentions.")
    place = models.PositiveSmallIntegerField(null=True)
    source = models.TextField()
    public_from = models.DateTimeField()

    objects = MerkkiQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "teot_merkki"
        verbose_name = "merkki"
        verbose_name_plural = "merkit"

    def __str__(self):
        return self.title
