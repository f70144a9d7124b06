"""What staff write of a category's prizes: a form for each candidate chosen, and one for the whole."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from palkinnot.models import Ehdokas, Palkinto
from palkinnot.models.choice import SAID, Choice
from palkinnot.models.locking import MOST_WORDS
from tekojentori.open_form import Words

NOTHING = ("", _("Ei mitään"))
MOST_CITED = 2000


def cited(label, **options) -> Words:
    return Words(label=label, limit=MOST_CITED, required=False, widget=forms.Textarea(attrs={"rows": 4}), **options)


class Seen(forms.Form):
    """What was looked at when the page was opened: the verb refuses when it has changed since."""

    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class WhyForm(Seen):
    reason = Words(
        label=_("Syy"),
        limit=MOST_WORDS,
        help_text=_("Jää historiaan ja pöytäkirjaan."),
        error_messages={"required": _("Kirjoita syy.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AwardForm(forms.Form):
    """What one candidate gets, and why."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=_("Mitä saa"),
        required=False,
        choices=[NOTHING, *(pair for pair in Palkinto.Kind.choices if pair[0] != Palkinto.Kind.NONE)],
    )
    place = forms.IntegerField(label=_("Sija"), required=False, min_value=1, max_value=99)
    citation_fi = cited(_("Perustelu suomeksi"))
    citation_sv = cited(_("Perustelu ruotsiksi"))
    citation_en = cited(_("Perustelu englanniksi"), help_text=_("Ilman tätä näkyy suomenkielinen."))

    def __init__(self, *args, **options):
        """Whoever gets something needs them, though a form without any is whole too."""
        super().__init__(*args, **options)
        for name in ("kind", "place", "citation_fi", "citation_sv"):
            self.fields[name].wanted = True

    def clean(self):
        cleaned = super().clean()
        kind, place = cleaned.get("kind"), cleaned.get("place")
        if not kind:
            return cleaned
        if kind == Palkinto.Kind.PLACE and place is None and "place" not in self.errors:
            self.add_error("place", _("Anna sijan numero."))
        if kind != Palkinto.Kind.PLACE and place is not None:
            self.add_error("place", _("Sija on numero vain silloin, kun ehdokas saa sijan. Tyhjennä tämä."))
        for name, message in (
            ("citation_fi", _("Kirjoita perustelu suomeksi.")),
            ("citation_sv", _("Kirjoita perustelu ruotsiksi.")),
        ):
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, message)
        return cleaned


class WholeForm(WhyForm):
    """The proposal as a whole; `more` brings one more candidate into it without losing what is written."""

    nobody = forms.BooleanField(label=_("Palkintoa ei jaeta"), required=False)
    more = forms.ModelChoiceField(
        Ehdokas.objects.none(), label=_("Lisää ehdokas"), required=False, empty_label=_("Valitse ehdokas")
    )
    field_order = ("nobody", "reason")

    def __init__(self, *args, candidates, **options):
        super().__init__(*args, **options)
        self.fields["reason"].required = False
        self.fields["more"].queryset = Ehdokas.objects.filter(pk__in=[row.pk for row in candidates]).for_list()
        self.fields["more"].label_from_instance = lambda row: row.title


class Proposal:
    """All the forms together, and the choices that they make."""

    def __init__(self, page, *, data=None, query, words):
        """`query`: what the address says of whom to begin with; `words`: what was typed before signing in again."""
        self.page, self.data, self.query, self.words = page, data, query, words
        names = {name: words[name] for name in ("reason", "nobody") if name in words}
        self.whole = WholeForm(
            data, initial=self.began | names, candidates=[row for row in self.free.values() if row.pk not in self.asked]
        )

    @property
    def began(self) -> dict:
        """The whole as it was proposed last."""
        rows = [*self.page.proposed, *self.page.opened]
        nobody = any(row.kind == Palkinto.Kind.NONE for row in self.page.proposed)
        return {"reason": next((row.reason for row in rows if row.reason), ""), "nobody": nobody}

    @cached_property
    def free(self) -> dict[int, Ehdokas]:
        return {row.pk: row for row in self.page.free_candidates if row.pk in self.page.choosable}

    @cached_property
    def asked(self) -> set[int]:
        """Candidates whom the form, what was typed before, or the address brings along."""
        source = self.data or self.words or self.query
        return {int(key) for key in listed(source, "ehdokas")} if source else self.page.chosen

    @cached_property
    def keys(self) -> list[int]:
        """Candidates in the proposal, in the order of the page."""
        more = self.data and self.whole.is_valid() and self.whole.cleaned_data["more"]
        if more:  # it has its own fields from now on, and is chosen no longer
            self.whole.data = {name: value for name, value in self.data.items() if name != "more"}
            self.whole.fields["more"].queryset = self.whole.fields["more"].queryset.exclude(pk=more.pk)
        wanted = self.asked | ({more.pk} if more else set())
        order = [row.ehdokas.pk for row in self.page.order if row.ehdokas]
        return [key for key in dict.fromkeys([*order, *self.free]) if key in wanted and key in self.free]

    @cached_property
    def awards(self) -> list[tuple[Ehdokas, AwardForm]]:
        return [(self.free[key], self.award(key)) for key in self.keys]

    def award(self, key: int) -> AwardForm:
        prefix = f"e{key}"
        is_sent = self.data is not None and not self.is_to_grow and f"{prefix}-kind" in self.data
        return AwardForm(self.data if is_sent else None, prefix=prefix, initial=self.initial(key))

    def initial(self, key: int) -> dict:
        known = next((row for row in [*self.page.proposed, *self.page.opened] if row.ehdokas_id == key), None)
        told = {name: getattr(known, name) for name in SAID} if known else {"kind": Palkinto.Kind.PRIZE}
        typed = self.data if self.is_to_grow else self.words
        return told | {name: typed[f"e{key}-{name}"] for name in SAID if f"e{key}-{name}" in typed}

    @property
    def is_to_grow(self) -> bool:
        """Whether it was sent only to bring one more candidate in."""
        return self.data is not None and ("grow" in self.data or bool(self.data.get("more")))

    def is_valid(self) -> bool:
        forms_sent = [self.whole, *(form for _candidate, form in self.awards if form.is_bound)]
        return self.data is not None and not self.is_to_grow and all(form.is_valid() for form in forms_sent)

    @property
    def is_refused(self) -> bool:
        sent = [self.whole] if self.is_to_grow else [self.whole, *(form for _candidate, form in self.awards)]
        return self.data is not None and any(form.errors for form in sent)

    @property
    def choices(self) -> list[Choice]:
        nobody = [Choice(Palkinto.Kind.NONE)] if self.whole.cleaned_data["nobody"] else []
        return nobody + [
            Choice(ehdokas=candidate, **{name: form.cleaned_data[name] for name in SAID})
            for candidate, form in self.awards
            if form.is_bound and form.cleaned_data["kind"]
        ]


def listed(source, name: str) -> list[str]:
    """Numbers of rows; what is none is left out."""
    return [key for key in source.getlist(name) if key.isascii() and key.isdecimal() and len(key) < 19]
