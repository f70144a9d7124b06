from urllib.parse import urlsplit

from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tekojentori import kept, sign_in
from tekojentori.forms import AddressForm, CodeForm
from tekojentori.rate_limit import Limit, limited, network_of_visitor
from tekojentori.refusals import status_of

require_page = require_http_methods(["GET", "HEAD", "POST"])


@require_page
@never_cache
@limited
def ask_address(request):
    """Whether the address is known is not looked at, so the answer cannot tell."""
    if request.user.is_authenticated:
        return redirect(sign_in.next_address(request))
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return to_code(request, form.cleaned_data["email"])
    address = sign_in.next_address(request)
    waits = kept.awaits(request, urlsplit(address).path)
    context = {"form": form, "next": address, "employer": sign_in.employer(), "text_waits": waits}
    return render(request, "sign_in.html", context, status=status_of(form))


@require_page
@never_cache
@limited
def ask_code(request):
    koodi = sign_in.remembered(request)
    if request.user.is_authenticated or koodi is None:
        return redirect(sign_in.address_of_step("account_login", request))
    form = CodeForm(request.POST or None, koodi=koodi)
    if request.method == "POST":
        slot = sign_in.TRIES_PER_NETWORK.take(network_of_visitor(request))
        if form.is_valid():
            Limit.give_back([slot])
            return sign_in.enter(request, koodi.email)
    context = {"form": form, "koodi": koodi, "next": sign_in.next_address(request)}
    return render(request, "sign_in_code.html", context, status=status_of(form))


@require_POST
@limited
def send_again(request):
    koodi = sign_in.remembered(request)
    if koodi is None:
        return redirect(sign_in.address_of_step("account_login", request))
    return to_code(request, koodi.email)


def to_code(request, email):
    koodi = sign_in.send_code(request, email)
    response = redirect(sign_in.address_of_step("sign-in-code", request))
    sign_in.remember(response, koodi)
    return response


@require_POST
def sign_out(request):
    logout(request)
    response = redirect("home")
    response.delete_cookie(sign_in.COOKIE)
    return response
