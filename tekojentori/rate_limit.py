"""How often something may be tried, counted in the cache that all workers share."""

import hashlib
import math
import time
from dataclasses import dataclass
from functools import wraps
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render


class TooMany(Exception):
    """Every try is used. `wait`: whole seconds until the next one is free."""

    def __init__(self, wait: int):
        super().__init__(wait)
        self.wait = wait

    @property
    def minutes(self) -> int:
        return math.ceil(self.wait / 60)


@dataclass(frozen=True)
class Limit:
    """At most `tries` within any `seconds`, for each party.

    A try holds a slot of its own until its time is up. Adding a key is atomic, so tries at once get different slots.
    """

    name: str
    tries: int
    seconds: int

    def take(self, party: str) -> str:
        """Use one try and return its slot; raises TooMany."""
        digest = hashlib.sha256(party.encode("utf-8", "replace")).hexdigest()
        slots = [f"{self.name}:{digest}:{number}" for number in range(self.tries)]
        taken, now = cache.get_many(slots), time.time()
        for slot in slots:
            if slot not in taken and cache.add(slot, now + self.seconds, self.seconds):
                return slot
        raise TooMany(max(1, math.ceil(min(taken.values(), default=now + self.seconds) - now)))

    @staticmethod
    def give_back(slots: list[str]) -> None:
        """The tries came to something, and do not count."""
        cache.delete_many(slots)


def take_all(limits: dict[Limit, str]) -> list[str]:
    """One try of each limit for its party, or none at all. Raises TooMany."""
    slots = []
    try:
        for limit, party in limits.items():
            slots.append(limit.take(party))
    except TooMany:
        Limit.give_back(slots)
        raise
    return slots


def limited(view):
    """A view that may raise TooMany: the visitor is told when to try again."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except TooMany as too_many:
            response = render(request, "429.html", {"minutes": too_many.minutes}, status=429)
            response["Retry-After"] = too_many.wait
            return response

    return answer


def network_of_visitor(request) -> str:
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    remote = request.META.get("REMOTE_ADDR", "")
    return network_of(visitor_address(remote, forwarded, proxies=settings.TRUSTED_PROXIES))


def visitor_address(remote: str, forwarded: str, proxies: int) -> str:
    """The address that the outermost believed proxy saw.

    `remote` is who connected to us, `forwarded` the X-Forwarded-For header, whose last entry the nearest proxy wrote;
    `proxies` is how many of its entries, from the end, our own proxies wrote. What lies before them anyone may invent.
    """
    entries = [entry.strip() for entry in forwarded.split(",")][-proxies:] if proxies and forwarded else []
    for candidate in [*entries[:1], remote]:
        address = without_port(candidate)
        try:
            return str(ip_address(address))
        except ValueError:
            continue
    return ""


def without_port(entry: str) -> str:
    """`192.0.2.1:5000` and `[2001:db8::1]:5000` as some proxies write them."""
    if entry.startswith("["):
        return entry[1:].partition("]")[0]
    return entry.partition(":")[0] if entry.count(":") == 1 else entry


def network_of(address: str) -> str:
    """Who shares a limit: one IPv4 address, or the 64-bit network that an IPv6 customer has to itself."""
    if ":" in address:
        return str(ip_network((address.partition("%")[0], 64), strict=False))
    return address
