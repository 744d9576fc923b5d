"""Sealing of sign-in secrets (TOTP seeds, recovery codes) under the accounts key."""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from msa.vault.envelope import CannotOpen

_BOUND_TO = b"msa-account-secret"


def seal_text(text: str) -> str:
    """Return ``text`` sealed, in characters that fit a JSON column (U07)."""
    nonce = os.urandom(12)
    cipher = AESGCM(settings.MSA_ACCOUNTS_KEY)
    sealed = nonce + cipher.encrypt(nonce, text.encode(), _BOUND_TO)
    return base64.urlsafe_b64encode(sealed).decode()


def open_text(sealed: str) -> str:
    """Return what :func:`seal_text` was given.

    Raises:
        CannotOpen: another key sealed it, or it was changed.
    """
    try:
        raw = base64.urlsafe_b64decode(sealed.encode())
        cipher = AESGCM(settings.MSA_ACCOUNTS_KEY)
        return cipher.decrypt(raw[:12], raw[12:], _BOUND_TO).decode()
    except (InvalidTag, ValueError):
        raise CannotOpen from None
