import io
import re
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

SOURCES = ("tekojentori", "teot", "kampanjat", "palkinnot", "templates")
LANGUAGES = ("fi", "sv", "en")
KEYWORDS = {
    name: arguments
    for names, arguments in (
        (("_", "gettext", "gettext_lazy", "gettext_noop"), None),
        (("ngettext", "ngettext_lazy"), (1, 2)),
        (("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
        (("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
    )
    for name in names
}
#: Texts of the framework that its own Finnish lacks or says stiffly, some of them its Swedish too.
FRAMEWORK = (
    "- Select an option -",
    "Add another %(verbose_name)s",
    "Are you sure you want to delete the %(object_name)s “%(escaped_object)s”? All of the following related items will "
    "be deleted:",
    "Change %s",
    "Change or view list link",
    "Deleting the %(object_name)s “%(escaped_object)s” would require deleting the following protected related objects:",
    "Deleting the %(object_name)s “%(escaped_object)s” would result in deleting related objects, but your account "
    "doesn't have permission to delete the following types of objects:",
    "Filter by %(field_name)s",
    "Pagination %(name)s",
    "Pagination %(name)s entries",
    "Run",
    "Search %(name)s",
)
#: Texts that are the same in another language.
SAME = {"Tekojen tori", "Demo", *FRAMEWORK}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


class Command(BaseCommand):
    help = (
        "Kerää käännettävät tekstit luetteloihin ja kääntää luettelot; --check vain tarkistaa. "
        "Kun olet lisännyt tai muuttanut tekstin: aja tämä, täydennä tyhjät msgstr-rivit tiedostoihin "
        "tekojentori/locale/*/LC_MESSAGES/django.po, aja tämä uudelleen ja vie .po- ja .mo-tiedostot "
        "samassa muutoksessa."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="kerro, mitä puuttuu, äläkä muuta mitään")

    def handle(self, *, check, **options):
        if check:
            faults = find_faults()
            if faults:
                raise CommandError("\n".join(faults))
            return
        for language in LANGUAGES:
            update(language)
        faults = find_faults()
        self.stdout.write("\n".join(faults) or "Luettelot ovat ajan tasalla.")


def messages(language: str) -> Catalog:
    """What the language's catalogue must hold: what the framework lacks, and but for Finnish every text of our own."""
    catalog = Catalog() if language == "fi" else sources()
    for text in FRAMEWORK:
        catalog.add(text)
    return catalog


def sources() -> Catalog:
    """Every text that the sources mark for translation, in the order of the alphabet."""
    catalog = Catalog()
    for path in sorted(path for source in SOURCES for path in (settings.BASE_DIR / source).rglob("*")):
        if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
            for _line, message, _comments, context in extract(
                "python", source_of(path), KEYWORDS, options={"encoding": "utf-8"}
            ):
                catalog.add(message, context=context)
    return catalog


def source_of(path: Path) -> io.BytesIO:
    """A file as Python: a template's texts become calls, everything around them is blanked out."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).split("\n"))
        text = "\n".join(call for call in re.findall(r"\b(?:gettext|ngettext|pgettext|npgettext|_)\(.*\)", text))
        text = re.sub(r"\)\s+X*\s*(?=(?:gettext|ngettext|pgettext|npgettext)\()", ")\n", text)
    return io.BytesIO(text.encode())


def path_of(language: str, suffix: str) -> Path:
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / f"django.{suffix}"


def read(language: str) -> Catalog:
    path = path_of(language, "po")
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> None:
    """Bring the language's catalogue up to the sources, and compile it. Translations are kept; the obsolete go."""
    before, catalog = read(language), Catalog(locale=language, charset="utf-8", header_comment="# Tekojen tori")
    for message in messages(language):
        if message.id:
            old = before.get(message.id[0] if message.pluralizable else message.id, message.context)
            catalog.add(message.id, old.string if old else "", context=message.context)
    path_of(language, "po").parent.mkdir(parents=True, exist_ok=True)
    with path_of(language, "po").open("wb") as file:
        write_po(file, catalog, sort_output=True, width=100, omit_header=False, no_location=True, ignore_obsolete=True)
    normalise(path_of(language, "po"))
    path_of(language, "mo").write_bytes(compiled(language))


def normalise(path: Path) -> None:
    """No dates or tools in the header: a file changes only when a text does."""
    kept = [
        line
        for line in path.read_text(encoding="utf-8").split("\n")
        if not re.match(r'"[\w-]+(-Date|ator|-Team|-To):', line)
    ]
    path.write_text("\n".join(kept), encoding="utf-8")


def compiled(language: str) -> bytes:
    buffer, catalog = io.BytesIO(), read(language)
    # A compiled catalogue carries dates; a fixed one makes equal texts equal bytes.
    catalog.creation_date = catalog.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    write_mo(buffer, catalog)
    return buffer.getvalue()


def find_faults() -> list[str]:
    """What keeps the catalogues from being whole: a sentence each."""
    faults = []
    for language in LANGUAGES:
        wanted = {(message.context, message.id): message for message in messages(language) if message.id}
        catalog = read(language)
        present = {(message.context, message.id): message for message in catalog if message.id}
        faults += [f"{language}: puuttuu ”{key[1]}”" for key in wanted.keys() - present.keys()]
        faults += [f"{language}: vanhentunut ”{key[1]}”" for key in present.keys() - wanted.keys()]
        for message in present.values():
            faults += [f"{language}: {fault} ”{message.id}”" for fault in faults_of(message)]
        if not path_of(language, "mo").exists() or path_of(language, "mo").read_bytes() != compiled(language):
            faults.append(f"{language}: django.mo ei ole sama kuin django.po; aja manage.py catalogues")
    return sorted(faults)


def faults_of(message) -> list[str]:
    ids = message.id if message.pluralizable else (message.id,)
    strings = message.string if message.pluralizable else (message.string,)
    if message.fuzzy:
        return ["epävarma"]
    if not all(strings):
        return ["kääntämättä"]
    if strings[0] == ids[0] and ids[0] not in SAME and re.search(r"[^\W\d_]{2}", PLACEHOLDER.sub("", ids[0])):
        return ["käännös on sama kuin suomeksi"]
    if any(placeholders(text) != placeholders(original) for text, original in zip(strings, ids, strict=True)):
        return ["paikkamerkit eivät täsmää"]
    if any(placeholders(text) and "%" in PLACEHOLDER.sub("", text).replace("%%", "") for text in strings):
        return ["irrallinen prosenttimerkki; kirjoita %%"]
    return []


def placeholders(text: str) -> list[str]:
    """Each form of a plural needs the same ones as its original, as many times."""
    return sorted(PLACEHOLDER.findall(text))
