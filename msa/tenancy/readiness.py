"""Can this process do its work: does the database answer, and do its keys fit?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.vault import shreds
from msa.vault.checks import wrong_keys
from msa.vault.shreds import LedgerDamaged

#: In which role each site asks; one that it may take, for nobody in no organisation.
_ASKS_AS = {"national": "national", "reports": "reporting"}
_REFUSED = "bad context"
#: An erasure takes a moment between its two lines; one that was killed there is gone
#: on with by the next run, and counts as done for whoever starts later.
_UNDER_WAY = timedelta(minutes=15)


def what_is_wrong() -> list[str]:
    """Return codes of what keeps this process from its work: none when it is ready.

    ``database``: no answer; ``context``, ``root``, ``accounts``, ``submissions``: this
    key is not the one that the database was filled under; ``ledger``: it holds what
    was destroyed, or nobody can tell (K04).
    """
    role = _ASKS_AS.get(settings.MSA_SITE, "worker")
    try:
        with use(Context(FOUNDER, FOUNDER, role)), transaction.atomic():
            wrong = wrong_keys(_checks())
            return [*wrong, "ledger"] if _holds_what_was_destroyed() else wrong
    except (DatabaseError, InterfaceError) as fault:
        return ["context" if is_refused_context(fault) else "database"]


def is_refused_context(fault: BaseException | None) -> bool:
    """Say whether PostgreSQL refused the signature of this process."""
    cause = getattr(fault, "__cause__", None)
    return (
        isinstance(cause, psycopg.errors.InsufficientPrivilege)
        and cause.diag.message_primary == _REFUSED
    )


def _checks() -> dict[str, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key_name, sealed FROM sec.key_checks()")
        return {name: bytes(sealed) for name, sealed in cursor.fetchall()}


def refuse_what_was_destroyed() -> None:
    """Let no process start on a restored database before the ledger was replayed.

    Raises:
        ImproperlyConfigured: it holds what was destroyed, or the ledger is damaged.
    """
    if settings.MSA_SHRED_LEDGER and "ledger" in what_is_wrong():
        raise ImproperlyConfigured(
            "this database holds what was destroyed, or the shred ledger is damaged: "
            "run replay_shreds as the owner before anything starts (docs/keys.md)"
        )


def _holds_what_was_destroyed() -> bool:
    if not settings.MSA_SHRED_LEDGER:
        return False
    try:
        keys = _destroyed_keys(Path(settings.MSA_SHRED_LEDGER))
    except LedgerDamaged:
        return True
    if not keys:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT sec.any_key_left(%s::uuid[])", [keys])
        return bool(cursor.fetchone()[0])


def _destroyed_keys(directory: Path) -> list[str]:
    if not (directory / shreds.FILE).exists():
        return []
    settled = timezone.now() - _UNDER_WAY
    return [
        str(key)
        for line in shreds.read(directory, shreds.published_key(directory))
        if line.is_done or line.at < settled
        for key in line.keys
    ]
