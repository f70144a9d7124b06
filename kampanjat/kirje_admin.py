from django.contrib import admin
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext_lazy

from kampanjat import kirje_views, kirjeet
from kampanjat.choosing import KampanjaFilter
from kampanjat.models import Kirje, Tilaus
from tekojentori.moments import moment


@admin.register(Kirje)
class KirjeAdmin(admin.ModelAdmin):
    """Where staff have words of their own; a mail opens on its page of three languages."""

    list_display = ("kampanja", "shown_kind", "shown_languages", "when_changed", "who_changed")
    list_filter = (("kampanja", KampanjaFilter),)
    list_select_related = ("kampanja", "changed_by")

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("kampanja/<int:key>/", view(kirje_views.of_campaign), name="kampanjat_kirje_of_campaign"),
            path("kampanja/<int:key>/<slug:slug>/", view(kirje_views.edit), name="kampanjat_kirje_edit"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = get_object_or_404(Kirje, pk=int(object_id) if object_id.isascii() and object_id.isdecimal() else 0)
        kind = next((kind for kind in kirjeet.KINDS if kind.kind == row.kind), None)
        if kind is None:
            return redirect("admin:kampanjat_kirje_of_campaign", row.kampanja_id)
        return redirect("admin:kampanjat_kirje_edit", row.kampanja_id, kind.slug)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("kirje"))
    def shown_kind(self, row):
        return next((kind.name for kind in kirjeet.KINDS if kind.kind == row.kind), row.kind)

    @admin.display(description=gettext_lazy("omat sanat"))
    def shown_languages(self, row):
        return ", ".join(str(Kirje.LANGUAGES[language]) for language in row.languages) or "–"

    @admin.display(description=gettext_lazy("Muutettu"), ordering="changed_at")
    def when_changed(self, row):
        return moment(row.changed_at)

    @admin.display(description=gettext_lazy("Muutti"))
    def who_changed(self, row):
        return row.changed_by or self.get_empty_value_display()


@admin.register(Tilaus)
class TilausAdmin(admin.ModelAdmin):
    """Who wants to hear when a campaign opens: only read, and taken off when somebody asks for it by other ways."""

    list_display = ("email", "language", "asked_at", "confirmed_at")
    list_filter = (("confirmed_at", admin.EmptyFieldListFilter), "language")
    search_fields = ("email",)
    fields = readonly_fields = ("email", "language", "asked_at", "confirmed_at")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
