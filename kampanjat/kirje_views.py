"""Staff's pages for the words of a campaign's mails: what mails there are, and one mail in three languages."""

import base64
import hashlib
import re
from functools import cache

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_safe

from kampanjat import kirjeet
from kampanjat.kirje_forms import KirjeForm
from kampanjat.models import Kampanja, Kirje
from tekojentori.refusals import status_of


def show(request, template, title, status=200, **context):
    """The mails stand in frames, where nothing works but the style sheet that every mail carries."""
    context = admin.site.each_context(request) | {"title": title, "opts": Kirje._meta} | context
    policy = settings.SECURE_CSP | {"style-src": [*settings.SECURE_CSP["style-src"], style_of_mails()]}
    return csp_override(policy)(render)(request, f"admin/kampanjat/kirje/{template}", context, status=status)


@cache
def style_of_mails() -> str:
    """The one style sheet that may stand in a page, by its digest."""
    sheet = re.search(r"<style>(.*?)</style>", render_to_string("email/base.html"), re.DOTALL)[1]
    return f"'sha256-{base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()}'"


@require_safe
def of_campaign(request, key):
    kampanja = get_object_or_404(Kampanja, pk=key)
    rows = {row.kind: row for row in kampanja.kirjeet.select_related("changed_by")}
    kinds = [(kind, rows.get(kind.kind)) for kind in kirjeet.KINDS]
    title = _("Kirjeet: %(campaign)s") % {"campaign": kampanja}
    return show(request, "of_campaign.html", title, kampanja=kampanja, kinds=kinds, languages=Kirje.LANGUAGES.items())


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def edit(request, key, slug):
    kampanja, kind = get_object_or_404(Kampanja, pk=key), kirjeet.by_slug(slug)
    if kind is None:
        raise Http404
    form = form_of(request, kampanja, kind)
    if request.method == "POST" and "preview" not in request.POST and form.is_valid():
        form.instance.change(by=request.user, seen=form.cleaned_data["seen"], reason=form.cleaned_data["reason"])
        messages.success(request, _("Kirje ”%(mail)s” on tallennettu.") % {"mail": kind.name})
        return redirect("admin:kampanjat_kirje_edit", key, slug)
    title = f"{kind.name}: {kampanja}"
    previews = [preview(kampanja, kind, form, language, by=request.user) for language in Kirje.LANGUAGES]
    parts = {"kampanja": kampanja, "kind": kind, "form": form, "previews": previews}
    return show(request, "edit.html", title, status_of(form), **parts)


def form_of(request, kampanja, kind):
    """Opening it writes nothing: the row comes with the first words."""
    if request.method != "POST":
        row = kampanja.kirjeet.filter(kind=kind.kind).first()
        return KirjeForm(instance=row or Kirje(kampanja=kampanja, kind=kind.kind), kind=kind)
    row, _created = Kirje.objects.get_or_create(kampanja=kampanja, kind=kind.kind)
    data = request.POST.dict()
    return KirjeForm(data | dict.fromkeys(Kirje.TEXTS, "") if "reset" in data else data, instance=row, kind=kind)


def preview(kampanja, kind, form, language, *, by) -> dict:
    """A place that the words name may be no more: then the page says which, as it can be mended there."""
    words = form.words(language)
    faults = kind.faults(words) if words else []
    mail = kind.preview(kampanja, language, words, by=by) if words and not faults else None
    return {
        "language": language,
        "name": Kirje.LANGUAGES[language],
        "mail": mail,
        "faults": faults,
        "is_shipped": words == kind.shipped(language),
    }
