"""Mails that would only mislead, once they have waited: the apps above append to the list when they start."""

from collections.abc import Callable

#: Why the mail has lost its point: a sentence, or nothing. Asked just before it goes.
CHECKS: list[Callable] = []
