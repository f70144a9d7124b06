"""The import of the register from the admin: first what would happen, then, confirmed, the import itself."""

from django import forms
from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.refusals import Refused
from tekojentori.spreadsheets import UnreadableFile
from tekojentori.written_tables import csv_lines
from teot import register_rows, uploads

#: Faults and kept acts on the page itself; the file has all faults.
SHOWN = 100


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Tiedosto (CSV tai XLSX)"),
        max_length=200,
        allow_empty_file=True,  # the reader says what is wrong with it
        error_messages={"required": gettext_lazy("Valitse tiedosto.")},
    )
    overwrite = forms.BooleanField(label=gettext_lazy("Korvaa myös sivustolla muokatut teot"), required=False)

    def preview(self, by) -> dict:
        """What the page says of the file; empty, with the error by its field, when it cannot be read."""
        upload = uploads.keep(self.cleaned_data["file"], overwrite=self.cleaned_data["overwrite"], by=by)
        try:
            return {"upload": upload, "outcome": uploads.run(upload, by=by, dry_run=True)}
        except UnreadableFile as error:
            self.add_error("file", str(error))
            upload.path.unlink(missing_ok=True)
            return {}


def import_acts(request, admin):
    """`admin` is the ModelAdmin of acts, whose site the page belongs to."""
    if "ticket" in request.POST:
        return import_upload(request, admin)
    if request.method != "POST":
        return import_page(request, admin, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    shown = form.preview(request.user) if form.is_valid() else {}
    return import_page(request, admin, form, status=400 if form.errors else 200, **shown)


def import_upload(request, admin):
    """The upload that was previewed, imported; or, when that was asked, the list of its faults."""
    faults = "faults" in request.POST
    try:
        upload = uploads.find(request.POST["ticket"], by=request.user)
        outcome = uploads.run(upload, by=request.user, dry_run=faults)
    except (Refused, UnreadableFile) as refused:
        admin.message_user(request, str(refused), messages.ERROR)
        return redirect("admin:teot_teko_import")
    if faults:
        return fault_file(outcome)
    if outcome.errors:
        return import_page(request, admin, ImportForm(), upload=upload, outcome=outcome)
    admin.message_user(request, imported_message(outcome), messages.SUCCESS)
    return redirect("admin:teot_teko_changelist")


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
