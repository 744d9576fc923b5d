"""Chromium's own virtual device: it makes and shows passkeys without a finger."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page


class VirtualDevice:
    """A phone with a fingerprint reader, belonging to one page's browser."""

    def __init__(self, page: Page) -> None:
        self._chromium = page.context.new_cdp_session(page)
        self._chromium.send("WebAuthn.enable", {"enableUI": False})
        added = self._chromium.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        self._device = {"authenticatorId": added["authenticatorId"]}

    def passkeys(self) -> list[dict[str, Any]]:
        """Return the passkeys the device holds, their keys included."""
        found = self._chromium.send("WebAuthn.getCredentials", self._device)
        held: list[dict[str, Any]] = found["credentials"]
        return held

    def hold(self, passkey: dict[str, Any]) -> None:
        """Put a passkey of another device into this one."""
        self._chromium.send(
            "WebAuthn.addCredential", {**self._device, "credential": passkey}
        )

    def forget_all(self) -> None:
        """Lose every passkey."""
        self._chromium.send("WebAuthn.clearCredentials", self._device)
