"""Guardian's grants behind one door: direct foreign keys, no superuser short-cut.

PostgreSQL's row policies read the same table, so what guardian answers and what the
database shows can't drift apart (SEC-01, ADR 0003).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.contrib.postgres.functions import TransactionNow
from django.db.models import Model, Q, Value
from django.db.models.functions import Least


def grant(
    model: type[Model],
    *,
    codename: str,
    organisation: UUID,
    person: UUID,
    objects: Iterable[UUID],
    until: datetime | None = None,
) -> None:
    """Grant a permission on objects to a person, in one statement.

    ``model`` is a guardian direct-FK grant model with ``organisation`` and ``until``.
    """
    permission = _permission(model, codename)
    manager: Any = model._default_manager
    manager.bulk_create(
        [
            model(
                organisation_id=organisation,
                user_id=person,
                permission=permission,
                content_object_id=object_id,
                until=until,
            )
            for object_id in objects
        ],
        # A grant that ended is renewed rather than doubled.
        update_conflicts=True,
        unique_fields=["organisation", "user", "permission", "content_object"],
        update_fields=["until"],
    )


def end_grants(
    model: type[Model],
    *,
    organisation: UUID,
    objects: Iterable[UUID],
    at: datetime,
    person: UUID | None = None,
) -> int:
    """End the running grants on objects, of one person or of all; return how many."""
    manager: Any = model._default_manager
    running = manager.filter(
        Q(until=None) | Q(until__gt=at),
        organisation=organisation,
        content_object__in=list(objects),
    )
    if person is not None:
        running = running.filter(user=person)
    # Policies compare with the database's clock: an application's that runs ahead of it
    # would let somebody in for a while after he was told that he is out.
    return int(running.update(until=Least(Value(at), TransactionNow())))


def _permission(model: type[Model], codename: str) -> Permission:
    target: Any = model._meta.get_field("content_object").related_model
    return Permission.objects.get(
        codename=codename, content_type__app_label=target._meta.app_label
    )
