"""Nobody's records depend on one file: the root key's shares are tried first (R07)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils import timezone

from msa.tenancy.context import Context, use
from msa.tenancy.founding import FOUNDER
from msa.vault.custody import SharesWrong, Trial, join

TRY_AGAIN_AFTER = timedelta(days=365)
_log = logging.getLogger(__name__)


def record_trial(shares: Sequence[str], *, at: datetime) -> Trial:
    """Put shares together and store that they give a root key of this process.

    Run it as the owner.

    Raises:
        SharesWrong: they don't give a key, or another one.
    """
    key = join(shares)
    if key not in _root_keys():
        raise SharesWrong("these shares give another key, not the root key in use here")
    trial = Trial(at=at, shares=len(shares))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE msa_sec")
        cursor.execute(
            "INSERT INTO priv.custody_trial (tried_at, shares, proof)"
            " VALUES (%s, %s, %s)",
            [trial.at, trial.shares, trial.proof(key)],
        )
    return trial


def last_trial() -> Trial | None:
    """Return the last time when shares gave a root key of this process."""
    with (
        use(Context(FOUNDER, FOUNDER, "worker")),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT tried_at, shares, proof FROM sec.custody_trials()")
        for tried_at, shares, proof in cursor.fetchall():
            trial = Trial(tried_at, shares)
            if any(trial.is_proved(key, bytes(proof)) for key in _root_keys()):
                return trial
    return None


def refuse_an_untried_root_key() -> None:
    """Let nothing hold people's records before their key can be had back.

    The demo starts without. A year after the last trial it says so in the log.

    Raises:
        ImproperlyConfigured: nobody has put shares of this root key together.
    """
    if settings.MSA_DEMO or not settings.MSA_ROOT_KEY:
        return
    trial = last_trial()
    if trial is None:
        raise ImproperlyConfigured(
            "the shares of this root key were never tried: run bin/keys split, give "
            "each share to its holder, then try_shares as the owner (docs/keys.md)"
        )
    if timezone.now() - trial.at > TRY_AGAIN_AFTER:
        _log.warning("custody-trial-overdue %s", trial.at.date().isoformat())


def _root_keys() -> tuple[bytes, ...]:
    return settings.MSA_ROOT_KEY, *settings.MSA_OTHER_ROOT_KEYS
