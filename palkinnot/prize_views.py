"""Prizes in public: every view asks one instant, and what is not public at it has never been there."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palkinnot import feed, prize_years, winners


@require_safe
def years(request):
    return render(request, "palkinnot/prizes/years.html", {"page": prize_years.of_all_years(timezone.now())})


@require_safe
def year(request, year):
    page = winners.of_year(year, timezone.now())
    if not page.is_there:
        raise Http404
    return render(request, "palkinnot/prizes/year.html", {"page": page})


@require_safe
def results_feed(request):
    return HttpResponse(feed.atom(request, timezone.now()), content_type="application/atom+xml; charset=utf-8")
