import json

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q, Subquery

from tekojentori.models import User
from teot.models.osallistuminen import Osallistuminen
from teot.models.ratkaisu import Ratkaisu
from teot.models.tekija import Tekija
from teot.models.versio import Versio


class TekoQuerySet(models.QuerySet):
    def public(self):
        """What anyone may read: published, and archived, which is only left out of the lists."""
        return self.filter(state__in=self.model.PUBLIC_STATES)

    def published(self):
        return self.filter(state=self.model.State.PUBLISHED)

    def once_public(self):
        """Read by the public once, and since then hidden or withdrawn: an address that is gone."""
        gone = self.filter(state__in=[self.model.State.HIDDEN, self.model.State.WITHDRAWN])
        return gone.exclude(published_version=None)

    def written_by(self, user):
        """Acts whose author the user is, or co-author by an accepted invitation."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(author=user) | Exists(Tekija.objects.filter(teko=OuterRef("pk"), user=user)))

    def editable_by(self, user):
        """Acts whose working copy the user may change: their own; of those without an author, staff all."""
        own = self.written_by(user)
        return own | self.filter(author=None) if user.is_active and user.is_staff else own

    def with_contact(self, addresses: list[str]):
        """Acts whose working copy names one of these addresses, however it is written there."""
        return self.filter(Q(*[("contact_email__iexact", address) for address in addresses], _connector=Q.OR))

    def deletable(self):
        """Without those that something kept holds on to, such as a jury that they have been before."""
        return self.exclude(Exists(Osallistuminen.objects.kept().filter(teko=OuterRef("pk"))))

    def visible_to(self, user):
        """What the user may see whole, working copies included: staff everything, authors their own.

        An organisation's contact person sees all acts that it owns.
        """
        if user.is_active and user.is_staff:
            return self
        return self.written_by(user) | self.represented_by(user)

    def represented_by(self, user):
        """Acts of the organisations whose contact person the user is."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Exists(user.represented.filter(organisation=OuterRef("owner"))))

    def with_comments(self):
        """With `last_comments`: what staff asked for, by section of the form, when they last decided."""
        decided = Ratkaisu.objects.filter(version__teko=OuterRef("pk")).order_by("-version__number")
        return self.annotate(last_comments=Subquery(decided.values("comments")[:1]))

    def waiting(self):
        """With a version that waits for staff to decide."""
        states = [self.model.State.SUBMITTED, self.model.State.PUBLISHED]
        return self.filter(state__in=states, submitted_version__isnull=False)

    def for_queue(self):
        """With what staff's queue tells of each act: what waits, and the last version that was decided on."""
        decided = Versio.objects.decided().order_by("teko_id", "-number").distinct("teko_id").defer("html")
        waiting = self.select_related("claimed_by", "submitted_version").defer("submitted_version__html")
        return waiting.prefetch_related(
            models.Prefetch("author", User.objects.with_address_fit()),
            models.Prefetch("versiot", decided, to_attr="last_decided"),
        )

    def unfinished_for(self, kampanja):
        """Drafts that are written for the campaign and are not in it: never sent, taken back, or returned.

        Not those that staff have taken out of it.
        """
        in_or_out = kampanja.osallistumiset.filter(withdrawn_at=None, was_rejected=False)
        entered = Exists(in_or_out.filter(teko=OuterRef("pk")))
        drafts = self.filter(meant_for=kampanja, state__in=[self.model.State.DRAFT, self.model.State.RETURNED])
        return drafts.exclude(entered).select_related("author", "owner").order_by("pk")

    def imported(self):
        return self.exclude(register_id=None)

    def store(self, teot: list, *names: str) -> None:
        """Write these fields of the acts in one statement, as short for a thousand as for one.

        `bulk_update` spells out a condition for every value, which takes most of the time of an import.
        """
        table, fields = self.model._meta.db_table, [self.model._meta.get_field(name) for name in ("id", *names)]
        rows = [{field.column: getattr(teko, field.attname) for field in fields} for teko in teot]
        changes = ", ".join(f"{field.column} = new.{field.column}" for field in fields[1:])
        sql = f"""
            UPDATE {table} SET {changes} FROM jsonb_populate_recordset(NULL::{table}, %s) AS new
            WHERE {table}.id = new.id
        """  # noqa: S608 - names of our own
        if rows:
            with connection.cursor() as cursor:
                cursor.execute(sql, [json.dumps(rows, default=str)])


class Manager(models.Manager.from_queryset(TekoQuerySet)):
    """Acts that are there: a deleted draft is gone for all but its undo."""

    def get_queryset(self):
        return super().get_queryset().filter(deleted_at=None)
