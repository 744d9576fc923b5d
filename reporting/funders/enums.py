"""Codes of funders' access. Stored for ever; labels may change."""

from __future__ import annotations

from django.db import models


class Scope(models.TextChoices):
    """What a funder's program may read; the codes are the scopes of OAuth 2."""

    READ = "reports:read", "National figures of released reports"
    ORGANISATIONS = (
        "reports:read:organisation",
        "Figures of the organisations its contract names",
    )
