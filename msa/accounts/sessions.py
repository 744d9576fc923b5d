"""Sessions in the database, sealed and each good for one site only.

A session row holds what a dump must not tell: during set-up the TOTP seed itself (U07),
and what somebody was typing when his session locked. Both sites keep their sessions in
one table; the site is part of what a row is signed under, so a cookie carried from one
site to the other opens nothing.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import OperationalError

from msa.accounts.models import Session
from msa.vault.account_secrets import open_text, seal_text
from msa.vault.envelope import CannotOpen

#: Where a session keeps what its row shows of it: see :func:`begin`.
SEEN = "seen"


class SessionStore(DatabaseSessionStore):
    """Django's database sessions under the accounts key."""

    @property
    def key_salt(self) -> str:
        return f"msa.accounts.sessions.{settings.MSA_SITE}"

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Any = super().create_model_instance(data)
        row.site = settings.MSA_SITE
        seen = data.get(SEEN)
        # Before his second step nobody is anybody: the row names no person.
        if seen and SESSION_KEY in data:
            row.handle = uuid.UUID(seen["handle"])
            row.person_id = uuid.UUID(data[SESSION_KEY])
            row.browser, row.device = seen["browser"], seen["device"]
            row.begun_at = datetime.fromtimestamp(seen["begun"], UTC)
            row.last_used_at = datetime.fromtimestamp(seen["used"], UTC)
        session: Session = row
        return session

    def encode(self, session_dict: dict[str, Any]) -> str:
        return seal_text(super().encode(session_dict))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return super().decode(open_text(str(session_data)))
        except CannotOpen:
            return {}

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except UpdateError as fault:
            # A database that is away is no sign that somebody ended the session.
            if isinstance(fault.__context__, OperationalError):
                raise fault.__context__ from None
            raise

    def load(self) -> dict[str, Any]:
        data = super().load()
        # A row that this site can't read is left to the site whose it is.
        if not data:
            self._session_key = None
        return data
