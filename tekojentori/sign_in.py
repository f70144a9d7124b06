"""How a person gets in: who may ask for a code how often, where one is led, and what allauth asks of us."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core import context
from django.conf import settings
from django.core.signing import BadSignature
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language

from tekojentori import second_step
from tekojentori.models import Koodi, User
from tekojentori.rate_limit import Limit, network_of_visitor

QUARTER_OF_AN_HOUR = 15 * 60
#: Codes mailed: to one address by one network, to one address at all, by one network (a town hall has one address).
CODES_PER_PERSON = Limit("code-person", tries=5, seconds=QUARTER_OF_AN_HOUR)
CODES_PER_ADDRESS = Limit("code-address", tries=15, seconds=QUARTER_OF_AN_HOUR)
CODES_PER_NETWORK = Limit("code-network", tries=200, seconds=QUARTER_OF_AN_HOUR)
#: Wrong codes of one network. A right one is given back.
TRIES_PER_NETWORK = Limit("sign-in-network", tries=50, seconds=QUARTER_OF_AN_HOUR)

#: The browser that asked for a code is the only one that may use it: this signed cookie says which code it was.
COOKIE = "koodi"
COOKIE_AGE = 60 * 60


def send_code(request, email: str) -> Koodi:
    """Raises TooMany."""
    network = network_of_visitor(request)
    CODES_PER_PERSON.take(f"{network} {email}")
    CODES_PER_ADDRESS.take(email)
    CODES_PER_NETWORK.take(network)
    return Koodi.objects.send(email=email, language=get_language())


def remember(response, koodi: Koodi, cookie: str = COOKIE) -> None:
    response.set_signed_cookie(
        cookie, koodi.pk, salt=cookie, max_age=COOKIE_AGE, secure=not settings.LOCAL, httponly=True, samesite="Lax"
    )


def remembered(request, cookie: str = COOKIE) -> Koodi | None:
    """The code that this browser asked for last."""
    try:
        key = request.get_signed_cookie(cookie, salt=cookie, max_age=COOKIE_AGE)
    except (KeyError, BadSignature):
        return None
    return Koodi.objects.filter(pk=key).first()


def enter(request, email: str):
    """Sign in whoever reads the mail of this address; a new person's account is made now. Returns the response."""
    user = User.objects.arrive(email, language=get_language())
    record_authentication(request, user, "code", email=email)
    address = next_address(request) if user.is_introduced else address_of_step("account-details", request)
    return perform_login(request, user, redirect_url=address, email=email)


def next_address(request, otherwise: str = "home") -> str:
    """Where the person was going, if that is a page of ours."""
    address = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours and "/" in address else reverse(otherwise)


def address_of_step(name: str, request) -> str:
    """The address of a step of signing in, which remembers where the person was going."""
    return f"{reverse(name)}?{urlencode({'next': next_address(request)})}"


def employer() -> str:
    """The name of the employers' own sign-in, if the environment names one."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    return apps[0]["name"] if apps else ""


class Adapter(DefaultAccountAdapter):
    """What allauth asks of us after the code was right."""

    def add_message(self, *args, **kwargs):
        """Our pages say themselves what happened."""

    def get_client_ip(self, request):
        """Whom allauth's limits count together in the second step."""
        return network_of_visitor(request)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has no second step yet has none to pass again: our page has asked for a new session instead."""
        return second_step.has_one(context.request.user) and super().is_reauthentication_required(app=app, **kwargs)

    def send_notification_mail(self, *args, **kwargs):
        """Mails go by our own door alone."""

    def respond_user_inactive(self, request, user):
        return redirect("account_login")
