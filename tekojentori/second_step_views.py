"""allauth's pages of the second step, for programme staff only."""

from functools import wraps

from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tekojentori import second_step


def for_staff(view):
    """Others have no second step: for them there is no such page."""

    @wraps(view)
    @never_cache
    @login_required
    def answer(request, *args, **kwargs):
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return answer


def for_owners(view):
    """One who has no second step yet has nothing to confirm with: the way on is to add one."""

    @for_staff
    @wraps(view)
    def answer(request, *args, **kwargs):
        if not second_step.has_one(request.user):
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return answer


def for_strong(view):
    """To add, remove or read one, whoever has a second step must have passed it in this session.

    Whoever has none yet must have signed in just now: they sign in afresh and come back.
    """

    @for_staff
    @wraps(view)
    def answer(request, *args, **kwargs):
        has_one = second_step.has_one(request.user)
        if second_step.is_strong(request) if has_one else second_step.has_just_signed_in(request):
            return view(request, *args, **kwargs)
        return second_step.ask(request) if has_one else ask_to_sign_in(request)

    return answer


def ask_to_sign_in(request):
    logout(request)
    messages.info(request, _("Kirjautumisestasi on kauan. Kirjaudu uudelleen, niin voit lisätä vahvistuksen."))
    return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")


class ActivateTotp(totp.ActivateTOTPView):
    def form_valid(self, form):
        response = super().form_valid(form)
        newest = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.TOTP)
        second_step.record(self.request, newest.latest("pk"))
        return response


class AddPasskey(webauthn.AddWebAuthnView):
    def form_valid(self, form):
        response = super().form_valid(form)
        newest = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.WEBAUTHN)
        second_step.record(self.request, newest.latest("pk"))
        return response


class RemovePasskey(webauthn.RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")


authenticate = never_cache(base.authenticate)
index = for_staff(base.index)
reauthenticate = for_owners(base.reauthenticate)
reauthenticate_passkey = for_owners(webauthn.reauthenticate_webauthn)
activate_totp = for_strong(ActivateTotp.as_view())
deactivate_totp = for_strong(totp.deactivate_totp)
add_passkey = for_strong(AddPasskey.as_view())
remove_passkey = for_strong(RemovePasskey.as_view())
view_recovery_codes = for_strong(recovery_codes.view_recovery_codes)
generate_recovery_codes = for_strong(recovery_codes.generate_recovery_codes)
