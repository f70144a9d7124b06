from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat import kirjeet
from palkinnot import award_mails
from tekojentori import mail_kinds
from tekojentori.models import Sahkoposti
from tekojentori.refusals import Refused


def name_of(kind: str) -> str:
    """What staff call the kind: mails of a campaign by the names that their words have."""
    names = {row.kind: row.name for row in kirjeet.KINDS} | mail_kinds.NAMES
    return str(names.get(kind, kind))


class KindFilter(admin.SimpleListFilter):
    title = gettext_lazy("laji")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        found = Sahkoposti.objects.order_by("kind").values_list("kind", flat=True).distinct()
        return sorted(((kind, name_of(kind)) for kind in found), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Sahkoposti)
class SahkopostiAdmin(admin.ModelAdmin):
    """Read only: what was sent to whom, and why something was not. A secret stays one, and so does what is held.

    A draft is read on the pages of what it is about, by those who may know of that; one that was called off, and tells
    of no decision, here. Who is in conflict with a candidate does not see that there are mails about its category.
    """

    list_display = ("created_at", "to", "shown_subject", "shown_kind", "state", "attempts", "error")
    list_filter = ("state", KindFilter, "language")
    search_fields = ("to", "cause", "kind")
    date_hierarchy = "created_at"
    fields = (
        "to", "reply_to", "shown_subject", "shown_text", "shown_kind", "cause", "language", "state", "error",
        "attempts", "created_at", "queued_at", "queued_by", "sending_at", "next_attempt_at", "sent_at",
        "release_at", "released_at", "released_by", "voided_at", "voided_by", "void_reason",
    )  # fmt: skip
    readonly_fields = fields
    actions = ("send_again",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(award_mails.not_for(request.user)).defer("html")

    @admin.display(description=gettext_lazy("laji"), ordering="kind")
    def shown_kind(self, row):
        return name_of(row.kind)

    @admin.display(description=gettext_lazy("otsikko"))
    def shown_subject(self, row):
        return hidden(row) or row.subject

    @admin.display(description=gettext_lazy("teksti"))
    def shown_text(self, row):
        return hidden(row) or row.text

    @admin.action(description=gettext_lazy("Lähetä uudelleen"))
    def send_again(self, request, queryset):
        for row in queryset:
            try:
                row.send_again(by=request.user)
            except Refused as refused:
                self.message_user(request, f"{row.to}: {refused.reason}", messages.ERROR)
            else:
                message = _("%(to)s: viesti on jonossa.") % {"to": row.to}
                self.message_user(request, message, messages.SUCCESS)


def hidden(row: Sahkoposti) -> str:
    """What stands for the words of a mail that staff may not read here."""
    if row.secret:
        return _("(salainen)")
    is_told_elsewhere = row.state == row.State.VOIDED and row.kind not in award_mails.KINDS
    return _("(luonnos)") if row.is_draft and not is_told_elsewhere else ""
