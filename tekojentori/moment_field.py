"""A field for an instant: a date and a time by the clocks of Finland, until klo 24.00."""

import re
from datetime import UTC, datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.moments import moment

DATES = ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d")
TIME = re.compile(r"(?:klo\s*)?(\d{1,2})(?:[.:](\d{2}))?")


class MomentWidget(forms.MultiWidget):
    """`ends`: midnight is shown as the end of the day before it."""

    template_name = "django/forms/widgets/moment.html"

    def __init__(self, attrs=None, *, ends: bool = False):
        self.ends = ends
        plain = {"inputmode": "decimal", "autocomplete": "off"}
        date = forms.TextInput(plain | {"size": 12, "aria-label": gettext_lazy("päivä, esimerkiksi 30.9.2026")})
        time = forms.TextInput(plain | {"size": 6, "aria-label": gettext_lazy("kellonaika, esimerkiksi 24.00")})
        super().__init__([date, time], attrs)

    def get_context(self, name, value, attrs):
        """The field of the time offers whole hours, the end of the day among them."""
        context = super().get_context(name, value, attrs)
        times = f"{context['widget']['attrs'].get('id', name)}_times"
        context["widget"]["subwidgets"][1]["attrs"]["list"] = context["widget"]["times"] = times
        return context

    def decompress(self, value):
        if not isinstance(value, datetime):
            return [None, None]
        local = timezone.localtime(value)
        if self.ends and (local.hour, local.minute) == (0, 0):
            return [date_of(local - timedelta(days=1)), "24.00"]
        return [date_of(local), f"{local.hour}.{local.minute:02d}"]


class MomentField(forms.MultiValueField):
    """An hour that does not exist, or comes twice, is refused with both of its readings."""

    widget = MomentWidget
    default_error_messages = {"incomplete": gettext_lazy("Anna sekä päivä että kellonaika.")}

    def __init__(self, *, input_formats=None, localize=False, **kwargs):
        fields = (forms.CharField(max_length=20), forms.CharField(max_length=20))
        if not kwargs.get("help_text"):
            kwargs["help_text"] = gettext_lazy("Päivä ja kellonaika Suomen aikaa. Päivän lopussa klo 24.00.")
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, values):
        if not any(values):
            return None
        if not all(values):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        return instant(read_date(values[0]), values[1])


def date_of(day: datetime) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def read_date(text: str) -> datetime:
    for form in DATES:
        try:
            return datetime.strptime(text.strip(), form)  # noqa: DTZ007 - a day on the wall, its zone is Finland's
        except ValueError:
            continue
    raise ValidationError(_("Kirjoita päivä näin: 30.9.2026"))


def instant(day: datetime, text: str) -> datetime:
    """The instant at which clocks in Finland show the time on the day."""
    found = TIME.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValidationError(_("Kirjoita kellonaika näin: 16.00, tai päivän loppu: 24.00"))
    if not 2000 <= day.year <= 2100:
        raise ValidationError(_("Anna vuosi väliltä 2000–2100."))
    wall = day + timedelta(hours=hour, minutes=minute)
    zone = timezone.get_default_timezone()
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    readings = {"time": text.strip(), "one": moment(min(first, second)), "other": moment(max(first, second))}
    if first.astimezone(zone).replace(tzinfo=None) != wall:
        message = _("Kello %(time)s ei ole sinä yönä: kellot siirtyvät. Tarkoititko %(one)s vai %(other)s?")
        raise ValidationError(message % readings)
    readings |= {"one": offset_of(first, zone), "other": offset_of(second, zone)}
    message = _(
        "Kello %(time)s tulee sinä yönä kahdesti: kesäaikana (%(one)s) ja tunnin päästä talviaikana (%(other)s). "
        "Anna hetki ennen kello kolmea tai kello 4.00 tai sen jälkeen."
    )
    raise ValidationError(message % readings)


def offset_of(at: datetime, zone) -> str:
    local = at.astimezone(zone)
    return f"{moment(at)}, UTC+{int(local.utcoffset() / timedelta(hours=1))}"
