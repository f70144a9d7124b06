from django import forms
from django.contrib import admin, messages
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.exporting import Exported
from tekojentori.refusals import Refused
from tekojentori.versioned_admin import VersionedAdmin
from teot import uploads
from teot.models import Teema, Teko, Toimiala


@admin.register(Toimiala)
class ToimialaAdmin(VersionedAdmin):
    """A closed list: only its names change."""

    fields = ("name_fi", "name_sv", "name_en", "reason", "seen")
    list_display = ("name_fi", "name_sv", "name_en", "code")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Teema)
class TeemaAdmin(Exported, VersionedAdmin):
    list_display = ("name_fi", "name_sv", "name_en", "slug")
    search_fields = ("name_fi", "name_sv", "name_en", "slug")
    export_columns = ("slug", "name_fi", "name_sv", "name_en")

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        used = Teko.objects.filter(themes__in=objs).distinct()
        return deleted, counts, lacking, [*protected, *(str(teko) for teko in used)]


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Tiedosto (CSV tai XLSX)"), max_length=200)
    overwrite = forms.BooleanField(label=gettext_lazy("Korvaa myös sivustolla muokatut teot"), required=False)


@admin.register(Teko)
class TekoAdmin(Exported, admin.ModelAdmin):
    """Read here; states change through the verbs alone."""

    list_display = ("title", "state", "owner", "published_at", "picked_at")
    list_filter = ("state", "sectors", "language", ("register_id", admin.EmptyFieldListFilter))
    list_select_related = ("owner",)
    search_fields = ("title", "summary", "owner__name_fi", "=register_id")
    export_columns = (
        "register_id", "title", "state", "owner", "first_year", "last_year", "published_at", "source",
    )  # fmt: skip
    actions = ("pick", "unpick")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        return [
            path("tuo/", self.admin_site.admin_view(self.import_acts), name="teot_teko_import"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"import_url": reverse("admin:teot_teko_import")})

    def import_acts(self, request):
        """First what would happen, then, confirmed, the import itself: the file is read anew."""
        kept, outcome = request.session.get("import"), None
        form = ImportForm()
        if "confirmed" in request.POST and kept:
            outcome = uploads.run(**kept, by=request.user, dry_run=False)
            if not outcome.errors:
                del request.session["import"]
                self.message_user(request, _("Teot on tuotu."), messages.SUCCESS)
                return redirect("admin:teot_teko_changelist")
        elif request.method == "POST":
            form = ImportForm(request.POST, request.FILES)
            if form.is_valid():
                file = form.cleaned_data["file"]
                kept = {"key": uploads.keep(file), "name": file.name, "overwrite": form.cleaned_data["overwrite"]}
                request.session["import"] = kept
                outcome = uploads.run(**kept, by=request.user, dry_run=True)
        context = self.admin_site.each_context(request) | {"title": _("Tuo tekoja"), "form": form, "outcome": outcome}
        return render(request, "admin/import.html", context | {"opts": self.opts})

    @admin.action(description=gettext_lazy("Nosta etusivulle"))
    def pick(self, request, queryset):
        self.each(request, queryset, "pick")

    @admin.action(description=gettext_lazy("Poista etusivun nostoista"))
    def unpick(self, request, queryset):
        self.each(request, queryset, "unpick")

    def each(self, request, queryset, verb):
        for teko in queryset:
            try:
                getattr(teko, verb)(by=request.user)
            except Refused as refused:
                self.message_user(request, f"{teko.title}: {refused.reason}", messages.ERROR)
            else:
                self.message_user(request, _("%(title)s: tallennettu.") % {"title": teko.title}, messages.SUCCESS)
