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
    """Return what :func:`seal_text` was given, under any accounts key that is accepted.

    Raises:
        CannotOpen: another key sealed it, or it was changed.
    """
    for key in (settings.MSA_ACCOUNTS_KEY, *settings.MSA_OTHER_ACCOUNTS_KEYS):
        try:
            return _open(sealed, key)
        except CannotOpen:
            continue
    raise CannotOpen


def renewed_text(sealed: str) -> str | None:
    """Return a sealed text under the current key; None if it is already.

    Raises:
        CannotOpen: none of the accepted keys sealed it.
    """
    try:
        _open(sealed, settings.MSA_ACCOUNTS_KEY)
    except CannotOpen:
        return seal_text(open_text(sealed))
    return None


def _open(sealed: str, key: bytes) -> str:
    try:
        written = sealed.encode()
        raw = base64.urlsafe_b64decode(written)
        # Reading passes over what is no base64; nothing but what was written opens.
        if base64.urlsafe_b64encode(raw) != written:
            raise CannotOpen
        return AESGCM(key).decrypt(raw[:12], raw[12:], _BOUND_TO).decode()
    except (InvalidTag, ValueError):
        raise CannotOpen from None
