from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from tekojentori.rate_limit import Limit, TooMany, network_of_visitor

QUARTER_OF_AN_HOUR = 15 * 60
PER_PERSON = Limit("sign-in-person", tries=10, seconds=QUARTER_OF_AN_HOUR)
PER_NETWORK = Limit("sign-in-network", tries=50, seconds=QUARTER_OF_AN_HOUR)


class Hallinta(AdminSite):
    """The admin: where programme staff work. Its name in addresses is /hallinta/."""

    site_header = _("Tekojen torin hallinta")
    site_title = _("Hallinta")
    index_title = _("Ohjelmatoimiston työt")

    def admin_view(self, view, cacheable=False):
        """Any view of the admin, after a look at what no form of ours can have sent."""

        @wraps(view)
        def guarded(request, *args, **kwargs):
            refuse_unreadable(request)
            return view(request, *args, **kwargs)

        return super().admin_view(guarded, cacheable)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """Only failed tries count: a try is taken before the password is looked at, and given back if it was right."""
        if request.method != "POST":
            return super().login(request, extra_context)
        try:
            tries = take_tries(request)
        except TooMany as too_many:
            response = render(request, "429.html", {"minutes": too_many.minutes}, status=429)
            response["Retry-After"] = too_many.wait
            return response
        response = super().login(request, extra_context)
        if response.status_code == 302:
            Limit.give_back(tries)
        return response


def refuse_unreadable(request) -> None:
    """Raises BadRequest for what Django's lists would break on: NUL in the address, rows chosen by no number."""
    if any("\x00" in value for name in request.GET for value in (name, *request.GET.getlist(name))):
        raise BadRequest("NUL in the address.")
    for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
        if not key.isascii() or not key.isdecimal() or len(key) > 18:
            raise BadRequest("Not a row's number.")


def take_tries(request) -> list[str]:
    """One try of the network's and one of the person's from that network. Raises TooMany."""
    network = network_of_visitor(request)
    person = f"{network} {request.POST.get('username', '').strip().lower()}"
    return [PER_PERSON.take(person), PER_NETWORK.take(network)]
