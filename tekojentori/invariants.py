"""What must hold of the rows whoever wrote them: each invariant is a sentence and a way to find what breaks it.

Apps above have lists of their own; `manage.py check_invariants` asks them all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from tekojentori.finnish_order import sort_key
from tekojentori.models import Organisaatio

OWN_APPS = ("tekojentori", "kampanjat", "teot", "palkinnot")


@dataclass(frozen=True, slots=True)
class Invariant:
    """`slug` names it, `holds` says what must be so, `broken` gives what is not: a row each, in few words."""

    slug: str
    holds: str
    broken: Callable[[], Iterable[str]]


def by_sql(slug: str, holds: str, statement: str) -> Invariant:
    """An invariant whose breakers one statement finds: their keys, or whatever tells them."""

    def broken() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return [" ".join(str(value) for value in row) for row in cursor.fetchall()]

    return Invariant(slug, holds, broken)


def own_models() -> list:
    return [model for label in OWN_APPS for model in apps.get_app_config(label).get_models() if not model._meta.proxy]


def histories() -> list[tuple]:
    """Each model that keeps a history, with the model of its events."""
    by_name = {model.__name__: model for model in own_models()}
    return [(by_name[name.removesuffix("Event")], event) for name, event in by_name.items() if name.endswith("Event")]


def missing_constraints() -> Iterable[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE convalidated UNION SELECT relname FROM pg_class")
        there = {name for (name,) in cursor.fetchall()}
    for model in own_models():
        for constraint in model._meta.constraints:
            if constraint.name not in there:
                yield f"{model._meta.db_table}: {constraint.name}"


def broken_histories() -> Iterable[str]:
    for model, event in histories():
        kept = {field.column for field in event._meta.concrete_fields}
        columns = [field.column for field in model._meta.concrete_fields if field.column in kept]
        differs = " OR ".join(f'own."{column}" IS DISTINCT FROM last."{column}"' for column in columns)
        statement = f"""
            SELECT own.{model._meta.pk.column} FROM {model._meta.db_table} AS own LEFT JOIN LATERAL (
                SELECT * FROM {event._meta.db_table} WHERE pgh_obj_id = own.{model._meta.pk.column}
                ORDER BY pgh_id DESC LIMIT 1
            ) AS last ON true WHERE last.pgh_id IS NULL OR {differs} ORDER BY 1
        """  # noqa: S608 - names of our own tables and columns
        with connection.cursor() as cursor:
            cursor.execute(statement)
            for (key,) in cursor.fetchall():
                yield f"{model._meta.verbose_name} {key}"


def misplaced_names() -> Iterable[str]:
    rows = [model for model in own_models() if {"sort_key", "name_fi"} <= {f.name for f in model._meta.fields}]
    for model in rows:
        for key, name, stored in model._default_manager.values_list("pk", "name_fi", "sort_key"):
            if stored != sort_key(name):
                yield f"{model._meta.verbose_name} {key}"


def circles() -> Iterable[str]:
    """Organisations that succeed themselves by way of others."""
    next_one = dict(Organisaatio.objects.exclude(successor=None).values_list("pk", "successor"))
    for key in sorted(next_one):
        seen, heir = {key}, next_one.get(key)
        while heir and heir not in seen:
            seen.add(heir)
            heir = next_one.get(heir)
        if heir == key:
            yield str(key)


INVARIANTS = [
    by_sql(
        "triggers-on",
        "Tietokannan liipaisimet ovat päällä",
        "SELECT tgrelid::regclass, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D' ORDER BY 1, 2",
    ),
    Invariant("constraints-there", "Tietokannassa on jokainen mallien ehto", missing_constraints),
    Invariant("history-current", "Historian viimeinen rivi on sama kuin rivi itse", broken_histories),
    Invariant("sort-keys", "Aakkosavain vastaa nimeä", misplaced_names),
    by_sql(
        "merged-once",
        "Yhdistetty organisaatio osoittaa sellaiseen, jota ei ole yhdistetty",
        """
        SELECT gone.id FROM tekojentori_organisaatio AS gone
        JOIN tekojentori_organisaatio AS stays ON stays.id = gone.merged_into_id
        WHERE stays.merged_into_id IS NOT NULL ORDER BY 1
        """,
    ),
    Invariant("no-circles", "Mikään organisaatio ei ole oma seuraajansa", circles),
]
