"""Minutes of categories: as a page, as PDF and as JSON."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from palkinnot import minutes, minutes_files
from palkinnot.prize_file_views import FILES_PER_NETWORK, file
from tekojentori.rate_limit import limited, network_of_visitor


def minutes_or_404(key):
    found = minutes.of(key, timezone.now())
    if found is None:
        raise Http404
    return found


@require_safe
def page(request, key):
    return render(request, "palkinnot/prizes/minutes.html", {"minutes": minutes_or_404(key)})


@require_safe
@limited
def pdf(request, key):
    found = minutes_or_404(key)
    FILES_PER_NETWORK.take(network_of_visitor(request))
    return file(minutes_files.pdf(found), f"poytakirja-{key}.pdf")


@require_safe
def document(request, key):
    return JsonResponse(minutes_files.document(minutes_or_404(key)), json_dumps_params={"ensure_ascii": False})
