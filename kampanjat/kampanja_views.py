"""Staff's pages of what is done to a campaign: each says first what follows and how many mails go."""

from functools import partial

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kampanjat import cancelling, copying, extending, opening, readiness
from kampanjat.kampanja_forms import CancelForm, CopyForm, ExtensionForm
from kampanjat.models import Kampanja
from tekojentori.mail_count import MailCount
from tekojentori.refusals import Refused, goes_by, status_of

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def context_of(request, kampanja, title, **context) -> dict:
    """What every page about the campaign needs, and its own."""
    return admin.site.each_context(request) | {"title": title, "kampanja": kampanja, "opts": Kampanja._meta} | context


def show(request, kampanja, title, status=200, **context):
    """A page that asks before it acts. `mails`: how many go; None while it is not known yet."""
    context = context_of(request, kampanja, title, **{"mails": MailCount(0, 0), "label": title} | context)
    return render(request, "admin/kampanjat/kampanja/ask.html", context, status=status)


def conclude(request, kampanja, verb, done):
    """Do it, say how it went, and go back to the campaign."""
    try:
        verb()
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, done)
    return redirect("admin:kampanjat_kampanja_change", kampanja.pk)


def counted(doors, *asked) -> MailCount:
    """How many go to those whom the apps above mail: one to each address."""
    return MailCount.of({address for mailed in doors for address in mailed(*asked)})


@read_or_write
def publish(request, key):
    kampanja = get_object_or_404(Kampanja, pk=key)
    missing = readiness.missing(kampanja) or readiness.tried(kampanja)
    if request.method == "POST" and not missing:
        return conclude(request, kampanja, partial(kampanja.publish, by=request.user), _("Kampanja on julkaistu."))
    note = _("Kampanja tulee kaikkien nähtäville, ja sen osoite jää pysyväksi.")
    status = 422 if request.method == "POST" else 200
    mails = MailCount.of(opening.told_by_publishing(kampanja, timezone.now()))
    title = _("Julkaise kampanja")
    return show(request, kampanja, title, status, missing=missing, note=note, checked=True, mails=mails)


@read_or_write
def cancel(request, key):
    kampanja = get_object_or_404(Kampanja, pk=key)
    form = CancelForm(request.POST or None)
    if goes_by(form, lambda: kampanja.cancel(by=request.user, **form.cleaned_data), field="reason"):
        messages.success(request, _("Kampanja on peruttu."))
        return redirect("admin:kampanjat_kampanja_change", key)
    mails = None if kampanja.is_cancelled else counted(cancelling.MAILED, kampanja)
    note = _("Kampanja jää näkyviin peruttuna. Ilmoitetut teot pysyvät torilla. Tätä ei voi perua.")
    return show(request, kampanja, _("Peru kampanja"), status_of(form), form=form, mails=mails, note=note, waits=True)


@read_or_write
def extend(request, key):
    """First how many mails would go, then, confirmed, the extension."""
    kampanja = get_object_or_404(Kampanja, pk=key)
    form = ExtensionForm(kampanja, request.POST or None)
    if not form.is_valid():
        return ask_extension(request, form, mails=None, label=_("Tarkista"))
    if "confirmed" in request.POST:
        verb = partial(kampanja.extend, by=request.user, **form.cleaned_data)
        return conclude(request, kampanja, verb, _("Lisäaika on annettu."))
    given = form.cleaned_data
    doors = [] if form.is_given(**given) else extending.MAILED
    mails = counted(doors, kampanja, given["until"], given["organisation"])
    return ask_extension(request, form, mails=mails, waits=True, confirmed=True)


def ask_extension(request, form, **context):
    note = _("Lisäaika avaa haun uudelleen vain niille, joita se koskee. Sitä ei voi ottaa takaisin.")
    return show(request, form.kampanja, _("Anna lisäaikaa"), status_of(form), form=form, note=note, **context)


@read_or_write
def copy(request, key):
    kampanja = get_object_or_404(Kampanja, pk=key)
    form = CopyForm(request.POST or None, initial=copying.proposed(kampanja))
    if form.is_valid():
        try:
            new = copying.copy(kampanja, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("slug", refused.reason)
        else:
            messages.success(request, _("Kampanja on kopioitu. Tarkista ajat ja tekstit."))
            return redirect("admin:kampanjat_kampanja_change", new.pk)
    note = _("Uusi kampanja on luonnos. Ajat siirtyvät 52 viikkoa: viikonpäivä ja kellonaika pysyvät.")
    return show(request, kampanja, _("Kopioi kampanja"), status_of(form), form=form, note=note)
