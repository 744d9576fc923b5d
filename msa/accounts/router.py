"""Which login asks for which table: sign-in tables go through the door."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Model

#: Funders' programs sign in as well: their tokens are here, never with the figures.
DOOR_APPS = frozenset({"sessions", "account", "mfa", "axes", "oauth2_provider"})
DOOR_MODELS = frozenset({"accounts.person", "accounts.session", "funders.client"})


def door() -> str:
    """Return the connection that sign-in has to itself, where a site has one."""
    return "signin" if "signin" in settings.DATABASES else "default"


class DoorRouter:
    """Send sessions, people and their second factors to the ``signin`` connection."""

    def _alias(self, model: type[Model]) -> str | None:
        through = (
            model._meta.app_label in DOOR_APPS or model._meta.label_lower in DOOR_MODELS
        )
        return "signin" if through and door() == "signin" else None

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return self._alias(model)

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return self._alias(model)

    def allow_relation(self, *objects: Model, **hints: Any) -> bool:
        return True  # both logins look at one database

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"
