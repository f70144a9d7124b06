"""Sign-in with the employer's account (OpenID Connect, such as Entra ID), when the environment names a provider."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tekojentori.models import User

#: Claims by which a provider says that the address is the person's own; `xms_edov` is Entra's.
VERIFIED = ("email_verified", "xms_edov")


class Provider(OpenIDConnectOAuth2Adapter):
    def complete_login(self, request, app, token, **kwargs):
        if "id_token" not in kwargs["response"]:
            raise OAuth2Error("No id_token.")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app, id_token):
        """The signature is checked even though the token comes straight from the provider."""
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


@require_POST
@never_cache
def begin(request, provider_id):
    return answer(OAuth2LoginView, request, provider_id)


@require_safe
@never_cache
def come_back(request, provider_id):
    """The provider sends the browser here. Its state belongs to the session that began."""
    return answer(OAuth2CallbackView, request, provider_id)


def answer(view, request, provider_id):
    try:
        return view.adapter_view(Provider(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None


def verified_address(claims: dict) -> str:
    """The address that the provider vouches for; empty when it does not."""
    email = str(claims.get("email", "")).strip().lower()
    vouched = any(claims.get(name) in (True, 1, "1", "true") for name in VERIFIED)
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email if vouched else ""


class Adapter(DefaultSocialAccountAdapter):
    """Who enters: the account that was linked before, else the one of an address that the provider vouches for."""

    def pre_social_login(self, request, sociallogin):
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            self.refuse(request)
        if sociallogin.is_existing:
            return
        email = verified_address(sociallogin.account.extra_data.get("id_token", {}))
        if not email:
            self.refuse(request)
        user = User.objects.arrive(email, language=get_language())
        if not user.is_active:
            self.refuse(request)
        sociallogin.connect(request, user)
        if not user.is_introduced:
            address = sociallogin.state.get("next") or reverse("home")
            sociallogin.state["next"] = f"{reverse('account-details')}?{urlencode({'next': address})}"

    def is_open_for_signup(self, request, sociallogin):
        return False

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        self.refuse(request)

    def refuse(self, request):
        sentence = _("Työnantajan tunnuksella ei päässyt sisään. Kirjaudu sähköpostiin tulevalla koodilla.")
        messages.error(request, sentence)
        raise ImmediateHttpResponse(redirect("account_login"))
