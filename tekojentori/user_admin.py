"""People, as programme staff see them."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin  # noqa: F401 - importing registers groups
from django.contrib.auth.models import Group
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.address_field import AddressField
from tekojentori.asking import answered
from tekojentori.choosing import Choosing
from tekojentori.exporting import Exported
from tekojentori.models import User, Yhteyshenkilo
from tekojentori.models.user import AddressFit
from tekojentori.open_form import Words
from tekojentori.plain_form import PlainForm
from tekojentori.refusals import Refused


class AddressFitFilter(admin.SimpleListFilter):
    title = gettext_lazy("sähköpostin pääte")
    parameter_name = "paate"

    def lookups(self, request, model_admin):
        return AddressFit.choices

    def queryset(self, request, queryset):
        return queryset.filter(address_fit=self.value()) if self.value() else queryset


RESET = gettext_lazy(
    "Varmista ensin muuta tietä kuin sähköpostilla, että pyytäjä on hän itse. "
    "Nollaus kirjaa hänet ulos kaikkialta, ja hän saa siitä viestin."
)


class ReasonForm(forms.Form):
    reason = Words(label=gettext_lazy("Syy"), limit=300, one_line=True, help_text=gettext_lazy("Jää historiaan."))


class ContactInline(Choosing, admin.TabularInline):
    """The organisations whose contact the person is."""

    model = Yhteyshenkilo
    fk_name = "user"
    autocomplete_fields = ("organisation",)
    extra = 0


class UserForm(PlainForm):
    email = AddressField(label=gettext_lazy("Sähköposti"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))

    def clean(self):
        """An organisation of the list takes the place of one that was told in free words."""
        cleaned = super().clean()
        if cleaned.get("organisation"):
            cleaned["unlisted_organisation"] = ""
        if self.instance.pk and not (cleaned.get("is_staff") and cleaned.get("is_active")):
            try:
                User.objects.get(pk=self.instance.pk).require_may_leave()
            except Refused as refused:
                self.add_error("is_staff", refused.reason)
        return cleaned


@admin.register(User)
class UserAdmin(Choosing, Exported, admin.ModelAdmin):
    form = UserForm
    list_display = ("email", "fit", "name", "organisation", "is_staff", "is_active")
    list_filter = (AddressFitFilter, "is_staff", "is_active", "language")
    list_select_related = ("organisation",)
    search_fields = ("email", "name", "unlisted_organisation", "organisation__name_fi", "organisation__name_sv")
    fields = (
        "email", "name", "title", "organisation", "unlisted_organisation", "fit", "language",
        "is_staff", "is_active", "joined_at",
    )  # fmt: skip
    readonly_fields = ("fit", "joined_at")
    autocomplete_fields = ("organisation",)
    export_columns = ("email", "name", "title", "organisation", "unlisted_organisation", "is_staff", "is_active")
    inlines = (ContactInline,)
    actions = ("learn_domain", "reset_second_step")

    def get_queryset(self, request):
        return super().get_queryset(request).with_address_fit()

    def get_readonly_fields(self, request, obj=None):
        """People change their own addresses, since only they can prove a new one."""
        return (*self.readonly_fields, "email") if obj else self.readonly_fields

    def has_delete_permission(self, request, obj=None):
        """People delete their own accounts; staff close them."""
        return False

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        for contact in formset.save(commit=False):
            contact.named_by = request.user
            contact.save()
        for contact in formset.deleted_objects:
            contact.delete()

    @admin.display(description=gettext_lazy("sähköpostin pääte"), ordering="address_fit")
    def fit(self, obj):
        return AddressFit(obj.address_fit).label if getattr(obj, "address_fit", "") else "–"

    @admin.action(description=gettext_lazy("Sähköpostin pääte kuuluu organisaatiolle"))
    def learn_domain(self, request, queryset):
        for user in queryset.exclude(organisation=None).select_related("organisation"):
            names = {"domain": user.domain, "organisation": user.organisation.name}
            try:
                user.organisation.learn_domain(user.domain, by=request.user)
            except Refused as refused:
                self.message_user(request, f"{user.email}: {refused.reason}", messages.ERROR)
            else:
                self.message_user(request, _("%(domain)s kuuluu nyt: %(organisation)s.") % names, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Nollaa vahvistus (laite kadonnut)"))
    def reset_second_step(self, request, queryset):
        """After a page that asks why."""
        form = answered(ReasonForm, request)
        if not form.is_valid():
            context = self.admin_site.each_context(request) | {
                "title": _("Nollaa vahvistus"), "form": form, "rows": queryset, "opts": self.opts,
                "action": "reset_second_step", "note": RESET,
            }  # fmt: skip
            return render(request, "admin/ask_first.html", context)
        for user in queryset:
            try:
                user.reset_second_step(by=request.user, **form.cleaned_data)
            except Refused as refused:
                self.message_user(request, f"{user.email}: {refused.reason}", messages.ERROR)
            else:
                self.message_user(request, _("%(user)s: vahvistus on nollattu.") % {"user": user}, messages.SUCCESS)


# Staff are all alike: there are no groups of them.
admin.site.unregister(Group)
# Their rows hold secrets, and nobody needs to see them.
admin.site.unregister([Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken])
