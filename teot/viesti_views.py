"""Asking the authors of an act, and their answering: pages that work without signing in and without scripts."""

from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tekojentori import kept
from tekojentori.rate_limit import network_of_visitor
from tekojentori.refusals import Refused, goes_by
from teot.models import Teko, Viesti
from teot.presentation import ActPage
from teot.recipients import recipients_of
from teot.viesti_forms import PER_ACT, PER_NETWORK, PER_QUESTION, AnswerForm, QuestionForm
from teot.views import gone_or_missing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, key):
    act = ActPage.of(key)
    if act is None:
        return gone_or_missing(request, key)
    teko = Teko.objects.select_related("author", "owner").get(pk=key)
    written, limits = kept.fields_of(request), {PER_NETWORK: network_of_visitor(request), PER_ACT: key}
    form = QuestionForm(request.POST or None, initial=written, limits=limits)
    if form.is_from_a_machine:
        return redirect("teot:asked", key)
    if goes_by(form, lambda: Viesti.objects.ask(teko, language=get_language(), **form.message)):
        kept.forget(request)
        return redirect("teot:asked", key)
    context = {"form": form, "act": act, "role": recipients_of(teko)[0].role, "kept": written}
    return render(request, "teot/ask.html", context, status=form.status)


@require_safe
def asked(request, key):
    act = ActPage.of(key)
    return render(request, "teot/asked.html", {"act": act}) if act else gone_or_missing(request, key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """The link of a mail shows a button: programs that open links confirm nothing."""
    viesti, refusal = found(Viesti.objects.by_confirming, token), None
    if viesti is None:
        return render(request, "teot/link_expired.html", status=410)
    if request.method == "POST":
        try:
            viesti.relay()
            return redirect("teot:confirm", token)
        except Refused as refused:
            refusal = refused.reason
    return render(request, "teot/confirm.html", {"viesti": viesti, "refusal": refusal})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, token):
    viesti, email = found(Viesti.objects.by_answering, token) or (None, "")
    if viesti is None:
        return render(request, "teot/link_expired.html", status=410)
    if refusal := viesti.refusal_to_answer(email):
        context = {"refusal": refusal, "written": request.POST.get("text", "")}
        return render(request, "teot/answer_closed.html", context, status=410)
    limits = {PER_NETWORK: network_of_visitor(request), PER_QUESTION: str(viesti.pk)}
    form = AnswerForm(request.POST or None, initial=kept.fields_of(request), limits=limits)
    if form.is_from_a_machine or goes_by(form, lambda: viesti.answer(email=email, **form.message)):
        kept.forget(request)
        return redirect("teot:answered")
    context = {"form": form, "viesti": viesti, "kept": kept.fields_of(request)}
    return render(request, "teot/answer.html", context, status=form.status)


@require_safe
def answered(request):
    return render(request, "teot/answered.html")


def found(find, token):
    """What the link of a mail points to; None when the link is too old. One that we never made is not found."""
    try:
        return find(token)
    except signing.SignatureExpired:
        return None
    except (signing.BadSignature, Viesti.DoesNotExist):
        raise Http404 from None
