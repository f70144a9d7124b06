"""Staff's pages of a jury's seats and of a category's ready criteria. The admin wraps each view."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palkinnot.admin_forms import InvitationForm, ReasonForm, ReplacementForm, SetForm
from palkinnot.models import Raati, Raatilainen, Sarja
from tekojentori.mail_count import MailCount
from tekojentori.models import Mykistys
from tekojentori.refusals import done, status_of


def show(request, model, title, note, back, form, mails=None):
    """One page for each thing that is asked and confirmed."""
    context = admin.site.each_context(request) | {"title": title, "opts": model._meta, "note": note}
    context |= {"form": form, "back": back, "mails": mails}
    return render(request, "admin/palkinnot/ask.html", context, status=status_of(form))


def invitation_in(request) -> MailCount:
    """The one mail that the button sends, unless the address that was typed is muted."""
    return MailCount.of([request.POST.get("email", "")])


def tell(request, juror: Raatilainen) -> None:
    """Whether a mail went to whom was invited."""
    if juror.accepted_at:
        message = _("%(email)s on taas raadissa. Kutsuun on suostuttu jo aiemmin, joten uutta ei lähetetty.")
        messages.success(request, message % {"email": juror.email})
    elif Mykistys.objects.of(juror.email):
        message = _("Kutsu on kirjattu, mutta viesti ei lähde, koska osoite on mykistetty: %(email)s")
        messages.warning(request, message % {"email": juror.email})
    else:
        messages.success(request, _("Kutsu on lähetetty: %(email)s") % {"email": juror.email})


def seats_of(raati) -> list[Raatilainen]:
    rows = Raatilainen.objects.filter(raati=raati).select_related("organisation", "replaces")
    return list(rows.with_standing().order_by("ended_at", "role", "name", "pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def use_set(request, key):
    sarja = get_object_or_404(Sarja, pk=key)
    form = SetForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(form, lambda: sarja.use_set(form.cleaned_data["slug"], by=request.user)):
        messages.success(request, _("Kriteerit on lisätty. Muokkaa niitä vapaasti."))
        return redirect("admin:palkinnot_sarja_change", key)
    note = _("Sarja saa kriteeristön kriteerit ohjeineen. Niitä voi sen jälkeen muuttaa.")
    return show(request, Sarja, _("Aloita valmiista kriteeristöstä"), note, sarja, form)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, key):
    raati = get_object_or_404(Raati.objects.select_related("kampanja"), pk=key)
    form = InvitationForm(request.POST if request.method == "POST" else None, instance=Raatilainen(raati=raati))
    if form.is_valid() and done(form, lambda: Raatilainen.objects.invite(raati, by=request.user, **form.cleaned_data)):
        tell(request, raati.raatilaiset.at(form.cleaned_data["email"]))
        return redirect("admin:palkinnot_raati_change", key)
    note = _("Kutsu lähtee sähköpostina. Raatilainen ottaa tehtävän vastaan tai kieltäytyy omilla sivuillaan.")
    return show(request, Raati, _("Kutsu raatilainen"), note, raati, form, invitation_in(request))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request, key, seat):
    juror = get_object_or_404(Raatilainen.objects.select_related("raati"), pk=seat, raati=key)
    form = ReasonForm(None, request.POST if request.method == "POST" else None)
    if form.is_valid() and done(form, lambda: juror.end(by=request.user, reason=form.cleaned_data["reason"])):
        messages.success(request, _("Tehtävä on päättynyt: %(name)s") % {"name": juror})
        return redirect("admin:palkinnot_raati_change", key)
    note = _("%(name)s ei enää pääse raadin sivuille. Aloitetut arviot säilyvät, muut vapautuvat.") % {"name": juror}
    return show(request, Raati, _("Päätä raatilaisen tehtävä"), note, juror.raati, form)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request, key, seat):
    juror = get_object_or_404(Raatilainen.objects.select_related("raati__kampanja"), pk=seat, raati=key)
    blank = Raatilainen(raati=juror.raati, role=juror.role, represents=juror.represents)
    form = ReplacementForm(request.POST if request.method == "POST" else None, instance=blank)
    if form.is_valid() and done(form, lambda: juror.replace(by=request.user, **form.cleaned_data)):
        tell(request, juror.raati.raatilaiset.at(form.cleaned_data["email"]))
        return redirect("admin:palkinnot_raati_change", key)
    note = _("%(name)s ei enää pääse raadin sivuille, ja tilalle lähtee kutsu. Jaa arviot sitten uudelleen.")
    note %= {"name": juror}
    return show(request, Raati, _("Vaihda raatilainen"), note, juror.raati, form, invitation_in(request))
