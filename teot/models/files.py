from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused
from teot.models.kuva import Kuva
from teot.models.stored_file import StoredFile
from teot.sent_files import SentFile

MOST_PICTURES, MOST_ATTACHMENTS = 8, 5


class Files:
    """How pictures and attachments come to an act's working copy and leave it. What a version names stays."""

    @transaction.atomic
    def add_file(self, sent: SentFile, *, by) -> StoredFile:
        """Put a picture or an attachment last. The same content twice is there once. Raises Refused."""
        self._lock()
        self._require_writer(by)
        if sent.picture:
            measured = sent.picture
            size = {"format": measured.format, "width": measured.width, "height": measured.height}
            refusal = _("Kuvia voi olla enintään %(most)s. Poista ensin jokin niistä.")
            row = self._admit(self.kuvat, sent, most=MOST_PICTURES, refusal=refusal, **size)
            row.wait(sent.data)
        else:
            kind = {"type": sent.type, "size": len(sent.data)}
            refusal = _("Liitteitä voi olla enintään %(most)s. Poista ensin jokin niistä.")
            row = self._admit(self.liitteet, sent, most=MOST_ATTACHMENTS, refusal=refusal, **kind)
            row.write_original(sent.data)
        self._touch(by)
        return row

    @transaction.atomic
    def remove_file(self, digest: str, *, by) -> None:
        """Out of the working copy; its row and files stay for the versions that name it."""
        self._lock()
        self._require_writer(by)
        for rows in (self.kuvat, self.liitteet):
            gone = [row.pk for row in rows.in_use() if row.digest == digest]
            rows.filter(pk__in=gone).update(position=None)
        self._touch(by)

    @property
    def has_files(self) -> bool:
        """Whether the working copy has pictures or attachments."""
        return self.kuvat.in_use().exists() or self.liitteet.in_use().exists()

    def _require_pictures_made(self, version) -> None:
        """The public is shown no picture of a version before its files are there."""
        digests = [picture["digest"] for picture in version.document.get("pictures", ())]
        rows = self.kuvat.filter(digest__in=digests).exclude(state=Kuva.State.READY) if digests else ()
        for row in rows:
            if row.state == Kuva.State.FAILED:
                message = _("Teon kuvaa ”%(name)s” ei voitu pakata. Palauta teko tekijöille: %(fault)s")
                raise Refused(message % {"name": row.name, "fault": row.get_fault_display()})
            raise Refused(_("Teon kuvia pakataan vielä. Julkaise se hetken kuluttua."))

    def _admit(self, rows, sent: SentFile, *, most: int, refusal: str, **fields) -> StoredFile:
        row = rows.filter(digest=sent.digest).first() or rows.model(teko=self, digest=sent.digest, **fields)
        if row.position is None:
            if rows.in_use().count() >= most:
                raise Refused(refusal % {"most": most})
            row.position = (rows.aggregate(last=models.Max("position"))["last"] or 0) + 1
            row.name = sent.name
            row.save()
        return row

    def _touch(self, by) -> None:
        self.edited_at, self.edited_by = timezone.now(), by
        self._store("edited_at", "edited_by")
