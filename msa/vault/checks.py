"""A known text under each key: who opens it holds the key that the database needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from msa.vault.envelope import CannotOpen
from msa.vault.root import unwrap, wrap

_TEXT = b"msa-key-check"


def _root() -> tuple[bytes, ...]:
    return settings.MSA_ROOT_KEY, *settings.MSA_OTHER_ROOT_KEYS


def _accounts() -> tuple[bytes, ...]:
    return settings.MSA_ACCOUNTS_KEY, *settings.MSA_OTHER_ACCOUNTS_KEYS


def _submissions() -> tuple[bytes, ...]:
    return settings.MSA_SUBMISSIONS_KEY, *settings.MSA_OTHER_SUBMISSIONS_KEYS


#: The keys that sealed what is in the database: the current one, then the others.
_KEYS: Mapping[str, Callable[[], tuple[bytes, ...]]] = {
    "root": _root,
    "accounts": _accounts,
    "submissions": _submissions,
}


def new_checks() -> dict[str, bytes]:
    """Return the known text under each key in use of this process."""
    return {
        name: wrap(AESGCM(keys()[0]), _TEXT, _bound_to(name))
        for name, keys in _KEYS.items()
        if keys()[0]
    }


def wrong_keys(checks: Mapping[str, bytes]) -> list[str]:
    """Return which of its keys this process should not go on with, by name."""
    return [
        name
        for name, keys in _KEYS.items()
        if name in checks and keys()[0] and not _opens(name, keys(), checks[name])
    ]


def _opens(name: str, keys: tuple[bytes, ...], sealed: bytes) -> bool:
    for key in keys:
        try:
            return unwrap(AESGCM(key), bytes(sealed), _bound_to(name)) == _TEXT
        except CannotOpen:
            continue
    return False


def _bound_to(name: str) -> bytes:
    return b'["msa-key-check","' + name.encode() + b'"]'
