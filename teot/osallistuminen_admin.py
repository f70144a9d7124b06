"""Entries of campaigns, as programme staff see them, and what they do to them."""

from functools import partial

from django.contrib import admin
from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat.choosing import KampanjaFilter
from kampanjat.models import Kampanja
from tekojentori.asking import answered
from tekojentori.exporting import Exported
from teot import entries
from teot.campaign_coverage import Coverage
from teot.campaign_mails import title_of
from teot.entry_actions import WhyForm, ask, each, into
from teot.models import Osallistuminen
from teot.replacing import replace


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("tila")
    parameter_name = "tila"

    def lookups(self, request, model_admin):
        return [("mukana", _("Mukana")), ("peruttu", _("Peruttu")), ("poistettu", _("Poistettu kampanjasta"))]

    def queryset(self, request, queryset):
        wanted = {
            "mukana": {"withdrawn_at": None, "excluded_at": None},
            "peruttu": {"withdrawn_at__isnull": False},
            "poistettu": {"excluded_at__isnull": False},
        }
        return queryset.filter(**wanted[self.value()]) if self.value() in wanted else queryset


@admin.register(Osallistuminen)
class OsallistuminenAdmin(Exported, admin.ModelAdmin):
    """Read here; entries change through the verbs alone."""

    list_display = ("title", "kampanja", "organisation", "entered_at", "state_told", "act_state", "replacing")
    list_display_links = None
    list_filter = (
        ("kampanja", KampanjaFilter), StateFilter, "teko__sectors", "organisation__type", "organisation__region",
    )  # fmt: skip
    list_select_related = ("kampanja", "organisation__region", "teko__submitted_version", "teko__published_version")
    search_fields = ("teko__title", "organisation__name_fi", "organisation__name_sv")
    export_columns = (
        "kampanja", "reference", "title", "organisation", "organisation_type", "region", "sectors", "entered_at",
        "state_told", "act_state", "reason", "excluded_reason", "replaced_reason",
    )  # fmt: skip
    actions = ("leave_out", "move")

    def get_queryset(self, request):
        rows = super().get_queryset(request).with_freeze()
        return rows.prefetch_related("teko__sectors", "kampanja__lisaajat").order_by("entered_at", "pk")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view(self.coverage)
        replacing = self.admin_site.admin_view(replace)
        return [
            path("kattavuus/<key:key>/", view, name="teot_osallistuminen_coverage"),
            path("<key:key>/vaihda/", replacing, name="teot_osallistuminen_replace"),
            *super().get_urls(),
        ]

    def coverage(self, request, key):
        """Which sectors, regions and types of organisation have sent acts, and where nothing has come from yet."""
        kampanja = get_object_or_404(Kampanja, pk=key)
        page = Coverage(kampanja, request.GET)
        context = self.admin_site.each_context(request) | {
            "title": _("Kattavuus"), "kampanja": kampanja, "page": page, "opts": self.opts,
        }  # fmt: skip
        return render(
            request, "admin/teot/osallistuminen/coverage.html", context, status=400 if page.form.errors else 200
        )

    @admin.display(description=gettext_lazy("teko"))
    def title(self, entry):
        address = reverse("admin:teot_kasiteltava_change", args=[entry.teko_id])
        return format_html('<a href="{}">{}</a>', address, title_of(entry.teko))

    def export_cell(self, name, row):
        return title_of(row.teko) if name == "title" else super().export_cell(name, row)

    @admin.display(description=gettext_lazy("viite"))
    def reference(self, entry):
        return entry.teko.reference

    @admin.display(description=gettext_lazy("organisaation tyyppi"))
    def organisation_type(self, entry):
        return entry.organisation.get_type_display()

    @admin.display(description=gettext_lazy("maakunta"))
    def region(self, entry):
        return entry.organisation.region.name if entry.organisation.region else ""

    @admin.display(description=gettext_lazy("toimialat"))
    def sectors(self, entry):
        return ", ".join(sector.name for sector in entry.teko.sectors.all())

    @admin.display(description=gettext_lazy("tila"))
    def state_told(self, entry):
        return entry.state_in_words

    @admin.display(description=gettext_lazy("teon tila"), ordering=F("teko__state").asc())
    def act_state(self, entry):
        return entry.teko.get_state_display()

    @admin.display(description=gettext_lazy("raadin versio"))
    def replacing(self, entry):
        if not entry.is_frozen():
            return ""
        address = reverse("admin:teot_osallistuminen_replace", args=[entry.pk])
        return format_html('<a href="{}">{}</a>', address, _("Vaihda versio"))

    @admin.action(description=gettext_lazy("Poista kampanjasta"))
    def leave_out(self, request, queryset):
        form = answered(WhyForm, request)
        if form.is_valid():
            verb = partial(entries.exclude, by=request.user, reason=form.cleaned_data["reason"])
            return each(self, request, queryset, verb, _("%(title)s: poistettu kampanjasta."))
        note = _("Teot jäävät torille, mutta eivät ole enää mukana kampanjassa.")
        asked = [(entry, entry.why_not_excluded) for entry in queryset]
        return ask(self, request, asked, form, action="leave_out", title=_("Poista kampanjasta"), note=note)

    @admin.action(description=gettext_lazy("Siirrä toiseen kampanjaan"))
    def move(self, request, queryset):
        return into(
            self,
            request,
            queryset,
            action="move",
            title=_("Siirrä toiseen kampanjaan"),
            note=_("Kampanjan haun on täytynyt olla auki, kun teko ilmoitettiin, tai olla auki nyt."),
            refusal=lambda entry, kampanja: entry.why_not_excluded or entry.why_not_to(kampanja),
            verb=lambda entry, kampanja, reason: entries.move(entry, to=kampanja, by=request.user, reason=reason),
            done=_("%(title)s: siirretty."),
        )
