"""When results become public, as staff say it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palkinnot import publication
from palkinnot.deciding_forms import Seen
from tekojentori.moment_field import MomentField, MomentWidget
from tekojentori.refusals import Refused

NOW, AT = "nyt", "hetki"


class InstantForm(Seen):
    when = forms.ChoiceField(
        label=_("Milloin"),
        choices=[(AT, _("Tällä hetkellä")), (NOW, _("Heti"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Valitse, milloin tulokset tulevat julki.")},
    )
    at = MomentField(label=_("Hetki"), required=False, widget=MomentWidget(ends=True))
    field_order = ("when", "at")

    def __init__(self, kampanja, *args, rule=publication.instant_of, **options):
        super().__init__(*args, **options)
        self.kampanja, self.rule = kampanja, rule

    def clean(self):
        """Asks the verb's own rule, so that the reason stands by its field."""
        cleaned = super().clean()
        if cleaned.get("when") != AT:
            return cleaned | {"at": None}
        if cleaned.get("at") is None:
            if "at" not in self.errors:
                self.add_error("at", _("Anna päivä ja kellonaika."))
            return cleaned
        try:
            self.rule(self.kampanja, cleaned["at"], timezone.now())
        except Refused as refused:
            self.add_error("at", refused.reason)
        return cleaned
