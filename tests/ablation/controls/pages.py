"""Pages: headers, cookies, what a form may do, what a log and a file may hold."""

from __future__ import annotations

from tests.ablation.control import Control, Edit

STACK = "tests/security/test_whole_stack.py"
HEADERS = "tests/msa/web/test_headers.py"
BROWSER = "it is the browser that obeys; nothing on our side stands behind it"
NO_SCRIPT = "templates hold no script, and escape what was typed"
SETTINGS = "msa/settings.py"

_HEADERS = {
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-DNS-Prefetch-Control": "off",
    "Origin-Agent-Cluster": "?1",
}


def _without(middleware: str, protects: str, *tests: str, alone: str) -> Control:
    return Control(
        f"middleware {middleware}",
        protects,
        (Edit(SETTINGS, f'    "{middleware}",\n', ""),),
        tests or (STACK,),
        alone=alone,
    )


def _setting(name: str, protects: str, old: str, new: str, alone: str) -> Control:
    return Control(name, protects, (Edit(SETTINGS, old, new),), (STACK,), alone=alone)


#: Middleware that protects nothing by itself, and why.
SERVES = {
    "whitenoise.middleware.WhiteNoiseMiddleware": "serves our own files",
    "django.middleware.common.CommonMiddleware": "adds a slash to an address",
    "django.contrib.messages.middleware.MessageMiddleware": "says what was done",
    "django_htmx.middleware.HtmxMiddleware": "tells parts of pages from pages",
    "allauth.account.middleware.AccountMiddleware": "allauth's own pages need it",
}

CONTROLS = (
    _without(
        "msa.web.headers.HeadersMiddleware",
        "pages from caches, other windows and referrers",
        alone=BROWSER,
    ),
    _without(
        "django.middleware.security.SecurityMiddleware",
        "pages from being read on the way",
        alone=BROWSER,
    ),
    _without(
        "csp.middleware.CSPMiddleware", "pages from foreign script", alone=BROWSER
    ),
    _without(
        "django.middleware.csrf.CsrfViewMiddleware",
        "acts from being sent by another site's page",
        alone="cookies that stay with our site stand behind it in the browser only",
    ),
    _without(
        "django.contrib.sessions.middleware.SessionMiddleware",
        "that somebody stays who he is",
        alone="without it nobody signs in",
    ),
    _without(
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "that somebody stays who he is",
        alone="without it nobody signs in",
    ),
    _without(
        "msa.web.away.AwayMiddleware",
        "pages from the Back button after leaving quickly",
        STACK,
        "tests/msa/web/test_away.py",
        "tests/assessments/views/test_entering.py",
        alone="the session of who left is over; this keeps open pages shut",
    ),
    _without(
        "msa.accounts.middleware.StandingMiddleware",
        "pages from whoever finds the device",
        "tests/msa/accounts/test_standing.py",
        alone="how long a session stands is counted here",
    ),
    _without(
        "msa.web.middleware.ActorMiddleware",
        "areas from whoever has no role in them",
        "tests/msa/accounts/test_second_factor.py",
        alone="without it there is no context, and PostgreSQL answers nothing",
    ),
    *(
        Control(
            f"header {name}",
            "pages in the browser",
            (Edit("msa/web/headers.py", f'    "{name}": "{value}",\n', ""),),
            (HEADERS,),
            alone=BROWSER,
        )
        for name, value in _HEADERS.items()
    ),
    Control(
        "header Permissions-Policy",
        "camera, microphone and place from a page that was broken into",
        (
            Edit(
                "msa/web/headers.py",
                '    "Permissions-Policy": ", ".join('
                'f"{name}=()" for name in UNUSED_FEATURES),\n',
                "",
            ),
        ),
        (HEADERS,),
        alone=BROWSER,
    ),
    Control(
        "header Cache-Control: no-store",
        "pages from whoever uses the device next",
        (
            Edit(
                "msa/web/headers.py",
                'response.headers["Cache-Control"] = "no-store"',
                "pass",
            ),
        ),
        (HEADERS, STACK),
        alone=BROWSER,
    ),
    *(
        Control(
            f"content policy: {directive}",
            "pages from what is not ours",
            (
                Edit(
                    "msa/web/csp.py",
                    f'"{directive}": {strict}',
                    f'"{directive}": {lax}',
                ),
            ),
            (HEADERS, STACK),
            alone=NO_SCRIPT,
        )
        for directive, strict, lax in (
            ("default-src", "[NONE]", "[SELF]"),
            ("script-src", "[SELF]", "[SELF, \"'unsafe-inline'\"]"),
            ("style-src", "[SELF]", "[SELF, \"'unsafe-inline'\"]"),
            ("connect-src", "[SELF]", '["*"]'),
            ("form-action", "[SELF]", '["*"]'),
            ("frame-ancestors", "[NONE]", '["*"]'),
            ("base-uri", "[NONE]", '["*"]'),
            ("worker-src", "[NONE]", "[SELF]"),
        )
    ),
    Control(
        "offline: begun by pages of peer workers alone",
        "survivors from a script that outlives the page",
        (
            Edit(
                "msa/web/middleware.py",
                "is_his = bool(request.actor) and request.actor.role == Role.WORKER",
                "is_his = bool(request.actor)",
            ),
        ),
        ("tests/msa/web/test_offline.py",),
        behind="no other page names such a script, and none reaches past where it lies",
    ),
    _setting(
        "cookie: hidden from script (CSRF)",
        "the token from script",
        "CSRF_COOKIE_HTTPONLY = True",
        "CSRF_COOKIE_HTTPONLY = False",
        BROWSER,
    ),
    _setting(
        "cookie: only over TLS",
        "sessions from being read on the way",
        "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not MSA_DEMO",
        "SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False",
        BROWSER,
    ),
    _setting(
        "cookie: stays with our site",
        "acts from being sent by another site's page",
        'SESSION_COOKIE_SAMESITE = "Lax"',
        'SESSION_COOKIE_SAMESITE = "None"',
        "the CSRF token is asked for as well",
    ),
    _setting(
        "cookie: ends with the browser",
        "a session from whoever uses the device next",
        "SESSION_EXPIRE_AT_BROWSER_CLOSE = True",
        "SESSION_EXPIRE_AT_BROWSER_CLOSE = False",
        BROWSER,
    ),
    _setting(
        "transport: https alone",
        "pages from being read on the way",
        "SECURE_SSL_REDIRECT = not MSA_DEMO",
        "SECURE_SSL_REDIRECT = False",
        BROWSER,
    ),
    _setting(
        "transport: HSTS",
        "the first request from being led elsewhere",
        "SECURE_HSTS_SECONDS = 0 if MSA_DEMO else 2 * 365 * 24 * 3600",
        "SECURE_HSTS_SECONDS = 0",
        BROWSER,
    ),
    _setting(
        "faults: no page shows the program",
        "what is in memory, from whoever makes a page fail",
        "DEBUG = False",
        "DEBUG = True",
        "a page that shows it shows everything",
    ),
    _setting(
        "statements: one at a time",
        "statements from being put behind one another",
        '"server_side_binding": True, ',
        "",
        "parameters are bound by the driver otherwise: no word of a survivor is at"
        " stake in the sweep",
    ),
    Control(
        "logs: no message of a fault",
        "names from a log",
        (
            Edit(
                "msa/web/logs.py",
                "if record.exc_info and record.exc_info[0] is not None:",
                "line += str(record.exc_info)\n"
                "        if record.exc_info and record.exc_info[0] is not None:",
            ),
        ),
        ("tests/msa/web/test_logs.py",),
        alone="a line is written as this makes it",
    ),
    Control(
        "logs: no arguments",
        "names from a log",
        (
            Edit(
                "msa/web/logs.py",
                'return str(record.msg).replace("\\n", " ")',
                'return record.getMessage().replace("\\n", " ")',
            ),
        ),
        ("tests/msa/web/test_logs.py",),
        alone="a line is written as this makes it",
    ),
    Control(
        "object check: a survivor",
        "pages about a survivor from whoever can't see him (S02 c)",
        (
            Edit(
                "consent/queries.py",
                "    if found is None:\n        raise NotVisible\n",
                "",
            ),
        ),
        ("tests/cases/queries/test_people.py", "tests/consent/test_consents.py"),
        behind="policies show no row about him, and no key is given out",
    ),
    Control(
        "object check: his record",
        "the page of a sealed record (S02 c)",
        (
            Edit(
                "cases/queries/people.py",
                "    subject_for(subject)\n"
                "    client = Client.objects.filter(subject=subject).first()\n"
                "    if client is None:\n"
                "        raise NotVisible\n",
                "    client = Client.objects.filter(subject=subject).first()\n"
                "    client = client or Client(subject_id=subject)\n",
            ),
        ),
        ("tests/cases/queries/test_people.py", "tests/cases/views/test_pages.py"),
        behind="policies show no row about him, and no key is given out",
    ),
    Control(
        "object check: a session under its own survivor",
        "a session from being opened under somebody else's address (S02 c)",
        (
            Edit(
                "cases/queries/sessions.py",
                "Session.objects.filter(subject=subject, id=id)",
                "Session.objects.filter(id=id)",
            ),
        ),
        ("tests/cases/queries/test_sessions.py",),
        behind="policies show sessions of his own people only",
    ),
    Control(
        "area: an address has its actor",
        "pages in an area from nobody",
        (
            Edit(
                "msa/web/middleware.py",
                "if not request.user.is_authenticated:",
                "if False:",
            ),
        ),
        ("tests/msa/web/test_middleware.py",),
        behind="nobody has a role, and without a context there is no row",
    ),
    Control(
        "check-in: the cookie is good for a while",
        "a check-in from whoever finds the device",
        (
            Edit(
                "assessments/views/passage.py",
                ".unsign(text, max_age=SECONDS)",
                ".unsign(text)",
            ),
        ),
        ("tests/assessments/views", "tests/security/test_whole_stack.py"),
        alone="how long a passage lasts is looked at here",
    ),
    Control(
        "same button twice: one person",
        "a survivor from being doubled",
        (
            Edit(
                "cases/services/people.py",
                "        if id is None:\n            raise\n",
                "        raise\n",
            ),
        ),
        ("tests/cases/services/test_people.py", "tests/cases/views/test_people.py"),
        alone="an id comes from the form; the database refuses the second row",
    ),
    Control(
        "same button twice: one session",
        "figures from counting a session twice",
        (
            Edit(
                "cases/services/sessions.py",
                "if isinstance(fault, IntegrityError) or"
                " Session.objects.filter(id=id).exists():",
                "if False:",
            ),
        ),
        ("tests/cases/services/test_sessions.py",),
        alone="an id comes from the form; the database refuses the second row",
    ),
)
