import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import CombinedExpression
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teot import documents


class VersioQuerySet(models.QuerySet):
    def append(self, teot: list, *, by) -> list["Versio"]:
        """Keep what each act says now as its next version. The caller holds the locks of the acts."""
        last = dict(self.filter(teko__in=teot).order_by().values_list("teko").annotate(models.Max("number")))
        versions = []
        for teko in teot:
            document = documents.document_of(teko)
            number, html = last.get(teko.pk, 0) + 1, documents.html_of(document)
            versions.append(Versio(teko=teko, number=number, document=document, html=html, created_by=by))
        return self.bulk_create(versions)

    def append_corrected(self, version: "Versio", texts: dict[str, str], *, by) -> "Versio":
        """The next version of the act: as `version`, but for these texts. The caller holds the act's lock."""
        document = version.document | texts
        last = self.filter(teko=version.teko_id).aggregate(last=models.Max("number"))["last"]
        html = documents.html_of(document)
        return self.create(teko_id=version.teko_id, number=last + 1, document=document, html=html, created_by=by)

    def with_contact(self, addresses: list[str]):
        """Those that name one of these addresses, however it is written there."""
        named = [("document__contact__email__iexact", address) for address in addresses]
        return self.filter(Q(*named, _connector=Q.OR))

    def forget_contact(self, email: str) -> None:
        """Take somebody who has left out of what was said: the one change that the database lets a version have."""
        without = CombinedExpression(F("document"), "||", Value({"contact": None}, models.JSONField()))
        self.with_contact([email]).update(document=without)

    def decided(self):
        """Those that staff have published, returned or rejected."""
        return self.filter(ratkaisu__isnull=False)


class Versio(models.Model):
    """What an act said at one moment: the whole act as one document, and its texts as HTML. Never changed, but that
    the contact's name and address go when they delete their account.

    The public, search, exports and feeds read the version that `Teko.published_version` points to, and no other.
    """

    teko = models.ForeignKey("teot.Teko", models.CASCADE, related_name="versiot")
    number = models.PositiveIntegerField(gettext_lazy("numero"))
    document = models.JSONField()
    html = models.JSONField()
    created_at = models.DateTimeField(gettext_lazy("tehty"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=gettext_lazy("lähettäjä")
    )

    objects = VersioQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("versio")
        verbose_name_plural = gettext_lazy("versiot")
        ordering = ["teko", "number"]
        constraints = [
            models.UniqueConstraint(fields=["teko", "number"], name="versio_number_is_unique"),
            # What an entry's foreign key of version and act together points to.
            models.UniqueConstraint(fields=["id", "teko"], name="versio_is_of_one_act"),
        ]
        triggers = [
            # A person's account may go, and they as the contact with it; what was said stays as it was said.
            pgtrigger.Protect(
                name="versio_is_immutable",
                operation=pgtrigger.UpdateOf("teko_id", "number", "document", "html", "created_at"),
                condition=pgtrigger.Condition(
                    "((OLD.teko_id, OLD.number, OLD.html, OLD.created_at)"
                    " IS DISTINCT FROM (NEW.teko_id, NEW.number, NEW.html, NEW.created_at)"
                    """ OR NEW.document NOT IN (OLD.document, OLD.document || '{"contact": null}'::jsonb))"""
                ),
            )
        ]

    def __str__(self):
        return f"{self.teko_id}/{self.number}"

    @property
    def standing(self) -> str:
        """Which of its act's versions this is: the one that is public, the one that waits for staff, or neither."""
        if self.pk == self.teko.submitted_version_id:
            return _("odottaa käsittelyä")
        if self.pk == self.teko.published_version_id:
            return _("julkinen") if self.teko.is_public else _("julkaistu aiemmin")
        return ""
