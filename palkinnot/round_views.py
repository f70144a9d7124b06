"""Staff's page of one round and its steps. The admin wraps each view: nobody but staff comes here."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palkinnot.admin_forms import ShareForm
from palkinnot.candidate_page import CandidatePage
from palkinnot.models import Ehdokas, Kierros
from palkinnot.ranking_forms import SayingForm
from palkinnot.round_page import RoundPage
from palkinnot.round_steps import STEPS
from palkinnot.share_page import SharePage
from tekojentori.refusals import done, status_of


def show(request, template, title, status=200, **context):
    context = admin.site.each_context(request) | {"title": title, "opts": Kierros._meta} | context
    return render(request, f"admin/palkinnot/kierros/{template}", context, status=status)


def find(key) -> Kierros:
    return get_object_or_404(Kierros.objects.select_related("sarja__kampanja", "raati", "state_by"), pk=key)


@require_safe
def show_round(request, key):
    kierros = find(key)
    return show(request, "round.html", str(kierros), page=RoundPage(kierros, by=request.user), kierros=kierros)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, key, slug):
    """What will happen and what is asked; then the verb. A refusal leaves what was typed in the form."""
    kierros, each = find(key), STEPS.get(slug)
    if each is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = each.form(kierros, data, by=request.user, initial=request.GET.dict())
    if form.is_valid() and done(form, lambda: each.act(kierros, form.cleaned_data, request.user)):
        messages.success(request, each.done)
        return redirect("admin:palkinnot_kierros_change", kierros.pk)
    page = RoundPage(kierros, by=request.user)
    return show(request, "step.html", each.label, status_of(form), form=form, step=each, kierros=kierros, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
def share(request, key):
    """The plan first, with what it cannot meet; then, confirmed, the sheets themselves."""
    kierros = find(key)
    form = ShareForm(kierros, request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid() and done(form, lambda: kierros.share(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Arviot on jaettu."))
        return redirect("admin:palkinnot_kierros_change", kierros.pk)
    page = SharePage(find(key), by=request.user)
    return show(request, "share.html", _("Arvioiden jako"), status_of(form), form=form, kierros=kierros, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
def candidate(request, key, ehdokas):
    """Why it stands where it does, what is said of it, and its history; staff take part in the discussion here."""
    kierros = find(key)
    row = get_object_or_404(Ehdokas.objects.for_list(), pk=ehdokas, sarja=kierros.sarja_id)
    page = CandidatePage(RoundPage(kierros, by=request.user), row)
    form = SayingForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and done(form, lambda: row.say(form.cleaned_data["text"], by=request.user)):
        messages.success(request, _("Puheenvuorosi on kirjattu."))
        return redirect("admin:palkinnot_kierros_candidate", key, ehdokas)
    return show(request, "candidate.html", row.title, status_of(form), form=form, kierros=kierros, page=page)
