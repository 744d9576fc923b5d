"""Sessions in the database, sealed and each good for one site only.

A session row holds what a dump must not tell: during set-up the TOTP seed itself (U07).
Both sites keep their sessions in one table; the site is part of what a row is signed
under, so a cookie carried from one site to the other opens nothing.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

from msa.vault.account_secrets import open_text, seal_text
from msa.vault.envelope import CannotOpen


class SessionStore(DatabaseSessionStore):
    """Django's database sessions under the accounts key."""

    @property
    def key_salt(self) -> str:
        return f"msa.accounts.sessions.{settings.MSA_SITE}"

    def encode(self, session_dict: dict[str, Any]) -> str:
        return seal_text(super().encode(session_dict))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return super().decode(open_text(str(session_data)))
        except CannotOpen:
            return {}

    def load(self) -> dict[str, Any]:
        data = super().load()
        # A row that this site can't read is left to the site whose it is.
        if not data:
            self._session_key = None
        return data
