"""The pages of those who write acts: their own list, the form's sections, and what can be done afterwards."""

from functools import partial, wraps
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tekojentori import kept
from tekojentori.kept import signed_in
from tekojentori.refusals import Refused, goes_by, status_of
from teot import authors
from teot.campaign_forms import AimForm
from teot.forms import HandOverForm, InvitationForm
from teot.models import Luovutus, Tekija, Teko
from teot.models.writing import Conflict
from teot.own_page import OwnPage
from teot.presentation import ActPage
from teot.section_page import SectionPage, time_now
from teot.sections import BY_SLUG
from teot.task_list import TaskList

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def own(request, key) -> Teko:
    """The act, if the user may write it; for everybody else there is none."""
    rows = Teko.objects.editable_by(request.user).with_comments()
    rows = rows.select_related("owner", "submitted_version", "published_version", "meant_for")
    return get_object_or_404(rows, pk=key)


def key_of(request) -> UUID:
    """The form's own mark, by which a second POST of it is known."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        raise BadRequest("No such form.") from None


def introduced(view):
    """A person who has not told who they are does so first, and is led back."""

    @wraps(view)
    @signed_in
    def wrapped(request, *args, **kwargs):
        if request.user.is_introduced:
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('account-details')}?{urlencode({'next': request.get_full_path()})}")

    return wrapped


@never_cache
@read_or_write
@introduced
def start(request):
    if request.method != "POST":
        return show_start(request, AimForm(request.user, initial=request.GET.get("kampanja")), uuid4())
    form, key = AimForm(request.user, request.POST), key_of(request)
    if form.is_valid():
        try:
            return redirect(
                "teot:tasks", authors.begin(by=request.user, key=key, kampanja=form.cleaned_data["kampanja"])
            )
        except Refused as refused:
            form.add_error("kampanja", refused.reason)
    return show_start(request, form, key, status=422)


def show_start(request, form, key, status=200):
    return render(request, "teot/writing/start.html", {"form": form, "key": key}, status=status)


@never_cache
@require_safe
@signed_in
def tasks(request, key):
    teko = own(request, key)
    return render(request, "teot/writing/tasks.html", {"teko": teko, "list": TaskList(teko)})


@never_cache
@read_or_write
@signed_in
def section(request, key, slug):
    teko = get_object_or_404(Teko.objects.editable_by(request.user).with_comments(), pk=key)
    if slug not in BY_SLUG:
        raise Http404
    if request.method == "POST":
        return save_section(request, SectionPage(teko, BY_SLUG[slug], request.user, request.POST))
    if not teko.is_editable:
        return redirect("teot:tasks", key)
    found = kept.find(request)
    page = SectionPage(teko, BY_SLUG[slug], request.user, found["text"] if found else None)
    return render(request, "teot/writing/section.html", {"page": page, "kept": found})


def save_section(request, page, template="teot/writing/section.html"):
    if "autosave" in request.POST:
        return autosave(request, page)
    if page.is_cut_off or not page.form.is_valid():
        return render(request, template, {"page": page}, status=400 if page.is_cut_off else 422)
    if page.is_undecided:
        return ask_which(request, page)
    try:
        page.save()
    except Conflict:
        return ask_which(request, page)
    except Refused as refused:  # staff, or a co-author, were first: what was typed is still there to be copied
        messages.error(request, refused.reason)
        return render(request, template, {"page": page}, status=409)
    kept.forget(request)
    return redirect(page.next_address)


def ask_which(request, page):
    return render(request, "teot/writing/conflict.html", {"page": page}, status=409)


def autosave(request, page):
    """What the browser saves by itself: fields without errors. The answer carries the section's next number."""
    if page.is_cut_off:
        raise BadRequest("The form broke off.")
    try:
        number = page.save()
    except Refused as refused:
        return JsonResponse({"text": str(refused.reason)}, status=409)
    answer = {"number": number, "time": time_now(), "errors": sum(map(len, page.form.errors.values()))}
    if page.looks_for_similar:
        answer["similar"] = render_to_string("teot/writing/_similar.html", {"page": page}, request).strip()
    return JsonResponse(answer)


@never_cache
@require_safe
@signed_in
def preview(request, key):
    rows = Teko.objects.editable_by(request.user) | Teko.objects.represented_by(request.user)
    teko = get_object_or_404(rows.select_related("owner", "submitted_version", "published_version"), pk=key)
    return render(request, "teot/writing/preview.html", {"act": ActPage.of_working_copy(teko), "teko": teko})


def act(request, teko, verb, address, **arguments):
    """Apply the verb, and say its reason if it is refused; either way go to the address."""
    try:
        verb(by=request.user, **arguments)
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect(address, *([teko.pk] if address != "teot:own" else []))


@require_POST
@signed_in
def take_back(request, key):
    teko = own(request, key)
    return act(request, teko, teko.take_back, "teot:tasks")


@never_cache
@read_or_write
@signed_in
def withdraw(request, key):
    teko = own(request, key)
    if request.method == "POST":
        return act(request, teko, teko.withdraw, "teot:own")
    return render(request, "teot/writing/withdraw.html", {"teko": teko})


@require_POST
@signed_in
def delete_draft(request, key):
    teko = own(request, key)
    return act(request, teko, teko.delete_draft, "teot:own")


@require_POST
@signed_in
def undelete(request, key):
    teko = get_object_or_404(Teko.with_deleted.written_by(request.user), pk=key)
    return act(request, teko, teko.undelete, "teot:own")


@require_POST
@signed_in
def copy(request, key):
    copied = own(request, key)
    teko = copied.copy(by=request.user, key=key_of(request))
    if copied.has_files:
        messages.info(request, _("Kuvat ja liitteet eivät tulleet kopioon. Lisää ne uudelleen."))
    return redirect("teot:tasks", teko.pk)


@never_cache
@read_or_write
@signed_in
def hand_over(request, key):
    """To a colleague, by the author; staff do the same in the admin."""
    teko = Teko.objects.filter(author=request.user, pk=key).first()
    if teko is None:
        return tell_handed_over(request, key)
    written = kept.fields_of(request)
    form = HandOverForm(request.POST or None, initial=written)
    give = partial(authors.hand_over, teko, by=request.user)
    if goes_by(form, lambda: give(email=form.cleaned_data["email"]), field="email"):
        kept.forget(request)
        messages.success(request, _("Teko on luovutettu."))
        return redirect("teot:own")
    context = {"teko": teko, "form": form, "kept": written}
    return render(request, "teot/writing/hand_over.html", context, status=status_of(form))


def tell_handed_over(request, key):
    """To whoever asks again, by a second click or in another tab; for others there is no such act."""
    given = Luovutus.objects.filter(teko=key, given_by=request.user).last()
    if given is None:
        raise Http404
    messages.info(request, given.told)
    return redirect("teot:own")


@never_cache
@read_or_write
@signed_in
def invite(request, key):
    """Its form is on the page of tasks, which is shown here again with what will not do or was kept."""
    teko, written = own(request, key), kept.fields_of(request)
    form = InvitationForm(request.POST if request.method == "POST" else None, initial=written)
    ask = partial(authors.invite, teko, by=request.user)
    if not goes_by(form, lambda: ask(email=form.cleaned_data["email"]), field="email"):
        context = {"teko": teko, "list": TaskList(teko), "form": form, "kept": written}
        return render(request, "teot/writing/tasks.html", context, status=status_of(form))
    kept.forget(request)
    return redirect(reverse("teot:tasks", args=[key]) + "#yhdessa")


@require_POST
@signed_in
def remove_co_author(request, key, co_author):
    teko = own(request, key)
    return act(request, teko, teko.remove_co_author, "teot:tasks", key=co_author)


@never_cache
@read_or_write
@signed_in
def invitation(request, key):
    """Nothing is accepted by opening a link: mail scanners open them too."""
    invitations = Tekija.objects.open_to(request.user).select_related("teko", "invited_by")
    if Teko.objects.written_by(request.user).filter(pk=key).exists():
        return redirect("teot:tasks", key)
    invited = get_object_or_404(invitations, teko=key)
    if request.method == "POST":
        return act(request, invited.teko, invited.teko.accept_invitation, "teot:tasks")
    return render(request, "teot/writing/invitation.html", {"invited": invited})


@never_cache
@require_safe
@signed_in
def own_list(request):
    return render(request, "teot/writing/own.html", {"page": OwnPage(request.user, request.GET.get("sivu", ""))})
