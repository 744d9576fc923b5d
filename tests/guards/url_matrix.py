"""Every address and what each member of the cast is answered there (S01, S04).

One row for each address: the status of a GET, in the order of ``CAST``, where the
address names a survivor, session or report of the worker's (of the national body's, on
its site). A new page fails the tests until its row is here, and so does a row without a
page. 302: to the sign-in. 404: not his, and nothing says whether it exists. 405: only a
POST does anything. 302 and 303 elsewhere: it leads on.
"""

from __future__ import annotations

from tests.guards.casework_matrix import CASEWORK

CAST = (
    "anonymous",
    "worker",
    "colleague",
    "manager",
    "admin",
    "outsider",
    "outside_manager",
    "compiler",
)

#: Addresses outside every area; they run without a context.
PUBLIC = """
leave                    303 303 303 303 303 303 303 303
neutral                  200 200 200 200 200 200 200 200
talk                     200 200 200 200 200 200 200 200
talk-pdf                 200 200 200 200 200 200 200 200
healthz                  200 200 200 200 200 200 200 200
gallery                  200 200 200 200 200 200 200 200
gallery-form             200 200 200 200 200 200 200 200
account_login            200 302 302 302 302 302 302 302
mfa_authenticate         302 302 302 302 302 302 302 302
account_passkey_sign_in  405 405 405 405 405 405 405 405
account_passkey_ask      405 405 405 405 405 405 405 405
account_set_up_passkey   302 302 302 302 302 302 302 302
account_passkey_offer_first 405 405 405 405 405 405 405 405
mfa_activate_totp        302 302 302 302 302 302 302 302
account_locked           302 302 302 302 302 302 302 302
account_logout           302 200 200 200 200 200 200 200
account_confirm          302 302 302 302 302 302 302 302
account_resume           302 302 302 302 302 302 302 302
account_yours            302 200 200 200 200 200 200 200
account_password         302 200 200 200 200 200 200 200
account_another_app      302 200 200 200 200 200 200 200
account_passkey_add      302 200 200 200 200 200 200 200
account_passkey_offer    405 405 405 405 405 405 405 405
account_factor_remove    405 405 405 405 405 405 405 405
account_stay             405 405 405 405 405 405 405 405
account_recovery_codes   302 200 200 200 200 200 200 200
account_end_others       405 405 405 405 405 405 405 405
account_end_one          405 405 405 405 405 405 405 405
account_invited          200 200 200 200 200 200 200 200
account_reset            200 200 200 200 200 200 200 200
"""

#: Nobody signs in to answer a check-in; without its cookie each page leads to the code.
CHECK_IN = """
check-in:code            200 200 200 200 200 200 200 200
check-in:link            200 200 200 200 200 200 200 200
check-in:begin           302 302 302 302 302 302 302 302
check-in:order           405 405 405 405 405 405 405 405
check-in:question        302 302 302 302 302 302 302 302
check-in:answers         302 302 302 302 302 302 302 302
check-in:journey         302 302 302 302 302 302 302 302
check-in:stop            405 405 405 405 405 405 405 405
check-in:stopped         200 200 200 200 200 200 200 200
check-in:thanks          200 200 200 200 200 200 200 200
"""

#: What a worker's browser keeps for when there is no connection; anybody may ask.
OFFLINE = """
offline                  200 200 200 200 200 200 200 200
offline-today            200 200 200 200 200 200 200 200
offline-people           200 200 200 200 200 200 200 200
offline-enquiries        200 200 200 200 200 200 200 200
offline-check-ins        200 200 200 200 200 200 200 200
offline-quarter          200 200 200 200 200 200 200 200
offline-policies         200 200 200 200 200 200 200 200
offline-groups           200 200 200 200 200 200 200 200
offline-services         200 200 200 200 200 200 200 200
offline-outreach         200 200 200 200 200 200 200 200
offline-numbers          200 200 200 200 200 200 200 200
"""

#: No report has been asked for: its addresses are those of an absent one.
NATIONAL = """
start                      200 200 200 200 200 200 200 302
national:reports           302 404 404 404 404 404 404 200
national:report-quarter    302 404 404 404 404 404 404 404
national:report-start      302 404 404 404 404 404 404 405
national:report            302 404 404 404 404 404 404 404
national:report-progress   302 404 404 404 404 404 404 404
national:report-release    302 404 404 404 404 404 404 404
national:report-set-aside  302 404 404 404 404 404 404 405
national:report-try-again  302 404 404 404 404 404 404 405
national:narratives        302 404 404 404 404 404 404 200
national:narrative         302 404 404 404 404 404 404 404
national:narrative-include 302 404 404 404 404 404 404 405
national:narrative-leave-out 302 404 404 404 404 404 404 405
national:report-pdf        302 404 404 404 404 404 404 404
national:report-csv        302 404 404 404 404 404 404 404
national:report-data       302 404 404 404 404 404 404 404
national:funders           302 404 404 404 404 404 404 200
national:funder-new        302 404 404 404 404 404 404 200
national:funder            302 404 404 404 404 404 404 404
national:funder-end        302 404 404 404 404 404 404 405
national:pou               302 404 404 404 404 404 404 200
national:pou-retire        302 404 404 404 404 404 404 405
national:members           302 404 404 404 404 404 404 200
national:invite            302 404 404 404 404 404 404 200
national:invitation-withdraw 302 404 404 404 404 404 404 405
national:member            302 404 404 404 404 404 404 404
national:member-app        302 404 404 404 404 404 404 405
national:member-reset      302 404 404 404 404 404 404 405
national:member-leave      302 404 404 404 404 404 404 404
national:standards         302 404 404 404 404 404 404 200
national:standards-strengths 302 404 404 404 404 404 404 200
national:standards-review  302 404 404 404 404 404 404 404
national:standards-pdf     302 404 404 404 404 404 404 404
national:standards-file    302 404 404 404 404 404 404 404
"""

#: Addresses for funders' programs. Whoever is signed in on pages is nobody there.
PROGRAMS = """
api-reports                401 401 401 401 401 401 401 401
api-report                 401 401 401 401 401 401 401 401
api-tables                 401 401 401 401 401 401 401 401
api-table                  401 401 401 401 401 401 401 401
api-passages               401 401 401 401 401 401 401 401
api-definitions            401 401 401 401 401 401 401 401
api-organisations          401 401 401 401 401 401 401 401
api-health                 200 200 200 200 200 200 200 200
api-openapi                200 200 200 200 200 200 200 200
api-token                  405 405 405 405 405 405 405 405
api-docs                   200 200 200 200 200 200 200 200
api-problems               200 200 200 200 200 200 200 200
api-nothing                404 404 404 404 404 404 404 404
"""

Row = dict[str, int]


def rows(site: str) -> dict[str, Row]:
    """Return the rows of one site by the name of the address."""
    sites = {"casework": CHECK_IN + OFFLINE + CASEWORK, "national": NATIONAL + PROGRAMS}
    text = PUBLIC + sites[site]
    found = {}
    for line in text.split("\n"):
        if line:
            name, *statuses = line.split()
            found[name] = dict(zip(CAST, map(int, statuses), strict=True))
    return found
