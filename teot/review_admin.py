"""Staff's queue: acts with a version that waits, oldest first."""

from django.contrib import admin, messages
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tekojentori.refusals import Refused
from teot import review_views
from teot.confirming import MOST
from teot.models import Kasiteltava, Teko
from teot.models.ratkaisu import moment
from teot.review_page import age, changes_in_words
from teot.reviewing import DECISIONS


def decision_action(slug: str):
    """An action of a list that leads to the confirmation of a decision."""

    @admin.action(description=DECISIONS[slug].label)
    def confirm(modeladmin, request, queryset):
        rows = list(queryset.values_list("pk", "submitted_version_id")[: MOST + 1])
        if len(rows) > MOST:
            return modeladmin.message_user(
                request, _("Valitse enintään %(most)s tekoa kerralla.") % {"most": MOST}, messages.ERROR
            )
        chosen = {"teko": [key for key, _version in rows]}
        chosen |= {f"versio-{key}": version for key, version in rows if version}
        return redirect(reverse("admin:teot_kasiteltava_decide", args=[slug], query=chosen))

    confirm.__name__ = f"confirm_{DECISIONS[slug].verb}"
    return confirm


def labelled(label: str, value: str):
    """The value of a column, with what it is on a phone, where the list has no heads of columns."""
    return format_html('<span class="on-phone">{}: </span>{}', label, value or "–")


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("uusi vai muokattu")
    parameter_name = "laji"

    def lookups(self, request, model_admin):
        return [("uusi", _("Uusi teko")), ("muokattu", _("Muokattu julkaistu teko"))]

    def queryset(self, request, queryset):
        states = {"uusi": Teko.State.SUBMITTED, "muokattu": Teko.State.PUBLISHED}
        return queryset.filter(state=states[self.value()]) if self.value() in states else queryset


class ClaimFilter(admin.SimpleListFilter):
    title = gettext_lazy("käsittelijä")
    parameter_name = "kasittelija"

    def lookups(self, request, model_admin):
        return [("vapaa", _("Vapaa")), ("mina", _("Minulla")), ("muut", _("Muilla"))]

    def queryset(self, request, queryset):
        mine = Q(claimed_by=request.user)
        wanted = {"vapaa": Q(claimed_by=None), "mina": mine, "muut": Q(claimed_by__isnull=False) & ~mine}
        return queryset.filter(wanted[self.value()]) if self.value() in wanted else queryset


class SectorFilter(admin.RelatedOnlyFieldListFilter):
    """Sectors of the acts that wait. "None" is no choice: an act is not sent without one."""

    include_empty_choice = False


@admin.register(Kasiteltava)
class KasiteltavaAdmin(admin.ModelAdmin):
    list_display = ("waited", "told", "changes", "claim_told")
    list_display_links = None
    list_filter = (
        KindFilter,
        ClaimFilter,
        ("sectors", SectorFilter),
        ("owner__region", admin.RelatedOnlyFieldListFilter),
        "language",
    )
    search_fields = ("title", "owner__name_fi", "owner__name_sv", "author__email")
    sortable_by = ()
    ordering = ("waits_since", "pk")
    list_per_page = 50
    show_full_result_count = False
    empty_value_display = gettext_lazy("Ei ole")
    actions = (*(decision_action(slug) for slug in ("julkaise", "palauta", "hylkaa")), "claim", "release")

    def get_queryset(self, request):
        return super().get_queryset(request).waiting().for_queue()

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, (extra_context or {}) | {"title": _("Käsiteltävät teot")})

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        def at(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"teot_kasiteltava_{name}")

        return [
            at("", self.changelist_view, "changelist"),
            at("paatos/<slug:slug>/", review_views.decide, "decide"),
            at("tulos/", review_views.outcome, "outcome"),
            at("<key:key>/change/", review_views.act, "change"),
            at("<key:key>/esikatselu/<key:version>/", review_views.preview, "preview"),
            at("<key:key>/ota/", review_views.claim, "claim"),
            at("<key:key>/vapauta/", review_views.release, "release"),
            at("<key:key>/muistiinpano/", review_views.note, "note"),
            at("<key:key>/tarkistus/", review_views.check, "check"),
            at("<key:key>/korjaa/", review_views.correct, "correct"),
        ]

    @admin.display(description=gettext_lazy("odottanut"))
    def waited(self, teko):
        return labelled(_("odottanut"), age(teko.waits_since))

    @admin.display(description=gettext_lazy("teko"))
    def told(self, teko):
        """What it is called, whether it is new, whose it is and of which sectors: as its authors sent it."""
        document, language = teko.submitted_version.document, get_language()
        fit = teko.author.fit_told if teko.author else ""
        return format_html(
            '<a href="{}">{}</a><br><span class="quiet">{} · {} · {}</span>{}',
            reverse("admin:teot_kasiteltava_change", args=[teko.pk]),
            document["title"],
            self.kind(teko),
            document["owner"]["name"][language],
            ", ".join(sector["name"][language] for sector in document["sectors"]),
            format_html('<br><strong class="review-fit">{}: {}</strong>', teko.author.email, fit) if fit else "",
        )

    def kind(self, teko):
        if teko.state == Teko.State.PUBLISHED:
            return _("muokattu")
        return _("lähetetty uudelleen") if teko.last_decided else _("uusi")

    @admin.display(description=gettext_lazy("muuttunut"))
    def changes(self, teko):
        changed = changes_in_words(next(iter(teko.last_decided), None), teko.submitted_version)
        return labelled(_("muuttunut"), changed)

    @admin.display(description=gettext_lazy("käsittelijä"))
    def claim_told(self, teko):
        claimed = f"{teko.claimed_by}, {moment(teko.claimed_at)}" if teko.claimed_by else ""
        return labelled(_("käsittelijä"), claimed)

    @admin.action(description=gettext_lazy("Ota käsittelyyn"))
    def claim(self, request, queryset):
        self.each(request, queryset, "claim", _("Otit käsittelyyn: %(title)s"))

    @admin.action(description=gettext_lazy("Vapauta muille"))
    def release(self, request, queryset):
        self.each(request, queryset, "release", _("Vapaa muille: %(title)s"))

    def each(self, request, queryset, verb, done):
        for teko in queryset:
            try:
                getattr(teko, verb)(by=request.user)
            except Refused as refused:
                self.message_user(request, f"{teko.title}: {refused.reason}", messages.ERROR)
            else:
                self.message_user(request, done % {"title": teko.title}, messages.SUCCESS)
