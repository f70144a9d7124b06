"""What the apps above show on a campaign's page: each appends to the list when it is ready."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from kampanjat.models import Kampanja


class Panel(Protocol):
    """A part of the page: the templates of its places, empty where it has nothing to say there."""

    main: str
    aside: str


CAMPAIGN: list[Callable[[Kampanja, datetime], Panel]] = []
