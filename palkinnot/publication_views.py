"""Staff's pages of when results become public. The admin wraps each view: nobody but staff comes here."""

from copy import copy
from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from kampanjat.models import Kampanja
from palkinnot import award_mails, publication, winners
from palkinnot.deciding_forms import Seen, WhyForm
from palkinnot.deciding_views import find as find_category
from palkinnot.deciding_views import read_or_write, sent, show
from palkinnot.mails_page import MailsPage
from palkinnot.publication_forms import AT, NOW, InstantForm
from palkinnot.publication_page import PublicationPage
from tekojentori import kept, second_step
from tekojentori.refusals import done, status_of
from teot.review_views import IN_A_FRAME, WITH_A_FRAME


def find(key) -> Kampanja:
    return get_object_or_404(Kampanja.objects.prefetch_related("lisaajat"), pk=key)


@require_safe
def campaigns(request):
    """Campaigns that have categories, the newest first."""
    rows = Kampanja.objects.filter(sarjat__isnull=False).distinct().order_by("-opens_at", "-pk")
    return show(request, "campaigns.html", _("Päätökset ja julkistus"), kampanjat=rows)


@require_safe
def campaign(request, key):
    page = PublicationPage(find(key), by=request.user)
    return show(request, "campaign.html", str(page.kampanja), page=page)


@read_or_write
@second_step.asked_afresh
@csp_override(WITH_A_FRAME)
def publish(request, key):
    """The whole campaign, now or at an instant, after a look at what comes."""
    page = PublicationPage(find(key), by=request.user)
    return ask_when(request, page, _("Julkista tulokset"), lambda **when: publication.publish(page.kampanja, **when))


@read_or_write
@second_step.asked_afresh
@csp_override(WITH_A_FRAME)
def reveal(request, key):
    """One category before the others."""
    sarja = find_category(key)
    page = PublicationPage(find(sarja.kampanja_id), by=request.user, sarja=sarja)
    title = _("Julkista sarja: %(category)s") % {"category": sarja}
    return ask_when(request, page, title, lambda **when: publication.reveal(sarja, **when))


def ask_when(request, page, title, verb):
    at = page.default_at
    begun = {"seen": page.token, "when": AT if at else NOW, "at": at} | typed(request)
    rule = publication.earlier_instant_of if page.only else publication.instant_of
    form = InstantForm(page.kampanja, sent(request), initial=begun, rule=rule)
    if form.is_valid() and done(form, lambda: verb(by=request.user, **told(form))):
        kept.forget(request)
        messages.success(
            request, _("Tulokset ovat julki.") if told(form)["at"] is None else _("Julkistus on ajastettu.")
        )
        return redirect("admin:palkinnot_palkinto_campaign", page.kampanja.pk)
    page = PublicationPage(find(page.kampanja.pk), by=request.user, sarja=page.only)
    return show(request, "publish.html", title, status_of(form), page=page, form=form, token=token_for(form, page))


def told(form) -> dict:
    return {name: form.cleaned_data[name] for name in ("at", "seen")}


def typed(request) -> dict:
    """What was typed before the second step was asked again: a moment as its two boxes."""
    words = kept.fields_of(request)
    boxes = [words.pop("at_0", ""), words.pop("at_1", "")]
    return words | ({"at": boxes} if any(boxes) else {})


@read_or_write
@second_step.asked_afresh
def call_off(request, key):
    page = PublicationPage(find(key), by=request.user)
    note = _("Mitään ei tule julki ajastetulla hetkellä, eikä siitä jää julkista jälkeä. Viestit odottavat edelleen.")
    verb = partial(publication.call_off, page.kampanja, by=request.user)
    return explain(request, page, _("Peru julkistus"), note, verb, _("Julkistus on peruttu."))


@read_or_write
@second_step.asked_afresh
def conceal(request, key):
    sarja = find_category(key)
    page = PublicationPage(find(sarja.kampanja_id), by=request.user, sarja=sarja)
    note = _("Sarja ei tule julki ennen muita. Siitä ei jää julkista jälkeä.")
    verb = partial(publication.conceal, sarja, by=request.user)
    return explain(request, page, _("Peru sarjan julkistus"), note, verb, _("Sarjan julkistus on peruttu."))


def explain(request, page, title, note, verb, told):
    form = WhyForm(sent(request), initial=kept.fields_of(request))
    if form.is_valid() and done(form, partial(verb, reason=form.cleaned_data["reason"])):
        kept.forget(request)
        messages.success(request, told)
        return redirect("admin:palkinnot_palkinto_campaign", page.kampanja.pk)
    return show(request, "call_off.html", title, status_of(form), page=page, form=form, note=note, label=title)


@require_safe
@xframe_options_sameorigin
@csp_override(IN_A_FRAME)
def preview(request, key):
    return as_public(request, PublicationPage(find(key), by=request.user))


@require_safe
@xframe_options_sameorigin
@csp_override(IN_A_FRAME)
def preview_category(request, key):
    sarja = find_category(key)
    return as_public(request, PublicationPage(find(sarja.kampanja_id), by=request.user, sarja=sarja))


def as_public(request, page):
    """The year's public page itself as it would be, to those who may know of the results."""
    if page.is_bound:
        raise Http404
    year, at = page.kampanja.year, page.kampanja.results_public_from or page.now
    there = copy(request)
    there.path = there.path_info = reverse("palkinnot:year", args=[year])
    shown = winners.of_year(year, at, previewed=page.only or page.kampanja)
    response = render(there, "admin/palkinnot/palkinto/preview.html", {"page": shown})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def mails(request, key):
    page = MailsPage(find(key), by=request.user)
    return show(request, "mails.html", _("Viestit: %(campaign)s") % {"campaign": page.kampanja}, page=page)


@read_or_write
def invite(request, key):
    """The winners' mails, under embargo."""
    page, form = MailsPage(find(key), by=request.user), Seen(sent(request))
    sent_now = []
    if form.is_valid() and done(form, lambda: sent_now.append(award_mails.invite(page.kampanja, by=request.user))):
        message = ngettext("%(count)s viesti on jonossa.", "%(count)s viestiä on jonossa.", sent_now[0])
        messages.success(request, message % {"count": sent_now[0]})
        return redirect("admin:palkinnot_palkinto_mails", key)
    return show(request, "invite.html", _("Kutsu palkittavat"), status_of(form), page=page, form=form)


def token_for(form, page) -> str:
    """After the verb has refused, the page shows what there is now, and so the next try goes by that."""
    return page.token if not form.is_bound or form.non_field_errors() else form["seen"].value()
