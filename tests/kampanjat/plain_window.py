"""The rules of a campaign's window as slowly and plainly as they can be told, to hold the real one against."""

from datetime import UTC, datetime, timedelta

SECOND = timedelta(seconds=1)


def seconds(at: datetime) -> int:
    return round((at.astimezone(UTC) - datetime(2000, 1, 1, tzinfo=UTC)) / SECOND)


def close_of(opens, closes, grace, extensions, who):
    """The last second that belongs to the open time, found one rule after another, plus one."""
    best = seconds(closes)
    for until, organisation in extensions:
        if organisation in (None, who) and seconds(until) > best:
            best = seconds(until)
    return best


def verdict(action, at, begun, opens, closes, grace, extensions, who):
    """`yes`, or why not."""
    now, close = seconds(at), close_of(opens, closes, grace, extensions, who)
    is_in_open = seconds(opens) <= now <= close - 1
    is_in_grace = close <= now <= close + round(grace / SECOND) - 1 and now >= seconds(opens)
    if action == "edit":
        return "yes" if now <= close + round(grace / SECOND) - 1 else "closed"
    if is_in_open:
        return "yes"
    if now < seconds(opens):
        return "not-yet"
    if is_in_grace:
        was_begun_in_time = action == "submit" and seconds(begun) <= close - 1
        return "yes" if was_begun_in_time else "begun-late"
    return "closed"
