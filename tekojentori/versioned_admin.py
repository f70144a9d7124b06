"""Rows that several members of staff may edit at once: nobody's work is overwritten unseen."""

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import display_for_field
from django.contrib.postgres.fields import ArrayField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori import row_history
from tekojentori.moments import moment
from tekojentori.open_form import Words
from tekojentori.plain_form import PlainForm


def in_words(value, field) -> str:
    if isinstance(field, ArrayField):
        return ", ".join(str(display_for_field(each, field.base_field, "")) for each in value or [])
    return display_for_field(value, field, "")


def named(rows: list, starts: tuple[str, ...]) -> list:
    """The tree of what is deleted, without the lines that start so."""
    found = [named(row, starts) if isinstance(row, list) else row for row in rows]
    return [row for row in found if row and (isinstance(row, list) or not row.startswith(starts))]


def change_reason() -> Words:
    """The field for why a row is changed."""
    help_text = gettext_lazy("Jää historiaan.")
    return Words(label=gettext_lazy("Muutoksen syy"), limit=300, one_line=True, required=False, help_text=help_text)


class VersionedForm(PlainForm):
    """Knows the version that was opened. When another has been stored since, shows both and saves nothing."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = change_reason()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version

    def clean(self):
        """The row stays locked until the request's transaction ends, so what is compared here is what is changed."""
        cleaned = super().clean()
        stored = self._meta.model.objects.select_for_update(of=["self"]).filter(pk=self.instance.pk).first()
        if stored is None:
            self.add_error(None, _("Joku muu on poistanut tämän sinun avattuasi sen. Ota tekstisi talteen tästä."))
        elif "seen" in cleaned and cleaned["seen"] != stored.version:
            self.show_both(stored, dict(cleaned))
        return cleaned

    def show_both(self, stored, mine):
        for field in stored._meta.concrete_fields:
            theirs = getattr(stored, field.name)
            if field.name in mine and mine[field.name] != theirs:
                text = in_words(theirs, field) or _("(tyhjä)")
                self.add_error(field.name, _("Tallennettuna on nyt: ”%(text)s”") % {"text": text})
        message = _("%(who)s on tallentanut tämän %(when)s, sinun avattuasi sen. Vertaa ja tallenna uudelleen.")
        when = moment(stored.changed_at)
        self.add_error(None, message % {"who": stored.changed_by or _("Joku muu"), "when": when})
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = stored.version


class VersionedAdmin(admin.ModelAdmin):
    """Saves through the row's own verb, with who and why; its history is that of the triggers."""

    form = VersionedForm
    object_history_template = "admin/row_history.html"

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, object_id)
        lines = row_history.lines_of(row) if row else []
        return super().history_view(request, object_id, {"lines": lines} | (extra_context or {}))

    def get_deleted_objects(self, objs, request):
        """Rows that only tie two others together go along unnamed: they have no name to be told by."""
        deleted, counts, *rest = super().get_deleted_objects(objs, request)
        ties = [model._meta for model in apps.get_models(include_auto_created=True) if model._meta.auto_created]
        starts = tuple(f"{capfirst(opts.verbose_name)}: " for opts in ties)
        unnamed = {opts.verbose_name_plural for opts in ties}
        return named(deleted, starts), {name: n for name, n in counts.items() if name not in unnamed}, *rest

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = PlainForm
        return super().get_form(request, obj, change=change, **kwargs)

    def save_model(self, request, obj, form, change):
        if change:
            obj.change(by=request.user, seen=form.cleaned_data["seen"], reason=form.cleaned_data["reason"])
        else:
            obj.changed_by = request.user
            obj.save()
