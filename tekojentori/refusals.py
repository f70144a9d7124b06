"""A refusal carries its reason: what cannot be done, why, and what to do instead."""


class Refused(Exception):
    """A verb's no. `reason` is a translated sentence that the page can show."""

    def __init__(self, reason):
        super().__init__(str(reason))
        self.reason = reason


def status_of(form) -> int:
    """Of a page with the form: what was typed and will not do is refused in the status too."""
    return 422 if form.errors else 200
