from django import forms
from django.contrib import admin, messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.address_field import AddressField
from tekojentori.asking import answered
from tekojentori.models import Mykistys
from tekojentori.open_form import Words
from tekojentori.plain_form import PlainForm

NOTE = gettext_lazy("Näihin osoitteisiin lähtee taas viestejä. Lähettämättä jääneet lähetät sähköpostien luettelosta.")


class MuteForm(PlainForm):
    """An address that is muted already is told, with why."""

    email = AddressField(label=gettext_lazy("Osoite"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))

    def clean_email(self):
        email = self.cleaned_data["email"]
        standing = Mykistys.objects.of(email)
        if standing:
            raise forms.ValidationError(standing.told)
        return email


class LiftForm(forms.Form):
    reason = Words(
        label=gettext_lazy("Syy"), limit=300, one_line=True, help_text=gettext_lazy("Jää mykistysten luetteloon.")
    )


@admin.register(Mykistys)
class MykistysAdmin(admin.ModelAdmin):
    """Addresses that get no mail: refused by their mail server, or muted by staff. Nothing is changed afterwards."""

    form = MuteForm
    list_display = ("email", "reason", "muted_at", "muted_by", "lifted_at", "lifted_by", "lift_reason")
    list_filter = (("lifted_at", admin.EmptyFieldListFilter), ("muted_by", admin.EmptyFieldListFilter))
    list_select_related = ("muted_by", "lifted_by")
    search_fields = ("email", "reason")
    actions = ("lift",)

    def get_fields(self, request, obj=None):
        return self.list_display if obj else ("email", "reason")

    def get_readonly_fields(self, request, obj=None):
        return self.list_display if obj else ()

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        row = Mykistys.objects.mute(obj.email, reason=obj.reason, by=request.user)
        obj.pk, obj.muted_by = row.pk, row.muted_by

    @admin.action(description=gettext_lazy("Poista mykistys"))
    def lift(self, request, queryset):
        """After a page that asks why."""
        form = answered(LiftForm, request)
        rows = queryset.standing()
        if not form.is_valid():
            context = self.admin_site.each_context(request) | {
                "title": _("Poista mykistys"), "form": form, "rows": rows, "opts": self.opts,
                "action": "lift", "note": NOTE,
            }  # fmt: skip
            return render(request, "admin/ask_first.html", context)
        for row in rows:
            row.lift(by=request.user, **form.cleaned_data)
            self.message_user(request, _("%(email)s: mykistys on poistettu.") % {"email": row.email}, messages.SUCCESS)
