"""How a juror comes in: the invitation, the declaration, conflicts before and after reading."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from palkinnot import declaration as declared
from palkinnot.conflicts_page import ConflictsPage
from palkinnot.invitation_forms import DeclarationForm, DeclineForm
from palkinnot.jury_home import JuryHome
from palkinnot.models import Esteellisyys, Kierros, Raatilainen
from tekojentori import kept
from tekojentori.kept import signed_in
from tekojentori.refusals import Refused, status_of
from teot.texts import clean_text

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def round_of(request, key) -> Kierros:
    """The round, if the person sits in its jury; for everybody else there is none."""
    rows = Kierros.objects.visible_to_juror(request.user).select_related("sarja__kampanja", "raati")
    return get_object_or_404(rows.prefetch_related("sarja__kriteerit"), pk=key)


def words_kept(request) -> dict[str, str]:
    """What the person typed here before they were signed out."""
    found = kept.find(request)
    return found["text"].dict() if found else {}


def giving_back(request, message) -> str:
    """The message, with the reason that was typed for nothing."""
    typed = clean_text(request.POST.get("reason", ""))
    return _("%(message)s Kirjoitit: ”%(typed)s”") % {"message": message, "typed": typed} if typed else message


@never_cache
@require_safe
@signed_in
def home(request):
    return render(request, "palkinnot/home.html", {"page": JuryHome(request.user)})


@never_cache
@read_or_write
@signed_in
def invitation(request, key):
    """Nothing is accepted by opening a link: mail scanners open them too."""
    seats = Raatilainen.objects.invited_as(request.user).select_related("raati__kampanja", "organisation")
    seat = get_object_or_404(seats, pk=key)
    if request.method == "POST":
        return answer(request, seat)
    if seat.accepted_at:
        return redirect("palkinnot:declaration", key)
    return render(request, "palkinnot/invitation.html", {"seat": seat, "form": DeclineForm()})


def answer(request, seat):
    answers = {"accept": accept, "decline": decline}
    if request.POST.get("answer") not in answers:
        raise BadRequest("No such answer.")
    try:
        return answers[request.POST["answer"]](request, seat)
    except Refused as refused:
        messages.error(request, giving_back(request, refused.reason))
        return redirect("palkinnot:home")


def accept(request, seat):
    seat.accept(by=request.user)
    return redirect("palkinnot:declaration", seat.pk)


def decline(request, seat):
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return render(request, "palkinnot/invitation.html", {"seat": seat, "form": form}, status=status_of(form))
    seat.decline(by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Kiitos vastauksesta. Ohjelmatoimisto näkee, ettet pääse mukaan."))
    return redirect("palkinnot:home")


@never_cache
@read_or_write
@signed_in
def declaration(request, key):
    seats = Raatilainen.objects.in_force().of(request.user).select_related("raati__kampanja")
    seat = get_object_or_404(seats, pk=key)
    form = DeclarationForm(request.POST or None, initial={"read": declared.digest()})
    if form.is_valid():
        seat.sign(by=request.user, text=declared.text())
        return after_signing(request, seat)
    context = {"seat": seat, "form": form, "paragraphs": declared.paragraphs(), "read": declared.digest()}
    signed = seat.sitoumukset.order_by("-number").first()
    context |= {"signed": signed, "is_asked": signed is None or form.errors or declared.is_outdated(signed)}
    return render(request, "palkinnot/declaration.html", context, status=status_of(form))


def after_signing(request, seat):
    """On to tell of conflicts before anything is read, where there are candidates already."""
    preparing = Kierros.objects.filter(raati=seat.raati_id, state=Kierros.State.PREPARING, sarja__ehdokkaat__pk__gt=0)
    kierros = preparing.order_by("pk").first()
    return redirect("palkinnot:conflicts", kierros.pk) if kierros else redirect("palkinnot:home")


@never_cache
@read_or_write
@signed_in
def conflicts(request, key):
    page = ConflictsPage(round_of(request, key), request.user, request.POST or None, words_kept(request))
    if page.form.is_valid():
        try:
            with transaction.atomic():
                for ehdokas in page.form.chosen:
                    Esteellisyys.objects.declare(ehdokas, by=request.user, reason=page.form.cleaned_data["reason"])
            kept.forget(request)
            messages.success(request, _("Esteellisyytesi on kirjattu. Et arvioi näitä ehdokkaita."))
        except Refused as refused:
            page.form.add_error(None, refused.reason)
            return render(request, "palkinnot/conflicts.html", {"page": page, "form": page.form}, status=409)
        return redirect("palkinnot:conflicts", key)
    return render(request, "palkinnot/conflicts.html", {"page": page, "form": page.form}, status=status_of(page.form))
