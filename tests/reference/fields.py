"""The fields page: every model's fields as its own ``Privacy`` classifies them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.db.models import BinaryField, Field, Model

from consent.enums import Purpose
from tests.guards.catalogue import Connection
from tests.reference.writing import page, table

_SAYS = """\
Each model names all of its fields in `class Privacy`; the tests refuse one that is left
out. *Sealed* fields are encrypted before they reach the database, and open with a key
that a consent, or an organisation's work, made. *Clear* fields are codes, times, ids,
or what a member wrote about an organisation's work; of these, *bytes* are digests,
wrapped keys, signatures and files that are encrypted as a whole. *Holding* is how the
rows about a survivor are named in what he is told of his own record."""
_KEYED = "SELECT table_name, purpose, on_withdrawal FROM priv.keyed_table"
_DONE = {
    "withhold": "its key is sealed and nobody is shown its rows any more",
    "delete": "its rows are deleted",
}


def classified() -> list[type[Model]]:
    """Return every model that classifies its fields."""
    return sorted(
        (model for model in apps.get_models() if "Privacy" in vars(model)),
        key=lambda model: model._meta.label_lower,
    )


def kind_of(model: type[Model], field: Field[object, object]) -> str:
    """Return how a field is classified."""
    privacy = vars(model)["Privacy"]
    if field.name in getattr(privacy, "sealed", ()):
        return "sealed"
    return "clear, bytes" if isinstance(field, BinaryField) else "clear"


def fields(database: Connection) -> str:
    """Return the page of fields."""
    ends = {
        str(name): (Purpose(str(purpose)), str(done))
        for name, purpose, done in database.execute(_KEYED).fetchall()
    }
    parts = [_count()]
    before = ""
    for model in classified():
        if model._meta.app_label != before:
            before = model._meta.app_label
            parts.append(f"## {before}")
        parts += _of_model(model, ends.get(model._meta.db_table))
    return page("Fields and what they hold", _SAYS, parts)


def _count() -> str:
    models = classified()
    kinds = Counter(
        kind_of(model, field) for model in models for field in model._meta.local_fields
    )
    held = sum(1 for model in models if _holding(model))
    numbers = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    return (
        f"{len(models)} models, {held} of them about a survivor; "
        f"{kinds.total()} fields: {numbers.replace('clear, bytes', 'clear bytes')}."
    )


def _holding(model: type[Model]) -> str:
    return str(getattr(vars(model)["Privacy"], "holding", ""))


def _of_model(model: type[Model], end: tuple[Purpose, str] | None) -> Iterator[str]:
    yield f"### {model.__name__}"
    facts = [f"Table `{model._meta.db_table}`."]
    if _holding(model):
        facts.append(f"Holding: {_holding(model)}.")
    if end is not None:
        purpose, done = end
        facts.append(f"When he takes back “{purpose.label}”, {_DONE[done]}.")
    yield " ".join(facts)
    yield table(
        ("field", "is", "of type", "points to"),
        (
            (
                field.name,
                kind_of(model, field),
                field.get_internal_type().removesuffix("Field"),
                _target(field),
            )
            for field in model._meta.local_fields
        ),
    )


def _target(field: Field[object, object]) -> str:
    target = field.related_model if field.is_relation else None
    return target.__name__ if isinstance(target, type) else ""
