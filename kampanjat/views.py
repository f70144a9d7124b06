from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kampanjat.ical import calendar_of
from kampanjat.models import Kampanja
from kampanjat.page import CampaignPage


@require_safe
def kampanja_list(request):
    now = timezone.now()
    pages = [CampaignPage(kampanja, now) for kampanja in Kampanja.objects.public().for_list()]
    current = [page for page in pages if page.is_current]
    past = [page for page in pages if not page.is_current]
    return render(request, "kampanjat/kampanja_list.html", {"current": current, "past": past})


@require_safe
def kampanja_detail(request, slug):
    kampanja = get_object_or_404(Kampanja.objects.public().for_list().with_previous(), slug=slug)
    return render(request, "kampanjat/kampanja_detail.html", {"page": CampaignPage(kampanja, timezone.now())})


@require_safe
def kampanja_calendar(request, slug):
    kampanja = get_object_or_404(Kampanja.objects.public().for_list(), slug=slug)
    address = request.build_absolute_uri(kampanja.get_absolute_url())
    response = HttpResponse(calendar_of(kampanja, address, timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kampanja.slug}.ics"'
    return response
