from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from palkinnot.models.locking import reason_in, require_staff
from tekojentori.models import Organisaatio
from tekojentori.refusals import Refused
from teot.models import Osallistuminen


class Gathering:
    """Who stands in a category: those whom its rule takes from the campaign's entries, and whom staff put there."""

    @transaction.atomic
    def gather(self, *, by) -> tuple[int, int]:
        """Bring the candidates up to the rule while the round is being prepared; how many came, and how many left.

        Those that staff have removed stay so, and those that staff have added stay. Raises Refused.
        """
        require_staff(by)
        kierros = self.lock_round()
        if kierros:
            kierros.require_state(kierros.State.PREPARING)
        wanted = self.wanted()
        self.bind_versions(wanted)
        known = {row.osallistuminen_id or row.organisation_id: row for row in self.ehdokkaat.select_for_update()}
        column = "organisation_id" if self.target == self.Target.ORGANISAATIO else "osallistuminen_id"
        new = [key for key in wanted if key not in known]
        for key in new:
            self.ehdokkaat.create(**{column: key}, added_by=by, changed_by=by)
        back = [row for key, row in known.items() if key in wanted and row.removed_at and row.removed_by_id is None]
        for row in back:
            row.removed_at, row.removed_reason = None, ""
            row._store("removed_at", "removed_reason", by=by)
        gone = [row for key, row in known.items() if key not in wanted and row.by_rule and row.removed_at is None]
        for row in gone:
            row.removed_at, row.removed_reason = timezone.now(), _("Ei enää sarjan säännön mukainen.")
            row._store("removed_at", "removed_reason", by=by, reason=row.removed_reason)
        return len(new) + len(back), len(gone)

    def wanted(self) -> list[int]:
        """The numbers of the entries, or of the organisations, that the rule takes: by what the frozen versions say."""
        rows = Osallistuminen.objects.standing().frozen(timezone.now()).filter(kampanja=self.kampanja_id)
        rows = rows.select_related("teko", "kampanja", "frozen_version").order_by("entered_at", "pk")
        kinds = dict(Organisaatio.objects.values_list("pk", "type"))
        admitted = []
        for row in rows:
            version = row.bound_version
            if version and self.admits(version.document, kinds=kinds):
                admitted.append(row)
        if self.target == self.Target.TEKO:
            return [row.pk for row in admitted]
        return list(dict.fromkeys(row.teko.owner_id for row in admitted if row.teko.owner_id))

    def bind_versions(self, keys: list[int] | None = None) -> None:
        """Write down what jurors will read of entries, or of organisations' entries, where nobody has done so yet.

        `keys`: those that `wanted` gave; by default those of the candidates.
        """
        rows = Osallistuminen.objects.standing().filter(kampanja=self.kampanja_id, frozen_version=None)
        if self.target == self.Target.TEKO:
            keys = self.ehdokkaat.values("osallistuminen") if keys is None else keys
            rows = rows.filter(pk__in=keys)
        else:
            keys = self.ehdokkaat.values("organisation") if keys is None else keys
            rows = rows.filter(teko__owner__in=keys)
        for row in rows.order_by("pk"):
            row.freeze()

    @transaction.atomic
    def add(self, *, by, reason: str, osallistuminen=None, organisation=None):
        """Staff put somebody among the candidates, whatever the rule says. Raises Refused."""
        require_staff(by)
        reason = reason_in(reason)
        self.lock_round()
        if (osallistuminen is None) == (organisation is None):
            raise Refused(_("Valitse joko osallistuminen tai organisaatio."))
        if (organisation is None) == (self.target == self.Target.ORGANISAATIO):
            raise Refused(
                _("Sarjassa palkitaan: %(target)s. Valitse sen mukaan.") % {"target": self.get_target_display()}
            )
        if osallistuminen and (osallistuminen.kampanja_id != self.kampanja_id or not osallistuminen.is_standing):
            raise Refused(_("Teko ei ole mukana tässä kampanjassa."))
        if osallistuminen and not osallistuminen.is_frozen():
            raise Refused(_("Haku on vielä auki: ehdokkaat kootaan, kun se on päättynyt."))
        self.bind_versions([(osallistuminen or organisation).pk])
        known = self.ehdokkaat.filter(osallistuminen=osallistuminen, organisation=organisation).first()
        if known:
            known.restore(by=by, reason=reason)
            return known
        return self.ehdokkaat.create(
            osallistuminen=osallistuminen,
            organisation=organisation,
            by_rule=False,
            added_by=by,
            added_reason=reason,
            changed_by=by,
            change_reason=reason,
        )
