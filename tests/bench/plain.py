"""The peers' tables: ordinary models over clear columns, through the ORM.

Where the product's model has a foreign key, the peer's has one, too: it is policies and
sealing that are measured, not what a foreign key costs in Django.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tests.bench import packages

#: Django's connection to the same database without contexts: its ordinary backend.
PLAIN = "plain"


def _to(model: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        model, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )


class _Plain(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = _to("tenancy.Organisation")
    organisation_id: UUID

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        app_label = "bench"
        managed = False


class Client(_Plain):
    """A client's row, with the product's columns."""

    subject = _to("consent.Subject")
    subject_id: UUID
    key = _to("consent.SubjectKey")
    withheld = models.BooleanField(default=False)
    reference = models.CharField(max_length=9)
    opened_at = models.DateTimeField()
    opened_by = _to("accounts.Member")
    last_activity_on = models.DateField(null=True)

    class Meta(_Plain.Meta):
        db_table = "bench_client"


class Session(_Plain):
    """A session's row, with the product's columns."""

    subject = _to("consent.Subject")
    key = _to("consent.SubjectKey")
    withheld = models.BooleanField(default=False)
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    mode = models.CharField(max_length=12)
    worker = _to("accounts.Member")
    logged_at = models.DateTimeField()

    class Meta(_Plain.Meta):
        db_table = "bench_session"


class Episode(_Plain):
    """An episode's dates."""

    subject_id = models.UUIDField()
    started_on = models.DateField()
    paused_on = models.DateField(null=True)
    activated_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Meta(_Plain.Meta):
        db_table = "bench_episode"


class Assignment(_Plain):
    """Who works with a client, and who did."""

    subject_id = models.UUIDField()
    member_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    class Meta(_Plain.Meta):
        db_table = "bench_assignment"


class Profile(_Plain):
    """The codes that are counted."""

    subject_id = models.UUIDField(unique=True)
    age_band = models.CharField(max_length=10)
    ethnicities = ArrayField(models.CharField(max_length=10))
    region = models.CharField(max_length=3)

    class Meta(_Plain.Meta):
        db_table = "bench_profile"


class Person(_Plain):
    """A client and his sections: 35 fields in clear columns."""

    subject_id = models.UUIDField(unique=True)
    reference = models.TextField()
    last_activity_on = models.DateField(null=True)
    name = models.TextField()
    first_name = models.TextField()
    last_name = models.TextField()
    pronouns = models.TextField()
    birth_date = models.TextField()
    age_band = models.TextField()
    ethnicities = ArrayField(models.TextField())
    iwi = ArrayField(models.TextField())
    gender = models.TextField()
    referred_by = models.TextField()
    legal_name = models.TextField()
    ethnic_groups = ArrayField(models.TextField())
    languages = ArrayField(models.TextField())
    interpreter = models.TextField()
    orientation = models.TextField()
    access_needs = models.TextField()
    first_contact_on = models.TextField()
    phone = models.TextField()
    phone_safe = models.BooleanField()
    text_safe = models.BooleanField()
    email = models.TextField()
    email_safe = models.BooleanField()
    address = models.TextField()
    post_safe = models.BooleanField()
    other = models.TextField()
    may_say = models.TextField()
    town = models.TextField()
    region = models.TextField()
    no_fixed_address = models.BooleanField()
    checked_on = models.TextField()
    phone_say = models.TextField()
    text_say = models.TextField()
    email_say = models.TextField()
    post_say = models.TextField()

    class Meta(_Plain.Meta):
        db_table = "bench_person"


class TokenField(models.TextField):  # type: ignore[type-arg]  # not generic at run time
    """A column encrypted by itself, a token per value, as the packages do."""

    def __init__(self, *args: Any, package: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self._seal, self._open = _PACKAGES.get(package, _PACKAGES["fernet"])

    def get_prep_value(self, value: Any) -> str:
        return self._seal(str(value))

    def from_db_value(self, value: str, expression: Any, connection: Any) -> str:
        return self._open(value)


_PACKAGES = {
    "fernet": (packages.fernet_token, packages.fernet_text),
    "pickled": (packages.pickled_token, packages.pickled_text),
}


#: What a client's row holds besides his sections.
ROW = ("id", "organisation_id", "subject_id", "reference", "last_activity_on")
FIELDS = tuple(str(f.column) for f in Person._meta.fields if f.column not in ROW)


def _token_model(name: str, package: str) -> type[models.Model]:
    class Meta(_Plain.Meta):
        db_table = f"bench_{package}"

    columns: dict[str, Any] = {
        "subject_id": models.UUIDField(unique=True),
        "reference": models.TextField(),
        "last_activity_on": models.DateField(null=True),
    }
    columns |= {field: TokenField(package=package) for field in FIELDS}
    return type(name, (_Plain,), {"__module__": __name__, "Meta": Meta, **columns})


#: The same 35 fields, each encrypted by itself in the way of one package.
FernetPerson = _token_model("FernetPerson", "fernet")
PickledPerson = _token_model("PickledPerson", "pickled")


class Grant(models.Model):
    """Guardian's grants without a policy."""

    user_id = models.UUIDField()
    organisation_id = models.UUIDField()
    content_object_id = models.UUIDField()
    permission_id = models.IntegerField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()
    until = models.DateTimeField(null=True)

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_grant"


def grants_of(organisation: UUID, person: UUID) -> models.QuerySet[Any]:
    """Return the survivors granted to somebody; PostgreSQL turns IN into a join."""
    return (
        Grant.objects.using(PLAIN)
        .filter(organisation_id=organisation, user_id=person)
        .values_list("content_object_id", flat=True)
    )
