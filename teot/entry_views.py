"""The author's pages of an act's campaigns: what it is in, what it can be entered in, and out again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tekojentori.kept import signed_in
from tekojentori.refusals import Refused
from teot import authors, entries
from teot.campaign_choice import CampaignChoice
from teot.campaign_forms import AimForm, CampaignForm
from teot.models import Teko
from teot.task_list import TaskList
from teot.writing_views import introduced, own, read_or_write


@never_cache
@read_or_write
@signed_in
def campaigns(request, key):
    teko = own(request, key)
    choice = CampaignChoice(teko, request.user)
    if request.method != "POST":
        return show_campaigns(request, choice, CampaignForm(choice, may_skip=False))
    form = CampaignForm(choice, request.POST, may_skip=False)
    if form.is_valid():
        try:
            entries.enter(teko, form.cleaned_data["kampanja"], by=request.user)
            return redirect("teot:campaigns", key)
        except Refused as refused:
            form.add_error("kampanja", refused.reason)
    return show_campaigns(request, CampaignChoice(own(request, key), request.user), form, status=422)


def show_campaigns(request, choice, form, aim=None, status=200):
    teko = choice.teko
    meant = teko.meant_for.slug if teko.meant_for else ""
    context = {"teko": teko, "choice": choice, "form": form}
    context["aim"] = aim or AimForm(request.user, owner=teko.owner_id, initial=meant)
    return render(request, "teot/writing/campaigns.html", context, status=status)


@require_POST
@signed_in
def aim(request, key):
    teko = own(request, key)
    form = AimForm(request.user, request.POST, owner=teko.owner_id)
    if form.is_valid():
        try:
            teko.aim(form.cleaned_data["kampanja"], by=request.user)
            return redirect("teot:tasks", key)
        except Refused as refused:
            form.add_error("kampanja", refused.reason)
    choice = CampaignChoice(own(request, key), request.user)
    return show_campaigns(request, choice, CampaignForm(choice, may_skip=False), form, status=422)


@require_POST
@signed_in
def withdraw_entry(request, key, slug):
    entry = get_object_or_404(own(request, key).osallistumiset.select_related("kampanja"), kampanja__slug=slug)
    try:
        entry.withdraw(by=request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("Teko ei ole enää mukana kampanjassa ”%(name)s”.") % {"name": entry.kampanja.name})
    return redirect("teot:campaigns", key)


@never_cache
@read_or_write
@introduced
def review(request, key):
    teko = own(request, key)
    choice = CampaignChoice(teko, request.user)
    if request.method == "POST":
        return send(request, key, CampaignForm(choice, request.POST))
    if not teko.is_editable:
        return redirect("teot:tasks", key)
    return show_review(request, CampaignForm(choice))


def send(request, key, form):
    refusal = ""
    if form.is_valid():
        try:
            authors.submit(form.choice.teko, by=request.user, kampanja=form.cleaned_data["kampanja"])
            return redirect("teot:receipt", key)
        except Refused as refused:
            refusal = refused.reason
    form.choice.teko = own(request, key)
    return show_review(request, form, refusal, status=422)


def show_review(request, form, refusal="", status=200):
    teko = form.choice.teko
    context = {"teko": teko, "list": TaskList(teko), "form": form, "choice": form.choice, "refusal": refusal}
    return render(request, "teot/writing/review.html", context, status=status)


@never_cache
@signed_in
def receipt(request, key):
    teko: Teko = own(request, key)
    if teko.submitted_version is None:
        return redirect("teot:tasks", key)
    context = {"teko": teko, "mailed": authors.addresses_of(teko), "choice": CampaignChoice(teko, request.user)}
    return render(request, "teot/writing/receipt.html", context)
