"""What else a change of a campaign's times means for the apps above, which append to these lists when they start."""

from collections.abc import Callable

#: Why the campaign cannot be extended for the organisation (None: for all) now: a sentence, or nothing.
#: Asked under the campaign's lock.
REFUSALS: list[Callable] = []

#: What follows an extension that has been given, in its transaction: called with the `Lisaaika`.
FOLLOWED_BY: list[Callable] = []

#: Whom an extension is mailed to: called with the campaign, its new close and the organisation, gives addresses.
MAILED: list[Callable] = []
