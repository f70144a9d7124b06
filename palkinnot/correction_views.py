"""Staff's pages of corrections: proposed by one, confirmed by another, and then public. The admin wraps each view."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palkinnot import decision_mails
from palkinnot.correction_forms import GIVE, CorrectionForm
from palkinnot.deciding_forms import Seen, WhyForm
from palkinnot.deciding_page import DecidingPage
from palkinnot.deciding_views import page_of, read_or_write, sent, show, token_for
from palkinnot.models import Oikaisu, Palkinto
from palkinnot.models.choice import SAID
from tekojentori import kept
from tekojentori.mail_count import MailCount
from tekojentori.refusals import done, status_of


@read_or_write
def correct(request, key):
    """Which decision comes by the address; what was typed stays through every refusal."""
    page = page_of(request, key)
    begun = {"what": GIVE} | said_of(page, request.GET.get("ehdokas", "")) | kept.fields_of(request)
    unawarded = any(row.ehdokas_id is None for row in page.confirmed)
    form = CorrectionForm(sent(request), initial=begun, candidates=page.free_candidates, is_unawarded=unawarded)
    if form.is_valid() and done(form, lambda: propose(page, form, by=request.user)):
        kept.forget(request)
        messages.success(request, _("Oikaisu on ehdotettu. Se tulee julki, kun joku toinen vahvistaa sen."))
        return redirect(page.address)
    parts = {"page": page, "form": form, "token": token_for(form, page)}
    return show(request, "correct.html", _("Oikaise julkista päätöstä"), status_of(form), **parts)


def propose(page, form, *, by) -> None:
    given = {"becomes": form.becomes, "notes": form.notes, "seen": form.cleaned_data["seen"]}
    page.sarja.propose_correction(form.cleaned_data["ehdokas"], by=by, **given)


def said_of(page, key: str) -> dict:
    """What the candidate's decision says now, to begin with."""
    found = next((row for row in page.confirmed if str(row.ehdokas_id or "") == key), None)
    if found is None:
        return {"ehdokas": key, "kind": Palkinto.Kind.MENTION}
    return {"ehdokas": found.ehdokas_id} | {name: getattr(found, name) for name in SAID}


def find(request, key) -> tuple[Oikaisu, DecidingPage]:
    """Nobody in conflict with a candidate of the category sees what is only proposed."""
    rows = Oikaisu.objects.select_related(
        "sarja__kampanja", "sarja__kierros", "ehdokas__organisation", "proposed_by", "confirmed_by"
    )
    oikaisu = get_object_or_404(rows.select_related("ehdokas__osallistuminen__teko"), pk=key)
    page = DecidingPage(oikaisu.sarja, by=request.user)
    if page.is_bound:
        raise Http404
    return oikaisu, page


def show_correction(request, oikaisu, page, template, title, form, **parts):
    return show(request, template, title, status_of(form), oikaisu=oikaisu, page=page, form=form, **parts)


@require_safe
def correction(request, key):
    oikaisu, page = find(request, key)
    return show_correction(request, oikaisu, page, "correction.html", _("Oikaisu"), Seen())


@read_or_write
def confirm(request, key):
    oikaisu, page = find(request, key)
    form = Seen(sent(request))
    if form.is_valid() and done(form, lambda: oikaisu.confirm(by=request.user)):
        messages.success(request, _("Oikaisu on julki."))
        return redirect(page.address)
    mails = decision_mails.tried(oikaisu, by=request.user)
    parts = {"mails": mails, "count": MailCount.of(mail.to for mail in mails)}
    return show_correction(request, oikaisu, page, "confirm_correction.html", _("Vahvista oikaisu"), form, **parts)


@read_or_write
def give_back(request, key):
    oikaisu, page = find(request, key)
    form = WhyForm(sent(request), initial=kept.fields_of(request))
    if form.is_valid() and done(form, lambda: oikaisu.give_back(by=request.user, reason=form.cleaned_data["reason"])):
        kept.forget(request)
        messages.success(request, _("Oikaisu on palautettu. Julkinen päätös pysyy ennallaan."))
        return redirect(page.address)
    return show_correction(request, oikaisu, page, "return_correction.html", _("Palauta oikaisu"), form)
