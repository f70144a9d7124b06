"""Staff's page of a campaign's mails that wait: what they say, when they go, and buttons to send or to stop them."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kampanjat import holding
from kampanjat.kampanja_views import context_of, read_or_write
from kampanjat.models import Kampanja
from tekojentori.mail_count import MailCount
from tekojentori.open_form import Words
from tekojentori.refusals import status_of


class VoidForm(forms.Form):
    use_required_attribute = False
    reason = Words(
        label=gettext_lazy("Miksi viestit perutaan"),
        limit=300,
        one_line=True,
        help_text=gettext_lazy("Jää viestien tietoihin. Lisäaika tai peruuttaminen jää voimaan."),
        error_messages={"required": gettext_lazy("Kirjoita syy.")},
    )


@read_or_write
def held(request, key):
    kampanja = get_object_or_404(Kampanja, pk=key)
    rows, form = holding.held(kampanja), VoidForm(request.POST if "void" in request.POST else None)
    if "release" in request.POST:
        count = rows.release(by=request.user)
        return done(request, key, ngettext("%(count)s viesti lähtee.", "%(count)s viestiä lähtee.", count), count)
    if form.is_valid():
        count = rows.void(by=request.user, **form.cleaned_data)
        return done(request, key, ngettext("%(count)s viesti peruttiin.", "%(count)s viestiä peruttiin.", count), count)
    parts = {"form": form, "rows": rows, "mails": MailCount.of(row.to for row in rows)}
    context = context_of(request, kampanja, _("Lähtevät viestit"), **parts)
    return render(request, "admin/kampanjat/kampanja/held.html", context, status=status_of(form))


def done(request, key, sentence, count):
    messages.success(request, sentence % {"count": count})
    return redirect("admin:kampanjat_kampanja_change", key)
