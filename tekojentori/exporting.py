"""Lists that people can take along as a file: the public's, and the change lists of staff."""

import tempfile
from collections.abc import Iterable

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import content_disposition_header

from tekojentori.written_tables import csv_lines, write_xlsx

FORMATS = ("csv", "xlsx")


def table_file(name: str, header: list[str], lines: Iterable[list]) -> StreamingHttpResponse | FileResponse:
    """The table as a download. CSV streams; XLSX is written to a temporary file, in constant memory."""
    if name.endswith(".csv"):
        response = StreamingHttpResponse(csv_lines(header, lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        return response
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_xlsx(header, lines, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)


class Exported:
    """A ModelAdmin whose list is exported as it stands: its filters and search hold in the file too."""

    change_list_template = "admin/exported_change_list.html"
    export_columns: tuple[str, ...] = ()

    def get_urls(self):
        view = self.admin_site.admin_view(self.export)
        urls = [
            path(f"vie.{kind}", view, {"kind": kind}, name=f"{self.opts.app_label}_{self.opts.model_name}_{kind}")
            for kind in FORMATS
        ]
        return urls + super().get_urls()

    def export(self, request, kind):
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        header = [str(label_for_field(name, self.model, self)) for name in self.export_columns]
        lines = (self.export_line(row) for row in rows.iterator(chunk_size=1000))
        return table_file(f"{self.opts.verbose_name_plural}.{kind}", header, lines)

    def export_line(self, row) -> list:
        return [self.export_cell(name, row) for name in self.export_columns]

    def export_cell(self, name, row):
        field, _attribute, value = lookup_field(name, row, self)
        if field is not None and field.choices:
            return display_for_field(value, field, "")
        if field is not None and field.is_relation:
            return str(value) if value else ""
        return value
