"""An act as staff look at it: what waits, what has changed since they last decided, and how its page would look."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from tekojentori.models import User
from teot import entry_history, history, measures
from teot.differences import Part, between
from teot.models import Tarkistus, Teko, Versio
from teot.presentation import ActPage, address, marks_now, years_of
from teot.reviewing import DECISIONS, Decision

#: The parts of a document in the order of the form, and what people call them.
LABELS = {
    "title": gettext_lazy("Nimi"),
    "summary": gettext_lazy("Tiivistelmä"),
    "language": gettext_lazy("Kieli"),
    "starting_point": gettext_lazy("Lähtötilanne"),
    "done": gettext_lazy("Mitä tehtiin"),
    "made_by": gettext_lazy("Tehty yhdessä"),
    "results": gettext_lazy("Tulokset"),
    "measures": gettext_lazy("Mitatut tulokset"),
    "learnt": gettext_lazy("Mitä opittiin"),
    "how_to": gettext_lazy("Näin tämän saa käyttöön"),
    "links": gettext_lazy("Linkit"),
    "owner": gettext_lazy("Organisaatio"),
    "partners": gettext_lazy("Kumppanit"),
    "sectors": gettext_lazy("Toimialat"),
    "themes": gettext_lazy("Teemat"),
    "keywords": gettext_lazy("Avainsanat"),
    "scope": gettext_lazy("Laajuus"),
    "stage": gettext_lazy("Vaihe"),
    "years": gettext_lazy("Vuodet"),
    "pictures": gettext_lazy("Kuvat"),
    "attachments": gettext_lazy("Liitteet"),
    "contact": gettext_lazy("Yhteyshenkilö"),
    "source": gettext_lazy("Lähde"),
    "prize": gettext_lazy("Palkinto"),
}
#: How many changed parts a list names.
NAMED = 3


def texts_of(document: dict) -> dict[str, str]:
    """A document part by part as plain text, one thing on a line, in the language of the page."""
    language = get_language() or "fi"

    def names(*things: dict) -> str:
        return "\n".join(thing["name"][language] for thing in things)

    contact = document["contact"] or {}
    plain = ("title", "summary", "starting_point", "done", "results", "learnt", "how_to", "source")
    texts = {name: document[name] for name in plain} | {
        "language": Teko.Language(document["language"]).label,
        "made_by": "\n".join(str(maker.label) for maker in Teko.Maker if maker.value in document["made_by"]),
        "measures": "\n".join(measures.in_words(measure) for measure in document["measures"]),
        "links": "\n".join(document["links"]),
        "owner": names(document["owner"]),
        "partners": names(*document["partners"]),
        "sectors": names(*document["sectors"]),
        "themes": names(*document["themes"]),
        "keywords": "\n".join(document["keywords"]),
        "scope": Teko.Scope(document["scope"]).label if document["scope"] else "",
        "stage": Teko.Stage(document["stage"]).label if document["stage"] else "",
        "years": years_of(document["first_year"], document["last_year"]),
        "pictures": "\n".join(picture_line(picture) for picture in document.get("pictures", [])),
        "attachments": "\n".join(attachment_line(attachment) for attachment in document.get("attachments", [])),
        "contact": "\n".join(contact[name] for name in ("title", "email") if name in contact),
        "prize": " ".join(str(document[name]) for name in ("prize", "campaign_year") if document[name]),
    }
    return {name: str(texts[name]) for name in LABELS}


def picture_line(picture: dict) -> str:
    """`Kattila ja kauha (1600 × 900, 3f9a2c)`: the mark tells it from another picture of the same text."""
    told = picture["alt"] or _("(koristeellinen kuva)")
    return f"{told} ({picture['width']} × {picture['height']}, {picture['digest'][:6]})"


def attachment_line(attachment: dict) -> str:
    return f"{attachment['name']} ({attachment['digest'][:6]})"


def difference(old: Versio | None, new: Versio) -> list[Part]:
    """What the new version says otherwise than the old one, by part and by word; empty parts are left out."""
    parts = between(texts_of(old.document) if old else {}, texts_of(new.document))
    return [Part(str(LABELS[part.name]), part.pieces) for part in parts if part.pieces]


def changes_in_words(old: Versio | None, new: Versio) -> str:
    """Which parts have changed, in a few words: `Nimi, Tulokset ja 2 muuta`. Cheap: texts are only compared whole."""
    if old is None:
        return ""
    before, after = texts_of(old.document), texts_of(new.document)
    changed = [str(label) for name, label in LABELS.items() if before[name] != after[name]]
    if len(changed) <= NAMED:
        return ", ".join(changed) or _("Ei muutoksia")
    others = len(changed) - NAMED
    named = ", ".join(changed[:NAMED])
    return ngettext("%(named)s ja %(count)s muu", "%(named)s ja %(count)s muuta", others) % {
        "named": named,
        "count": others,
    }


def age(since) -> str:
    """How long ago, in days, or in hours within the first one."""
    hours = max(0, int((timezone.now() - since).total_seconds()) // 3600)
    if hours >= 24:
        return ngettext("%(count)s päivä", "%(count)s päivää", hours // 24) % {"count": hours // 24}
    if hours:
        return ngettext("%(count)s tunti", "%(count)s tuntia", hours) % {"count": hours}
    return _("alle tunti")


def preview_of(teko: Teko, version: Versio) -> ActPage:
    """The act's page as the public would see it, were the version published now."""
    return ActPage.of_version(version, published_at=teko.published_at or timezone.now(), marks=marks_now(teko.pk))


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the checklist, and who has ticked it."""

    item: Tarkistus.Item
    done: Tarkistus | None


class ReviewPage:
    """Everything that staff's page of one act shows. `compared`: the number of the version to compare with."""

    def __init__(self, teko: Teko, *, compared: str = ""):
        self.teko = teko
        self.versions = list(
            teko.versiot.select_related("created_by", "ratkaisu__decided_by").defer("html").order_by("-number")
        )
        by_key = {version.pk: version for version in self.versions}
        self.waiting = by_key.get(teko.submitted_version_id)
        self.public = by_key.get(teko.published_version_id)
        #: The version that the page is about: what waits, else what is public, else the last one there is.
        self.shown = self.waiting or self.public or next(iter(self.versions), None)
        self.earlier = [version for version in self.versions if self.shown and version.number < self.shown.number]
        self.compared = self.choose(compared)

    def choose(self, number: str) -> Versio | None:
        """The version asked for, or the last one that staff have decided on."""
        asked = (version for version in self.earlier if str(version.number) == number)
        decided = (version for version in self.earlier if hasattr(version, "ratkaisu"))
        return next(asked, None) or next(decided, None)

    @cached_property
    def difference(self) -> list[Part]:
        return difference(self.compared, self.shown) if self.shown else []

    @property
    def changed(self) -> list[Part]:
        return [part for part in self.difference if part.is_changed]

    @property
    def unchanged(self) -> list[Part]:
        return [part for part in self.difference if not part.is_changed]

    @cached_property
    def checks(self) -> list[Check]:
        rows = self.shown.tarkistukset.select_related("checked_by") if self.shown else []
        done = {row.item: row for row in rows}
        return [Check(item, done.get(item.value)) for item in Tarkistus.Item]

    @property
    def decisions(self) -> list[Decision]:
        possible = [decision for decision in DECISIONS.values() if decision.is_possible(self.teko)]
        picked = {"nosta": self.teko.picked_at is None, "poista-nosto": self.teko.picked_at is not None}
        return [decision for decision in possible if picked.get(decision.slug, True)]

    @property
    def on_version(self) -> list[Decision]:
        return [decision for decision in self.decisions if decision.on_version]

    @property
    def on_act(self) -> list[Decision]:
        return [decision for decision in self.decisions if not decision.on_version]

    @property
    def can_be_corrected(self) -> bool:
        return self.shown is not None and self.teko.allows("correct")

    @property
    def waits(self) -> str:
        return age(self.teko.waits_since) if self.waiting else ""

    @property
    def public_address(self) -> str:
        """Where the public reads it now, if it does."""
        if not self.teko.is_public:
            return ""
        return address(self.teko.pk, self.public.document["title"])

    @cached_property
    def people(self) -> list[User]:
        """The author and then the co-authors who have accepted, each with whether the address fits."""
        keys = [self.teko.author_id, *self.teko.tekijat.exclude(user=None).values_list("user", flat=True)]
        people = User.objects.with_address_fit().select_related("organisation").in_bulk([key for key in keys if key])
        return [people[key] for key in keys if key]

    @cached_property
    def notes(self):
        return list(self.teko.muistiinpanot.select_related("written_by"))

    @cached_property
    def history(self) -> list[history.Line]:
        """Of the act, its authors and its entries, newest first."""
        lines = history.lines_of(self.teko) + history.handings_of(self.teko) + entry_history.lines_of(self.teko)
        return sorted(lines, key=lambda line: line.at, reverse=True)
