from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import (
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    HttpResponseServerError,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from tekojentori import health as health_report
from tekojentori import kept
from tekojentori.context_processors import THEME_COOKIE, THEMES, frame
from tekojentori.models import Sivu
from teot.front_page import FrontPage

YEAR = 365 * 24 * 60 * 60


@require_safe
def home(request):
    return render(request, "home.html", {"page": FrontPage()})


@require_safe
def page(request, slug):
    return render(request, "sivu.html", {"sivu": get_object_or_404(Sivu, slug=slug)})


@csrf_exempt  # it stores a preference only; a token would give every visitor a cookie
@require_POST
def choose_theme(request):
    theme, address = request.POST.get("theme"), request.POST.get("next", "")
    if theme not in THEMES:
        raise BadRequest("No such theme.")
    safe = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    response = HttpResponseRedirect(address if safe else reverse("home"))
    response.set_cookie(THEME_COOKIE, theme, max_age=YEAR, secure=not settings.LOCAL, httponly=True, samesite="Lax")
    return response


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def csrf_failure(request, reason=""):
    """A text whose writer has been signed out, or in again, in the meantime is kept for them."""
    if request.method != "POST":  # forms know no other way to send
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    return kept.keep(request) or render(request, "403_csrf.html", status=403)


def too_many(request, exception=None):
    """allauth's limits of the second step are by the minute."""
    return render(request, "429.html", {"minutes": 1}, status=429, headers={"Retry-After": "60"})


def server_error(request):
    """Without the context processors, since one of them, or the database behind it, may be what broke."""
    return HttpResponseServerError(render_to_string("500.html", frame(request)))


@require_safe
def robots(request):
    """Everything may be indexed but the admin, files of lists and the endless combinations of facets."""
    sitemap = request.build_absolute_uri(reverse("sitemap-index"))
    lines = [
        "User-agent: *",
        "Disallow: /hallinta/",
        "Disallow: /*vienti.",
        "Disallow: /*?*&",
        f"Sitemap: {sitemap}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def health(request):
    """For the machine that watches: 503 when anything is not well."""
    well, found = health_report.report()
    return JsonResponse(found | {"well": well}, status=200 if well else 503)
