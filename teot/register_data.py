"""The register that comes with the product: organisations, regions, sectors, themes, pages; from files."""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from tekojentori.finnish_order import sort_key
from tekojentori.models import Maakunta, Organisaatio, Sivu
from tekojentori.pages import load_pages
from teot.models import Teema, Toimiala

FOLDERS = {
    "organisations": Path(__file__).resolve().parent.parent / "tekojentori" / "data",
    "acts": Path(__file__).resolve().parent / "data",
}


def rows(folder: str, name: str) -> list[dict[str, str]]:
    with (FOLDERS[folder] / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load() -> int:
    """Add what is not there yet, by code; what staff have changed since stays as it is. Returns how many were added."""
    before = count()
    load_regions()
    load_organisations()
    load_pages()
    Toimiala.objects.bulk_create(
        [Toimiala(id=number, **row) for number, row in enumerate(rows("acts", "toimialat.csv"))], ignore_conflicts=True
    )
    Teema.objects.bulk_create(
        [Teema(sort_key=sort_key(row["name_fi"]), **row) for row in rows("acts", "teemat.csv")], ignore_conflicts=True
    )
    return count() - before


def count() -> int:
    return sum(model.objects.count() for model in (Maakunta, Organisaatio, Toimiala, Teema, Sivu))


def load_regions() -> None:
    names = {row["region_code"]: (row["region_fi"], row["region_sv"]) for row in rows("organisations", "kunnat.csv")}
    Maakunta.objects.bulk_create(
        [Maakunta(code=code, name_fi=fi, name_sv=sv) for code, (fi, sv) in sorted(names.items())], ignore_conflicts=True
    )


def load_organisations() -> None:
    """Municipalities and counties first: an ended joint authority points to its successor among them."""
    regions = {region.code: region for region in Maakunta.objects.all()}
    municipalities = [
        organisation(row, Organisaatio.Type.KUNTA, regions)
        | {"language": row["language"], "latitude": float(row["lat"]), "longitude": float(row["lon"])}
        for row in rows("organisations", "kunnat.csv")
    ]
    counties = [
        organisation(row, Organisaatio.Type.HYVINVOINTIALUE, regions) | {"valid_from": date(2023, 1, 1)}
        for row in rows("organisations", "hyvinvointialueet.csv")
    ]
    add(municipalities + counties)
    codes = {row.code: row for row in Organisaatio.objects.filter(type=Organisaatio.Type.HYVINVOINTIALUE)}
    add(
        organisation(row, Organisaatio.Type.KUNTAYHTYMA, regions)
        | {"valid_until": date.fromisoformat(row["valid_until"]), "successor": codes[row["successor"]]}
        for row in rows("organisations", "kuntayhtymat.csv")
    )


def organisation(row: dict[str, str], kind: str, regions: dict[str, Maakunta]) -> dict:
    return {
        "code": row["code"],
        "type": kind,
        "name_fi": row["name_fi"],
        "name_sv": row["name_sv"],
        "sort_key": sort_key(row["name_fi"]),
        "region": regions[row["region_code"]],
    }


def add(organisations) -> None:
    Organisaatio.objects.bulk_create([Organisaatio(**fields) for fields in organisations], ignore_conflicts=True)
