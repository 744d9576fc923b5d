"""Keys of what a browser keeps for somebody while it has no connection (ADR 32).

They are made from the accounts key and never stored: whoever is signed in is given his
own, of today and of the last days. A device holds nothing that opens what it keeps, and
after those days nobody is given the key any more.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

#: What is older than 72 hours is dropped by the device itself (UI-W6).
DAYS = 4
_KEY, _NAME = 32, 8


def device_keys(
    organisation: UUID, person: UUID, *, at: datetime
) -> list[dict[str, str]]:
    """Return somebody's keys by their names, the one to write with first."""
    days = [at.astimezone(UTC).date() - timedelta(days=back) for back in range(DAYS)]
    accepted = (settings.MSA_ACCOUNTS_KEY, *settings.MSA_OTHER_ACCOUNTS_KEYS)
    return [
        _derived(key, f"{organisation}|{person}|{day}")
        for day in days
        for key in accepted
    ]


def _derived(key: bytes, whose: str) -> dict[str, str]:
    info = f"msa-device-draft|{whose}".encode()
    made = HKDF(SHA256(), _KEY + _NAME, salt=None, info=info).derive(key)
    return {
        "name": made[_KEY:].hex(),
        "key": b64encode(made[:_KEY]).decode(),
    }
