"""The page on which the authors of an act add pictures and attachments. One form: no button loses what was typed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tekojentori import kept
from tekojentori.kept import signed_in
from tekojentori.refusals import Refused
from teot import files_page
from teot.files_page import FilesPage
from teot.models import Teko
from teot.writing_views import save_section

TEMPLATE = "teot/writing/files.html"


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def files(request, key):
    teko = get_object_or_404(Teko.objects.editable_by(request.user).with_comments(), pk=key)
    if request.method == "POST":
        return save_files(request, teko)
    if not teko.is_editable:
        return redirect("teot:tasks", key)
    found = kept.find(request)
    page = FilesPage(teko, request.user, found["text"] if found else None)
    if found and not page.says_something_new:
        kept.forget(request)
        return render(request, TEMPLATE, {"page": FilesPage(teko, request.user), "lost_files": found["files"]})
    return render(request, TEMPLATE, {"page": page, "kept": found})


def save_files(request, teko):
    """First the files, which conflict with nothing, then the texts and the order. Of half a form, whole files alone."""
    try:
        if "remove" in request.POST:
            teko.remove_file(request.POST["remove"], by=request.user)
        faults = files_page.take(teko, request.FILES.getlist("files"), by=request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("teot:tasks", teko.pk)
    page = FilesPage(teko, request.user, request.POST, faults=faults)
    response = save_section(request, page, template=TEMPLATE)
    if faults and response.status_code == 302:
        page = FilesPage(teko, request.user, faults=faults)
        return render(request, TEMPLATE, {"page": page}, status=422)
    return response
