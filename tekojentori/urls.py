from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps import views as sitemaps
from django.urls import include, path

from tekojentori import account_views, demo_views, employer_sign_in, second_step_views, sign_in_views, views
from tekojentori.sitemaps import SITEMAPS
from teot.urls import file_patterns

handler400 = "tekojentori.views.bad_request"
handler429 = "tekojentori.views.too_many"
handler500 = "tekojentori.views.server_error"

demo_patterns = [
    path("demo/", demo_views.people, name="demo"),
    path("demo/kirjaudu/", demo_views.sign_in, name="demo-sign-in"),
    path("demo/posti/<slug:name>/", demo_views.mail, name="demo-mail"),
]

#: The one provider of employers' accounts, as allauth names it.
EMPLOYER = {"provider_id": "tyonantaja"}

#: Names with an underscore are those by which allauth looks for the page.
sign_in_patterns = [
    path("", sign_in_views.ask_address, name="account_login"),
    path("koodi/", sign_in_views.ask_code, name="sign-in-code"),
    path("koodi/uusi/", sign_in_views.send_again, name="sign-in-code-again"),
    path("tyonantaja/", employer_sign_in.begin, EMPLOYER, name="openid_connect_login"),
    path("tyonantaja/paluu/", employer_sign_in.come_back, EMPLOYER, name="openid_connect_callback"),
    path("vahvistus/", second_step_views.authenticate, name="mfa_authenticate"),
    path("ulos/", sign_in_views.sign_out, name="account_logout"),
]

second_step_patterns = [
    path("", second_step_views.index, name="mfa_index"),
    path("uudelleen/", second_step_views.reauthenticate, name="mfa_reauthenticate"),
    path("uudelleen/avain/", second_step_views.reauthenticate_passkey, name="mfa_reauthenticate_webauthn"),
    path("sovellus/", second_step_views.activate_totp, name="mfa_activate_totp"),
    path("sovellus/poista/", second_step_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("avain/", second_step_views.add_passkey, name="mfa_add_webauthn"),
    path("avain/<int:pk>/poista/", second_step_views.remove_passkey, name="mfa_remove_webauthn"),
    path("palautuskoodit/", second_step_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("palautuskoodit/uudet/", second_step_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]

account_patterns = [
    path("", account_views.account, name="account"),
    path("tiedot/", account_views.details, name="account-details"),
    path("organisaatiot/", account_views.organisations, name="account-organisations"),
    path("osoite/", account_views.new_address, name="account-address"),
    path("osoite/koodi/", account_views.prove_address, name="account-address-code"),
    path("laitteet/", account_views.end_other_sessions, name="account-end-sessions"),
    path("omat-tiedot.json", account_views.download, name="account-data"),
    path("organisaation-teot/", account_views.represented, name="account-represented"),
    path("poista/", account_views.leave, name="account-leave"),
    path("poistettu/", account_views.left, name="account-left"),
    path("vahvistus/", include(second_step_patterns)),
]

urlpatterns = [
    path("terveys/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}, name="sitemap-index"),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("ulkoasu/", views.choose_theme, name="theme"),
        path("tietoa/", views.page, {"slug": "tietoa"}, name="about"),
        path("tietosuoja/", views.page, {"slug": "tietosuoja"}, name="privacy"),
        path("saavutettavuus/", views.page, {"slug": "saavutettavuus"}, name="accessibility"),
        path("kirjaudu/", include(sign_in_patterns)),
        path("tili/", include(account_patterns)),
        path("kampanjat/kerro/", include("kampanjat.tilaus_urls")),
        path("", include("teot.urls")),
        path("", include("palkinnot.urls")),
        path("kampanjat/", include("kampanjat.urls")),
        path("hallinta/", admin.site.urls),
        *(demo_patterns if settings.DEMO else []),
        prefix_default_language=False,
    ),
    *file_patterns,
]
