"""Staff's pages of the decision on a category. The admin wraps each view: nobody but staff comes here."""

from functools import partial

from django.contrib import admin, messages
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palkinnot import award_mails, counted
from palkinnot.deciding_forms import Proposal, Seen, WhyForm
from palkinnot.deciding_page import DecidingPage
from palkinnot.models import Palkinto, Sarja
from tekojentori import kept
from tekojentori.mail_count import MailCount
from tekojentori.refusals import done, status_of

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


def show(request, template, title, status=200, **context):
    context = admin.site.each_context(request) | {"title": title, "opts": Palkinto._meta} | context
    context |= {"writer": kept.mark_of(request.user)}
    return render(request, f"admin/palkinnot/palkinto/{template}", context, status=status)


def find(key) -> Sarja:
    return get_object_or_404(Sarja.objects.select_related("kampanja", "kierros"), pk=key)


def page_of(request, key) -> DecidingPage:
    return DecidingPage(find(key), by=request.user)


def sent(request):
    return request.POST if request.method == "POST" else None


@require_safe
def decision(request, key):
    page = page_of(request, key)
    return show(request, "decision.html", _("Päätös: %(category)s") % {"category": page.sarja}, page=page)


@read_or_write
def propose(request, key):
    """Candidates come by the address; what was typed stays through every refusal, and through signing in again."""
    page = page_of(request, key)
    words = kept.text_of(request) or QueryDict()
    proposal = Proposal(page, data=sent(request), query=request.GET, words=words)
    if proposal.is_valid() and done(proposal.whole, lambda: act_on(proposal, by=request.user)):
        kept.forget(request)
        messages.success(request, _("Ehdotus on tallennettu. Nyt joku toinen vahvistaa sen tai palauttaa sen."))
        return redirect(page.address)
    status, token = 422 if proposal.is_refused else 200, token_for(proposal.whole, page)
    title = _("Ehdota palkittavia")
    return show(request, "propose.html", title, status, page=page, proposal=proposal, token=token)


def act_on(proposal: Proposal, *, by) -> None:
    whole = proposal.whole.cleaned_data
    proposal.page.sarja.propose(proposal.choices, by=by, reason=whole["reason"], seen=whole["seen"])


@read_or_write
def count(request, key):
    """What the rule gives; then, confirmed, that as the proposal."""
    page = page_of(request, key)
    form = Seen(sent(request), initial={"seen": page.sarja.decision_token})
    if form.is_valid() and done(form, partial(page.sarja.propose_by_count, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Ehdotus on laskettu. Nyt joku toinen vahvistaa sen tai palauttaa sen."))
        return redirect(page.address)
    parts = {"rows": counted.proposal(page.sarja) if page.may_see else [], "label": _("Ehdota laskettua")}
    return ask(request, page, form, _("Laske ehdotus"), "count.html", **parts)


@read_or_write
def confirm(request, key):
    """What is proposed and which mails it drafts; then it is confirmed, by another than who proposed it."""
    page = page_of(request, key)
    form = Seen(sent(request), initial={"seen": page.sarja.decision_token})
    if form.is_valid() and done(form, partial(page.sarja.confirm, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Päätös on vahvistettu. Viestit odottavat luonnoksina."))
        return redirect(page.address)
    mails = award_mails.tried(page.sarja) if page.can_confirm else []
    parts = {"mails": mails, "count": MailCount.of(mail.to for mail in mails), "label": _("Vahvista")}
    return ask(request, page_of(request, key), form, _("Vahvista ehdotus"), "confirm.html", **parts)


@read_or_write
def return_proposal(request, key):
    note = _("Ehdotus avautuu, ja sen perustelut jäävät seuraavan ehdotuksen pohjaksi.")
    return explain(request, key, _("Palauta ehdotus"), note, Sarja.return_proposal, _("Ehdotus on palautettu."))


@read_or_write
def undo(request, key):
    page = page_of(request, key)
    if request.method == "GET" and page.is_public:
        messages.error(request, _("Tulokset ovat jo julki. Muuta niitä oikaisulla."))
        return redirect(page.address)
    note = _("Päätös avautuu, ja sen viestiluonnokset perutaan. Mitään ei ole vielä julki.")
    return explain(request, key, _("Peru päätös"), note, Sarja.undo, _("Päätös on peruttu ja avoin."), warns=True)


def explain(request, key, title, note, verb, told, *, warns=False):
    """A step that asks why."""
    page = page_of(request, key)
    begun = {"seen": page.sarja.decision_token} | kept.fields_of(request)
    form = WhyForm(sent(request), initial=begun)
    if form.is_valid() and done(form, partial(verb, page.sarja, by=request.user, **form.cleaned_data)):
        kept.forget(request)
        messages.success(request, told)
        return redirect(page.address)
    return ask(request, page, form, title, "ask.html", note=note, label=title, warns=warns)


def ask(request, page, form, title, template, **parts):
    """A form that a refusal gives back carries what there is now, beside what was typed."""
    return show(request, template, title, status_of(form), page=page, form=form, token=token_for(form, page), **parts)


def token_for(form, page) -> str:
    """After the verb has refused, the page shows what there is now, and so the next try goes by that."""
    is_told = not form.is_bound or form.non_field_errors()
    return page.sarja.decision_token if is_told else form["seen"].value()
