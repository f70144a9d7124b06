"""Where winners answer, under embargo: for those who have been written to, and for nobody else is there such a page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from palkinnot import awards
from palkinnot.models import Vastaanotto
from palkinnot.vastaanotto_forms import VastaanottoForm
from tekojentori import kept
from tekojentori.kept import signed_in
from tekojentori.refusals import Refused, status_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request, key):
    palkinto = get_object_or_404(Vastaanotto.objects.asked_of(request.user).for_list(), pk=key)
    form = VastaanottoForm(request.POST or None, initial=said_before(palkinto, request))
    if form.is_valid():
        try:
            accepts, guests = form.cleaned_data["accepts"] == "kylla", form.cleaned_data["guests"]
            Vastaanotto.answer(palkinto, by=request.user, accepts=accepts, guests=guests)
            kept.forget(request)
            messages.success(request, _("Kiitos, vastaus on tallennettu. Voit muuttaa sitä gaalaan asti."))
            return redirect("palkinnot:answer", key)
        except Refused as refused:
            form.add_error(None, refused.reason)
    context = {"palkinto": palkinto, "form": form, "kampanja": palkinto.sarja.kampanja}
    context |= {"writer": kept.mark_of(request.user), "award": awards.find(key, timezone.now())}
    return render(request, "palkinnot/answer.html", context, status=status_of(form))


def said_before(palkinto, request) -> dict:
    """The last answer, or what was typed before one was signed out."""
    row = Vastaanotto.objects.standing().filter(palkinto=palkinto).first()
    said = {"accepts": "kylla" if row.accepts else "ei", "guests": row.guests} if row else {}
    found = kept.find(request)
    return said | (found["text"].dict() if found else {})
