"""The signed context: who is asking, as PostgreSQL believes it."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Function

CONTEXT = "tests/security/test_context.py"
ONLY = "everything that PostgreSQL decides rests on who is asking"
NOBODY = "\n    IF coalesce(token, '') = '' THEN"


def _unasked(name: str, protects: str, old: str, new: str, *tests: str) -> Control:
    return Control(
        f"context: {name}",
        protects,
        (Function("context", old, new),),
        tests or (CONTEXT,),
        alone=ONLY,
    )


CONTROLS = (
    _unasked(
        "signature",
        "organisations from whoever can run SQL as the application",
        "mac IS DISTINCT FROM part[6]",
        "false",
    ),
    _unasked(
        "role binding",
        "a role from whoever holds a token for another",
        "'msa_' || part[4]\n"
        "          <> coalesce(nullif(current_setting('role'), 'none'), session_user)",
        "false",
    ),
    _unasked(
        "expiry",
        "organisations from a token that was overheard",
        "part[5]::bigint < extract(epoch FROM transaction_timestamp())",
        "false",
    ),
    _unasked(
        "refusal without one",
        "figures from being counted as nought where nobody is asking",
        "RAISE EXCEPTION 'no context' USING ERRCODE = '42501';",
        "RETURN ARRAY[NULL, NULL, NULL]::text[];",
        "tests/security/test_each_table.py",
    ),
    Control(
        "context: ends with the request",
        "one request from the next on the same connection",
        (
            Edit(
                "msa/tenancy/context.py",
                "        _current.reset(token)\n",
                "",
            ),
        ),
        ("tests/msa/tenancy/test_context.py", "tests/msa/web/test_middleware.py"),
        alone=ONLY,
    ),
    Control(
        "context: alphabet of the token",
        "the statement that carries it from being something else",
        (
            Edit(
                "msa/tenancy/context.py",
                "if not _TOKEN_ALPHABET.match(token):",
                "if False:",
            ),
        ),
        ("tests/msa/tenancy/test_context.py",),
        behind="ids are UUIDs and roles are of a fixed list before they are signed",
    ),
    Control(
        "context: known roles",
        "the database's roles from a name that somebody made up",
        (
            Edit(
                "msa/tenancy/context.py",
                "if self.role not in ROLES:",
                "if False:",
            ),
        ),
        ("tests/msa/tenancy/test_context.py",),
        behind="a login can't take a role that it is no member of",
    ),
)
