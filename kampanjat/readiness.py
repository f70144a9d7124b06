"""Whether a campaign can be published: each check tries the real thing and says what is missing."""

from collections.abc import Callable, Iterable

#: Called with the campaign; each gives sentences of what is missing. Apps above append their own when they start.
CHECKS: list[Callable[..., Iterable[str]]] = []


def missing(kampanja) -> list[str]:
    """Everything that keeps the campaign from being published, in the order of the checks."""
    return [str(sentence) for check in CHECKS for sentence in check(kampanja)]
