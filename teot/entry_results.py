"""What the app above says of entries and hears of them: it appends to the lists when it starts."""

from collections.abc import Callable

from django.db import transaction

#: Why an entry can no longer leave its campaign, nor what jurors read of it change: a sentence, or nothing.
REFUSALS: list[Callable] = []
#: What is done when an act has left the public or an entry its campaign.
FOLLOWERS: list[Callable[[], object]] = []


def follow() -> None:
    """As soon as it is so. What fails then is left for `tick`, which does the same."""
    for each in FOLLOWERS:
        transaction.on_commit(each, robust=True)
