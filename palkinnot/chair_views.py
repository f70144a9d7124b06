"""The chair's pages: progress, moving the round on and back, and what the discussion decided of ties."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from palkinnot.chair_forms import MoveForm
from palkinnot.chair_page import MOVES, ChairPage
from palkinnot.invitation_views import giving_back, read_or_write, round_of, words_kept
from palkinnot.models import Kierros
from tekojentori import kept
from tekojentori.kept import signed_in
from tekojentori.refusals import done, status_of


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
        messages.warning(request, giving_back(request, message % {"state": kierros.get_state_display()}))
        return redirect("palkinnot:chair", key)
    return confirm(request, ChairPage(kierros, request.user), step)


def confirm(request, page, step):
    """The step's own page, which says what follows; and the step."""
    asks = step.asks_reason or (step.minds_quorum and bool(page.below))
    initial = {"state": page.kierros.state} | words_kept(request)
    form = MoveForm(request.POST or None, needs_reason=asks, initial=initial)
    if form.is_valid() and done(form, lambda: step.take(page.kierros, form.cleaned_data["reason"], by=request.user)):
        kept.forget(request)
        message = _("Kierros on nyt tilassa ”%(state)s”.")
        messages.success(request, message % {"state": page.kierros.get_state_display()})
        return redirect("palkinnot:chair", page.kierros.pk)
    is_refused = bool(form.non_field_errors())
    context = {"page": page, "step": step, "form": form, "writer": kept.mark_of(request.user)}
    context["asks_reason"] = asks or (is_refused and step.takes_reason)
    return render(request, "palkinnot/move.html", context, status=409 if is_refused else status_of(form))


@never_cache
@read_or_write
@signed_in
def ties(request, key):
    page = ChairPage(chaired(request, key), request.user)
    if page.standings is None:
        raise Http404
    forms = page.tie_forms(request.POST or None)
    sent = next((form for _place, form in forms if form.is_bound), None)
    if request.method == "POST" and (sent is None or (sent.is_valid() and agreed(page.kierros, sent, request.user))):
        tell_of_tie(request, is_there=sent is not None)
        return redirect("palkinnot:ties", key)
    context = {"page": page, "forms": forms, "form": sent}
    return render(request, "palkinnot/ties.html", context, status=status_of(sent) if sent else 200)


def agreed(kierros, form, user) -> bool:
    return done(form, lambda: kierros.agree(form.order, by=user, reason=form.cleaned_data["reason"]))


def tell_of_tie(request, *, is_there: bool) -> None:
    if is_there:
        messages.success(request, _("Keskustelun järjestys on kirjattu."))
    else:
        message = _("Tasatilanne on muuttunut sillä välin. Katso, mitä siitä on jäljellä.")
        messages.warning(request, giving_back(request, message))
