from django.contrib import admin, messages
from django.db import models
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat import held_views, holding, kampanja_views, sentences
from kampanjat.kampanja_forms import KampanjaForm, MinutesField
from kampanjat.models import Kampanja, Lisaaika
from tekojentori.exporting import Exported
from tekojentori.moment_field import MomentField, MomentWidget
from tekojentori.moments import deadline
from tekojentori.refusals import Refused
from tekojentori.versioned_admin import VersionedAdmin

#: What staff must know of a field before they fill it in.
HELP = {
    "grace": gettext_lazy("Minuutteina, enintään 60."),
    "stream_url": gettext_lazy("Näkyy kaikille kampanjan sivulla ja kalenterissa, kunnes gaala on ohi."),
}


class LisaaikaInline(admin.TabularInline):
    """Only read: an extension is given on a page of its own, and never changed."""

    model = Lisaaika
    fields = readonly_fields = ("holder", "last_moment", "reason", "given_by", "given_at")
    extra = 0

    @admin.display(description=gettext_lazy("kenelle"))
    def holder(self, row):
        return row.organisation or _("Kaikille")

    @admin.display(description=gettext_lazy("mihin asti"))
    def last_moment(self, row):
        return deadline(row.until)

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Kampanja)
class KampanjaAdmin(Exported, VersionedAdmin):
    form = KampanjaForm
    change_form_template = "admin/kampanjat/kampanja/change_form.html"
    list_display = ("name_fi", "year", "state", "opens_at", "closes", "entries")
    list_filter = ("year",)
    search_fields = ("name_fi", "name_sv", "name_en", "slug")
    export_columns = (
        "slug", "year", "name_fi", "name_sv", "name_en", "opens_at", "closes_at", "published_at", "cancelled_at",
    )  # fmt: skip
    actions = None  # deleted one by one, and only before it is published
    readonly_fields = (
        "published_at", "publisher", "results_public_from", "cancelled_at", "canceller", "cancel_reason",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("name_fi", "name_sv", "name_en", "slug", "year")}),
        (gettext_lazy("Ajat"), {"fields": ("opens_at", "closes_at", "grace", "admits_published")}),
        (gettext_lazy("Kuvaus"), {"fields": ("description_fi", "description_sv", "description_en")}),
        (
            gettext_lazy("Gaala"),
            {"fields": ("gala_place", "gala_starts_at", "gala_ends_at", "stream_url")},
        ),
        (gettext_lazy("Tila"), {"fields": readonly_fields}),
    )
    inlines = (LisaaikaInline,)

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.is_public else None

    def get_queryset(self, request):
        rows = super().get_queryset(request).prefetch_related("lisaajat")
        return rows.annotate(entry_count=models.Count("osallistumiset", filter=STANDING))

    def get_fieldsets(self, request, obj=None):
        own = (None, {"fields": ("reason", "seen")})
        return (*super().get_fieldsets(request, obj), own) if obj else super().get_fieldsets(request, obj)[:-1]

    def get_form(self, request, obj=None, change=False, **kwargs):
        taken = gettext_lazy("Osoite on jo toisella kampanjalla. Valitse toinen.")
        return super().get_form(request, obj, change=change, **kwargs | {"error_messages": {"slug": {"unique": taken}}})

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.DateTimeField):
            ends = db_field.name in ("closes_at", "gala_ends_at")
            return db_field.formfield(form_class=MomentField, widget=MomentWidget(ends=ends))
        if db_field.name == "grace":
            kwargs["form_class"] = MinutesField
        if db_field.name in HELP:
            kwargs["help_text"] = HELP[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self):
        def at(route, view):
            guarded = self.admin_site.admin_view(view)
            return path(f"<key:key>/{route}/", guarded, name=f"kampanjat_kampanja_{view.__name__}")

        views = {
            "julkaise": kampanja_views.publish,
            "peru": kampanja_views.cancel,
            "lisaaika": kampanja_views.extend,
            "kopioi": kampanja_views.copy,
            "viestit": held_views.held,
        }
        return [*(at(route, view) for route, view in views.items()), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        kampanja = self.get_object(request, object_id)
        shown = {"show_delete": kampanja is not None and not kampanja.is_public}
        shown["held"] = holding.held(kampanja).count() if kampanja else 0
        return super().change_view(request, object_id, form_url, (extra_context or {}) | shown)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)

    def delete_model(self, request, obj):
        obj.remove()

    def delete_queryset(self, request, queryset):
        for kampanja in queryset:
            kampanja.remove()

    def delete_view(self, request, object_id, extra_context=None):
        """One that is published, or has entries, stays: the page says why and what to do."""
        kampanja = self.get_object(request, object_id)
        try:
            if kampanja:
                kampanja.require_unused()
            return super().delete_view(request, object_id, extra_context)
        except Refused as refused:
            self.message_user(request, refused.reason, messages.ERROR)
            return redirect("admin:kampanjat_kampanja_change", kampanja.pk)

    @admin.display(description=gettext_lazy("julkaisi"))
    def publisher(self, kampanja):
        return kampanja.published_by or self.get_empty_value_display()

    @admin.display(description=gettext_lazy("perui"))
    def canceller(self, kampanja):
        return kampanja.cancelled_by or self.get_empty_value_display()

    @admin.display(description=gettext_lazy("tila"))
    def state(self, kampanja):
        return sentences.state_of(kampanja, timezone.now())

    @admin.display(description=gettext_lazy("sulkeutuu"), ordering="closes_at")
    def closes(self, kampanja):
        return deadline(kampanja.closes_at)

    @admin.display(description=gettext_lazy("osallistumisia"), ordering="entry_count")
    def entries(self, kampanja):
        return kampanja.entry_count


STANDING = models.Q(osallistumiset__withdrawn_at=None, osallistumiset__excluded_at=None)
