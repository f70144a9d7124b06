"""Hearing when a campaign opens: asked by anyone, proved by mail, ended by one click."""

from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kampanjat.models import Tilaus
from kampanjat.tilaus_forms import PER_NETWORK, TilausForm
from tekojentori.rate_limit import network_of_visitor


@csrf_exempt  # nothing happens to the one who sends it, and a token would give every visitor of the front page a cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """The answer is the same whether the address was known or not."""
    form = TilausForm(request.POST or None, limits={PER_NETWORK: network_of_visitor(request)})
    if form.is_from_a_machine:
        return redirect("tilaukset:asked")
    if form.is_valid():
        Tilaus.objects.ask(language=get_language(), **form.wish)
        return redirect("tilaukset:asked")
    return render(request, "kampanjat/tilaus_ask.html", {"form": form}, status=form.status)


@require_safe
def asked(request):
    return render(request, "kampanjat/tilaus_asked.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """The link of a mail shows a button: programs that open links confirm nothing."""
    try:
        tilaus = Tilaus.objects.by_confirming(token)
    except (signing.SignatureExpired, Tilaus.DoesNotExist):
        return render(request, "kampanjat/tilaus_expired.html", status=410)
    except signing.BadSignature:
        raise Http404 from None
    if request.method == "POST":
        tilaus.confirm()
        return redirect("tilaukset:confirm", token)
    return render(request, "kampanjat/tilaus_confirm.html", {"tilaus": tilaus})


@csrf_exempt  # a mail program ends it by one POST, without a cookie (RFC 8058); the link itself is the proof
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def off(request, token):
    """A page with a button for people. The POST is not led on: mail programs do not follow."""
    try:
        has_ended = Tilaus.objects.has_ended(token)
        if request.method == "POST":
            has_ended = Tilaus.objects.end(token)
    except signing.BadSignature:
        raise Http404 from None
    return render(request, "kampanjat/tilaus_off.html", {"has_ended": has_ended})
