"""Staff's actions that bring acts into campaigns and take them out: each asks first, and says what would follow."""

from django import forms
from django.contrib import admin, messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat.choosing import KampanjaField
from kampanjat.models import Kampanja
from tekojentori.asking import answered
from tekojentori.mail_count import MailCount
from tekojentori.open_form import Words
from tekojentori.refusals import Refused
from teot import entries


class WhyForm(forms.Form):
    use_required_attribute = False
    reason = Words(
        label=gettext_lazy("Syy"),
        limit=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Kerrotaan tekijöille ja jää historiaan."),
        error_messages={"required": gettext_lazy("Kirjoita syy.")},
    )


class IntoForm(WhyForm):
    kampanja = KampanjaField(
        Kampanja.objects.none(),
        label=gettext_lazy("Kampanja"),
        empty_label=None,
        error_messages={"required": gettext_lazy("Valitse kampanja.")},
    )
    field_order = ("kampanja", "reason")

    def __init__(self, data=None):
        super().__init__(data)
        self.fields["kampanja"].queryset = Kampanja.objects.held().order_by("-opens_at", "-pk")


def ask(model_admin, request, asked, form, **context):
    """The page that asks why and says how many mails go. `asked`: each row with why it would be refused, or nothing."""
    going = [row for row, reason in asked if not reason]
    people = [person for row in going for person in entries.people_told(getattr(row, "teko", row))]
    context = model_admin.admin_site.each_context(request) | {
        "form": form, "rows": [row for row, _reason in asked], "opts": model_admin.opts, "going": going,
        "refused": [pair for pair in asked if pair[1]], "mails": MailCount.of(person.email for person in people),
    } | context  # fmt: skip
    return render(request, "admin/ask_first.html", context, status=422 if form.errors else 200)


def each(model_admin, request, rows, verb, done):
    """Do it to each; one refusal stops no other."""
    for row in rows:
        try:
            verb(row)
        except Refused as refused:
            model_admin.message_user(request, f"{row}: {refused.reason}", messages.ERROR)
        else:
            model_admin.message_user(request, done % {"title": row}, messages.SUCCESS)


def into(model_admin, request, rows, *, refusal, verb, done, **context):
    """Into which campaign and why; then, before it is done, which will go, which will not, and how many mails."""
    form = IntoForm(request.POST) if "asked" in request.POST else answered(IntoForm, request)
    if not form.is_valid():
        return ask(model_admin, request, [(row, "") for row in rows], form, stage="asked", mails=None, **context)
    given = form.cleaned_data
    if "confirmed" in request.POST:
        return each(model_admin, request, rows, lambda row: verb(row, given["kampanja"], given["reason"]), done)
    asked = [(row, refusal(row, given["kampanja"])) for row in rows]
    return ask(model_admin, request, asked, form, **context)


@admin.action(description=gettext_lazy("Ilmoita kampanjaan tekijöiden puolesta"))
def enter_for_authors(model_admin, request, queryset):
    """An action of the list of acts."""
    return into(
        model_admin,
        request,
        queryset,
        action="enter_for_authors",
        title=_("Ilmoita kampanjaan tekijöiden puolesta"),
        note=_("Teot ilmoitetaan kampanjaan tekijöidensä puolesta."),
        refusal=lambda teko, kampanja: teko.why_not_for_others(kampanja, timezone.now()),
        verb=lambda teko, kampanja, reason: entries.enter(teko, kampanja, by=request.user, reason=reason),
        done=_("%(title)s: ilmoitettu kampanjaan."),
    )
