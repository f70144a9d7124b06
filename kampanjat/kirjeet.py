"""Mails of a campaign whose words staff may change: what each kind is, and the one door to writing them.

A kind is named in `KINDS`; apps above append their own when they start. Its shipped words are in its app's
`data/kirjeet/<name>.<language>.md`, whose heading of the first level is the subject.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat import wording
from kampanjat.models import Kampanja, Kirje
from kampanjat.wording import Link, Value, Words
from tekojentori import mail_text
from tekojentori.models import Sahkoposti, User
from tekojentori.moments import deadline

TEMPLATE = "kampanjat/kirje"
#: Places that every kind has: of the campaign itself.
COMMON = {
    "kampanja": gettext_lazy("kampanjan nimi"),
    "aukeaa": gettext_lazy("milloin haku aukeaa"),
    "sulkeutuu": gettext_lazy("milloin haku sulkeutuu"),
    "kampanjan sivu": gettext_lazy("painike, joka vie kampanjan sivulle"),
}


def common(kampanja: Kampanja) -> dict[str, Value]:
    closes = deadline(kampanja.window.effective_close())
    return {
        "kampanja": kampanja.name,
        "aukeaa": kampanja.opens_at,
        "sulkeutuu": _("%(when)s Suomen aikaa") % {"when": closes},
        "kampanjan sivu": Link(_("Kampanjan sivulle"), kampanja.get_absolute_url()),
    }


@dataclass(frozen=True)
class Kind:
    """A mail of a campaign. `kind` as `Sahkoposti` has it, `slug` in addresses, `why` at the foot: why one got it.

    `places`: the names that its words may hold in brackets, beside `COMMON`, and what each stands for; `not_in_subject`
    those too long for a subject. `sample` gives real values of a campaign that the person may see, for the preview;
    of nobody, to try the words alone. Functions that give values are called in the reader's language.
    """

    kind: str
    slug: str
    name: Promise
    means: Promise
    why: Promise
    places: dict[str, Promise]
    sample: Callable[[Kampanja, User | None], dict[str, Value]]
    not_in_subject: frozenset[str] = frozenset({"kampanjan sivu"})

    @property
    def names(self) -> dict[str, Promise]:
        return COMMON | self.places

    @property
    def names_in_subject(self) -> dict[str, Promise]:
        return {name: means for name, means in self.names.items() if name not in self.not_in_subject}

    def faults(self, words: Words) -> list[str]:
        return wording.faults(words.subject, self.names_in_subject) + wording.faults(words.text, self.names)

    def shipped(self, language: str) -> Words:
        return shipped(self.kind, language)

    def words(self, kampanja: Kampanja, language: str) -> Words:
        """Staff's own for the campaign, else the shipped ones: also when a place that they name is no more."""
        kirje = Kirje.objects.filter(kampanja=kampanja, kind=self.kind).first()
        own = kirje.words(language) if kirje else None
        return own if own and not self.faults(own) else self.shipped(language)

    def content(self, kampanja: Kampanja, language: str, values: Callable[[], dict[str, Value]], words=None) -> dict:
        """What the template takes. Raises TypeError when a place has no value, or a value no place."""
        words = words or self.words(kampanja, language)
        with translation.override(language):
            given = values()
            if given.keys() != self.places.keys():
                raise TypeError(f"{self.kind} has other places: {given.keys() ^ self.places.keys()}")
            known = common(kampanja) | given
            parts = {
                "heading": wording.subject_of(words.subject, known),
                "body_text": wording.text_of(words.text, known),
                "body_html": wording.html_of(words.text, known),
                "why": str(self.why),
            }
        return {name: SafeString(part) for name, part in parts.items()}

    def post(self, kampanja: Kampanja, *, language: str, values, **options) -> Sahkoposti:
        """Write the mail as `Sahkoposti.objects.post` does; `options`: cause, to, reply_to, off_path."""
        context = self.content(kampanja, language, values)
        return Sahkoposti.objects.post(kind=self.kind, template=TEMPLATE, language=language, context=context, **options)

    def hold(self, kampanja: Kampanja, *, language: str, values, **options) -> Sahkoposti:
        """Write it as a draft that waits for its release."""
        context = self.content(kampanja, language, values)
        return Sahkoposti.objects.hold(kind=self.kind, template=TEMPLATE, language=language, context=context, **options)

    def preview(self, kampanja: Kampanja, language: str, words: Words | None = None, *, by=None) -> dict[str, str]:
        """Subject, text and HTML on real data of the campaign, as `by` may see it."""
        context = self.content(kampanja, language, lambda: self.sample(kampanja, by), words)
        return mail_text.render(TEMPLATE, language=language, context=context, replies_to_office=True)


KINDS: list[Kind] = []


def by_slug(slug: str) -> Kind | None:
    return next((kind for kind in KINDS if kind.slug == slug), None)


@cache
def shipped(kind: str, language: str) -> Words:
    app, name = kind.split("/")
    path = Path(apps.get_app_config(app).path) / "data" / "kirjeet" / f"{name}.{language}.md"
    subject, text = path.read_text(encoding="utf-8").split("\n", 1)
    return Words(subject.removeprefix("# "), text.strip())


def copy(old: Kampanja, new: Kampanja) -> None:
    """A campaign made from another takes its words along."""
    for kirje in Kirje.objects.filter(kampanja=old):
        texts = {name: getattr(kirje, name) for name in Kirje.TEXTS}
        Kirje.objects.create(kampanja=new, kind=kirje.kind, changed_by=new.changed_by, **texts)


def check(kampanja: Kampanja) -> Iterator[str]:
    """Every mail is written once in every language."""
    for kind in KINDS:
        kirje = Kirje.objects.filter(kampanja=kampanja, kind=kind.kind).first()
        for language, name in Kirje.LANGUAGES.items():
            own = kirje.words(language) if kirje else None
            about = {"mail": kind.name, "language": name}
            if own and kind.faults(own):
                yield _("Kirje ”%(mail)s” (%(language)s): %(why)s") % (about | {"why": kind.faults(own)[0]})
                continue
            try:
                kind.preview(kampanja, language)
            except Exception as fault:
                yield _("Kirjettä ”%(mail)s” ei voi kirjoittaa (%(language)s): %(why)s") % (about | {"why": fault})
