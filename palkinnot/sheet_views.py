"""A juror's work: the list of their candidates, and a sheet beside what it judges."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from palkinnot.invitation_forms import ReasonForm
from palkinnot.invitation_views import giving_back, read_or_write, round_of, words_kept
from palkinnot.models import Arvio, Ehdokas, Esteellisyys, Kierros, Raatilainen
from palkinnot.models.filling import SheetConflict
from palkinnot.own_list import OwnList, Row
from palkinnot.sheet_page import KEYS_COOKIE, OFF, SheetPage
from tekojentori import kept
from tekojentori.kept import signed_in
from tekojentori.refusals import Refused, done, status_of
from teot.section_page import time_now
from teot.texts import clean_line

YEAR = 365 * 24 * 60 * 60


@never_cache
@require_safe
@signed_in
def own_list(request, key):
    kierros = round_of(request, key)
    if kierros.state == Kierros.State.PREPARING:
        return redirect("palkinnot:conflicts", key)
    return render(request, "palkinnot/own_list.html", {"page": OwnList(kierros, request.user)})


@never_cache
@read_or_write
@signed_in
def sheet(request, key, ehdokas):
    if request.method == "POST":
        return save(request, key, ehdokas)
    own = OwnList(round_of(request, key), request.user)
    row = own.find(ehdokas)
    if row is None:
        raise Http404
    found = kept.find(request) if own.kierros.state != Kierros.State.LOCKED else None
    page = SheetPage(own, sheet_of(request, row.ehdokas), found["text"] if found else None)
    return show(request, page, kept=found)


def sheet_of(request, ehdokas) -> Arvio | None:
    rows = Arvio.objects.filter(juror__user=request.user, juror__ended_at=None, ehdokas=ehdokas)
    return rows.select_related("juror__user", "ehdokas__sarja__kierros").first()


def show(request, page, status=200, **context):
    keys = request.COOKIES.get(KEYS_COOKIE) != OFF
    return render(request, "palkinnot/sheet.html", {"page": page, "keys": keys} | context, status=status)


def save(request, key, ehdokas):
    """What cannot be stored any more is told why, with what was typed. Somebody with no part here: no such page."""
    seats = Raatilainen.objects.filter(user=request.user, raati__kierrokset=key)
    kierros = get_object_or_404(Kierros.objects.select_related("sarja__kampanja"), pk=key, raati__raatilaiset__in=seats)
    own, arvio = OwnList(kierros, request.user), sheet_of(request, ehdokas)
    if arvio is None or arvio.ehdokas.sarja_id != kierros.sarja_id:
        arvio = Arvio(juror=seats.first(), ehdokas=get_object_or_404(Ehdokas, pk=ehdokas, sarja=kierros.sarja_id))
        reason = _("Ehdokas ei ole sinun arvioitavanasi: arvio on siirretty, tai olet esteellinen.")
        return refuse(request, SheetPage(own, arvio, request.POST), reason)
    page = SheetPage(own, arvio, request.POST)
    return autosave(request, page) if "autosave" in request.POST else store(request, page)


def store(request, page):
    if page.is_cut_off or not page.form.is_valid():
        return show(request, page, status=400 if page.is_cut_off else 422)
    if page.is_undecided:
        return render(request, "palkinnot/sheet_conflict.html", {"page": page}, status=409)
    try:
        page.save()
    except SheetConflict:
        return render(request, "palkinnot/sheet_conflict.html", {"page": page}, status=409)
    except Refused as refused:
        return refuse(request, page, refused.reason)
    kept.forget(request)
    tell(request, page)
    return with_keys(request, redirect(page.next_address))


def tell(request, page):
    """What became of the sheet, where the juror goes on."""
    row = page.row
    if row and row.arvio.state == Arvio.State.BEGUN and request.POST.get("go") == "next":
        text = _("”%(title)s” jäi kesken: vastattu %(answered)s/%(asked)s kriteeriin.")
        messages.warning(request, text % {"title": row.title, "answered": row.answered, "asked": row.asked})
    if request.POST.get("question", "").strip():
        messages.success(request, _("Kysymyksesi on lähetetty ohjelmatoimistolle."))


def with_keys(request, response):
    """The buttons that turn the keys off and on are in the form, so that nothing typed is lost."""
    if request.POST.get("keys") in (OFF, "on"):
        value = request.POST["keys"]
        response.set_cookie(KEYS_COOKIE, value, YEAR, secure=not settings.LOCAL, httponly=True, samesite="Lax")
    return response


def refuse(request, page, reason):
    """A discussion that wants a reason gets the form back; what can never be stored is shown to be copied."""
    if "autosave" in request.POST:
        return JsonResponse({"text": str(reason)}, status=409)
    page.kierros.refresh_from_db(fields=["state"])  # it may have moved on while the sheet was on its way
    if page.arvio.pk and page.row and page.is_open:
        page.form.add_error("reason" if page.is_discussed and not request.POST.get("reason") else None, reason)
        return show(request, page, status=422)
    return render(request, "palkinnot/sheet_refused.html", {"page": page, "reason": reason}, status=409)


def autosave(request, page):
    """What the browser saves by itself: fields without errors. A question waits for a button."""
    if page.is_cut_off:
        raise BadRequest("The form broke off.")
    try:
        page.save(asks=False)
    except Refused as refused:
        return JsonResponse({"text": str(refused.reason)}, status=409)
    errors = sum(map(len, page.form.errors.values()))
    fields = {"note_seen": page.note_digest}
    return JsonResponse({"number": page.number, "time": time_now(), "errors": errors, "fields": fields})


@never_cache
@read_or_write
@signed_in
def abstain(request, key, ehdokas):
    return leave_out(request, key, ehdokas, "palkinnot/abstain.html", lambda arvio: arvio.abstain)


@never_cache
@read_or_write
@signed_in
def recuse(request, key, ehdokas):
    def verb(arvio):
        return lambda *, by, reason: Esteellisyys.objects.declare(arvio.ehdokas, by=by, reason=reason)

    return leave_out(request, key, ehdokas, "palkinnot/recuse.html", verb)


def leave_out(request, key, ehdokas, template, verb_of):
    row = row_of(request, key, ehdokas)
    form = ReasonForm(request.POST or None, initial=words_kept(request))
    verb = verb_of(sheet_of(request, row.ehdokas))
    if form.is_valid() and done(form, lambda: verb(by=request.user, reason=form.cleaned_data["reason"])):
        kept.forget(request)
        messages.success(request, _("Kirjattu: ”%(title)s” ei ole enää arvioitavanasi.") % {"title": row.title})
        return redirect("palkinnot:own-list", key)
    context = {"form": form, "row": row, "key": key, "writer": kept.mark_of(request.user)}
    return render(request, template, context, status=409 if form.non_field_errors() else status_of(form))


def row_of(request, key, ehdokas) -> Row:
    """The candidate in the juror's own list; for everybody else there is no such page."""
    row = OwnList(round_of(request, key), request.user).find(ehdokas)
    if row is None:
        raise Http404
    return row


@require_POST
@signed_in
def resume(request, key, ehdokas):
    row = row_of(request, key, ehdokas)
    try:
        sheet_of(request, row.ehdokas).resume(by=request.user, reason=clean_line(request.POST.get("reason", "")))
    except Refused as refused:
        messages.error(request, giving_back(request, refused.reason))
    return redirect("palkinnot:sheet", key, ehdokas)
