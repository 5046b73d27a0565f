"""One settings file, driven by the environment, safe by default. docs/reference/settings.md lists every variable."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

BASE = Path(__file__).resolve().parent.parent


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


# What kind of service this is -----------------------------------------------------------------------------------
DEMO = flag("COMITY_DEMO")
"""The sample meeting on one's own machine: convenient, never to be shown to the world."""
DEBUG = flag("COMITY_DEBUG")
HOME = Path(os.environ.get("COMITY_HOME", BASE / "var"))
"""Where the database, the received files and the search index live."""
HOME.mkdir(parents=True, exist_ok=True)
SECRET_KEY = os.environ.get("COMITY_SECRET_KEY", "demo-only-not-a-secret" if DEMO else "")
if not SECRET_KEY:
    # An empty key would stop every command, `comity check` among them; the check names the fault instead.
    SECRET_KEY = "unset"  # noqa: S105
ALLOWED_HOSTS = words("COMITY_ALLOWED_HOSTS") or (
    ["localhost", "127.0.0.1", "[::1]"] if DEMO or DEBUG else []
)
PUBLIC_ADDRESS = os.environ.get("COMITY_PUBLIC_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
"""Scheme and host that mails, feeds and citations name."""
SECURE = PUBLIC_ADDRESS.startswith("https://")


# Database --------------------------------------------------------------------------------------------------------
def database(url: str) -> dict[str, object]:
    """`sqlite:///path`, `postgresql://user:password@host:port/name?option=value`."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a receipt shown means that the row survives a power cut.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;"
                " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ValueError(f"COMITY_DATABASE_URL: {parts.scheme!r} is neither sqlite nor postgresql")


DATABASES = {
    "default": database(os.environ.get("COMITY_DATABASE_URL", f"sqlite:///{HOME / 'comity.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The application -------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's list of passkeys says how old each is
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "comity.apps.ComityConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "comity.web.shared.middleware.BodyLimit",  # before the check for forgery, which reads the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "comity.web.shared.middleware.ContentSecurityPolicy",
    "comity.web.shared.middleware.Refusals",
    "comity.web.api.middleware.Interface",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            BASE / "comity" / part / "templates"
            for part in (
                "web/shared",
                "web/site",
                "web/portal",
                "web/desk",
                "web/people",
                "web/floor",
                "web/api",
                "statements",
                "papers",
                "floor",
                "practices",
                "communications",
                "press",
                "framework",
            )
        ],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ]
            if not DEBUG
            else [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comity.web.shared.context.site",
            ],
            "libraries": {"record": "comity.web.floor.record.wording"},
            "builtins": [
                "comity.web.shared.templatetags.wording",
                "comity.web.shared.templatetags.comity",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

FORM_RENDERER = (
    "django.forms.renderers.TemplatesSetting"  # fields as web/shared/templates/django/forms writes them
)

# Who signs in ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "comity.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_ADAPTER = "comity.adapters.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "comity.adapters.accounts.SocialAccountAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the provider set by the administrator vouches for addresses
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# By a link: our policy lets no form lead elsewhere, and a browser applies it to where the form's answer leads, too.
SOCIALACCOUNT_LOGIN_ON_GET = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation is the proof of the address
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
FORM_LIMIT = int(os.environ.get("COMITY_FORM_LIMIT", 30))
"""How often the public forms that cause a mail may be sent from one network address within ten minutes."""
LIMITED_FORMS = ("register", "link", "follow", "accredit")
ACCOUNT_RATE_LIMITS = {
    name: f"{FORM_LIMIT}/10m/ip,{max(1, FORM_LIMIT // 3)}/10m/key" for name in LIMITED_FORMS
}
"""Beside those that allauth has for signing in and for forgotten passwords; "key" is the mailbox."""
API_LIMIT = int(os.environ.get("COMITY_API_LIMIT", 120))
"""How many requests the interface takes within a minute from one network address without a token; with one, five times
as many for the token. 0: as many as come."""
if API_LIMIT:
    ACCOUNT_RATE_LIMITS |= {"api": f"{API_LIMIT}/m/ip", "api_token": f"{5 * API_LIMIT}/m/key"}
# The last hop is what our own web server has seen; whatever stands before it anybody can write.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("COMITY_BEHIND_PROXY") else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG
MFA_TOTP_ISSUER = "Comity"
MFA_TOTP_TOLERANCE = 1  # a code typed as the half minute ends is still taken (RFC 6238, 5.2)
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "organization",
                    "name": os.environ.get("COMITY_OIDC_NAME", "OpenID Connect"),
                    "client_id": os.environ.get("COMITY_OIDC_CLIENT", ""),
                    "secret": os.environ.get("COMITY_OIDC_SECRET", ""),
                    "settings": {"server_url": os.environ["COMITY_OIDC_ADDRESS"], "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    if os.environ.get("COMITY_OIDC_ADDRESS")
    else {}
)

# Languages and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
LOCALE_PATHS = [BASE / "comity" / "locale"]
FORMAT_MODULE_PATH = ["comity.web.shared.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [
    folder
    for part in ("shared", "site", "portal", "desk", "floor", "api")
    if (folder := BASE / "comity" / "web" / part / "static").is_dir()
]
STORAGES = {
    "default": {"BACKEND": "comity.adapters.storage.DurableStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or "pytest" in sys.modules
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
UPLOAD_LIMIT = int(os.environ.get("COMITY_UPLOAD_LIMIT", 25 * 1024 * 1024))
PERSONAL_DATA_KEPT_DAYS = int(os.environ.get("COMITY_PERSONAL_DATA_KEPT_DAYS", 180))
"""Bytes of one file."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
PAPER_LINK_DAYS = int(os.environ.get("COMITY_PAPER_LINK_DAYS", 30))
"""Days after the close of a meeting until the links end by which its papers were circulated."""
CLAMAV = os.environ.get("COMITY_CLAMAV", "")
"""Address of a ClamAV socket (`unix:/run/clamav/clamd.ctl` or `host:port`); empty: files are not scanned."""
SCANNER = "comity.adapters.scanning.scan"
FLOOR_ANNOUNCER = "comity.adapters.live.announce"
"""Tells those who follow a session that something was done."""
STREAM_PORT = int(os.environ.get("COMITY_STREAM_PORT", 0))
"""Where `comity serve` serves the stream of live views; 0: none, and pages look by themselves."""
STREAM_ADDRESS = os.environ.get("COMITY_STREAM_ADDRESS", "/" if flag("COMITY_BEHIND_PROXY") else "")
"""Under which address browsers reach it: "/" below that of the site, else scheme and host; empty: by its port."""
SEARCH_INDEX = HOME / "search"

# A model of sentences, where one is plugged in --------------------------------------------------------------------
EMBEDDING = os.environ.get("COMITY_EMBEDDING", "")
"""A folder with an ONNX model, or an address that speaks OpenAI's format; empty: what ships compares alone."""
EMBEDDING_MODEL = os.environ.get("COMITY_EMBEDDING_MODEL", "")
EMBEDDING_KEY = os.environ.get("COMITY_EMBEDDING_KEY", "")
EMBEDDED_BY = "comity.adapters.embedding.opened"
DRAFTING = os.environ.get("COMITY_DRAFTING", "")
"""An address that speaks OpenAI's format, whose model may draft sentences of the Chair's summary; empty: none does."""
DRAFTING_MODEL = os.environ.get("COMITY_DRAFTING_MODEL", "")
DRAFTING_KEY = os.environ.get("COMITY_DRAFTING_KEY", "")
DRAFTED_BY = "comity.adapters.drafting.opened"
COURTESIES = os.environ.get("COMITY_COURTESIES", "")
"""A file of courtesies that are set aside besides ours, or no more: {"en": ["dear colleagues", "-distinguished"]}."""

# Mail ------------------------------------------------------------------------------------------------------------
_mail = urlsplit(os.environ.get("COMITY_MAIL_URL", ""))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if _mail.scheme
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = _mail.hostname or "localhost"
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_TIMEOUT = (
    10  # seconds for a step; a letter of nine steps is sent within participants.letters.FIRST_PAUSE
)
DEFAULT_FROM_EMAIL = os.environ.get("COMITY_MAIL_FROM", "comity@localhost")

# Cache and live views --------------------------------------------------------------------------------------------
REDIS = os.environ.get("COMITY_REDIS_URL", "")
"""Tells the nodes of what is done on a floor. It may be lost at any time: nothing is kept there."""
CACHES = {
    # What limits how often somebody may send a form must be known to all workers and nodes.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "comity_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Safety ----------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("COMITY_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS] if SECURE else []
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("COMITY_LOG_LEVEL", "WARNING")},
}
