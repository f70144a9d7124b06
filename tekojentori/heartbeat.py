"""A worker's sign of life, kept where every process can read it."""

import time

from django.core.cache import cache

KEY = "worker-beat"


def beat() -> None:
    cache.set(KEY, time.time(), timeout=None)


def seconds_since() -> float | None:
    """Since any worker last gave a sign of life; None when none ever has."""
    last = cache.get(KEY)
    return None if last is None else max(0.0, time.time() - last)
