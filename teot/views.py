from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tekojentori.exporting import table_file
from tekojentori.models import Organisaatio
from tekojentori.rate_limit import Limit, limited, network_of_visitor
from teot import bank, list_export, register
from teot.bank import Criteria
from teot.feeds import atom
from teot.filters import TekoFilter
from teot.listing import Listing
from teot.models import Hakurivi, Teko
from teot.organisations import OrganisationPage
from teot.place_map import PlaceMap
from teot.presentation import ActPage, card

#: Files of lists: each reads every act that it tells of.
FILES_PER_NETWORK = Limit("file-network", tries=60, seconds=60 * 60)


@require_safe
def teko_list(request):
    tables = register.current()
    listing = Listing(TekoFilter(request.GET, register=tables), tables)
    response = render(request, "teot/teko_list.html", {"listing": listing}, status=listing.status)
    if request.htmx:
        response["HX-Push-Url"] = request.get_full_path() if listing.form.errors else listing.here
    return response


@require_safe
def teko_feed(request):
    tables = register.current()
    listing = Listing(TekoFilter(request.GET, register=tables), tables)
    if listing.status != 200:
        return render(request, "teot/teko_list.html", {"listing": listing}, status=listing.status)
    return HttpResponse(atom(request, listing), content_type="application/atom+xml; charset=utf-8")


@require_safe
@limited
def teko_file(request, kind):
    """The whole list, by the same address as its page, as CSV or XLSX."""
    tables = register.current()
    chosen = TekoFilter(request.GET, register=tables)
    if not chosen.is_valid():
        return render(request, "teot/teko_list.html", {"listing": Listing(chosen, tables)}, status=400)
    FILES_PER_NETWORK.take(network_of_visitor(request))
    lines = list_export.lines(bank.keys(chosen.criteria, tables), request.build_absolute_uri)
    return table_file(f"teot.{kind}", [str(name) for name in list_export.COLUMNS], lines)


@require_safe
def teko_detail(request, key, slug=None):
    row = Hakurivi.objects.read(key)
    if row is None:
        return gone_or_missing(request, key)
    act = ActPage(row)
    if request.path != act.url:
        return redirect(act.url, permanent=True)
    return act_page(request, act, key, row["owner_id"])


def act_page(request, act, key, owner_id, template="teot/teko_detail.html"):
    """The page of an act. Staff's preview asks for it too, so that it shows what the public will see."""
    json_ld = act.json_ld(request.build_absolute_uri(act.url))
    cards = [card(*other) for other in Hakurivi.objects.others_of(owner_id, key)]
    return render(request, template, {"act": act, "others": cards, "json_ld": json_ld})


def gone_or_missing(request, key):
    """410 without a word of the act when the public has seen it once; else there was never anything here.

    What a reader was sending to its authors or to staff meanwhile is given back to be copied.
    """
    if Teko.objects.once_public().filter(pk=key).exists():
        return render(request, "410.html", {"written": request.POST.get("text", "")}, status=410)
    raise Http404


@require_safe
def organisaatio_list(request):
    tables = register.current()
    counts = bank.find(Criteria(), tables, limit=0).counts["organisaatio"]
    rows = [(row, counts[row.id]) for row in tables.organisations.values() if counts[row.id]]
    return render(request, "teot/organisaatio_list.html", {"organisations": rows})


@require_safe
def organisaatio_detail(request, code):
    organisation = get_object_or_404(Organisaatio.objects.select_related("region", "merged_into"), code=code)
    if organisation.merged_into:
        return redirect(reverse("teot:organisation", args=[organisation.merged_into.code]), permanent=True)
    return render(request, "teot/organisaatio_detail.html", {"page": OrganisationPage(organisation)})


@require_safe
def maakunta_detail(request, code):
    return classified(request, "maakunta", "regions", code)


@require_safe
def toimiala_detail(request, code):
    return classified(request, "toimiala", "sectors", code)


def classified(request, facet, table, code):
    """The page of a region or a sector: its newest acts, and the way to all of them."""
    tables = register.current()
    entry = next((row for row in getattr(tables, table).values() if row.code == code), None)
    if entry is None:
        raise Http404
    listing = Listing(TekoFilter({facet: [code]}, register=tables), tables)
    region_id = entry.id if facet == "maakunta" else None
    places = PlaceMap(tables, listing.found.counts["organisaatio"], region_id=region_id)
    context = {"listing": listing, "entry": entry, "facet": facet, "map": places}
    return render(request, "teot/classified.html", context)
