"""Prizes of old that staff write by hand, with the source that tells of them."""

import uuid

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.moments import moment
from tekojentori.plain_form import PlainForm
from tekojentori.versioned_admin import VersionedAdmin, change_reason
from teot.models import Tunnustus
from teot.models.tunnustus import Kind

#: How keys of prizes begin that staff have written here.
BY_HAND = "kasin:"
#: The programme is not older.
FIRST_YEAR = 1990


class TunnustusForm(PlainForm):
    """Knows when the row it opened was last changed: nobody's later change is overwritten unseen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    reason = change_reason()

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            self.fields["seen"].initial = self.instance.changed_at.isoformat()
        for name in ("year", "source"):
            if name in self.fields:
                self.fields[name].required = True
        if "source" in self.fields:
            self.fields["source"].error_messages["required"] = _("Kerro lähde, josta palkinto käy ilmi.")

    def clean_year(self):
        year, last = self.cleaned_data["year"], timezone.localdate().year
        if not FIRST_YEAR <= year <= last:
            message = _("Anna vuosi väliltä %(first)s–%(last)s.")
            raise forms.ValidationError(message % {"first": FIRST_YEAR, "last": last})
        return year

    def clean_teko(self):
        teko = self.cleaned_data["teko"]
        if teko and not teko.is_public:
            raise forms.ValidationError(_("Teko ei ole julki. Palkinto näkyy vain julkisessa teossa."))
        return teko

    def clean(self):
        cleaned = super().clean()
        if (cleaned.get("kind") == Kind.PLACE) != bool(cleaned.get("place")) and "place" not in self.errors:
            self.add_error("place", _("Anna sijan numero, kun laji on sija, ja vain silloin."))
        if not (cleaned.get("teko") or cleaned.get("organisation") or {"teko", "organisation"} & self.errors.keys()):
            self.add_error("teko", _("Valitse teko tai organisaatio."))
        stored = Tunnustus.objects.select_for_update(of=["self"]).filter(pk=self.instance.pk).first()
        if stored and cleaned.get("seen") != stored.changed_at.isoformat():
            message = _("%(who)s on tallentanut tämän %(when)s, sinun avattuasi sen. Vertaa ja tallenna uudelleen.")
            who = stored.changed_by or _("Joku muu")
            self.add_error(None, message % {"who": who, "when": moment(stored.changed_at)})
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = stored.changed_at.isoformat()
        return cleaned


class TunnustusAdmin(VersionedAdmin):
    """Those of decisions follow their decisions, and those of the register its rows: here they are only read."""

    form = TunnustusForm
    list_display = ("title", "year", "holder", "kind", "origin")
    list_filter = ("year", "kind")
    list_select_related = ("teko", "organisation")
    search_fields = ("name_fi", "name_sv", "name_en", "teko__title", "organisation__name_fi")
    autocomplete_fields = ("teko", "organisation")
    show_full_result_count = False
    actions = None
    fields = (
        ("name_fi", "name_sv", "name_en"),
        ("year", "kind", "place"),
        "teko",
        "organisation",
        "citation_fi",
        "citation_sv",
        "citation_en",
        "source",
        "reason",
        "seen",
    )

    def get_form(self, request, obj=None, change=False, **kwargs):
        return admin.ModelAdmin.get_form(self, request, obj, change=change, **kwargs)

    def get_fields(self, request, obj=None):
        return self.fields if obj is None or is_by_hand(obj) else self.fields[:-2]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or is_by_hand(obj))

    def has_delete_permission(self, request, obj=None):
        return obj is not None and is_by_hand(obj) and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        if change:
            changed = [name for name in form.changed_data if name not in ("seen", "reason")]
            obj.stamp(*changed, by=request.user, reason=form.cleaned_data["reason"])
        else:
            obj.key, obj.changed_by, obj.change_reason = (
                f"{BY_HAND}{uuid.uuid4().hex}",
                request.user,
                form.cleaned_data["reason"],
            )
            obj.save()

    def delete_model(self, request, obj):
        Tunnustus.objects.revoke(obj.key, by=request.user, reason=_("Poistettu hallinnassa."))

    @admin.display(description=gettext_lazy("palkinto"), ordering="name_fi")
    def title(self, row):
        return row.title

    @admin.display(description=gettext_lazy("kenen"))
    def holder(self, row):
        return row.teko or row.organisation

    @admin.display(description=gettext_lazy("lähde"))
    def origin(self, row):
        return row.source or _("Päätös torilla")


def is_by_hand(row: Tunnustus) -> bool:
    return row.key.startswith(BY_HAND)
