"""How allauth signs people in here: by invitation only, second factors sealed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from msa.vault.account_secrets import open_text, seal_text


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # untyped library
    """Nobody signs up by himself; an organisation invites him (SEC-03)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: allauth's messages name the account on a shared screen."""


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # untyped library
    """Seals what allauth would store in clear: TOTP seeds and recovery codes (U07)."""

    def encrypt(self, text: str) -> str:
        return seal_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_text(encrypted_text)
