"""All that leads to one survivor, found from the models themselves (RGT-04).

A model leads to him by a foreign key, directly or by a row that does; one that has no
such key says in ``Privacy.by_id`` which column holds the id of a row about him. So a
model that is added later is destroyed as well.
"""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from consent.models import Subject
from consent.retention.models import Erasure

Table = type[models.Model]


@cache
def paths() -> dict[Table, tuple[str, ...]]:
    """Return the ways from each model to the survivor, children before parents."""
    found: dict[Table, tuple[str, ...]] = {Subject: ("pk",)}
    while True:
        more = {
            model: ways
            for model in apps.get_models()
            if model not in found
            and model is not Erasure
            and (ways := _ways(model, found))
        }
        if not more:
            return _children_first(found)
        found |= more


def _ways(model: Table, known: dict[Table, tuple[str, ...]]) -> tuple[str, ...]:
    direct = [name for name, target in _keys_of(model) if target is Subject]
    if direct:
        return tuple(direct)
    return tuple(
        f"{name}__{way}"
        for name, target in _keys_of(model)
        for way in known.get(target, ())
    )


def _keys_of(model: Table) -> list[tuple[str, Any]]:
    return [
        (field.name, field.related_model)
        for field in model._meta.local_fields
        if field.is_relation
    ]


def _children_first(
    found: dict[Table, tuple[str, ...]],
) -> dict[Table, tuple[str, ...]]:
    ordered: dict[Table, tuple[str, ...]] = {}
    waiting = dict(found)
    while waiting:
        parents = {
            target
            for model in waiting
            for _, target in _keys_of(model)
            if target is not model
        }
        leaves = [model for model in waiting if model not in parents]
        assert leaves, "foreign keys in a circle"
        for model in leaves:
            ordered[model] = waiting.pop(model)
    return ordered


@cache
def named_by_id() -> dict[Table, str]:
    """Return the models that hold the id of a row about him, and in which column."""
    privacies = {model: vars(model).get("Privacy") for model in apps.get_models()}
    return {
        model: column
        for model, privacy in privacies.items()
        if (column := getattr(privacy, "by_id", ""))
    }


def forget(subject: UUID) -> int:
    """Delete every row that leads to a survivor, his keys among them. Run as the owner.

    Returns how many rows there were.
    """
    ids: list[Any] = []
    count = 0
    for model, ways in paths().items():
        about_him = models.Q()
        for way in ways:
            about_him |= models.Q(**{way: subject})
        rows = model._default_manager.filter(about_him)
        ids += list(rows.values_list("pk", flat=True))
        # Straight from the table: nothing here cascades, and no signal listens.
        count += rows._raw_delete(rows.db)
    for model, column in named_by_id().items():
        rows = model._default_manager.filter(**{f"{column}__in": _uuids(ids)})
        count += rows._raw_delete(rows.db)
    return count


def _uuids(ids: list[Any]) -> list[UUID]:
    return [one for one in ids if isinstance(one, UUID)]
