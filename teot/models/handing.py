from django.db import transaction
from django.utils.translation import gettext as _

from tekojentori.models import User
from tekojentori.refusals import Refused
from teot.models.hakurivi import Hakurivi
from teot.models.luovutus import Luovutus
from teot.models.versio import Versio


class Handing:
    """People leave and acts stay: how an act goes to a colleague, and how somebody's address goes from an act."""

    @transaction.atomic
    def hand_over(self, *, to: User, by: User) -> Luovutus | None:
        """Make a colleague the author; nothing when they already are. By the author, or by staff. Raises Refused."""
        self._lock(even_deleted=True)
        if to.pk == self.author_id and to != by and self.luovutukset.filter(given_by=by, given_to=to).exists():
            return None
        if by.pk != self.author_id and not (by.is_active and by.is_staff):
            raise Refused(_("Teon luovuttaa sen ilmoittaja tai ohjelmatoimisto."))
        if to.pk == self.author_id:
            if to == by:
                raise Refused(_("Teko on jo sinun. Kirjoita kollegan osoite."))
            return None
        if not to.is_active:
            raise Refused(_("Teon voi luovuttaa vain käytössä olevalle tunnukselle."))
        self.tekijat.filter(email=to.email).delete()
        self.author = to
        self._store("author")
        return self.luovutukset.create(given_to=to, given_by=by)

    @transaction.atomic
    def stay_without_author(self) -> None:
        """Its author has left and no co-author goes on with it: it is the organisation's, and staff may write it."""
        self._lock(even_deleted=True)
        self.author = None
        self._store("author")

    @transaction.atomic
    def forget_contact(self, email: str) -> None:
        """The person has left: their address goes from the working copy and from every version.

        What waits and what is public becomes a version without it, which the history tells of.
        """
        self._lock(even_deleted=True)
        if self.contact_email.lower() == email.lower():
            self.contact_title, self.contact_email, self.contact_consent = "", "", False
        same = self.submitted_version_id == self.published_version_id
        self.submitted_version = without_contact(self.submitted_version, email)
        self.published_version = self.submitted_version if same else without_contact(self.published_version, email)
        fields = ("contact_title", "contact_email", "contact_consent", "submitted_version", "published_version")
        self._store(*fields)
        self.versiot.forget_contact(email)
        if self.is_public:
            Hakurivi.objects.follow([self])


def without_contact(version: Versio | None, email: str) -> Versio | None:
    """The version itself, or the next one that says the same without the contact."""
    if version is None or (version.document.get("contact") or {}).get("email", "").lower() != email.lower():
        return version
    return Versio.objects.append_corrected(version, {"contact": None}, by=None)
