"""What every verb of this app does: lock the row and read it afresh, ask who and why, stamp what changed."""

from django.utils.translation import gettext as _

from tekojentori.refusals import Refused

#: As long as the column that keeps it.
MOST_WORDS = 300


class Locking:
    """For models with Versioned's columns: history reads who and why from the row itself."""

    def _lock(self) -> None:
        """Lock the row until the end of the transaction, and read it as it now is."""
        fresh = type(self)._base_manager.select_for_update(of=["self"]).get(pk=self.pk)
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(fresh, field.attname))

    def _store(self, *fields: str, by, reason: str = "") -> None:
        self.version += 1
        self.changed_by, self.change_reason = by, reason
        self.save(update_fields=[*fields, "version", "changed_at", "changed_by", "change_reason"])


def require_staff(user) -> None:
    """None is the machine's own administrator. Raises Refused."""
    if user is not None and not (user.is_active and user.is_staff):
        raise Refused(_("Vain ohjelmatoimisto voi tehdä tämän."))


def reason_in(text: str) -> str:
    """The reason without spaces around it. Raises Refused when there is none, or it does not fit."""
    text = text.strip()
    if not text:
        raise Refused(_("Kirjoita syy: se jää historiaan."))
    if len(text) > MOST_WORDS:
        raise Refused(_("Syy on liian pitkä: enintään %(most)s merkkiä.") % {"most": MOST_WORDS})
    return text
