"""Who may sign in (Person), and who works for an organisation (Member).

Two tables: sign-in reads the first through its own login, casework the second through
row policies, so that no role sees both password hashes and survivors (ADR 0002).
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext as _

from msa.tenancy.models import TenantModel


class Role(models.TextChoices):
    """What somebody does for an organisation. Stored codes; never class names."""

    WORKER = "worker", "Peer worker"
    MANAGER = "manager", "Manager"
    ADMIN = "admin", "Organisation administrator"
    NATIONAL = "national", "National staff"


class PersonManager(BaseUserManager["Person"]):
    """Makes people; there are no superusers here."""

    def create_user(self, email: str, password: str | None, **fields: Any) -> Person:
        """Store a person with a hashed password.

        Raises:
            ValueError: no email address was given.
        """
        if not email:
            raise ValueError("an email address is needed to sign in")
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in. Holds nothing about whom he works with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    # Nobody passes every check: guardian and Django both ask for this attribute.
    is_superuser = False

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"

    class Privacy:
        clear = frozenset(
            {"id", "email", "is_active", "joined_at", "last_login", "password"}
        )

    def __str__(self) -> str:
        return str(self.id)


class Session(AbstractBaseSession):
    """One browser that is signed in, or about to be. What it holds is sealed.

    What a person may see of it, to know his own browsers again, stands beside it: no
    address and nothing that would tell his device from another of its kind.
    """

    #: How the page names it: the key itself would open it.
    handle = models.UUIDField(null=True)
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="+", null=True
    )
    site = models.CharField(max_length=10)
    browser = models.CharField(max_length=20, blank=True)
    device = models.CharField(max_length=20, blank=True)
    begun_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Privacy:
        clear = frozenset(
            {
                "session_key",
                "session_data",
                "expire_date",
                "handle",
                "person",
                "site",
                "browser",
                "device",
                "begun_at",
                "last_used_at",
            }
        )

    def __str__(self) -> str:
        return str(self.handle)


class Member(TenantModel):
    """One person's place in one organisation: his name there and his roles."""

    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, related_name="+", db_constraint=True
    )
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=10, choices=Role))
    joined_at = models.DateTimeField()
    left_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "person"], name="member_once"
            )
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "person",
                "name",
                "roles",
                "joined_at",
                "left_at",
            }
        )

    def __str__(self) -> str:
        return self.name


class Reset(TenantModel):
    """A link by which one member sets a new password, once. Only its digest is kept."""

    member = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    made_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    #: Whether his second factors go too: he has lost them as well.
    factors_too = models.BooleanField()
    digest = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )
    #: When his next sign-in showed him that it was made.
    told_at: models.DateTimeField[datetime | None, datetime | None] = (
        models.DateTimeField(null=True, blank=True)
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["digest"], name="reset_digest"),
            models.Index(fields=["member"], name="reset_member"),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "member",
                "made_by",
                "factors_too",
                "digest",
                "made_at",
                "expires_at",
                "used_at",
                "told_at",
            }
        )

    @property
    def maker(self) -> str:
        """Who made it. Nobody makes his own: such a link is from the command line."""
        if self.made_by_id == self.member_id:
            return _("Whoever runs this service")
        return self.made_by.name

    def __str__(self) -> str:
        return str(self.id)
