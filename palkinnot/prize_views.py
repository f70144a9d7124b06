"""Prizes in public: every view asks one instant, and what is not public at it has never been there."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palkinnot import winners


@require_safe
def years(request):
    return render(request, "palkinnot/prizes/years.html", {"page": winners.of_all_years(timezone.now())})


@require_safe
def year(request, year):
    page = winners.of_year(year, timezone.now())
    if not page.is_there:
        raise Http404
    return render(request, "palkinnot/prizes/year.html", {"page": page})
