"""What may be taken along of public prizes. What is not public answers as what has never been there."""

from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kampanjat.models import Kampanja
from palkinnot import awards, certificates, winner_list
from palkinnot.models import Palkinto
from palkinnot.press import PressText
from tekojentori.exporting import table_file
from tekojentori.rate_limit import Limit, limited, network_of_visitor

#: Files that take a while to make.
FILES_PER_NETWORK = Limit("prize-file-network", tries=120, seconds=60 * 60)


def file(content: bytes, name: str, kind: str = "application/pdf") -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name)
    return response


def award_or_404(key):
    award = awards.find(key, timezone.now())
    if award is None:
        raise Http404
    return award


def awards_or_404(year):
    found = awards.of_year(year, timezone.now())
    if not found:
        raise Http404
    return found


@require_safe
def prize(request, key):
    return render(request, "palkinnot/prizes/prize.html", {"award": award_or_404(key)})


@require_safe
@limited
def certificate(request, key):
    award = award_or_404(key)
    FILES_PER_NETWORK.take(network_of_visitor(request))
    return file(certificates.pdf([award], certificates.title_of(award)), f"kunniakirja-{key}.pdf")


@require_safe
@limited
def share_picture(request, key):
    from palkinnot import prize_picture  # Pillow weighs more than all other pages together

    award = award_or_404(key)
    FILES_PER_NETWORK.take(network_of_visitor(request))
    return file(prize_picture.png(award, _("Tekojen tori")), f"palkinto-{key}.png", "image/png")


@require_safe
@limited
def all_certificates(request, year):
    found = awards_or_404(year)
    FILES_PER_NETWORK.take(network_of_visitor(request))
    title = _("Kunniakirjat %(year)s") % {"year": year}
    return file(certificates.pdf(found, title), f"kunniakirjat-{year}.pdf")


@require_safe
def winners_page(request, year):
    context = {"year": year, "rows": awards_or_404(year), "title": winner_list.title_of(year)}
    return render(request, "palkinnot/prizes/list.html", context)


@require_safe
@limited
def winners_pdf(request, year):
    found = awards_or_404(year)
    FILES_PER_NETWORK.take(network_of_visitor(request))
    return file(winner_list.pdf(found, year, request.build_absolute_uri), f"palkitut-{year}.pdf")


@require_safe
@limited
def winners_xlsx(request, year):
    found = awards_or_404(year)
    FILES_PER_NETWORK.take(network_of_visitor(request))
    lines = (winner_list.line(award, request.build_absolute_uri) for award in found)
    return table_file(f"palkitut-{year}.xlsx", winner_list.header(), lines)


@require_safe
def press(request, year):
    return press_page(request, PressText(year, awards_or_404(year)))


@require_safe
@never_cache
def embargoed_press(request, slug):
    """For staff, of what has been confirmed and is not public yet, but for categories in which they are in conflict."""
    if not admin.site.has_permission(request):
        raise Http404
    kampanja = get_object_or_404(Kampanja, slug=slug)
    if kampanja.has_results():
        return redirect("palkinnot:press", kampanja.year)
    rows = Palkinto.objects.confirmed().standing().awarded().filter(sarja__kampanja=kampanja)
    rows = rows.told_to(request.user, timezone.now())
    text = PressText(kampanja.year, awards.of(rows), kampanja.results_public_from, is_embargoed=True)
    return press_page(request, text)


def press_page(request, text):
    plain = text.plain(request.build_absolute_uri)
    if "teksti" in request.GET:
        return HttpResponse(plain, content_type="text/plain; charset=utf-8")
    return render(request, "palkinnot/prizes/press.html", {"press": text, "plain": plain})
