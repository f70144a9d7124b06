from django.contrib import admin
from django.urls import path, reverse
from django.utils.translation import gettext_lazy

from tekojentori.exporting import Exported
from tekojentori.versioned_admin import VersionedAdmin
from teot import import_view, osallistuminen_admin  # noqa: F401 - importing the latter registers it
from teot.entry_actions import enter_for_authors
from teot.hand_over_admin import hand_over
from teot.models import Palaute, Teema, Teko, Toimiala, Tunnustus, Versio
from teot.palaute_admin import PalauteAdmin
from teot.presentation import address
from teot.review_admin import decision_action
from teot.tunnustus_admin import TunnustusAdmin


@admin.register(Toimiala)
class ToimialaAdmin(Exported, VersionedAdmin):
    """A closed list: only its names change."""

    fields = ("name_fi", "name_sv", "name_en", "reason", "seen")
    list_display = ("name_fi", "name_sv", "name_en", "code")
    export_columns = ("code", "name_fi", "name_sv", "name_en")

    def view_on_site(self, obj):
        return reverse("teot:sector", args=[obj.code])

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Teema)
class TeemaAdmin(Exported, VersionedAdmin):
    list_display = ("name_fi", "name_sv", "name_en", "slug")
    search_fields = ("name_fi", "name_sv", "name_en", "slug")
    export_columns = ("slug", "name_fi", "name_sv", "name_en")

    def view_on_site(self, obj):
        return reverse("teot:list", query={"teema": obj.slug})

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        used = Teko.objects.filter(themes__in=objs).distinct()
        return deleted, counts, lacking, [*protected, *(str(teko) for teko in used)]


class VersioInline(admin.TabularInline):
    """What the act has said, newest first; only read."""

    model = Versio
    fields = readonly_fields = ("number", "created_at", "created_by", "standing")
    ordering = ("-number",)
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).defer("document", "html").select_related("created_by", "teko")

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("asema"))
    def standing(self, version):
        return version.standing


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
    readonly_fields = (
        "state", "state_at", "state_by", "state_reason", "submitted_at", "published_at", "archived_at", "picked_at",
        "register_id", "imported_from",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("title", "owner", "partners", "author", "language", "sectors", "themes", "keywords")}),
        (gettext_lazy("Tila"), {"fields": readonly_fields[:8]}),
        (
            gettext_lazy("Tekstit"),
            {"fields": ("summary", "starting_point", "done", "results", "learnt", "how_to", "links")},
        ),
        (
            gettext_lazy("Luokittelu ja yhteystiedot"),
            {
                "fields": (
                    "made_by", "scope", "stage", "first_year", "last_year", "contact_title", "contact_email",
                    "contact_consent",
                )
            },
        ),
        (
            gettext_lazy("Rekisteri"),
            {"fields": (*readonly_fields[8:], "source", "prize", "campaign_year")},
        ),
    )  # fmt: skip
    inlines = (VersioInline,)
    actions = (
        *(
            decision_action(slug)
            for slug in ("nosta", "poista-nosto", "arkistoi", "palauta-arkistosta", "piilota", "tuo-nakyviin")
        ),
        hand_over,
        enter_for_authors,
    )

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
        return import_view.import_acts(request, self)

    def view_on_site(self, obj):
        return address(obj.pk, obj.title) if obj.is_public else None


admin.site.register(Palaute, PalauteAdmin)
admin.site.register(Tunnustus, TunnustusAdmin)
