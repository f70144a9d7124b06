"""What calling a campaign off means for the apps above, which append to these lists when they start."""

from collections.abc import Callable

#: Why the campaign cannot be called off now: a sentence, or nothing. Asked under its lock.
REFUSALS: list[Callable] = []

#: What follows, in the same transaction: called with the campaign.
FOLLOWED_BY: list[Callable] = []

#: Whom it is mailed to: called with the campaign, gives addresses.
MAILED: list[Callable] = []
