from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tekojentori import kept, my_data, sign_in
from tekojentori.account_forms import DetailsForm, LeaveForm, NewAddressForm
from tekojentori.forms import CodeForm
from tekojentori.rate_limit import Limit, limited, network_of_visitor
from tekojentori.refusals import Refused, status_of
from tekojentori.sign_in_views import require_page
from teot import authors
from teot.models import Teko

#: Remembers the code of a new address, apart from that of signing in.
ADDRESS_COOKIE = "uusi-osoite"


@require_safe
@never_cache
@login_required
def account(request):
    return render(request, "account/account.html", {"is_contact": request.user.represented.exists()})


@require_page
@never_cache
@kept.signed_in
def details(request):
    """Who the person is; the first time on the way to where they were going."""
    written = None if request.method == "POST" else kept.text_of(request)
    only_shown = written is not None or "search" in request.POST
    form = DetailsForm(request.POST or written, user=request.user, searching=only_shown)
    first = not request.user.is_introduced
    if form.is_valid():
        request.user.introduce(**form.details())
        kept.forget(request)
        if not first:
            messages.success(request, _("Tiedot on tallennettu."))
        return redirect(sign_in.next_address(request, otherwise="account"))
    going = (written or {}).get("next") or sign_in.next_address(request, otherwise="account")
    context = {"form": form, "first": first, "next": going, "kept": written}
    return render(request, "account/details.html", context, status=status_of(form))


@require_safe
@never_cache
@login_required
def organisations(request):
    """The radio buttons alone, as one types."""
    form = DetailsForm(request.GET, user=request.user, searching=True)
    return render(request, "account/_organisations.html", {"form": form})


@require_page
@never_cache
@login_required
@limited
def new_address(request):
    """Whether another account has the address is told only to whoever proves to read its mail."""
    form = NewAddressForm(request.POST or None, user=request.user)
    if not form.is_valid():
        return render(request, "account/new_address.html", {"form": form}, status=status_of(form))
    koodi = sign_in.send_code(request, form.cleaned_data["email"])
    response = redirect("account-address-code")
    sign_in.remember(response, koodi, ADDRESS_COOKIE)
    return response


@require_page
@never_cache
@login_required
@limited
def prove_address(request):
    koodi = sign_in.remembered(request, ADDRESS_COOKIE)
    if koodi is None:
        return redirect("account-address")
    form = CodeForm(request.POST or None, koodi=koodi)
    if request.method == "POST":
        slot = sign_in.TRIES_PER_NETWORK.take(network_of_visitor(request))
        if form.is_valid():
            Limit.give_back([slot])
            return change_address(request, koodi.email)
    return render(request, "account/prove_address.html", {"form": form, "koodi": koodi}, status=status_of(form))


def change_address(request, email):
    try:
        request.user.change_address(email)
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Osoite on vaihdettu."))
    response = redirect("account")
    response.delete_cookie(ADDRESS_COOKIE)
    return response


@require_POST
@login_required
def end_other_sessions(request):
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Sinut on kirjattu ulos muilta laitteilta."))
    return redirect("account")


@require_safe
@never_cache
@login_required
def download(request):
    response = JsonResponse(my_data.of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="tekojen-tori-omat-tiedot.json"'
    return response


@require_safe
@never_cache
@login_required
def represented(request):
    """All acts of the organisations whose contact person one is."""
    acts = Teko.objects.represented_by(request.user).select_related("owner", "author").order_by("owner", "-pk")
    is_contact = bool(acts) or request.user.represented.exists()
    return render(request, "account/represented.html", {"acts": acts, "is_contact": is_contact})


@require_page
@never_cache
@login_required
def leave(request):
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            authors.leave(request.user)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            logout(request)
            return redirect("account-left")
    acts = Teko.objects.filter(author=request.user).count()
    return render(request, "account/leave.html", {"form": form, "acts": acts}, status=status_of(form))


@require_safe
def left(request):
    return render(request, "account/left.html")
