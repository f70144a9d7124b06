"""A form that anyone may send without signing in, and a machine should not."""

import secrets
import time

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from tekojentori.plain_text import plain, seen
from tekojentori.rate_limit import Limit, TooMany, take_all
from tekojentori.refusals import status_of

#: Seconds that a person needs at least to fill in a form, and hours that a form stays good.
LEAST, MOST = 3, 24
SALT = "open-form"


class TooLong(BaseValidator):
    """Says by how much a text is too long."""

    message = ngettext_lazy(
        "Teksti on %(over)s merkin liian pitkä. Lyhennä se: enintään %(limit_value)s merkkiä.",
        "Teksti on %(over)s merkkiä liian pitkä. Lyhennä se: enintään %(limit_value)s merkkiä.",
        "over",
    )

    def __call__(self, value):
        over = len(value) - self.limit_value
        if over > 0:
            raise ValidationError(self.message, "too_long", {"over": over, "limit_value": self.limit_value})


class Words(forms.CharField):
    """People's words: none of their characters is hidden, and there are not too many."""

    def __init__(self, *, limit: int, one_line: bool = False, **options):
        self.one_line = one_line
        widget = forms.TextInput if one_line else forms.Textarea(attrs={"rows": 8})
        super().__init__(**{"widget": widget, "validators": [TooLong(limit)]} | options)

    def to_python(self, value):
        text = seen(plain(super().to_python(value)))
        return " ".join(text.split()) if self.one_line else text.strip()


class OpenForm(forms.Form):
    """Carries a stamp that says when it was opened, which also tells a second click from a second message.

    A field that people do not see catches machines: what they send looks sent, and goes nowhere.
    """

    website = forms.CharField(
        label=gettext_lazy("Jätä tämä kenttä tyhjäksi"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(self, data=None, *, limits: dict[Limit, str], **options):
        """`limits`: how often this may be sent, and by which party each is counted."""
        super().__init__(data, **options)
        self.limits, self.wait, self.key = limits, 0, ""
        self.fields["stamp"].initial = new_stamp()

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("website"))

    @property
    def status(self) -> int:
        return 429 if self.wait else status_of(self)

    def clean(self):
        cleaned = super().clean()
        self.key = self.check_stamp(cleaned.get("stamp", ""))
        if not self.errors and not self.is_from_a_machine:
            try:
                take_all(self.limits | self.own_limits())
            except TooMany as too_many:
                self.wait = too_many.wait
                message = _("Viestejä on lähetetty monta peräkkäin. Yritä uudelleen %(minutes)s minuutin kuluttua.")
                self.add_error(None, message % {"minutes": too_many.minutes})
        return cleaned

    def own_limits(self) -> dict[Limit, str]:
        """Limits by what was written, such as an address."""
        return {}

    def check_stamp(self, stamp: str) -> str:
        """The form's own mark, when it was opened long enough ago and not too long."""
        try:
            mark = signing.loads(stamp, salt=SALT, max_age=MOST * 60 * 60)
        except signing.BadSignature:
            self.data = self.data.copy()
            self.data["stamp"] = new_stamp()
            self.add_error(None, _("Lomake on vanhentunut. Tarkista tiedot ja lähetä ne uudelleen."))
            return ""
        if time.time() - mark["at"] < LEAST and not self.errors:
            self.add_error(None, _("Lomake lähti hyvin nopeasti. Tarkista tiedot ja lähetä ne uudelleen."))
        return mark["key"]


def new_stamp() -> str:
    return signing.dumps({"key": secrets.token_hex(8), "at": time.time()}, salt=SALT)
