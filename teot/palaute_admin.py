from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.plain_form import PlainForm
from teot.models import Palaute


class AnswerForm(PlainForm):
    """Two members of staff at once: the second is told who answered."""

    def clean(self):
        cleaned = super().clean()
        stored = Palaute.objects.select_for_update(of=["self"]).get(pk=self.instance.pk)
        if stored.answered_at:
            self.add_error(None, stored.told_who_answered)
        elif "answer" not in self.errors and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Kirjoita vastaus tai se, mitä palautteen johdosta tehtiin."))
        return cleaned

    def _post_clean(self):
        """The row changes by its verb alone."""


class PalauteAdmin(admin.ModelAdmin):
    form = AnswerForm
    list_display = ("about", "created_at", "due_on", "is_overdue", "answered_at", "answered_by")
    list_filter = (("answered_at", admin.EmptyFieldListFilter), "kind")
    list_select_related = ("answered_by",)
    search_fields = ("text", "title", "email")
    fields = (
        "kind", "teko", "page", "text", "name", "email", "language", "created_at", "due_on", "answer", "answered_at",
        "answered_by",
    )  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        """What was typed while another answered stays in its field."""
        answered = obj is not None and obj.answered_at and request.method != "POST"
        return [name for name in self.fields if name != "answer" or answered]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("palaute"))
    def about(self, row):
        return row.about

    @admin.display(description=gettext_lazy("myöhässä"), boolean=True)
    def is_overdue(self, row):
        return row.is_overdue

    def save_model(self, request, obj, form, change):
        obj.answer_with(form.cleaned_data["answer"], by=request.user)
