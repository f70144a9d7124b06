"""Whether results in which an entry stands are public: the app above appends to the list when it starts."""

from collections.abc import Callable

#: Why an entry can no longer leave its campaign, nor what jurors read of it change: a sentence, or nothing.
REFUSALS: list[Callable] = []
