"""Staff's pages of one act and of decisions. The admin wraps each view: nobody but staff comes here."""

from copy import copy
from dataclasses import asdict

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tekojentori import kept
from tekojentori.refusals import Refused, status_of
from teot import reviewing, views
from teot.confirming import Confirmation
from teot.models import Kasiteltava, Teko, Versio
from teot.review_forms import ChecklistForm, CorrectionForm, NoteForm
from teot.review_page import ReviewPage, preview_of

#: The preview is a page of ours in a frame of ours, and nowhere else.
WITH_A_FRAME = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
IN_A_FRAME = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}


def show(request, template, title, status=200, **context):
    context = admin.site.each_context(request) | {"title": title, "opts": Kasiteltava._meta} | context
    return render(request, f"admin/teot/kasiteltava/{template}", context, status=status)


def find(key) -> Teko:
    return get_object_or_404(
        Teko.objects.select_related("owner", "author", "started_by", "claimed_by", "state_by"), pk=key
    )


def find_version(key, version) -> Versio:
    return get_object_or_404(Versio, teko=key, pk=version)


@require_safe
@csp_override(WITH_A_FRAME)
def act(request, key):
    return show_act(request, key, NoteForm())


def show_act(request, key, note_form, status=200):
    page = ReviewPage(find(key), compared=request.GET.get("vertaa", ""))
    title = page.shown.document["title"] if page.shown else page.teko.title
    parts = {"page": page, "teko": page.teko, "note_form": note_form, "kept": note_form.initial}
    return show(request, "act.html", title, status, **parts)


@require_safe
@xframe_options_sameorigin
@csp_override(IN_A_FRAME)
def preview(request, key, version):
    """The public page itself, as if it were at its own address; no search engine keeps it."""
    teko = find(key)
    act = preview_of(teko, find_version(key, version))
    there = copy(request)
    there.path = there.path_info = act.url
    response = views.act_page(there, act, teko.pk, act.document["owner"]["id"], "admin/teot/kasiteltava/preview.html")
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def claim(request, key):
    return tell(request, key, lambda teko: teko.claim(by=request.user), _("Teko on sinun käsittelyssäsi."))


@require_POST
def release(request, key):
    return tell(request, key, lambda teko: teko.release(by=request.user), _("Teko on vapaa muille."))


@require_http_methods(["GET", "HEAD", "POST"])
@csp_override(WITH_A_FRAME)
def note(request, key):
    """Its form is on the act's page, which is shown here again with what will not do or was kept."""
    form = NoteForm(request.POST if request.method == "POST" else None, initial=kept.fields_of(request))
    if not form.is_valid():
        return show_act(request, key, form, status_of(form))
    kept.forget(request)
    text = form.cleaned_data["text"]
    return tell(request, key, lambda teko: teko.note(text, by=request.user), _("Muistiinpano on tallennettu."))


def tell(request, key, verb, done):
    """Do it, say how it went, and go back to the act."""
    try:
        verb(find(key))
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, done)
    return redirect("admin:teot_kasiteltava_change", key)


@require_POST
def check(request, key):
    form = ChecklistForm(request.POST)
    if not form.is_valid():
        raise Http404
    form.record(find_version(key, form.cleaned_data["version"]), by=request.user)
    messages.success(request, _("Tarkistuslista on tallennettu."))
    return redirect("admin:teot_kasiteltava_change", key)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, key):
    page = ReviewPage(find(key))
    if not page.can_be_corrected:
        raise Http404
    data = request.POST if request.method == "POST" else kept.text_of(request)
    seen = (data or {}).get("version", str(page.shown.pk))
    version = find_version(key, seen if seen.isdecimal() and len(seen) < 19 else 0)
    form = CorrectionForm(version, data)
    if "confirmed" in request.POST and form.is_valid() and store_correction(request, page.teko, version, form):
        return redirect("admin:teot_kasiteltava_change", key)
    parts = {"form": form, "teko": page.teko, "is_public": not page.waiting, "writer": kept.mark_of(request.user)}
    if form.is_valid():
        parts["changes"] = reviewing.changes_of(version, form.texts)
        parts["mails"] = reviewing.preview_correction(page.teko, version, form.texts, form.cleaned_data["reason"])
    status = status_of(form) if request.method == "POST" else 200
    return show(request, "correct.html", _("Korjaa kirjoitusvirhe"), status, **parts)


def store_correction(request, teko, version, form) -> bool:
    """Whether it went through. If not, the page tells why, and the text stays in the form."""
    try:
        reviewing.correct(teko, by=request.user, version=version, texts=form.texts, reason=form.cleaned_data["reason"])
    except Refused as refused:
        messages.error(request, refused.reason)
        return False
    kept.forget(request)
    messages.success(request, _("Korjaus on tallennettu."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, slug):
    """First what will happen and the mail that will go; then, confirmed, the decision itself."""
    decision = reviewing.DECISIONS.get(slug)
    if decision is None:
        raise Http404
    written = request.POST if request.method == "POST" else None if request.GET else kept.text_of(request)
    confirmation = Confirmation(decision, written or request.GET, by=request.user, is_answer=written is not None)
    if "confirmed" in request.POST and confirmation.is_ready and confirmation.items:
        return conclude(request, confirmation)
    return show_decision(request, confirmation, status_of(confirmation.form) if request.method == "POST" else 200)


def show_decision(request, confirmation, status=200):
    decision = confirmation.decision
    context = {"confirmation": confirmation, "decision": decision, "writer": kept.mark_of(request.user)}
    return show(request, "decide.html", decision.label, status, **context)


def conclude(request, confirmation):
    """One act: back to where the work goes on; refused, to the form. Many: a page that tells how each of them went."""
    outcome = confirmation.run()
    kept.forget(request)
    if len(confirmation.items) > 1:
        request.session["review_outcome"] = asdict(outcome)
        return redirect("admin:teot_kasiteltava_outcome")
    for key, title, reason in outcome.refused:
        messages.error(request, f"{title}: {reason}")
        if outcome.written:
            return show_decision(request, confirmation.anew(), status=409)
        return redirect("admin:teot_kasiteltava_change", key)
    messages.success(request, f"{confirmation.items[0].teko.title}: {confirmation.decision.done}")
    if confirmation.decision.on_version:
        return redirect("admin:teot_kasiteltava_changelist")
    return redirect("admin:teot_kasiteltava_change", confirmation.items[0].teko.pk)


@require_safe
def outcome(request):
    """How the last decision on many acts went. It stays until the next one: a reload shows it again."""
    kept = request.session.get("review_outcome")
    if kept is None or kept["slug"] not in reviewing.DECISIONS:
        return redirect("admin:teot_kasiteltava_changelist")
    return show(request, "outcome.html", _("Näin kävi"), outcome=kept, decision=reviewing.DECISIONS[kept["slug"]])
