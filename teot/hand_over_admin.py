"""Staff give acts of somebody who has left to a colleague."""

from django.contrib import admin, messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.asking import answered
from tekojentori.refusals import Refused
from teot import authors
from teot.forms import HandOverForm


@admin.action(description=gettext_lazy("Luovuta kollegalle"))
def hand_over(model_admin, request, queryset):
    """After a page that asks to whom."""
    form = answered(HandOverForm, request)
    if not form.is_valid():
        context = model_admin.admin_site.each_context(request) | {
            "title": _("Luovuta kollegalle"), "form": form, "rows": queryset, "opts": model_admin.opts,
            "action": "hand_over", "note": _("Ilmoittaja vaihtuu, ja entinen ei voi enää muokata tekoa."),
        }  # fmt: skip
        return render(request, "admin/ask_first.html", context)
    for teko in queryset:
        try:
            authors.hand_over(teko, by=request.user, email=form.cleaned_data["email"])
        except Refused as refused:
            model_admin.message_user(request, f"{teko}: {refused.reason}", messages.ERROR)
        else:
            model_admin.message_user(request, _("%(title)s: luovutettu.") % {"title": teko}, messages.SUCCESS)
