"""Entries of campaigns, as programme staff see them, and what they do to them."""

from django import forms
from django.contrib import admin, messages
from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kampanjat.models import Kampanja
from tekojentori.asking import answered
from tekojentori.exporting import Exported
from tekojentori.refusals import Refused
from teot import entries
from teot.campaign_coverage import Coverage
from teot.campaign_mails import title_of
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


class WhyForm(forms.Form):
    use_required_attribute = False
    reason = forms.CharField(
        label=gettext_lazy("Syy"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Kerrotaan tekijöille ja jää historiaan."),
        error_messages={"required": gettext_lazy("Kirjoita syy.")},
    )


class IntoForm(WhyForm):
    kampanja = forms.ModelChoiceField(
        Kampanja.objects.none(),
        label=gettext_lazy("Kampanja"),
        empty_label=None,
        error_messages={"required": gettext_lazy("Valitse kampanja.")},
    )
    field_order = ("kampanja", "reason")

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["kampanja"].queryset = Kampanja.objects.held().order_by("-opens_at", "-pk")


def ask(model_admin, request, rows, form, *, action, title, note):
    """The page that asks why, and tells how many mails go."""
    mails = len([person for row in rows for person in entries.people_told(getattr(row, "teko", row))])
    told = ngettext("Tämä lähettää %(counter)s viestin.", "Tämä lähettää %(counter)s viestiä.", mails)
    context = model_admin.admin_site.each_context(request) | {
        "title": title, "form": form, "rows": rows, "opts": model_admin.opts, "action": action,
        "note": f"{note} {told % {'counter': mails}}",
    }  # fmt: skip
    return render(request, "admin/ask_first.html", context, status=422 if form.is_bound else 200)


def each(model_admin, request, rows, verb, done):
    """Do it to each; one refusal stops no other."""
    for row in rows:
        try:
            verb(row)
        except Refused as refused:
            model_admin.message_user(request, f"{row}: {refused.reason}", messages.ERROR)
        else:
            model_admin.message_user(request, done % {"title": row}, messages.SUCCESS)


@admin.action(description=gettext_lazy("Ilmoita kampanjaan tekijöiden puolesta"))
def enter_for_authors(model_admin, request, queryset):
    """An action of the list of acts."""
    form = answered(IntoForm, request)
    if not form.is_valid():
        note = _("Teot ilmoitetaan kampanjaan tekijöidensä puolesta.")
        title = _("Ilmoita kampanjaan tekijöiden puolesta")
        return ask(model_admin, request, queryset, form, action="enter_for_authors", title=title, note=note)
    given = {"kampanja": form.cleaned_data["kampanja"], "reason": form.cleaned_data["reason"]}
    return each(
        model_admin,
        request,
        queryset,
        lambda teko: entries.enter(teko, by=request.user, **given),
        _("%(title)s: ilmoitettu kampanjaan."),
    )


@admin.register(Osallistuminen)
class OsallistuminenAdmin(Exported, admin.ModelAdmin):
    """Read here; entries change through the verbs alone."""

    list_display = ("title", "kampanja", "organisation", "entered_at", "state_told", "act_state", "replacing")
    list_display_links = None
    list_filter = ("kampanja", StateFilter, "teko__sectors", "organisation__type", "organisation__region")
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
        """Which sectors and regions have sent acts, and where nothing has come from yet."""
        kampanja = get_object_or_404(Kampanja, pk=key)
        page = Coverage(kampanja, type=request.GET.get("tyyppi", ""))
        context = self.admin_site.each_context(request) | {
            "title": _("Kattavuus"), "kampanja": kampanja, "page": page, "opts": self.opts,
        }  # fmt: skip
        return render(request, "admin/teot/osallistuminen/coverage.html", context)

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
        if not form.is_valid():
            note = _("Teot jäävät torille, mutta eivät ole enää mukana kampanjassa.")
            title = _("Poista kampanjasta")
            return ask(self, request, queryset, form, action="leave_out", title=title, note=note)
        reason = form.cleaned_data["reason"]
        done = _("%(title)s: poistettu kampanjasta.")
        return each(self, request, queryset, lambda entry: entries.exclude(entry, by=request.user, reason=reason), done)

    @admin.action(description=gettext_lazy("Siirrä toiseen kampanjaan"))
    def move(self, request, queryset):
        form = answered(IntoForm, request)
        if not form.is_valid():
            note = _("Kampanjan haun on täytynyt olla auki, kun teko ilmoitettiin, tai olla auki nyt.")
            title = _("Siirrä toiseen kampanjaan")
            return ask(self, request, queryset, form, action="move", title=title, note=note)
        given = {"to": form.cleaned_data["kampanja"], "reason": form.cleaned_data["reason"]}
        done = _("%(title)s: siirretty.")
        return each(self, request, queryset, lambda entry: entries.move(entry, by=request.user, **given), done)
