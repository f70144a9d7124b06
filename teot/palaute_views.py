"""Telling staff of an error in an act, or of what keeps one from using the service."""

from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tekojentori import kept
from tekojentori.rate_limit import network_of_visitor
from teot.models import Palaute
from teot.palaute_forms import PER_NETWORK, AccessibilityForm, FeedbackForm
from teot.presentation import ActPage
from teot.views import gone_or_missing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request, key):
    act = ActPage.of(key)
    if act is None:
        return gone_or_missing(request, key)
    return take(request, FeedbackForm, {"act": act}, kind=Palaute.Kind.ERROR, teko_id=act.key, title=act.title)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell_of_accessibility(request):
    return take(request, AccessibilityForm, {}, kind=Palaute.Kind.ACCESSIBILITY)


def take(request, form_class, context, **about):
    written, limits = kept.fields_of(request), {PER_NETWORK: network_of_visitor(request)}
    form = form_class(request.POST or None, initial=written, limits=limits)
    if form.is_from_a_machine:
        return redirect("teot:thanks")
    if form.is_valid():
        Palaute.objects.receive(language=get_language(), **about, **form.message)
        kept.forget(request)
        return redirect("teot:thanks")
    return render(request, "teot/feedback.html", context | {"form": form, "kept": written}, status=form.status)


@require_safe
def thanks(request):
    return render(request, "teot/thanks.html")
