"""Everything that is stored of a person, for themselves: as one file that programs can read too."""

from django.core.serializers.python import Serializer
from django.db.models import Q

from kampanjat.models import Tilaus
from tekojentori.models import Koodi, Mykistys, Sahkoposti, User
from teot.models import Tekija, Teko, Versio

#: What would let somebody else in.
SECRETS = {"tekojentori.user": {"password"}, "mfa.authenticator": {"data"}, "tekojentori.koodi": {"digest"}}
#: Given whole; of rows that somebody only touched at work it is told which they are.
WHOLE = {Teko, Versio, Tekija, Koodi, Mykistys, Sahkoposti, Tilaus}
#: No tables of their own: they show the rows of the others.
VIEWS = {"pghistory"}
WHOLE_APPS = {"account", "mfa", "socialaccount"}


def of(person: User) -> dict[str, list[dict]]:
    """By the name of each model: the rows that are the person's, or that they had a part in."""
    rows = {"tekojentori.user": whole([person])}
    for model, condition in conditions(person).items():
        found = list(model._base_manager.filter(condition).distinct())
        if found:
            rows[model._meta.label_lower] = whole(found) if is_theirs(model) else [briefly(row) for row in found]
    return rows


def conditions(person: User) -> dict:
    """For each model that refers to people: how its rows of this person are found."""
    found = {}
    for relation in User._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if relation.auto_created and not relation.concrete and model._meta.app_label not in VIEWS:
            found[model] = found.get(model, Q()) | Q(**{relation.field.name: person})
    wrote = Q(author=person) | Q(tekijat__user=person)
    mailed = {model: Q(email=person.email) for model in (Koodi, Mykistys, Tilaus)} | {Sahkoposti: Q(to=person.email)}
    return found | mailed | {Teko: wrote, Versio: Q(created_by=person), Tekija: Q(email=person.email) | Q(user=person)}


def is_theirs(model) -> bool:
    return model in WHOLE or model._meta.app_label in WHOLE_APPS


def whole(rows: list) -> list[dict]:
    secrets = SECRETS.get(rows[0]._meta.label_lower, set())
    return [
        {"id": row["pk"]} | {name: value for name, value in row["fields"].items() if name not in secrets}
        for row in Serializer().serialize(rows)
    ]


def briefly(row) -> dict:
    return {"id": row.pk, "what": str(row)}
