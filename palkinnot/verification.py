"""Whether every locked round still gives what it was locked with."""

from collections.abc import Iterator

from palkinnot import sealing
from palkinnot.models import Kierros, Lukitus


def faults_of(lock: Lukitus) -> Iterator[str]:
    """What the lock's own parts disagree on: its digest, its columns, and the result of its inputs."""
    if sealing.digest(lock.inputs) != lock.digest:
        yield "tiiviste ei vastaa lähtötietoja"
    columns = {"method": lock.method, "version": lock.method_version, "seed": lock.seed}
    for name, value in columns.items():
        if str(lock.inputs.get(name)) != str(value):
            yield f"{name}: rivillä {value}, lähtötiedoissa {lock.inputs.get(name)}"
    try:
        found = sealing.recompute(lock.inputs)
    except (ValueError, KeyError, TypeError) as fault:
        yield f"tulosta ei voi laskea uudelleen: {fault}"
        return
    for path in sealing.differences(lock.result, found):
        yield f"tulos poikkeaa: {path}"


def faults_of_round(kierros: Kierros) -> Iterator[str]:
    """A locked round's sheets, candidates and criteria against its last lock; and every lock against itself."""
    locks = list(kierros.lukitukset.all())
    for lock in locks:
        yield from (f"lukitus {lock.number}: {fault}" for fault in faults_of(lock))
    if kierros.state != Kierros.State.LOCKED:
        return
    if not locks:
        yield "kierros on lukittu, mutta lukitusta ei ole"
        return
    for path in sealing.differences(locks[-1].inputs, kierros.inputs(among=locks[-1].inputs["entries"])):
        yield f"arviot poikkeavat lukituksesta {locks[-1].number}: {path}"


def faults() -> Iterator[str]:
    """Every difference in every round, named by its category."""
    for kierros in Kierros.objects.select_related("sarja__kampanja").order_by("pk"):
        for fault in faults_of_round(kierros):
            yield f"{kierros.sarja.kampanja} – {kierros.sarja} (kierros {kierros.pk}): {fault}"
