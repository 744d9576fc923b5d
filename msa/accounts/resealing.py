"""Bringing what the accounts key seals under the current one, when it was replaced."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from msa.accounts.models import Session
from msa.vault.account_secrets import renewed_text
from msa.vault.envelope import CannotOpen

#: What is sealed of a second factor: a TOTP seed, the seed of codes, a passkey.
_SEALED = ("secret", "seed", "sealed")


def reseal_second_factors() -> tuple[int, int]:
    """Reseal second factors under the current key, each in a transaction of its own.

    Returns how many were resealed, and how many no accepted key opens.
    """
    resealed = shut = 0
    for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
        try:
            resealed += _reseal(pk)
        except CannotOpen:
            shut += 1
    return resealed, shut


def sessions_under_other_keys(*, at: datetime) -> int:
    """Return how many running sessions would end with the keys accepted besides.

    They are sealed by the accounts key and signed by Django's.
    """
    others = settings.MSA_OTHER_ACCOUNTS_KEYS
    if not others:
        return 0
    running = Session.objects.filter(expire_date__gt=at)
    return sum(
        _is_under_other(str(sealed))
        for sealed in running.values_list("session_data", flat=True)
    )


@transaction.atomic
def _reseal(pk: int) -> bool:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return False
    renewed = _renewed(row.data)
    if renewed is None:
        return False
    row.data = renewed
    row.save(update_fields=["data"])
    return True


def _renewed(data: dict[str, Any]) -> dict[str, Any] | None:
    changed = {
        name: text
        for name in _SEALED
        if name in data and (text := renewed_text(data[name])) is not None
    }
    return {**data, **changed} if changed else None


def _is_under_other(sealed: str) -> bool:
    try:
        return renewed_text(sealed) is not None
    except CannotOpen:
        return False
