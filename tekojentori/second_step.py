"""The second step of programme staff's sign-in: an authenticator app or a passkey, after the code of mail."""

import time
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tekojentori import kept

#: Seconds that a second step is fresh enough for what cannot be undone.
FRESH = 15 * 60
#: The record of a session that /demo/ opened by a button.
DEMO = "demo"


def is_strong(request) -> bool:
    """Whether this session was opened with a second step that the person still has; asked at every admin request.

    A recovery code stands in for a lost device. The demo's button counts as strong, and only while DEMO is on.
    """
    records = get_authentication_records(request, request.user)
    if is_of_demo(records):
        return True
    used = [record.get("id") for record in records if record["method"] == "mfa"]
    return bool(used) and Authenticator.objects.filter(user=request.user, pk__in=used).exists()


def fresh_until(request) -> float | None:
    """Until when, in seconds of the clock, the second step was passed recently enough; None when it was not.

    The demo's button, where there is no second step to pass again, is fresh as long as the session lasts.
    """
    records = get_authentication_records(request, request.user)
    if is_of_demo(records):
        return time.time() + FRESH
    last = max((record["at"] for record in records if record["method"] == "mfa"), default=0)
    return last + FRESH if time.time() < last + FRESH else None


def asked_afresh(view):
    """A page that asks for the second step again, unless that was passed just now. What was typed is kept meanwhile."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if fresh_until(request):
            return view(request, *args, **kwargs)
        if request.method == "POST" and (answered := kept.keep(request)):
            return answered
        return ask(request)

    return answer


def ask(request):
    """To pass it again, and back to this page."""
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")


def has_one(user) -> bool:
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def has_just_signed_in(request) -> bool:
    """Whether the session is new enough to add a first second step: there is none yet to pass again."""
    records = get_authentication_records(request, request.user)
    return is_of_demo(records) or any(time.time() < record["at"] + FRESH for record in records)


def is_of_demo(records: list[dict]) -> bool:
    """Whether the session began by the demo's button: that counts only while DEMO is on."""
    return settings.DEMO and any(record["method"] == DEMO for record in records)


def record(request, authenticator: Authenticator) -> None:
    """Setting one up has proved it: the session is strong from now on."""
    kind = {"id": authenticator.pk, "type": authenticator.type}
    record_authentication(request, request.user, "mfa", reauthenticated=True, **kind)


def record_demo(request, user) -> None:
    record_authentication(request, user, DEMO)


class Adapter(DefaultMFAAdapter):
    """What allauth asks of us about the second step."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Koodi ei täsmää. Odota, että sovellus näyttää uuden, ja kirjoita se."),
    }

    def build_totp_svg(self, url):
        """As an element of the page: our content security policy takes no pictures from data addresses."""
        return super().build_totp_svg(url).partition("?>")[2]
