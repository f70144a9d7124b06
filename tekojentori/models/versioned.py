from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused


class Versioned(models.Model):
    """A row that several people may edit: it counts its changes, and keeps who made the last one and why."""

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    change_reason = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def change(self, *, by, seen: int, reason: str = "") -> None:
        """Store the fields as they now stand, if the row is still the version that was `seen`."""
        current = type(self).objects.select_for_update().only("version").get(pk=self.pk)
        if current.version != seen:
            raise Refused(_("Joku muu on tallentanut tämän sinun avattuasi sen. Vertaa ja tallenna uudelleen."))
        self.version = seen + 1
        self.changed_by = by
        self.change_reason = reason
        self.save()
