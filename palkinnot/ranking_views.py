"""The jury's order in the discussion and after the lock, and why each candidate stands where it does."""

import gc
from threading import Lock

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from palkinnot.invitation_views import read_or_write, round_of, words_kept
from palkinnot.ranking_forms import SayingForm
from palkinnot.ranking_page import RankingPage
from palkinnot.standings import standings
from palkinnot.why_page import WhyPage
from tekojentori import kept
from tekojentori.kept import signed_in
from tekojentori.refusals import Refused, status_of

#: The whole order takes ten megabytes while it is made, and two at a time in a process would be done no sooner.
RECKONING = Lock()


def ranking_of(request, key) -> RankingPage:
    """None before the discussion: neither order nor counts are anybody's to see."""
    kierros = round_of(request, key)
    found = standings(kierros, request.user)
    if found is None:
        raise Http404
    return RankingPage(found, request.user, address=lambda ehdokas: reverse("palkinnot:why", args=[key, ehdokas]))


@never_cache
@require_safe
@signed_in
def ranking(request, key):
    with RECKONING:
        response = render(request, "palkinnot/ranking.html", {"ranking": ranking_of(request, key)})
        gc.collect()  # a template's context is a circle, and what it holds would else wait for others like it
        return response


@never_cache
@read_or_write
@signed_in
def why(request, key, ehdokas):
    ranking = ranking_of(request, key)
    candidate = ranking.standings.candidates.get(ehdokas)
    if candidate is None:
        raise Http404
    form = SayingForm(request.POST or None, initial=words_kept(request))
    if form.is_valid():
        try:
            candidate.say(form.cleaned_data["text"], by=request.user)
            kept.forget(request)
            return redirect(reverse("palkinnot:why", args=[key, ehdokas]) + "#keskustelu")
        except Refused as refused:
            form.add_error(None, refused.reason)
    context = {"page": WhyPage(ranking, candidate), "form": form, "writer": kept.mark_of(request.user)}
    return render(request, "palkinnot/why.html", context, status=status_of(form))
