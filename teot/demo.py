"""The demo's invented acts, led to their states by the verbs that people use."""

import csv
import json
from pathlib import Path

from django.db import transaction

from tekojentori.finnish_order import sort_key
from tekojentori.models import Organisaatio, User, Yhteyshenkilo
from tekojentori.spreadsheets import read_rows
from teot import importing
from teot.models import Mittari, Teema, Teko, Toimiala, Tunnustus

DATA = Path(__file__).resolve().parent / "data"
STAFF = "ohjelmatoimisto@tekojentori.example"
CONTACT = "yhteyshenkilo@esimerkkila.example"
PICKED = ("T013", "T021", "T033")
REASONS = {
    "return_to_authors": "Kertokaa vielä, miten tulos mitattiin.",
    "reject": "Kuvaus ei kerro kehittämisestä vaan hankinnasta. Voitte muokata ja lähettää uudelleen.",
    "hide": "Teksti kertoi asiakkaasta tunnistettavasti.",
    "archive": "Palvelu on päättynyt.",
}


def load_people() -> User:
    """Programme staff, without a password: the demo signs them in by a button."""
    staff, _created = User.objects.get_or_create(
        email=STAFF, defaults={"name": "Ohjelmatoimisto", "title": "ohjelmapäällikkö", "is_staff": True}
    )
    return staff


def load_contact_person(staff: User) -> None:
    """The one who sees all acts of Esimerkkilä, whose organisations the invented acts have brought along."""
    organisation = Organisaatio.objects.get(code="ESIM-1")
    defaults = {"name": "Kehittämispäällikkö", "title": "kehittämispäällikkö", "organisation": organisation}
    person, _created = User.objects.get_or_create(email=CONTACT, defaults=defaults)
    Yhteyshenkilo.objects.get_or_create(user=person, organisation=organisation, defaults={"named_by": staff})


@transaction.atomic
def load_real_acts(staff: User) -> importing.Outcome:
    """The documented acts of the register, three of them picked. Those edited on the site since are kept."""
    with (DATA / "teot.csv").open("rb") as file:
        outcome = importing.run(read_rows(file), file_name="teot.csv", by=None)
    load_real_prizes()
    if outcome.created:
        for teko in Teko.objects.published().filter(register_id__in=PICKED):
            teko.pick(by=staff)
    return outcome


def load_real_prizes() -> None:
    """Prizes of organisations that public news tell of; those of acts come with the register."""
    with (DATA / "tunnustukset.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            Tunnustus.objects.record(
                f"rekisteri:{row['vuosi']}:{row['organisaatio']}",
                organisation=Organisaatio.objects.get(code=row["organisaatio"]),
                name_fi=row["nimi"],
                kind=row["laji"],
                citation_fi=row["perustelu"],
                year=int(row["vuosi"]),
                source=row["lahde"],
            )


@transaction.atomic
def load_invented_acts(staff: User) -> int:
    """The acts of demo.json, once; returns how many were added."""
    if User.objects.filter(email__endswith="@esimerkkila.example").exists():
        return 0
    content = json.loads((DATA / "demo.json").read_text(encoding="utf-8"))
    owners = {row["code"]: load_organisation(row) for row in content["organisations"]}
    for act in content["acts"]:
        lead(load_act(act, owners), act["verbs"], staff)
    return len(content["acts"])


def load_organisation(row: dict) -> Organisaatio:
    organisation, _created = Organisaatio.objects.get_or_create(
        code=row["code"], defaults=row | {"sort_key": sort_key(row["name_fi"])}
    )
    return organisation


def load_act(act: dict, owners: dict[str, Organisaatio]) -> Teko:
    relations = ("owner", "author", "sectors", "themes", "measures", "verbs")
    author, _created = User.objects.get_or_create(
        email=act["author"], defaults={"name": act["contact_title"].capitalize(), "organisation": owners[act["owner"]]}
    )
    fields = {name: value for name, value in act.items() if name not in relations}
    fields |= {"contact_email": act["author"], "people_informed": True, "no_dismissals": True}
    teko = Teko.objects.create(owner=owners[act["owner"]], author=author, started_by=author, **fields)
    teko.sectors.set(Toimiala.objects.filter(code__in=act["sectors"]))
    teko.themes.set(Teema.objects.filter(slug__in=act["themes"]))
    for position, measure in enumerate(act.get("measures", []), start=1):
        Mittari.objects.create(teko=teko, position=position, **measure)
    return teko


def lead(teko: Teko, verbs: list[str], staff: User) -> None:
    """Apply the verbs in order: the author's by the author, the rest by staff."""
    for verb in verbs:
        if verb in ("submit", "take_back", "withdraw"):
            getattr(teko, verb)(by=teko.author)
        elif verb == "publish":
            teko.publish(by=staff, version=teko.submitted_version)
        elif verb in ("return_to_authors", "reject"):
            getattr(teko, verb)(by=staff, version=teko.submitted_version, reason=REASONS[verb])
        elif verb == "edit":
            teko.results += "\n\nPuolen vuoden jälkeen tulos on pysynyt."
            teko.save(update_fields=["results"])
        else:
            getattr(teko, verb)(by=staff, reason=REASONS[verb])
