"""Staff's pages of what is done to a campaign: each says first what follows and how many mails go."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kampanjat import cancelling, copying, extending, readiness
from kampanjat.kampanja_forms import CopyForm, ExtensionForm, ReasonForm
from kampanjat.models import Kampanja
from tekojentori.refusals import Refused

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def show(request, kampanja, title, status=200, **context):
    """A page that asks before it acts. `mails`: how many go; None while it is not known yet."""
    context = admin.site.each_context(request) | {
        "title": title, "kampanja": kampanja, "opts": Kampanja._meta, "mails": 0, "label": title,
    } | context  # fmt: skip
    return render(request, "admin/kampanjat/kampanja/ask.html", context, status=status)


def conclude(request, kampanja, verb, done):
    """Do it and say how it went; back to the campaign, or to what the verb gave."""
    try:
        given = verb()
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("admin:kampanjat_kampanja_change", kampanja.pk)
    messages.success(request, done)
    return redirect("admin:kampanjat_kampanja_change", given.pk if isinstance(given, Kampanja) else kampanja.pk)


@read_or_write
def publish(request, key):
    kampanja = get_object_or_404(Kampanja, pk=key)
    missing = readiness.missing(kampanja) or readiness.tried(kampanja)
    if request.method == "POST" and not missing:
        return conclude(request, kampanja, lambda: kampanja.publish(by=request.user), _("Kampanja on julkaistu."))
    note = _("Kampanja tulee kaikkien nähtäville, ja sen osoite jää pysyväksi.")
    status = 422 if request.method == "POST" else 200
    return show(request, kampanja, _("Julkaise kampanja"), status, missing=missing, note=note, checked=True)


@read_or_write
def cancel(request, key):
    kampanja = get_object_or_404(Kampanja, pk=key)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        verb = lambda: kampanja.cancel(by=request.user, reason=reason)  # noqa: E731
        return conclude(request, kampanja, verb, _("Kampanja on peruttu."))
    mails = len({address for mailed in cancelling.MAILED for address in mailed(kampanja)})
    note = _("Kampanja jää näkyviin peruttuna. Ilmoitetut teot pysyvät torilla. Tätä ei voi perua.")
    return show(request, kampanja, _("Peru kampanja"), 422 if form.is_bound else 200, form=form, mails=mails, note=note)


@read_or_write
def extend(request, key):
    """First how many mails would go, then, confirmed, the extension."""
    kampanja = get_object_or_404(Kampanja, pk=key)
    form, title = ExtensionForm(request.POST or None), _("Anna lisäaikaa")
    note = _("Lisäaika avaa haun uudelleen vain niille, joita se koskee. Sitä ei voi ottaa takaisin.")
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return show(request, kampanja, title, status, form=form, mails=None, note=note, label=_("Tarkista"))
    given = form.cleaned_data
    if "confirmed" in request.POST:
        verb = lambda: kampanja.extend(by=request.user, **given) and None  # noqa: E731
        return conclude(request, kampanja, verb, _("Lisäaika on annettu."))
    asked = (kampanja, given["until"], given["organisation"])
    mails = len({address for mailed in extending.MAILED for address in mailed(*asked)})
    return show(request, kampanja, title, form=form, mails=mails, note=note, confirmed=True)


@read_or_write
def copy(request, key):
    kampanja = get_object_or_404(Kampanja, pk=key)
    form = CopyForm(request.POST or None)
    note = _("Uusi kampanja on luonnos. Ajat siirtyvät 52 viikkoa: viikonpäivä ja kellonaika pysyvät.")
    if form.is_valid():
        try:
            new = copying.copy(kampanja, slug=form.cleaned_data["slug"], by=request.user)
        except Refused as refused:
            form.add_error("slug", refused.reason)
        else:
            messages.success(request, _("Kampanja on kopioitu. Tarkista ajat ja tekstit."))
            return redirect("admin:kampanjat_kampanja_change", new.pk)
    return show(request, kampanja, _("Kopioi kampanja"), 422 if form.is_bound else 200, form=form, note=note)
