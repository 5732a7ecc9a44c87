"""Django's settings, computed from :mod:`leyiban.config.environment`. No logic that deserves a test."""

import os
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from leyiban.config.cookies import cookie_names
from leyiban.config.databases import databases
from leyiban.config.environment import REPOSITORY, Mode, read_environment
from leyiban.config.log_setup import configure_structlog, logging_settings
from leyiban.config.outbound_targets import outbound_targets
from leyiban.config.secret_store import SecretStore
from leyiban.config.start_checks import refuse_unsafe_start

ENVIRONMENT = read_environment(os.environ)
SECRETS = SecretStore(ENVIRONMENT)
refuse_unsafe_start(ENVIRONMENT)

PRODUCTION = ENVIRONMENT.mode is Mode.PRODUCTION
DEMO = ENVIRONMENT.mode is Mode.DEMO
TESTING = ENVIRONMENT.mode is Mode.TEST
DEBUG = False
SECRET_KEY = SECRETS.read("secret_key")
PUBLIC_URL = ENVIRONMENT.public_url
ALLOWED_HOSTS = (
    [*ENVIRONMENT.hosts] if PRODUCTION else [*ENVIRONMENT.hosts, "127.0.0.1", "localhost", "testserver"]
)

# ── The house ────────────────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "pgtrigger",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "leyiban.kernel.privacy",
    "leyiban.kernel.calendar",
    "leyiban.kernel.lawbook",
    "leyiban.kernel.ledger",
    "leyiban.kernel.papers",
    "leyiban.kernel.documents",
    "leyiban.kernel.outbound",
    "leyiban.kernel.idempotency",
    "leyiban.kernel.throttles",
    "leyiban.kernel.lots",
    "leyiban.kernel.docket",
    "leyiban.people",
    "leyiban.catalogue",
    "leyiban.messages",
    "leyiban.seals",
    "leyiban.cases",
    "leyiban.credentials",
    "leyiban.publicity",
    "leyiban.audits",
    "leyiban.supervision",
    "leyiban.province",
    "leyiban.joins",
    "leyiban.packs",
    "leyiban.web",
    "leyiban.api",
    "leyiban.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "leyiban.config.compression.CompressionMiddleware",
    "leyiban.config.content_security.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "leyiban.web.reader.ReaderMiddleware",
    "leyiban.config.doorstep.DoorstepMiddleware",  # before anything that reads a body
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "leyiban.web.signin.idle.IdleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "leyiban.config.urls"
WSGI_APPLICATION = "leyiban.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Database and jobs ────────────────────────────────────────────────────────────────────────────────────
DATABASES = databases(ENVIRONMENT, SECRETS)
PROCRASTINATE_DATABASE_ALIAS = "default"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

# ── Pages ────────────────────────────────────────────────────────────────────────────────────────────────
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,  # <app>/jinja2/
        "OPTIONS": {"environment": "leyiban.web.jinja.environment", "undefined": "jinja2.StrictUndefined"},
    },
    {
        # Only for allauth's own pages.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"  # for display; everything is kept in UTC

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.var_dir / "static"
_STATIC_STORAGE = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if TESTING
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}
WHITENOISE_USE_FINDERS = TESTING

# ── Who signs in, and how often one may try ──────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses before a password is looked at
    "leyiban.people.backends.PeopleBackend",
]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # accounts have phones; an address is asked of nobody
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
if TESTING:
    # A slow hash protects real passwords; here it would only slow the suite.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = (
    False  # or whoever goes on guessing prolongs the owner's pause
)
AXES_USERNAME_CALLABLE = "leyiban.people.backends.name_for_lockout"  # counts under a digest
AXES_CLIENT_IP_CALLABLE = "leyiban.web.signin.sessions.origin_of"
AXES_LOCKOUT_CALLABLE = "leyiban.web.signin.password.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "password"]  # people type their phone as the name
AXES_DISABLE_ACCESS_LOG = True  # people.SignIn is the log that owners see
SOCIALACCOUNT_ADAPTER = "leyiban.web.signin.province.SocialAdapter"
IDENTITY_PROVIDER_CLIENT_ID = ENVIRONMENT.variables.get("LEYIBAN_IDENTITY_PROVIDER_CLIENT_ID", "leyiban")
# The sandbox's client secret is known to everybody; a real provider's is not.
IDENTITY_PROVIDER_CLIENT_SECRET = (
    SECRETS.read("identity_provider_secret")
    if PRODUCTION
    else ENVIRONMENT.variables.get("LEYIBAN_IDENTITY_PROVIDER_SECRET", "sandbox-secret")
)
SESSION_COOKIE_AGE = 24 * 3600  # the city's rules end sessions sooner (leyiban.web.signin.idle)
AXES_VERBOSE = False  # or each process greets the log
# Most tries per window of seconds (leyiban.kernel.throttles). A hall's visitors share one address.
THROTTLES = {
    "progress.by_origin": (60, 900),
    "progress.by_number": (10, 900),
    "hearings.by_origin": (60, 900),
    "hearings.by_number": (20, 900),  # several people hold a code of one hearing
    "handover.by_clerk": (20, 900),
    "tokens.by_origin": (60, 900),
    "licences.by_origin": (600, 900),
    "systems.by_origin": (1200, 900),  # one county system exchanges the codes of all its users from one place
    "passwords.by_origin": (60, 900),  # many names from one place; axes counts one name from one place
    "passwords.by_name": (100, 3600),  # one name from many places
    "present_passwords.by_account": (10, 900),  # who found an open session must not try out the password
    "second_factors.by_account": (20, 900),  # whoever has the password must not try out the code
    "recovery.by_origin": (
        180,
        3600,
    ),  # a way back is three tries: who, the check, its answer; texts have their pace
    "identity.by_account": (10, 86_400),  # the authority's check must not become an oracle for numbers
}

# ── Safety of the connection ─────────────────────────────────────────────────────────────────────────────
_HTTPS = PUBLIC_URL.startswith("https://")
_SIGN_IN_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(ENVIRONMENT.identity_provider_url))
CONTENT_SECURITY_POLICY = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "manifest-src": ("'self'",),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'none'",),
    # Browsers also hold a form's redirects against this; signing in leaves for the identity provider.
    "form-action": ("'self'", _SIGN_IN_ORIGIN),
    "object-src": ("'none'",),  # said by default-src too; some scanners and ASVS 3.4.3 want it named
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^api/", r"^identity/(token|userinfo|revoke)$"]  # refused instead, by the doorstep
MOST_BYTES_OF_A_REQUEST = 110 * 2**20  # five papers of the largest kind, and the form around them
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
# The city's other hosts under the same name are not ours to decide: its operator says so.
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.hsts_subdomains
BEHIND_PROXY = ENVIRONMENT.behind_proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
# A browser takes a cookie of such a name only from this very host, over TLS: no neighbour can plant one.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = cookie_names(https=_HTTPS)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "leyiban.web.failures.csrf_failure"

# ── Places and neighbours ────────────────────────────────────────────────────────────────────────────────
VAR_DIR = ENVIRONMENT.var_dir
PAPERS_DIR = VAR_DIR / "papers"
KEYS_DIR = VAR_DIR / "keys"  # seal and ledger keys; never part of a backup
LEDGER_KEY_DIR = KEYS_DIR / "ledger"
LEDGER_HEADS_FILE = VAR_DIR / "heads" / "heads.jsonl"  # the published heads, outside the database
LEDGER_WITNESS_URL = ENVIRONMENT.witness_url
IDEMPOTENCY_KEPT_DAYS = 7  # after this a request sent again is a new one
PAPERS_ORPHAN_DAYS = 14  # a paper that nothing links to goes after this
LEDGER_MAXIMUM_DELAY_SECONDS = 60  # what a receipt's signed promise says: in the tree within this time
ERASURES_DIR = VAR_DIR / "erasures"  # journal of erasures, applied again after a restore
CITIES_DIR = REPOSITORY / "cities"
SEAL_PASSPHRASE = SECRETS.read("seal_passphrase")  # encrypts the seals' keys in their store
FIELD_KEYS = SECRETS.read("field_keys")  # seal people's numbers
DIGEST_KEYS = SECRETS.read("digest_keys")  # find them again
SANDBOX_URL = ENVIRONMENT.sandbox_url
OUTBOUND = outbound_targets(ENVIRONMENT)  # services the house calls: where, and by which key
IDENTITY_PROVIDER_URL = ENVIRONMENT.identity_provider_url
DEMO_TIME_SHIFT = ENVIRONMENT.time_shift

configure_structlog()
LOGGING = logging_settings(ENVIRONMENT.log_level)
