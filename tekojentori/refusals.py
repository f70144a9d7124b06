"""A refusal carries its reason: what cannot be done, why, and what to do instead."""


class Refused(Exception):
    """A verb's no. `reason` is a translated sentence that the page can show."""

    def __init__(self, reason):
        super().__init__(str(reason))
        self.reason = reason
