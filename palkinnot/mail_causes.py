"""What a mail to a winner is about: the decision, and the award as it was told; told anew when another came between."""

from collections import Counter
from itertools import groupby

from palkinnot.models.palkinto import Palkinto
from tekojentori.models import Sahkoposti

#: The kind of those mails.
WINNER = "palkinnot/winner"


def causes_of_awards(palkinnot) -> set[str]:
    """Causes that mails to winners by these decisions may have, by all that each has been, in its turns."""
    rows = Palkinto.pgh_event_model.objects.filter(pgh_obj__in=palkinnot).order_by("pgh_obj", "pgh_id")
    rows = rows.values_list("pgh_obj", "kind", "place")
    turns = Counter(Palkinto(pk=key, kind=kind, place=place).mail_cause for (key, kind, place), _same in groupby(rows))
    return {in_turn(cause, turn) for cause, most in turns.items() for turn in range(1, most + 1)}


def in_turn(cause: str, turn: int) -> str:
    return cause if turn == 1 else f"{cause}:{turn}"


def key_of(cause: str) -> str:
    """Of the decision, whatever it was told as."""
    return ":".join(cause.split(":")[:2])


def told_causes(palkinnot) -> dict[str, list[str]]:
    """By the key of a decision, the causes of the mails by which its winner has been told, the last one last."""
    rows = Sahkoposti.objects.about(*causes_of_awards(palkinnot)).standing()
    rows = rows.filter(kind=WINNER, released_at__isnull=False)
    found = {}
    for cause in rows.order_by("released_at", "pk").values_list("cause", flat=True):
        found.setdefault(key_of(cause), []).append(cause)
    return found


def causes_now(palkinnot: list) -> dict[int, str]:
    """By decision, the cause of the mail that tells of the award as it is: a new one when the last told is another."""
    told = told_causes(Palkinto.objects.filter(pk__in=[row.pk for row in palkinnot]))
    return {row.pk: cause_after(told.get(row.key, []), row.mail_cause) for row in palkinnot}


def cause_after(told: list[str], cause: str) -> str:
    """`cause`: of the award as it is, the first time."""
    turns = [each for each in dict.fromkeys(told) if is_of(each, cause)]
    if told and is_of(told[-1], cause):
        return told[-1]
    return in_turn(cause, len(turns) + 1)


def is_of(told: str, cause: str) -> bool:
    """Whether the mail told of the award of the cause, in whichever turn."""
    return told == cause or told.startswith(f"{cause}:")
