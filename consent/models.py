"""The survivor as an opaque id, what he agreed to, and the keys that follow from it."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from guardian.models import UserObjectPermissionBase

from consent.enums import Given, KeyState, Purpose
from msa.accounts.models import Member
from msa.tenancy.models import Organisation, TenantModel
from msa.vault.sealed import SealedField


def new_rounding_key() -> int:
    """Return 63 random bits: a person's share in the rounding of published counts."""
    return secrets.randbits(63)


class Subject(TenantModel):
    """A survivor at one organisation, for ever; it says nothing about who he is."""

    created_at = models.DateTimeField()
    # Summed by the report builder: the same people always round the same way.
    rounding_key = models.BigIntegerField(default=new_rounding_key)

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [("work_with_subject", "Work with this survivor")]

    class Privacy:
        clear = frozenset({"id", "organisation", "created_at", "rounding_key"})
        holding = "his place here"


class SubjectUserObjectPermission(UserObjectPermissionBase):
    """Guardian's grant: this person works with this survivor, until then."""

    content_object = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        unique_together: ClassVar = [
            ("organisation", "user", "permission", "content_object")
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "organisation", "content_object"]),
        ]

    class Privacy:
        clear = frozenset(
            {"id", "organisation", "user", "permission", "content_object", "until"}
        )
        holding = "who works with him"


class OrganisationKey(TenantModel):
    """An organisation's key, wrapped by the root key that is not in the database."""

    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        clear = frozenset({"id", "organisation", "wrapped", "created_at", "retired_at"})


class FingerprintKey(TenantModel):
    """An organisation's key of keyed digests for one use; it is never replaced."""

    use = models.CharField(max_length=20)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "use"], name="one_fingerprint_key"
            )
        ]

    class Privacy:
        clear = frozenset({"id", "organisation", "use", "wrapped", "created_at"})


class Wording(models.Model):
    """The words in which a purpose was explained, one version in one language."""

    id = models.CharField(max_length=40, primary_key=True)
    purpose = models.CharField(max_length=12, choices=Purpose)
    language = models.CharField(max_length=5)
    version = models.PositiveSmallIntegerField()
    explanation = models.TextField()
    reviewed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["purpose", "language", "version"], name="wording_once"
            )
        ]

    class Privacy:
        clear = frozenset(
            {"id", "purpose", "language", "version", "explanation", "reviewed"}
        )

    def __str__(self) -> str:
        return self.id


class Consent(TenantModel):
    """A survivor agreed to one purpose. Never edited: its end is another row."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    purpose = models.CharField(max_length=12, choices=Purpose)
    wording = models.ForeignKey(
        Wording,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        db_index=False,
    )
    given = models.CharField(max_length=10, choices=Given)
    given_on = models.DateField()
    recorded_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    # Members by id, in the row itself: whoever is named later needs another consent.
    colleagues = ArrayField(models.UUIDField(), default=list, blank=True)
    # Said when it is stored, so that no words are put to it afterwards.
    has_particulars = models.BooleanField(default=False)
    # Was it said that he is 18 or older? False as well where he would rather not say;
    # None where nobody was asked. How old he is stands in his record, sealed.
    of_age = models.BooleanField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "subject", "purpose"]),
            GinIndex(
                fields=["colleagues"],
                condition=models.Q(purpose="COLLEAGUES"),
                name="consent_names_colleagues",
            ),
            models.Index(
                fields=["organisation", "subject"],
                condition=models.Q(purpose="STATISTICS", expires_at__isnull=False),
                name="consent_counted_until",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(wording__isnull=False) | models.Q(given="IMPORTED"),
                name="consent_names_its_wording",
            ),
            models.CheckConstraint(
                condition=models.Q(colleagues=[]) | models.Q(purpose="COLLEAGUES"),
                name="consent_shows_to_colleagues",
            ),
        ]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "purpose",
                "wording",
                "given",
                "given_on",
                "recorded_by",
                "recorded_at",
                "expires_at",
                "colleagues",
                "has_particulars",
                "of_age",
            }
        )
        holding = "what he agreed to"


class Withdrawal(TenantModel):
    """The end of a consent: he took it back, or agreed to another in its place.

    Taken back, its key is sealed from this row on. Replaced, its key goes on under the
    consent that took its place.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    consent = models.ForeignKey(
        Consent, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    recorded_by = models.ForeignKey(
        Member, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        Consent,
        on_delete=models.DO_NOTHING,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        # The migration adds the key that holds to the organisation as well.
        db_constraint=False,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "consent"], name="withdrawal_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "subject"])]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "consent",
                "recorded_by",
                "recorded_at",
                "replaced_by",
            }
        )
        holding = "what he took back"


class SubjectKey(TenantModel):
    """The state of one survivor's key for one purpose; a new one after each return."""

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    consent = models.ForeignKey(
        Consent, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    purpose = models.CharField(max_length=12, choices=Purpose)
    state = models.CharField(max_length=10, choices=KeyState, default=KeyState.ACTIVE)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "subject", "purpose"],
                condition=models.Q(state="ACTIVE"),
                name="one_active_key",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "subject"])]

    class Privacy:
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "consent",
                "purpose",
                "state",
                "created_at",
            }
        )
        holding = "his keys"


class Particulars(TenantModel):
    """The words that stand with one consent, sealed under the key of his record.

    Who heard it, his signature, who is told what: see :class:`consent.terms.Terms`.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    key = models.ForeignKey(
        SubjectKey, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Set by the database when he takes back the record; then nobody's policy shows it.
    withheld = models.BooleanField(default=False)
    consent = models.ForeignKey(
        Consent, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    # Written once: a consent is never edited, and neither are its words.
    revision = models.PositiveSmallIntegerField(default=1)
    sealed = SealedField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "consent"], name="particulars_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "subject"])]

    class Privacy:
        sealed = frozenset({"sealed"})
        clear = frozenset(
            {
                "id",
                "organisation",
                "subject",
                "key",
                "withheld",
                "consent",
                "revision",
            }
        )
        holding = "what he agreed to"

    def __str__(self) -> str:
        return str(self.id)


class WrappedKey(TenantModel):
    """A data key under its organisation's key. Only a definer function reads it."""

    key = models.ForeignKey(
        SubjectKey, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    organisation_key = models.ForeignKey(
        OrganisationKey, on_delete=models.DO_NOTHING, related_name="+", db_index=False
    )
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "key", "organisation_key"],
                name="wrapped_once",
            )
        ]

    class Privacy:
        clear = frozenset({"id", "organisation", "key", "organisation_key", "wrapped"})
