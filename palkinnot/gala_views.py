"""Staff's pages of the gala: the order of categories, what the presenter reads, and the run sheet."""

from datetime import UTC, datetime

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from palkinnot import gala as ordering
from palkinnot.deciding_views import read_or_write
from palkinnot.gala_page import GalaPage
from palkinnot.publication_views import find, show
from tekojentori import second_step
from tekojentori.refusals import Refused


@read_or_write
def gala(request, key):
    """The order; a button moves one category, and the page says so when somebody else has moved one."""
    page = GalaPage(find(key), by=request.user)
    status = 200
    if request.method == "POST":
        try:
            move(request, page)
        except Refused as refused:
            messages.error(request, refused.reason)
            page, status = GalaPage(find(key), by=request.user), 409
        else:
            return redirect("admin:palkinnot_palkinto_gala", key)
    until = second_step.fresh_until(request)
    fresh_until = until and datetime.fromtimestamp(until, UTC)
    title = _("Gaala: %(campaign)s") % {"campaign": page.kampanja}
    return show(request, "gala.html", title, status, page=page, fresh_until=fresh_until)


def move(request, page: GalaPage) -> None:
    up = "up" in request.POST
    key = request.POST.get("up") or request.POST.get("down") or ""
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 19 else 0
    ordering.move(page.kampanja, number, up=up, by=request.user, seen=request.POST.get("seen", ""))


@never_cache
@require_safe
def presenter(request, key):
    page = GalaPage(find(key), by=request.user)
    return show(request, "presenter.html", _("Juontajan sivu: %(campaign)s") % {"campaign": page.kampanja}, page=page)


@never_cache
@require_safe
def run_sheet(request, key):
    page = GalaPage(find(key), by=request.user)
    return show(request, "run_sheet.html", _("Ajolista: %(campaign)s") % {"campaign": page.kampanja}, page=page)
