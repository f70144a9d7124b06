"""Staff's page for letting jurors read a later version of an entry: which one, why, and what they will see."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tekojentori.moments import moment
from tekojentori.open_form import Words
from tekojentori.refusals import Refused
from teot.models import Osallistuminen, Versio
from teot.review_page import difference

LIST = "admin:teot_osallistuminen_changelist"


class VersionField(forms.ModelChoiceField):
    def label_from_instance(self, version: Versio) -> str:
        told = {"number": version.number, "title": version.document["title"], "when": moment(version.created_at)}
        return _("Versio %(number)s: ”%(title)s”, lähetetty %(when)s") % told


class ReplaceForm(forms.Form):
    use_required_attribute = False
    version = VersionField(
        Versio.objects.none(),
        label=gettext_lazy("Versio, jonka raati lukee"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Valitse versio.")},
    )
    reason = Words(
        label=gettext_lazy("Syy"),
        limit=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Näytetään raadille teon yhteydessä ja jää historiaan."),
        error_messages={"required": gettext_lazy("Kirjoita syy.")},
    )

    def __init__(self, entry: Osallistuminen, data=None):
        super().__init__(data)
        self.fields["version"].queryset = later_versions(entry)


def later_versions(entry: Osallistuminen):
    """The accepted versions of its act that are newer than the one that it is bound to."""
    bound = entry.bound_version
    rows = entry.teko.versiot.filter(ratkaisu__kind="published", number__gt=bound.number) if bound else Versio.objects
    return rows.order_by("-number") if bound else rows.none()


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request, key):
    """First what jurors would see, then, confirmed, the change."""
    entry = get_object_or_404(Osallistuminen.objects.select_related("teko", "kampanja", "organisation"), pk=key)
    form = ReplaceForm(entry, request.POST or None)
    if not form.is_valid():
        return show(request, entry, form, 422 if form.is_bound else 200)
    if "confirmed" in request.POST:
        return conclude(request, entry, form)
    version = form.cleaned_data["version"]
    parts = [part for part in difference(entry.bound_version, version) if part.is_changed]
    return show(request, entry, form, changes=parts, version=version, confirmed=True)


def conclude(request, entry, form):
    try:
        entry.replace_frozen(by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.reason)
        return show(request, entry, form, 422)
    done = _("Raati lukee nyt version %(number)s.") % {"number": form.cleaned_data["version"].number}
    messages.success(request, done)
    return redirect(LIST)


def show(request, entry, form, status=200, **context):
    context = admin.site.each_context(request) | {
        "title": _("Vaihda raadin lukema versio"), "entry": entry, "bound": entry.bound_version, "form": form,
        "opts": Osallistuminen._meta, "versions": form.fields["version"].queryset,
    } | context  # fmt: skip
    return render(request, "admin/teot/osallistuminen/replace.html", context, status=status)
