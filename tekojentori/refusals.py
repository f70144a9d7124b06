"""A refusal carries its reason: what cannot be done, why, and what to do instead."""

from collections.abc import Callable


class Refused(Exception):
    """A verb's no. `reason` is a translated sentence that the page can show."""

    def __init__(self, reason):
        super().__init__(str(reason))
        self.reason = reason


def goes_by(form, verb: Callable[[], object], *, field: str | None = None) -> bool:
    """Whether what was written will do and the verb took it. A refusal is told in the form, with all that was typed."""
    if not form.is_valid():
        return False
    try:
        verb()
    except Refused as refused:
        form.add_error(field, refused.reason)
    return not form.errors


def done(form, verb) -> bool:
    """Whether the verb did it; its refusal becomes a fault of the form."""
    try:
        verb()
    except Refused as refused:
        form.add_error(None, refused.reason)
        return False
    return True


def status_of(form) -> int:
    """Of a page with the form: what was typed and will not do is refused in the status too."""
    return 422 if form.errors else 200
