from datetime import datetime
from itertools import batched

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tekojentori.finnish_order import sort_key
from tekojentori.models import Organisaatio
from tekojentori.prepared import lasting_cursor
from teot import analysis, documents
from teot.models.merkki import Merkki
from teot.models.osallistuminen import Osallistuminen

#: Stages as the row stores them, by their place in the list of stages. Zero: the act does not say.
STAGES = ("", "harkinnassa", "valmisteilla", "kaynnissa", "vakiintunut", "paattynyt")


# An act's page is read most of all: composing these by the ORM would cost five times what answering them does.
#: Prizes as cards show them, of the row `h` at the instant: see `Merkki`.
MARKS = """(
        SELECT coalesce(json_agg(json_build_object(
            'kind', kind, 'place', place, 'year', year, 'name_fi', name_fi, 'name_sv', name_sv, 'name_en', name_en
        ) ORDER BY year DESC NULLS LAST, kind_order, key), '[]')
        FROM teot_merkki WHERE teko_id = h.teko_id AND public_from <= %(now)s
    )"""
READ = f"""
    SELECT h.teko_id, h.owner_id, h.published_at, h.is_archived, v.document::json, v.html::json, {MARKS}
    FROM teot_hakurivi AS h JOIN teot_versio AS v ON v.id = h.version_id WHERE h.teko_id = %(key)s
"""  # noqa: S608 - names of our own
READ_NAMES = ("teko_id", "owner_id", "published_at", "is_archived", "document", "html", "marks")
OTHERS = f"""
    SELECT teko_id, card::json, {MARKS} FROM teot_hakurivi AS h
    WHERE NOT is_archived AND (owner_id = %(owner)s OR others @> ARRAY[%(owner)s]::bigint[]) AND teko_id <> %(key)s
    ORDER BY published_at DESC, teko_id DESC LIMIT 3
"""  # noqa: S608 - names of our own


class HakuriviQuerySet(models.QuerySet):
    def listed(self):
        """Those in the lists: the archived are only read at their own addresses."""
        return self.filter(is_archived=False)

    def newest_first(self):
        return self.order_by("-published_at", "-teko_id")

    def picked(self):
        return self.listed().filter(teko__picked_at__isnull=False).order_by("-teko__picked_at", "-teko_id")

    def prized(self, at: datetime):
        """Listed acts that have won a prize or a mention by the instant."""
        won = Merkki.objects.filter(teko=OuterRef("teko"), public_from__lte=at)
        return self.listed().filter(Exists(won))

    def of(self, organisation_id: int):
        """Acts that the organisation, or one it succeeds, owns or takes part in."""
        return self.filter(Q(owner_id=organisation_id) | Q(others__contains=[organisation_id]))

    def for_cards(self, at: datetime | None = None):
        """With what cards show of prizes at the instant."""
        rows = self.only("teko_id", "card", "published_at", "is_archived", "campaigns")
        return rows.annotate(marks=Merkki.objects.on_cards(at or timezone.now()))

    def times_of(self, keys: list[int]) -> dict[int, tuple]:
        """By act: when it was first published, and when its public version was written."""
        rows = self.filter(pk__in=keys).values_list("pk", "published_at", "version__created_at")
        return {key: times for key, *times in rows}

    def read(self, key: int) -> dict | None:
        """The row of this act with the document and the HTML of its version: what the act's page is made of."""
        with lasting_cursor() as cursor:
            cursor.execute(READ, {"key": key, "now": timezone.now()})
            row = cursor.fetchone()
        return dict(zip(READ_NAMES, row, strict=True)) if row else None

    def others_of(self, owner_id: int, key: int) -> list[tuple[int, dict]]:
        """Numbers and cards of the newest listed acts of the organisation, but for this one."""
        with lasting_cursor() as cursor:
            cursor.execute(OTHERS, {"owner": owner_id, "key": key, "now": timezone.now()})
            return [(key, stored | {"marks": marks}) for key, stored, marks in cursor]

    def for_file(self):
        """As plain values: the version that a file of a list tells of, as it was submitted, and the prizes of now."""
        rows = self.annotate(marks=Merkki.objects.on_cards(timezone.now()))
        return rows.values("teko_id", "published_at", "version__document", "marks")

    def follow(self, teot: list) -> None:
        """Make the public rows what the states of the acts say: written where public, gone where not."""
        self.write([teko for teko in teot if teko.is_public])
        hidden = [teko.pk for teko in teot if not teko.is_public]
        if hidden:
            self.filter(teko__in=hidden).delete()

    def write(self, teot) -> None:
        """Write the rows of public acts from their published versions."""
        if not teot:
            return
        heirs, campaigns = Organisaatio.objects.heirs(), Osallistuminen.objects.campaigns_of(teot)
        self.bulk_create(
            [Hakurivi.of(teko, heirs, campaigns[teko.pk]) for teko in teot],
            update_conflicts=True,
            unique_fields=["teko"],
            update_fields=[field.name for field in Hakurivi._meta.concrete_fields if not field.primary_key],
        )

    def rebuild(self, teot, *, batch: int = 500) -> int:
        """Write the rows of these public acts anew, a batch in a transaction; returns how many."""
        keys = list(teot.public().order_by("pk").values_list("pk", flat=True))
        for chunk in batched(keys, batch, strict=False):
            with transaction.atomic():
                # The versions are read once the locks are held: a join would bring those of before the wait.
                locked = list(teot.public().filter(pk__in=chunk).select_for_update())
                prefetch_related_objects(locked, "published_version")
                self.write(locked)
        return len(keys)


class Hakurivi(models.Model):
    """The public row of an act: what lists filter, count, sort and show. It is there exactly while it is public.

    Narrow on purpose: the vector and the card lie outside the heap, so that counting reads little.
    """

    teko = models.OneToOneField("teot.Teko", models.CASCADE, primary_key=True, related_name="hakurivi")
    version = models.ForeignKey("teot.Versio", models.CASCADE, related_name="+", db_index=False)
    published_at = models.DateTimeField(_("julkaistu"))
    is_archived = models.BooleanField(default=False)
    language = models.CharField(max_length=2)
    owner = models.ForeignKey("tekojentori.Organisaatio", models.PROTECT, related_name="+")
    others = ArrayField(models.BigIntegerField(), help_text="Partners, and the heirs of ended organisations.")
    sector_mask = models.SmallIntegerField()
    themes = ArrayField(models.SmallIntegerField())
    first_year = models.SmallIntegerField(null=True)
    last_year = models.SmallIntegerField(null=True)
    stage = models.SmallIntegerField(default=0)
    campaigns = ArrayField(models.BigIntegerField(), default=list, help_text="Those in which it takes part.")
    analyser_version = models.SmallIntegerField(default=analysis.VERSION)
    title_key = models.CharField(max_length=400, db_collation="C")
    title_vector = SearchVectorField()
    vector = SearchVectorField()
    card = models.JSONField()

    objects = HakuriviQuerySet.as_manager()

    class Meta:
        verbose_name = _("hakurivi")
        verbose_name_plural = _("hakurivit")
        indexes = [
            models.Index(F("published_at").desc(), F("teko_id").desc(), name="hakurivi_newest_first"),
            models.Index("title_key", "teko_id", name="hakurivi_by_name"),
            GinIndex("vector", name="hakurivi_vector", fastupdate=False),
            GinIndex("others", name="hakurivi_others", fastupdate=False),
        ]

    def __str__(self):
        return self.card["title"]

    @property
    def shown(self) -> dict:
        """The card with its prizes, of a row that was read `for_cards`."""
        return self.card | {"marks": self.marks}

    @classmethod
    def of(cls, teko, heirs: dict[int, list[int]], campaigns: list[int]) -> "Hakurivi":
        """The row of a public act. `heirs`: by an organisation's id, the ids of those that came after it."""
        document = teko.published_version.document
        # The owner that was published, or the one it has been merged into: the working copy may name another.
        owner = document["owner"]["id"]
        owner = teko.owner_id if teko.owner_id in heirs.get(owner, []) else owner
        concerned = {owner, *(partner["id"] for partner in document["partners"])}
        concerned.update(heir for key in tuple(concerned) for heir in heirs.get(key, []))
        return cls(
            teko=teko,
            version=teko.published_version,
            published_at=teko.published_at,
            is_archived=teko.state == teko.State.ARCHIVED,
            language=document["language"],
            owner_id=owner,
            others=sorted(concerned - {owner}),
            sector_mask=sum(1 << sector["id"] for sector in document["sectors"]),
            themes=sorted(theme["id"] for theme in document["themes"]),
            first_year=document["first_year"],
            last_year=document["last_year"] or document["first_year"],
            stage=STAGES.index(document["stage"]),
            campaigns=campaigns,
            title_key=sort_key(document["title"]),
            title_vector=analysis.title_vector(document),
            vector=analysis.whole_vector(document, documents.searched_text(document, teko.published_version.html)),
            card=documents.card_of(document),
        )
