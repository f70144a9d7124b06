"""The chair's pages: progress, moving the round on and back, and what the discussion decided of ties."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from palkinnot.chair_forms import MoveForm
from palkinnot.chair_page import MOVES, ChairPage
from palkinnot.invitation_views import read_or_write, round_of, words_kept
from palkinnot.models import Kierros
from tekojentori import kept
from tekojentori.kept import signed_in
from tekojentori.refusals import Refused, status_of


def chaired(request, key) -> Kierros:
    """The round, if the person chairs its jury; for everybody else there is no such page."""
    kierros = round_of(request, key)
    if not Kierros.objects.chaired_by(request.user).filter(pk=kierros.pk).exists():
        raise Http404
    return kierros


@never_cache
@require_safe
@signed_in
def chair(request, key):
    return render(request, "palkinnot/chair.html", {"page": ChairPage(chaired(request, key), request.user)})


@never_cache
@read_or_write
@signed_in
def move(request, key, slug):
    kierros = chaired(request, key)
    step = MOVES.get(slug)
    if step is None:
        raise Http404
    seen = request.POST.get("state", kierros.state)
    if kierros.state not in step.states or seen != kierros.state:
        message = _("Kierros on jo tilassa ”%(state)s”. Katso ensin, mitä on tapahtunut.")
        messages.warning(request, message % {"state": kierros.get_state_display()})
        return redirect("palkinnot:chair", key)
    return confirm(request, ChairPage(kierros, request.user), step)


def confirm(request, page, step):
    """The step's own page, which says what follows; and the step."""
    asks = step.asks_reason or (step.minds_quorum and bool(page.below))
    initial = {"state": page.kierros.state} | words_kept(request)
    form = MoveForm(request.POST or None, needs_reason=asks, initial=initial)
    context = {"page": page, "step": step, "form": form, "asks_reason": asks}
    context["writer"] = kept.mark_of(request.user)
    if not form.is_valid():
        return render(request, "palkinnot/move.html", context, status=status_of(form))
    reason = {"reason": form.cleaned_data["reason"]} if step.verb != "start" else {}
    try:
        getattr(page.kierros, step.verb)(by=request.user, **reason)
    except Refused as refused:
        form.add_error(None, refused.reason)
        return render(request, "palkinnot/move.html", context | {"asks_reason": step.verb != "start"}, status=409)
    kept.forget(request)
    messages.success(request, _("Kierros on nyt tilassa ”%(state)s”.") % {"state": page.kierros.get_state_display()})
    return redirect("palkinnot:chair", page.kierros.pk)


@never_cache
@read_or_write
@signed_in
def ties(request, key):
    page = ChairPage(chaired(request, key), request.user)
    if page.standings is None:
        raise Http404
    forms = page.tie_forms(request.POST or None)
    sent = next((form for _place, form in forms if form.is_bound), None)
    if sent and sent.is_valid():
        try:
            page.kierros.agree(sent.order, by=request.user, reason=sent.cleaned_data["reason"])
            messages.success(request, _("Keskustelun järjestys on kirjattu."))
            return redirect("palkinnot:ties", key)
        except Refused as refused:
            sent.add_error(None, refused.reason)
    if request.method == "POST" and sent is None:
        messages.warning(request, _("Tasatilanne on muuttunut sillä välin. Katso, mitä siitä on jäljellä."))
        return redirect("palkinnot:ties", key)
    context = {"page": page, "forms": forms, "form": sent}
    return render(request, "palkinnot/ties.html", context, status=status_of(sent) if sent else 200)
