"""Secrets in links that are handed on: how they are made, and what is kept of them."""

from __future__ import annotations

import hashlib
import secrets

_BYTES_OF_CHANCE = 32


def new_secret() -> str:
    """Return the secret of a new link: shown once, never kept."""
    return secrets.token_urlsafe(_BYTES_OF_CHANCE)


def digest_of(secret: str) -> bytes:
    """Return what is kept of the secret in a link; it is all chance, so no salt."""
    return hashlib.sha256(secret.encode()).digest()
