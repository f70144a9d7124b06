"""A new campaign from last year's."""

from collections.abc import Callable

#: Called with the campaign that is copied and its copy, in the copy's transaction. Apps above append their own.
STEPS: list[Callable] = []
