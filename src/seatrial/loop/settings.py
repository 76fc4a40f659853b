"""Django's settings: production values from the start, everything that differs by place comes from the environment.

SEATRIAL_DATA     folder of the database and the secret key (default ./seatrial-data)
DATABASE_URL      postgresql://… instead of the SQLite file in that folder
SEATRIAL_HOSTS    host names that it answers to, comma-separated
SEATRIAL_URL      the address that people type, e.g. https://hiring.example.com; https turns on secure cookies
SEATRIAL_PROXIED  1 where a TLS proxy in front sets X-Forwarded-Proto and X-Forwarded-For
EMAIL_URL         smtp://user:password@host:587?tls=1; without it mail is printed on the console
SEATRIAL_OIDC     JSON of an OpenID Connect provider: {"name", "server_url", "client_id", "secret"}
"""

import json
import os
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from seatrial.loop.secret import secret_key

DATA = Path(os.environ.get("SEATRIAL_DATA", "seatrial-data")).resolve()
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
URL = os.environ.get("SEATRIAL_URL", "").rstrip("/")
SECURE = URL.startswith("https://")

DEBUG = False
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = [
    *filter(None, (name.strip() for name in os.environ.get("SEATRIAL_HOSTS", "").split(","))),
    *([urlsplit(URL).hostname or ""] if URL else []),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
ROOT_URLCONF = "seatrial.loop.urls"
ASGI_APPLICATION = "seatrial.loop.asgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False

INSTALLED_APPS = [
    "seatrial.loop",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "seatrial.loop.headers.health",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads at random, and CSRF tokens differ by page: no BREACH
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "seatrial.loop.headers.kept_private",
    "csp.middleware.CSPMiddleware",
    "seatrial.loop.bodies.refuse_too_large",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["seatrial.loop.templatetags.looks"],
        },
    }
]
FORM_RENDERER = "seatrial.loop.forms.Renderer"

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "seatrial.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;"  # what is erased is overwritten in the file
        ),
    },
}
_BY_URL = os.environ.get("DATABASE_URL", "")
DATABASES: dict[str, Any]
if _BY_URL.startswith("sqlite:///"):
    DATABASES = {"default": _SQLITE | {"NAME": _BY_URL.removeprefix("sqlite:///")}}
elif _BY_URL:
    DATABASES = {"default": dj_database_url.parse(_BY_URL)}
else:
    DATABASES = {"default": _SQLITE}

# The limits on guessing passwords are counted here, for all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "loop_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "loop.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "seatrial.loop.people.adapter.ByInvitation"
ACCOUNT_FORMS = {
    "login": "seatrial.loop.people.forms.SignIn",
    "reset_password": "seatrial.loop.people.forms.AskForReset",
    "reset_password_from_key": "seatrial.loop.people.forms.Reset",
    "change_password": "seatrial.loop.people.forms.ChangePassword",
    "set_password": "seatrial.loop.people.forms.SetPassword",
    "reauthenticate": "seatrial.loop.people.forms.ProveAgain",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made from a link that was sent to the address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_AGE = 7 * 24 * 3600
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody who is no member hears from us
SOCIALACCOUNT_ADAPTER = "seatrial.loop.people.adapter.ByInvitationElsewhere"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: a form's redirect to the provider would fall foul of form-action
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Seatrial"
_OIDC = json.loads(os.environ.get("SEATRIAL_OIDC", "null"))
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "company",
                "name": _OIDC["name"],
                "client_id": _OIDC["client_id"],
                "secret": _OIDC["secret"],
                "settings": {"server_url": _OIDC["server_url"]},
            }
        ]
    }
    if _OIDC
    else {}
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(URL))] if URL else []
CSRF_FAILURE_VIEW = "seatrial.loop.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("SEATRIAL_PROXIED") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # or else the limits on guessing would count all visitors as one
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [str(files("seatrial.bench.report") / "static")]  # the looks of the parts of a trial's report
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000


def _email(url: str) -> dict[str, object]:
    """Read smtp://user:password@host:port?tls=1 (or ssl=1)."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": asked.get("tls") == ["1"],
        "EMAIL_USE_SSL": asked.get("ssl") == ["1"],
    }


EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("SEATRIAL_FROM", "Seatrial <seatrial@localhost>")
SENDS_BY_ITSELF = bool(URL and os.environ.get("EMAIL_URL"))  # a mail on the console reaches nobody unless looked for
if _mail := os.environ.get("EMAIL_URL"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(_email(_mail))
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"say_what_to_set": {"()": "seatrial.loop.hosts.SayWhatToSet"}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},  # pages that are not there are no news, and their addresses may be links
        "django.security.DisallowedHost": {"filters": ["say_what_to_set"]},
    },
}
