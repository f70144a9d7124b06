"""The import of the register from the admin: first what would happen, then, confirmed, the import itself."""

from collections.abc import Iterator

from django import forms
from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori import kept
from tekojentori.refusals import Refused
from tekojentori.spreadsheets import UnreadableFile
from tekojentori.written_tables import csv_lines
from teot import importing, register_rows, uploads

#: Faults and kept acts on the page itself; the file has all faults.
SHOWN = 100
#: Where the page of a long import is cut, and what happens is told.
CUT = "<!-- tuonti -->"


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tiedosto (CSV tai XLSX)"),
        max_length=200,
        allow_empty_file=True,  # the reader says what is wrong with it
        error_messages={"required": gettext_lazy("Valitse tiedosto.")},
    )
    overwrite = forms.BooleanField(label=gettext_lazy("Korvaa myös sivustolla muokatut teot"), required=False)

    def keep(self, by) -> uploads.Upload | None:
        """The file, kept to be previewed; None, with the error by its field, when it cannot be read."""
        try:
            return uploads.keep(self.cleaned_data["file"], overwrite=self.cleaned_data["overwrite"], by=by)
        except UnreadableFile as error:
            self.add_error("file", str(error))
            return None


def import_acts(request, admin):
    """`admin` is the ModelAdmin of acts, whose site the page belongs to."""
    if "ticket" in request.POST:
        return import_upload(request, admin)
    if request.method != "POST":
        lost = kept.find(request)
        return import_page(
            request, admin, ImportForm(initial=kept.fields_of(request)), lost_files=lost and lost["files"]
        )
    kept.forget(request)
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid() and (upload := form.keep(request.user)):
        return run(request, admin, upload, dry_run=True, form=form)
    return import_page(request, admin, form, status=400)


def import_upload(request, admin):
    """The upload that was previewed, imported; or, when that was asked, the list of its faults."""
    try:
        upload = uploads.find(request.POST["ticket"], by=request.user)
        if "faults" in request.POST:
            return fault_file(uploads.run(upload, by=request.user, dry_run=True))
        return run(request, admin, upload, dry_run=False, form=ImportForm())
    except (Refused, UnreadableFile) as refused:
        admin.message_user(request, str(refused), messages.ERROR)
        return redirect("admin:teot_teko_import")


def run(request, admin, upload, *, dry_run, form):
    """What becomes of the upload, on a page; when there is much of it, on one that tells how it goes meanwhile."""
    if upload.rows > importing.BATCH:
        page = import_page(request, admin, form, upload=upload, cut=CUT, is_dry=dry_run).content.decode()
        told = told_import(request, upload, dry_run=dry_run)
        return StreamingHttpResponse(around(page, told), headers={"X-Accel-Buffering": "no"})
    outcome = uploads.run(upload, by=request.user, dry_run=dry_run)
    if dry_run or outcome.errors:
        return import_page(request, admin, form, status=422 if outcome.errors else 200, upload=upload, outcome=outcome)
    admin.message_user(request, imported_message(outcome), messages.SUCCESS)
    return redirect("admin:teot_teko_changelist")


def around(page: str, middle: Iterator[str]) -> Iterator[str]:
    head, _cut, tail = page.partition(CUT)
    yield head
    yield from middle
    yield tail


def told_import(request, upload, *, dry_run) -> Iterator[str]:
    """How it goes, and then what came of it. A reader who leaves before the end has imported nothing."""
    outcome = importing.Outcome()
    context = {"upload": upload, "outcome": outcome, "shown": SHOWN}
    try:
        for done, of in uploads.steps(upload, outcome, by=request.user, dry_run=dry_run):
            yield render_to_string("admin/_import_step.html", {"done": done, "of": of, "rows": upload.rows})
    except (Refused, UnreadableFile) as refused:
        yield render_to_string("admin/_import_refused.html", {"reason": str(refused)})
        return
    name = "faults" if outcome.errors else "preview" if dry_run else "done"
    yield render_to_string(f"admin/_import_{name}.html", context | {"message": imported_message(outcome)}, request)


def import_page(request, admin, form, *, status=200, **shown):
    context = admin.admin_site.each_context(request) | {
        "title": _("Tuo tekoja"),
        "opts": admin.opts,
        "form": form,
        "columns": [(name, name in register_rows.REQUIRED) for name in register_rows.COLUMNS],
        "most_rows": uploads.MOST_ROWS,
        "shown": SHOWN,
    }
    return render(request, "admin/import.html", context | shown, status=status)


def imported_message(outcome) -> str:
    message = _(
        "Teot on tuotu: uusia %(created)s, muuttui %(updated)s, ennallaan %(unchanged)s, säilytettiin %(kept)s."
    )
    counts = {"created": outcome.created, "updated": outcome.updated, "unchanged": outcome.unchanged}
    return message % (counts | {"kept": len(outcome.kept)})


def fault_file(outcome):
    lines = ((fault.row, fault.column, fault.message) for fault in outcome.errors)
    header = [_("Rivi"), _("Sarake"), _("Mitä korjata")]
    response = StreamingHttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tuonnin-virheet.csv"'
    return response
