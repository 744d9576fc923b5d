"""Settings of every process. ``MSA_SITE`` says which: its login, pages and keys."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from msa.help_lines import HELP_LINES
from msa.jobs.schedule import CELERY_BEAT_SCHEDULE as CELERY_BEAT_SCHEDULE
from msa.vault.key_files import NEEDED_BY, Keys, TextKeys, read_keys, read_text_keys
from msa.web.csp import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY

BASE_DIR = Path(__file__).resolve().parent.parent


def _required(name: str, hint: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"set {name}: {hint} (bin/manage sets it for you)")
    return value


# --- Which process this is ---------------------------------------------------------

#: casework, national: the two sites; reports: the report builder; signer: signs where
#: each audit ends; destroyer: destroys what is due; owner: migrations; test: every
#: role, for the test suite alone.
MSA_SITE = _required("MSA_SITE", "a process of docs/architecture.md")
_LOGINS = {
    "casework": "msa_app",
    "national": "msa_national",
    "reports": "msa_reporting",
    "signer": "msa_signer",
    "destroyer": "msa_owner",
    "owner": "msa_owner",
    "test": "msa_test",
    "build": "nobody",
}
if MSA_SITE not in _LOGINS:
    raise ImproperlyConfigured(f"MSA_SITE is one of {', '.join(sorted(_LOGINS))}")
#: Plain http, made-up people, our own neutral page. Never on a public address.
MSA_DEMO = os.environ.get("MSA_DEMO") == "1"

# --- Secrets: one file each, only those this process needs --------------------------

_SECRETS = Path(_required("MSA_SECRETS", "the directory with this process's secrets"))


def _secret(name: str) -> str:
    path = _SECRETS / name
    return path.read_text().strip() if path.exists() else ""


def _keys(name: str) -> Keys:
    """Return a key if this process needs it; without it, it does not start."""
    return read_keys(_SECRETS, name) if name in NEEDED_BY[MSA_SITE] else Keys()


def _django_keys() -> TextKeys:
    given = os.environ.get("MSA_DJANGO_KEY", "")
    if not given and "django" not in NEEDED_BY[MSA_SITE]:
        # Django starts nowhere without one, and the signer has nothing to sign with it.
        given = secrets.token_urlsafe(48)
    return TextKeys(given) if given else read_text_keys(_SECRETS, "django")


_django = _django_keys()
SECRET_KEY, SECRET_KEY_FALLBACKS = _django.current, list(_django.others)
#: Empty where the process holds none: the national site and the report builder. The
#: others are accepted while a key is being replaced, and make nothing (docs/keys.md).
_root, _context, _accounts = _keys("root"), _keys("context"), _keys("accounts")
MSA_ROOT_KEY, MSA_OTHER_ROOT_KEYS = _root.current, _root.others
MSA_CONTEXT_KEY, MSA_OTHER_CONTEXT_KEYS = _context.current, _context.others
MSA_ACCOUNTS_KEY, MSA_OTHER_ACCOUNTS_KEYS = _accounts.current, _accounts.others
#: Never replaced within a series of figures: the same people round the same way.
MSA_ROUNDING_KEY = _keys("rounding").current
#: What an organisation submits is read by the national body under this one.
_submissions = _keys("submissions")
MSA_SUBMISSIONS_KEY = _submissions.current
MSA_OTHER_SUBMISSIONS_KEYS = _submissions.others
MSA_AUDIT_KEY = _keys("audit").current
#: Where the signer keeps what it signed: outside the database, best write-once.
MSA_AUDIT_HEADS = os.environ.get("MSA_AUDIT_HEADS", "")
#: Signs what was destroyed. Whoever destroys holds it; every other process starts
#: without, and checks the ledger by the half of the key that lies beside it.
MSA_LEDGER_KEY = (
    read_keys(_SECRETS, "ledger").current if (_SECRETS / "ledger.key").exists() else b""
)
MSA_SHRED_LEDGER = os.environ.get("MSA_SHRED_LEDGER", "")


def _numbers(name: str, usual: str) -> tuple[int, int]:
    an_hour, a_day = (os.environ.get(name) or usual).split()
    return int(an_hour), int(a_day)


#: How many keys one member may be given in an hour and in a day (C12). The database
#: counts and refuses; `prepare_database` tells it these. First what he opens or writes;
#: then what his lists and searches show, and how often they may show everybody.
MSA_KEYS_OPENED = _numbers("MSA_KEYS_OPENED", "1200 6000")
MSA_KEYS_LISTED = _numbers("MSA_KEYS_LISTED", "3000 15000")
MSA_TIMES_EVERYBODY = _numbers("MSA_TIMES_EVERYBODY", "60 250")

# --- Sites -------------------------------------------------------------------------

DEBUG = False
ALLOWED_HOSTS = _required("MSA_HOSTS", "host names, comma separated").split(",")
ROOT_URLCONF = (
    "msa.urls.national" if MSA_SITE in {"national", "reports"} else "msa.urls.casework"
)
WSGI_APPLICATION = "msa.wsgi.application"
#: Whom anybody can ring or text (REF-04).
MSA_HELP_LINES = HELP_LINES
MSA_NEUTRAL_SITE = os.environ.get(
    "MSA_NEUTRAL_SITE", "/neutral" if MSA_DEMO else "https://www.metservice.com/"
)

INSTALLED_APPS = [
    "rights",
    "standards",
    "reporting",
    "reporting.funders",
    "reporting.narratives",
    "oversight",
    "assessments",
    "cases.enquiries",
    "cases.outreach",
    "cases.overrides",
    "cases.emails",
    "cases.workload",
    "cases.forgetting",
    "cases.form_settings",
    "cases.referrals",
    "cases.gatherings",
    "cases.drafts",
    "cases",
    "consent.retention",
    "consent",
    "handbook",
    "msa.exchange",
    "msa.members",
    "msa.web",
    "msa.audit",
    "msa.accounts",
    "msa.tenancy",
    "msa.jobs",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "oauth2_provider",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "msa.web.headers.HeadersMiddleware",
    # Before the two that answer by themselves: a file opened alone has a policy.
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "msa.web.away.AwayMiddleware",
    "msa.accounts.middleware.StandingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Last: it names the actor for the view and is the only one to open a context.
    "msa.web.middleware.ActorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "msa.web.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "msa.web.forms.Renderer"

# --- Database ----------------------------------------------------------------------


def _database(login: str, engine: str) -> dict[str, object]:
    return {
        "ENGINE": engine,
        "HOST": _required("MSA_DATABASE_HOST", "the PostgreSQL server"),
        "PORT": os.environ.get("MSA_DATABASE_PORT", "5432"),
        "NAME": _required("MSA_DATABASE_NAME", "the database"),
        "USER": login,
        "PASSWORD": _secret(f"{login}.password"),
        "ATOMIC_REQUESTS": True,
        # Without persistent connections a request costs many times more.
        "CONN_MAX_AGE": 600,
        # Refuses stacked statements, and lets PostgreSQL see parameters as data.
        "OPTIONS": {"server_side_binding": True, "application_name": f"msa {MSA_SITE}"},
    }


DATABASES = {"default": _database(_LOGINS[MSA_SITE], "msa.tenancy.backend")}
if MSA_SITE in {"casework", "national"}:
    DATABASES["signin"] = _database("msa_door", "django.db.backends.postgresql")
    # A sign-in write is its own decision, not part of a page's transaction.
    DATABASES["signin"]["ATOMIC_REQUESTS"] = False
    # After a restart of PostgreSQL nobody's page meets a connection from before it; the
    # other connection finds that out by itself, when a transaction begins (R03).
    DATABASES["signin"]["CONN_HEALTH_CHECKS"] = True
DATABASE_ROUTERS = ["msa.accounts.router.DoorRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: The role of a transaction without a context. Only the test login, a member of every
#: role, has to be told to be nobody; the other logins are nobody by themselves.
MSA_IDLE_ROLE = "msa_signin" if MSA_SITE == "test" else ""

# --- Sign-in -----------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "msa.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "msa.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
# Nobody is written to from here: what is sent, people send themselves (ADR 45).
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "msa.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 10
SESSION_ENGINE = "msa.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = f"{'' if MSA_DEMO else '__Host-'}{MSA_SITE}-session"
SESSION_COOKIE_SAMESITE = "Lax"
#: Lets somebody without a sign-in go on with his one check-in.
PASSAGE_COOKIE_NAME = f"{'' if MSA_DEMO else '__Host-'}{MSA_SITE}-passage"
CSRF_COOKIE_NAME = f"{'' if MSA_DEMO else '__Host-'}{MSA_SITE}-csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not MSA_DEMO

# --- Transport and headers ---------------------------------------------------------

SECURE_SSL_REDIRECT = not MSA_DEMO
#: How many proxies stand before us: rate limits count the address they report.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("MSA_PROXIES", "0"))
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if MSA_DEMO else 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not MSA_DEMO
SECURE_HSTS_PRELOAD = not MSA_DEMO
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# In memory and bounded: a file that somebody sends never lies in clear on a disk.
FILE_UPLOAD_HANDLERS = ["msa.uploads.receiving.InMemory"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# In the session, not in a cookie of its own: less on the device.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Language and time -------------------------------------------------------------

# Django has no "en-nz" formats of its own and would fall back to American dates.
LANGUAGE_CODE = "en-nz"
LANGUAGES = [("en-nz", "English"), ("mi", "Te reo Māori")]
FORMAT_MODULE_PATH = "msa.formats"
_CATALOGUE = BASE_DIR / "msa" / "locale"
# What no speaker has reviewed is shown in the demo and nowhere else.
LOCALE_PATHS = [_CATALOGUE / "unreviewed", _CATALOGUE] if MSA_DEMO else [_CATALOGUE]
USE_TZ = True
TIME_ZONE = "Pacific/Auckland"

# --- Static files ------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Collected once for a container; elsewhere files are served from where they are.
STATIC_ROOT = os.environ.get("MSA_STATIC_ROOT") or None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Nobody else's page has any use for our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Guardian: grants only, no short-cuts -------------------------------------------

ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False

# --- Background work ---------------------------------------------------------------

MSA_REDIS_URL = os.environ.get("MSA_REDIS_URL", "")
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": MSA_REDIS_URL,
            "KEY_PREFIX": f"msa-{MSA_SITE}",
        }
        if MSA_REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
CELERY_BROKER_URL = MSA_REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
# --- Logs: what happened, never to whom ---------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "msa.web.logs.TerseFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": [], "level": "ERROR"},
    },
}

# --- API: nothing is open unless a view says so --------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["msa.access.api.DenyAll"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "reporting.funders.api.problems.handle",
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "UNAUTHENTICATED_USER": None,
}
#: How often one funder's program may ask, and how often anybody may ask for a token.
MSA_FUNDER_LIMITS = {"minute": 60, "day": 2000}
MSA_TOKEN_LIMITS = {"minute": 20}
OAUTH2_PROVIDER_APPLICATION_MODEL = "funders.Client"
OAUTH2_PROVIDER = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "reporting.funders.oauth.Validator",
    "SCOPES_BACKEND_CLASS": "reporting.funders.oauth.ScopesOfClients",
    # A token is stored as its hash alone.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "TITLE": "Released figures for funders",
    "VERSION": "1.0.0",
    "DISABLE_ERRORS_AND_WARNINGS": False,
}
