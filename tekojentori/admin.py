from django import forms
from django.contrib import admin, messages
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from kampanjat import kirje_admin  # noqa: F401 - importing registers it
from tekojentori import mykistys_admin, sahkoposti_admin, user_admin  # noqa: F401 - importing registers them
from tekojentori.asking import answered
from tekojentori.choosing import Choosing
from tekojentori.exporting import Exported
from tekojentori.models import Organisaatio, Sivu
from tekojentori.open_form import Words
from tekojentori.refusals import Refused, status_of
from tekojentori.versioned_admin import VersionedAdmin
from teot import actions
from teot.models import Teko

#: Duplicates come by twos and threes: more is a slip of the hand.
MOST_MERGED = 10
#: Between these an organisation may end: the first year of municipalities, and as far as decisions reach.
FIRST_YEAR, YEARS_AHEAD = 1865, 20


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(
        Organisaatio.objects.none(), label=gettext_lazy("Mikä jää?"), empty_label=None, widget=forms.RadioSelect
    )
    reason = Words(label=gettext_lazy("Syy"), limit=300, one_line=True, required=False)

    def __init__(self, data, organisations):
        super().__init__(data)
        self.fields["into"].queryset = organisations

    def act(self, organisations, by):
        actions.merge_organisations(organisations, by=by, **self.cleaned_data)


class EndForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Viimeinen päivä"),
        required=False,
        help_text=gettext_lazy("Päivä, kuukausi ja vuosi, esimerkiksi 31.12.2026. Tyhjä päivä peruu lopettamisen."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        input_formats=["%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Kirjoita päivä näin: 31.12.2026")},
    )
    successor = forms.ModelChoiceField(
        Organisaatio.objects.none(), label=gettext_lazy("Seuraaja"), required=False, empty_label=gettext_lazy("Ei ole")
    )
    reason = Words(label=gettext_lazy("Syy"), limit=300, one_line=True, required=False)

    def __init__(self, data, organisations):
        super().__init__(data)
        self.fields["successor"].queryset = Organisaatio.objects.listed().exclude(pk__in=organisations)
        self.organisation = organisations.get()

    def clean(self):
        """Without a day one that has been ended goes on, and has no successor."""
        on, successor = self.cleaned_data.get("on"), self.cleaned_data.get("successor")
        if "on" in self.cleaned_data and not on and (successor or not self.organisation.valid_until):
            self.add_error("on", _("Kirjoita viimeinen päivä, esimerkiksi 31.12.2026."))
        elif on and not FIRST_YEAR <= on.year <= timezone.localdate().year + YEARS_AHEAD:
            self.add_error("on", _("Tarkista vuosi: %(year)s.") % {"year": on.year})

    def act(self, organisations, by):
        actions.end_organisation(self.organisation, by=by, **self.cleaned_data)


@admin.register(Organisaatio)
class OrganisaatioAdmin(Choosing, Exported, VersionedAdmin):
    list_display = ("name_fi", "code", "type", "region", "valid_until", "successor", "merged_into")
    list_filter = ("type", "region", ("valid_until", admin.EmptyFieldListFilter))
    list_select_related = ("region", "successor", "merged_into")
    search_fields = ("name_fi", "name_sv", "name_en", "=code")
    readonly_fields = ("valid_until", "successor", "merged_into")
    autocomplete_fields = ("parent",)
    export_columns = (
        "code", "type", "name_fi", "name_sv", "name_en", "region", "valid_from", "valid_until", "successor",
    )  # fmt: skip
    actions = ("merge", "end")

    def view_on_site(self, obj):
        return reverse("teot:organisation", args=[obj.code])

    def get_readonly_fields(self, request, obj=None):
        """A code is kept for ever."""
        return (*self.readonly_fields, "code") if obj else self.readonly_fields

    def get_deleted_objects(self, objs, request):
        deleted, counts, lacking, protected = super().get_deleted_objects(objs, request)
        shared = Teko.objects.filter(partners__in=objs).distinct()
        return deleted, counts, lacking, [*protected, *(str(teko) for teko in shared)]

    @admin.action(description=gettext_lazy("Yhdistä kaksoiskappaleet"))
    def merge(self, request, queryset):
        if not 2 <= queryset.count() <= MOST_MERGED:
            message = _("Valitse vähintään kaksi ja enintään %(most)s organisaatiota.") % {"most": MOST_MERGED}
            return self.message_user(request, message, messages.ERROR)
        return self.confirm(request, queryset, MergeForm, "merge", _("Yhdistä kaksoiskappaleet"))

    @admin.action(description=gettext_lazy("Lopeta ja nimeä seuraaja"))
    def end(self, request, queryset):
        if queryset.count() != 1:
            return self.message_user(request, _("Valitse yksi organisaatio."), messages.ERROR)
        return self.confirm(request, queryset, EndForm, "end", _("Lopeta ja nimeä seuraaja"))

    def confirm(self, request, queryset, form_class, action, title):
        form = answered(form_class, request, queryset)
        if form.is_valid():
            try:
                form.act(queryset, request.user)
            except Refused as refused:
                form.add_error(None, refused.reason)
            else:
                return self.message_user(request, _("Tallennettu."), messages.SUCCESS)
        context = self.admin_site.each_context(request) | {
            "title": title, "form": form, "action": action, "rows": actions.involved(queryset), "opts": self.opts,
        }  # fmt: skip
        return render(request, "admin/confirm_action.html", context, status=status_of(form))


@admin.register(Sivu)
class SivuAdmin(Exported, VersionedAdmin):
    list_display = ("title_fi", "slug", "changed_at", "changed_by")
    list_select_related = ("changed_by",)
    readonly_fields = ("slug",)
    export_columns = (
        "slug", "title_fi", "title_sv", "title_en", "text_fi", "text_sv", "text_en", "changed_at", "changed_by",
    )  # fmt: skip

    def view_on_site(self, obj):
        return reverse({"tietoa": "about", "tietosuoja": "privacy", "saavutettavuus": "accessibility"}[obj.slug])

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


# Tasks are the machine's own book-keeping: what they are about has its own pages.
admin.site.unregister(DBTaskResult)
