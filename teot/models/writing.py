from datetime import timedelta
from uuid import UUID, uuid5

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused
from teot.models.mittari import Mittari
from teot.models.tekija import Tekija
from teot.sections import SECTIONS, Section

#: How long a deleted draft can be brought back.
UNDO = timedelta(minutes=10)
MOST_CO_AUTHORS = 20
#: Fields that hold many rows, with the columns of their keys.
MANY = {"sectors": "toimiala_id", "themes": "teema_id", "partners": "organisaatio_id"}
#: Files, with what their writers say of them.
FILES = {"kuvat": ("alt", "is_decorative"), "liitteet": ()}
#: What is stored in rows of its own.
OWN_ROWS = {*MANY, *FILES, "mittarit"}
#: What a copy leaves behind: what each act must be asked anew, and files.
NOT_COPIED = {"people_informed", "no_dismissals", *FILES}


class Conflict(Refused):
    """Somebody else has saved the section since it was opened. Nothing was written."""


class Writing:
    """How the working copy of an act is written: begun, saved section by section, shared, copied and deleted.

    Saving never asks for completeness. Each section counts its own saves, so that two people can write different ones.
    """

    @classmethod
    def start(cls, *, by, key: UUID) -> "Writing":
        """A new draft. The same key of the same person gives the same draft: a double click begins one act."""
        teko, _created = cls.with_deleted.get_or_create(
            author=by,
            start_key=key,
            defaults={
                "started_by": by,
                "owner": by.organisation,
                "language": by.language,
                "contact_title": by.title,
                "contact_email": by.email,
            },
        )
        return teko

    @transaction.atomic
    def save_section(self, section: Section, values: dict, *, by, seen: int, page: str = "", turn: int = 0) -> int:
        """Store a section's fields and return its number, which counts its saves.

        `seen` is the number that the writer's page was opened with, `page` that page's own mark and `turn` the order
        of its saves. A page never conflicts with its own saves, nor does equal text with anything; a save that a later
        one of the same page has overtaken does nothing. Raises Conflict, having written nothing.
        """
        self._lock()
        self._require_writer(by)
        last = self.section_states.get(section.slug) or {"number": 0, "base": 0, "page": "", "turn": 0}
        is_own = bool(page) and page == last["page"] and seen >= last["base"]
        if is_own and turn and turn < last["turn"]:
            return last["number"]
        if self.values_of(values) == values:
            return last["number"]
        if seen != last["number"] and not is_own:
            raise Conflict(_("Joku muu on tallentanut tämän osion sinun avattuasi sen."))
        self._write(values)
        self.section_states[section.slug] = {
            "number": last["number"] + 1,
            "base": last["base"] if is_own else last["number"],
            "page": page,
            "turn": turn,
            "by": by.pk if by else None,
            "at": timezone.now().isoformat(),
        }
        self.edited_at, self.edited_by = timezone.now(), by
        self._store("section_states", "edited_at", "edited_by")
        return last["number"] + 1

    def number_of(self, section: Section) -> int:
        """How many times the section has been saved."""
        return self.section_states.get(section.slug, {}).get("number", 0)

    def values_of(self, fields) -> dict:
        """The fields as plain values: keys of other rows in order, measures as dictionaries."""
        many = [name for name in fields if name in MANY]
        chosen = self._chosen(many) if many else {}
        return {name: chosen[name] if name in chosen else self._value(name) for name in fields}

    @transaction.atomic
    def copy(self, *, by, key: UUID) -> "Writing":
        """A new draft of the same content, by the one who copies. The same key gives the same copy."""
        teko = type(self).start(by=by, key=uuid5(key, str(self.pk)))
        if not teko.section_states:
            values = self.values_of([name for section in SECTIONS for name in section.fields if name not in NOT_COPIED])
            for section in SECTIONS:
                part = {name: values[name] for name in section.fields if name in values}
                teko.save_section(section, part, by=by, seen=teko.number_of(section))
        return teko

    @transaction.atomic
    def delete_draft(self, *, by) -> None:
        """Gone for everybody; for some minutes its authors can bring it back whole."""
        self._lock(even_deleted=True)
        if self.deleted_at:
            return
        if not self.can_be_edited_by(by):
            raise Refused(_("Vain teon tekijät voivat poistaa sen."))
        self._require("delete_draft", refusal=_("poistaa"))
        if not type(self).objects.deletable().filter(pk=self.pk).exists():
            raise Refused(_("Luonnos on ollut ehdolla kampanjassa, josta jää tieto. Sitä ei siksi voi poistaa."))
        self.deleted_at = timezone.now()
        self._store("deleted_at")

    @transaction.atomic
    def undelete(self, *, by) -> None:
        """Bring a deleted draft back."""
        self._lock(even_deleted=True)
        if self.deleted_at is None:
            return
        is_own = type(self).with_deleted.written_by(by).filter(pk=self.pk).exists()
        if not is_own or self.deleted_at < timezone.now() - UNDO:
            raise Refused(_("Luonnosta ei voi enää palauttaa."))
        self.deleted_at = None
        self._store("deleted_at")

    @transaction.atomic
    def invite(self, *, by, email: str) -> Tekija:
        """Ask somebody to write along. The same address is asked once."""
        self._lock()
        self._require_writer(by)
        email = email.strip().lower()
        if self.author and self.author.email == email:
            raise Refused(_("Tämä on teon ilmoittajan oma osoite."))
        known = self.tekijat.filter(email=email).first()
        if known is None and self.tekijat.count() >= MOST_CO_AUTHORS:
            raise Refused(_("Kanssakirjoittajia voi olla enintään %(most)s.") % {"most": MOST_CO_AUTHORS})
        return known or self.tekijat.create(email=email, invited_by=by)

    @transaction.atomic
    def accept_invitation(self, *, by) -> None:
        """Join the authors. The invitation was sent to the address that `by` has signed in with."""
        self._lock()
        invitation = self.tekijat.select_for_update().filter(email=by.email).first()
        if invitation is None:
            raise Refused(_("Kutsua ei enää ole. Pyydä uusi."))
        if invitation.user_id is None:
            invitation.user, invitation.accepted_at = by, timezone.now()
            invitation.save(update_fields=["user", "accepted_at"])

    @transaction.atomic
    def remove_co_author(self, key: int, *, by) -> None:
        """Take the right to edit back, or leave the authors oneself."""
        self._lock()
        if not self.can_be_edited_by(by):
            raise Refused(_("Vain teon tekijät voivat poistaa kanssakirjoittajan."))
        self.tekijat.filter(pk=key).delete()

    @property
    def is_editable(self) -> bool:
        """Whether its state lets its authors write."""
        return self.allows("submit")

    def _require_writer(self, user) -> None:
        if not self.can_be_edited_by(user):
            raise Refused(_("Vain teon tekijät voivat muokata sitä."))
        self._require("submit", refusal=_("muokata"))

    def _chosen(self, names: list[str]) -> dict[str, list[int]]:
        """The keys of many-to-many fields, by one query."""
        arrays = {}
        for name in names:
            through, column = getattr(type(self), name).through, MANY[name]
            arrays[f"{name}_keys"] = ArraySubquery(
                through.objects.filter(teko=OuterRef("pk")).order_by(column).values(column)
            )
        row = type(self).with_deleted.filter(pk=self.pk).values(**arrays).get()
        return {name: row[f"{name}_keys"] for name in names}

    def _value(self, name: str):
        if name == "mittarit":
            return list(self.mittarit.order_by("position").values("name", "before", "after", "unit"))
        if name in FILES:
            return list(getattr(self, name).in_use().values("digest", "name", *FILES[name]))
        return self.owner_id if name == "owner" else getattr(self, name)

    def _write(self, values: dict) -> None:
        plain = {name: value for name, value in values.items() if name not in OWN_ROWS}
        for name, value in plain.items():
            setattr(self, "owner_id" if name == "owner" else name, value)
        if plain:
            self._store(*plain)
        for name in MANY:
            if name in values:
                getattr(self, name).set(values[name])
        for name in FILES:
            if name in values:
                self._arrange(name, values[name])
        if "mittarit" in values:
            self.mittarit.all().delete()
            rows = [Mittari(teko=self, position=number, **row) for number, row in enumerate(values["mittarit"], 1)]
            Mittari.objects.bulk_create(rows)

    def _arrange(self, name: str, values: list[dict]) -> None:
        """Files in this order with what is said of them; one that came meanwhile stays, last."""
        rows = {row.digest: row for row in getattr(self, name).in_use()}
        said = [(rows.pop(value["digest"]), value) for value in values if value["digest"] in rows]
        for row, value in said:
            for field in FILES[name]:
                setattr(row, field, value[field])
        ordered = [row for row, _value in said] + list(rows.values())
        for position, row in enumerate(ordered, start=1):
            row.position = position
        if ordered:
            getattr(self, name).bulk_update(ordered, ["position", *FILES[name]])
