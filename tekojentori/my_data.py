"""Everything that is stored of a person, for themselves: as one file that programs can read too."""

from django.apps import apps
from django.core.serializers.python import Serializer
from django.db.models import EmailField, Q

from palkinnot.models import Arvio, Esteellisyys, Kysymys, Merkinta, Piste, Puheenvuoro, Sitoumus
from tekojentori.models import Sahkoposti, User
from teot.models import Kuva, Liite, Mittari, Tekija, Teko, Versio

#: What would let somebody else in.
SECRETS = {"tekojentori.user": {"password"}, "mfa.authenticator": {"data"}, "tekojentori.koodi": {"digest"}}
#: No tables of their own: they show the rows of the others.
VIEWS = {"pghistory"}
#: Apps all of whose rows that refer to a person are that person's own.
OWN_APPS = {"account", "mfa", "socialaccount"}


def of(person: User) -> dict[str, list[dict]]:
    """By the name of each model: the rows that are the person's, and which they are that the person had a part in."""
    rows = {"tekojentori.user": whole([person])}
    own, part = owned_by(person), touched_by(person)
    for model in own | part:
        theirs = list(found(model, own))
        others = [row for row in found(model, part) if row not in theirs]
        if theirs or others:
            rows[model._meta.label_lower] = whole(theirs) + [briefly(row) for row in others]
    return rows


def found(model, conditions: dict):
    return model._base_manager.filter(conditions[model]).order_by("pk").distinct() if model in conditions else []


def owned_by(person: User) -> dict:
    """For each model with rows of people: how this person's own are found, which are given whole."""
    mine = Q(author=person) | Q(tekijat__user=person)
    acts = Teko._base_manager.filter(mine).values("pk")
    parts = dict.fromkeys((Mittari, Kuva, Liite), Q(teko__in=acts))
    own = {Teko: mine, Versio: Q(created_by=person), Tekija: Q(email__in=person.addresses) | Q(user=person)}
    own |= {model: condition for model, condition in touched_by(person).items() if model._meta.app_label in OWN_APPS}
    return addressed(person) | parts | own | judged_by(person)


def judged_by(person: User) -> dict:
    """What a juror has written: sheets and scores, own notes, questions, what was said, signed and told of oneself."""
    seat = Q(juror__user=person)
    own = dict.fromkeys((Arvio, Merkinta, Kysymys, Sitoumus), seat) | {Piste: Q(arvio__juror__user=person)}
    return own | {Puheenvuoro: Q(said_by=person), Esteellisyys: Q(user=person)}


def addressed(person: User) -> dict:
    """Rows that hold the person's address, now or before: mails, codes, questions, answers, feedback, invitations."""
    found = {}
    tables = [model for model in apps.get_models() if not model._meta.proxy and model is not User]
    for model in tables:
        for field in model._meta.concrete_fields:
            if isinstance(field, EmailField) and model._meta.app_label not in VIEWS:
                found[model] = found.get(model, Q()) | Q(**{f"{field.name}__in": person.addresses})
    # A draft that has not been let go, or never was, would tell what nobody has been told yet.
    found[Sahkoposti] &= ~Q(state__in=["held", "voided"], released_at=None)
    return found


def touched_by(person: User) -> dict:
    """For each model that refers to people: how its rows of this person are found."""
    found = {Teko: Q(pk__in=Teko.with_deleted.with_contact(person.addresses))}
    for relation in User._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if relation.auto_created and not relation.concrete and model._meta.app_label not in VIEWS:
            found[model] = found.get(model, Q()) | Q(**{relation.field.name: person})
    return found


def whole(rows: list) -> list[dict]:
    return [
        {"id": row["pk"]}
        | {name: value for name, value in row["fields"].items() if name not in SECRETS.get(row["model"], ())}
        for row in Serializer().serialize(rows)
    ]


def briefly(row) -> dict:
    return {"id": row.pk, "what": str(row)}
