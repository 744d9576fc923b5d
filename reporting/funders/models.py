"""A funder's program that may read released figures (REP-09)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from oauth2_provider.models import AbstractApplication

from reporting.funders.enums import Scope

#: Nobody's access lasts longer than this without being made anew.
LONGEST = timedelta(days=366)


class Client(AbstractApplication):  # type: ignore[misc]  # untyped library
    """One program of one funder: what it may read, from where and until when.

    The secret is stored as a hash and shown once. What OAuth 2 knows besides client
    credentials has no column here: redirects, browsers, people.
    """

    user = None
    redirect_uris = None
    post_logout_redirect_uris = None
    allowed_origins = None
    skip_authorization = None
    algorithm = None
    registration_source = None
    cimd_expires_at = None
    created = None
    updated = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    # Tells two secrets of one funder apart without being of use to anybody.
    secret_prefix = models.CharField(max_length=12)
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope))
    # Codes of organisations, as they stand in the frozen cells.
    organisations = ArrayField(models.SlugField(max_length=40), default=list)
    # Addresses or networks that may ask; from anywhere if there are none.
    networks = ArrayField(models.CharField(max_length=50), default=list)
    # The national body that gave the access: its chain of the audit keeps the calls.
    body = models.UUIDField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.UUIDField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(revoked_at=None),
                name="funder_name_once",
            ),
            models.CheckConstraint(
                condition=Q(client_secret__startswith="argon2$"),  # noqa: S106  # its kind
                name="funder_secret_is_hashed",
            ),
            models.CheckConstraint(
                condition=Q(
                    client_type=AbstractApplication.CLIENT_CONFIDENTIAL,
                    authorization_grant_type=(
                        AbstractApplication.GRANT_CLIENT_CREDENTIALS
                    ),
                    hash_client_secret=True,
                ),
                name="funder_shows_credentials",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at"))
                & Q(expires_at__lte=F("made_at") + LONGEST),
                name="funder_access_ends_within_a_year",
            ),
            models.CheckConstraint(
                condition=Q(scopes__len__gt=0, scopes__contained_by=Scope.values),
                name="funder_scopes_are_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    scopes__contains=[Scope.ORGANISATIONS], organisations__len__gt=0
                )
                | (
                    ~Q(scopes__contains=[Scope.ORGANISATIONS]) & Q(organisations__len=0)
                ),
                name="funder_organisations_with_their_scope",
            ),
            models.CheckConstraint(
                condition=Q(revoked_by=None, revoked_at=None)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="funder_revoked_by_somebody",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "client_id",
                "client_type",
                "authorization_grant_type",
                "client_secret",
                "hash_client_secret",
                "name",
                "secret_prefix",
                "scopes",
                "organisations",
                "networks",
                "body",
                "made_by",
                "made_at",
                "expires_at",
                "revoked_by",
                "revoked_at",
                "last_used_at",
            }
        )

    def __str__(self) -> str:
        return self.name

    def is_in_force(self, at: datetime) -> bool:
        """Say whether the access holds at a moment."""
        return self.revoked_at is None and at < self.expires_at

    def is_usable(self, request: Any) -> bool:
        """Say whether OAuth 2 may give or accept tokens now."""
        return self.is_in_force(timezone.now())
