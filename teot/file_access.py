"""Who may have a file of an act: anyone while the published version names it, its people and staff always."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from teot.models import Kuva, Liite, Teko, Versio
from teot.models.stored_file import StoredFile

#: Where a version's document names the files of each kind.
NAMED = {Kuva: "published_version__document__pictures", Liite: "published_version__document__attachments"}
#: Apps above add who else may read which versions of an act: called with its number and the user.
READERS: list[Callable[[int, object], Iterable[Versio]]] = []


class Gone(Exception):
    """The public has once been able to read the file, and no longer is."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be had: as documents name it, where it lies, and whether anybody may have it."""

    stored: dict
    folder: Path
    is_public: bool


def find(kind: type[StoredFile], key: int, digest: str, *, user) -> Found | None:
    """The file of the act with this number, if the user may have it. Raises Gone."""
    row = Teko.objects.filter(pk=key).values("state", NAMED[kind]).first()
    if row is None:
        return None
    published = next((stored for stored in row[NAMED[kind]] or () if stored["digest"] == digest), None)
    folder = kind(teko_id=key, digest=digest).folder
    if published and row["state"] in Teko.PUBLIC_STATES:
        return Found(published, folder, is_public=True)
    own = kind.objects.filter(teko__in=Teko.objects.visible_to(user).filter(pk=key), digest=digest).first()
    if own:
        return Found(own.document, folder, is_public=False)
    read = (stored for readers in READERS for version in readers(key, user) for stored in named_in(version, kind))
    judged = next((stored for stored in read if stored["digest"] == digest), None)
    if judged:
        return Found(judged, folder, is_public=False)
    if published:
        raise Gone
    return None


def named_in(version: Versio, kind: type[StoredFile]) -> list[dict]:
    return version.document.get(NAMED[kind].rpartition("__")[2], [])
