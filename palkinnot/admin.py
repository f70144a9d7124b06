"""Categories, juries and rounds as staff set them up. A round's own page and its verbs are in `round_views`."""

from dataclasses import replace

from django import forms
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat.choosing import KampanjaField, KampanjaFilter, OfKampanjaField
from palkinnot import jury_views, round_views
from palkinnot.admin_forms import CriterionForm, CriterionFormSet, NewRoundForm, RoundForm, SarjaForm, TieBreaksField
from palkinnot.models import Kierros, Kriteeri, Palkinto, Raati, Sarja
from palkinnot.palkinto_admin import PalkintoAdmin
from tekojentori import row_history
from tekojentori.moment_field import MomentField, MomentWidget
from tekojentori.versioned_admin import VersionedAdmin


class KriteeriInline(admin.StackedInline):
    """Criteria with their scales; fixed once the round has begun."""

    model = Kriteeri
    form = CriterionForm
    formset = CriterionFormSet
    extra = 0
    fields = (
        ("position", "weight", "is_scored"),
        ("name_fi", "name_sv", "name_en"),
        ("guidance_fi", "guidance_sv", "guidance_en"),
        ("low", "low_end_fi", "low_end_sv", "low_end_en"),
        ("high", "high_end_fi", "high_end_sv", "high_end_en"),
    )

    def is_open(self, obj) -> bool:
        return obj is None or obj.criteria_are_open

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self.is_open(obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self.is_open(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self.is_open(obj)


@admin.register(Sarja)
class SarjaAdmin(VersionedAdmin):
    form = SarjaForm
    list_display = ("name_fi", "kampanja", "target", "selection", "fewest_prizes", "most_prizes")
    list_filter = (("kampanja", KampanjaFilter), "selection", "target")
    list_select_related = ("kampanja",)
    search_fields = ("name_fi", "name_sv", "name_en")
    ordering = ("-kampanja__opens_at", "position", "pk")
    inlines = (KriteeriInline,)
    change_form_template = "admin/palkinnot/sarja/change_form.html"
    show_full_result_count = False

    def get_readonly_fields(self, request, obj=None):
        """Who stands here is fixed with the round, or once it is decided on: so are campaign, target and rule."""
        if obj is None or (obj.criteria_are_open and not obj.palkinnot.exists()):
            return ()
        return ("kampanja", "target", "selection", "sectors", "themes", "organisation_types")

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "organisation_types":
            return forms.TypedMultipleChoiceField(
                label=db_field.verbose_name.capitalize(),
                help_text=db_field.help_text,
                choices=db_field.base_field.choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if db_field.many_to_many:
            return db_field.formfield(widget=forms.CheckboxSelectMultiple)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **kwargs | {"form_class": KampanjaField})

    def has_delete_permission(self, request, obj=None):
        """One that has a round, candidates or a decision stays."""
        return (
            obj is not None and not hasattr(obj, "kierros") and not (obj.ehdokkaat.exists() or obj.palkinnot.exists())
        )

    def save_formset(self, request, form, formset, change):
        for row in formset.save(commit=False):
            row.changed_by = request.user
            row.save()
        for row in formset.deleted_objects:
            row.delete()

    def get_urls(self):
        view = self.admin_site.admin_view(jury_views.use_set)
        return [path("<key:key>/kriteeristo/", view, name="palkinnot_sarja_use_set"), *super().get_urls()]


@admin.register(Raati)
class RaatiAdmin(VersionedAdmin):
    list_display = ("name", "kampanja")
    list_filter = (("kampanja", KampanjaFilter),)
    list_select_related = ("kampanja",)
    search_fields = ("name",)
    ordering = ("-kampanja__opens_at", "name")
    change_form_template = "admin/palkinnot/raati/change_form.html"
    show_full_result_count = False

    def get_readonly_fields(self, request, obj=None):
        return ("kampanja",) if obj else ()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **kwargs | {"form_class": KampanjaField})

    def has_delete_permission(self, request, obj=None):
        return obj is not None and not obj.raatilaiset.exists() and not obj.kierrokset.exists()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        seats = jury_views.seats_of(object_id) if object_id.isdecimal() else []
        return super().change_view(request, object_id, form_url, (extra_context or {}) | {"seats": seats})

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"palkinnot_raati_{name}")

        return [
            at("<key:key>/kutsu/", jury_views.invite, "invite"),
            at("<key:key>/jasen/<key:seat>/paata/", jury_views.end, "end"),
            at("<key:key>/jasen/<key:seat>/vaihda/", jury_views.replace, "replace"),
            *super().get_urls(),
        ]


@admin.register(Kierros)
class KierrosAdmin(VersionedAdmin):
    form = RoundForm
    list_display = ("sarja", "campaign", "raati", "state", "given_of_all", "scoring_until")
    list_filter = ("state", ("sarja__kampanja", KampanjaFilter))
    list_display_links = ("sarja",)
    search_fields = ("sarja__name_fi",)
    ordering = ("-sarja__kampanja__opens_at", "sarja__position", "pk")
    fields = (
        "sarja", "raati", "sheets_per_candidate", "quorum", "method", "tie_breaks", "scoring_until",
    )  # fmt: skip
    change_form_template = "admin/palkinnot/kierros/change_form.html"
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).for_list().with_counts(request.user)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            form = admin.ModelAdmin.get_form(self, request, obj, change=change, **kwargs | {"form": NewRoundForm})
        else:
            form = super().get_form(request, obj, change=change, **kwargs)
        if "sarja" in form.base_fields:
            form.base_fields["sarja"].queryset = Sarja.objects.by_jury().filter(kierros=None)
        for name in {"sarja", "raati"} & form.base_fields.keys():
            rows = form.base_fields[name].queryset.select_related("kampanja")
            form.base_fields[name].queryset = rows.order_by("-kampanja__opens_at", "pk")
        return form

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **kwargs | {"form_class": OfKampanjaField})

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "tie_breaks":
            return TieBreaksField(db_field)
        if db_field.name == "scoring_until":
            return db_field.formfield(form_class=MomentField, widget=MomentWidget(ends=True))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fields(self, request, obj=None):
        """Of a round that is there, also the version that was opened and why it changes."""
        if obj is None:
            return self.fields
        chain = "tie_breaks" if obj.state == Kierros.State.PREPARING else "chain"
        asked = ("reason", "seen") if self.has_change_permission(request, obj) else ()
        return (*self.fields[:-2], chain, "scoring_until", *asked)

    def get_readonly_fields(self, request, obj=None):
        """The rules of a round are agreed before it begins; the deadline may move as long as it is on."""
        if obj is None:
            return ()
        if obj.state == Kierros.State.PREPARING:
            return ("sarja",)
        return ("sarja", "raati", "sheets_per_candidate", "quorum", "method", "chain")

    def has_change_permission(self, request, obj=None):
        """Once the scoring is over the settings are only read; what is sent then is refused by the form, with why."""
        is_open = obj is None or request.method == "POST" or not obj.settings_refusal
        return super().has_change_permission(request, obj) and is_open

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        """Who makes a round is who brought it to its first state."""
        if not change:
            obj.state_by = request.user
        super().save_model(request, obj, form, change)

    def history_view(self, request, object_id, extra_context=None):
        """Whom a candidate binds is told no reasons: they may speak of it."""
        kierros = self.get_object(request, object_id)
        lines = row_history.lines_of(kierros) if kierros else []
        if kierros and kierros.sarja.ehdokkaat.binding(request.user).exists():
            lines = [replace(line, why="") for line in lines]
        return super().history_view(request, object_id, (extra_context or {}) | {"lines": lines})

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, _("Kierros on perustettu."))
        return redirect("admin:palkinnot_kierros_change", obj.pk)

    def response_change(self, request, obj):
        self.message_user(request, _("Kierroksen asetukset on tallennettu."))
        return redirect("admin:palkinnot_kierros_change", obj.pk)

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"palkinnot_kierros_{name}")

        return [
            at("", self.changelist_view, "changelist"),
            at("add/", self.add_view, "add"),
            at("<key:key>/change/", round_views.show_round, "change"),
            at("<key:key>/jako/", round_views.share, "share"),
            at("<key:key>/ehdokas/<key:ehdokas>/", round_views.candidate, "candidate"),
            at("<path:object_id>/history/", self.history_view, "history"),
            at("<key:key>/<slug:slug>/", round_views.step, "step"),
            at("<path:object_id>/saannot/muuta/", self.change_view, "settings"),
        ]

    @admin.display(description=gettext_lazy("kampanja"), ordering="sarja__kampanja__opens_at")
    def campaign(self, kierros):
        return kierros.sarja.kampanja

    @admin.display(description=gettext_lazy("tasatilanteen ratkaisu järjestyksessä"))
    def chain(self, kierros):
        return " → ".join(kierros.chain_in_words()) or self.get_empty_value_display()

    @admin.display(description=gettext_lazy("annettu"))
    def given_of_all(self, kierros):
        return f"{kierros.given_sheets}/{kierros.sheet_count}"


admin.site.register(Palkinto, PalkintoAdmin)
