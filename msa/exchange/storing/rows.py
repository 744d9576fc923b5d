"""Rows of one table, gathered and inserted with one statement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import repeat
from operator import is_
from typing import Any

from django.db import connection, models

from msa.exchange.storing.packing import packed, packs, send_packed

_LENGTH = re.compile(r"\(\d+\)")
_TEXT = "text"


class Rows:
    """Gathers rows of a model's table; :meth:`write` stores them in one statement.

    The server spreads arrays into rows, so the statement has one parameter for each
    column, however many rows there are; COPY is refused under row policies. What all
    rows share is sent once; the first column is always told row by row. A UUID primary
    key that isn't among the columns is drawn by the server.
    """

    def __init__(
        self,
        model: type[models.Model],
        *columns: str,
        constant: Mapping[str, Any],
    ) -> None:
        self._model = model
        self._fields = [model._meta.get_field(name) for name in columns]
        self._rows: list[tuple[Any, ...]] = []
        self._constant: dict[Any, Any] = {
            model._meta.get_field(name): value for name, value in constant.items()
        }

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, *values: Any) -> None:
        """Gather one row: a value for each column, as the database takes it."""
        self._rows.append(values)

    def replace(self, position: int, values: list[Any]) -> None:
        """Put other values into one column of the rows gathered."""
        self._rows = [
            (*row[:position], value, *row[position + 1 :])
            for row, value in zip(self._rows, values, strict=True)
        ]

    def write(self) -> None:
        """Store what was gathered and let go of it.

        Raises:
            IntegrityError, ProgrammingError: a constraint or a policy refuses a row;
                the rows stay gathered.
        """
        if not self._rows:
            return
        fixed, told = dict(self._constant), dict[Any, Any]()
        columns = zip(*self._rows, strict=True)
        for field, column in zip(self._fields, columns, strict=True):
            if told and _is_shared(column):
                fixed[field] = column[0]
            else:
                told[field] = _as_array(field, column)
        with connection.cursor() as cursor:
            send_packed(cursor)
            cursor.execute(
                _insertion(self._model, list(told), list(fixed)),
                [*fixed.values(), *told.values()],
            )
        self._rows = []


def _is_shared(column: tuple[Any, ...]) -> bool:
    # The very same object: comparing ids by value takes longer than sending them.
    return all(map(is_, column, repeat(column[0])))


def _insertion(model: type[models.Model], fields: list[Any], fixed: list[Any]) -> str:
    columns = [f'"{field.column}"' for field in (*fixed, *fields)]
    values = [f"%s::{_type(field)}" for field in fixed]
    values += [_value(field, f"c{n}") for n, field in enumerate(fields)]
    key = model._meta.pk
    if _type(key) == "uuid" and key not in (*fixed, *fields):
        columns.append(f'"{key.column}"')
        values.append("gen_random_uuid()")
    arrays = ", ".join(f"%s::{_carried(field)}[]" for field in fields)
    aliases = ", ".join(f"c{n}" for n in range(len(fields)))
    # Table, columns and types come from the model; every value is a parameter.
    return (
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) '  # noqa: S608
        f"SELECT {', '.join(values)} FROM unnest({arrays}) AS r ({aliases})"
    )


def _type(field: Any) -> str:
    return _LENGTH.sub("", str(field.db_type(connection)))


def _carried(field: Any) -> str:
    # unnest would flatten an array of arrays: an inner one travels as its text.
    kind = _type(field)
    return _TEXT if kind == "varchar" or kind.endswith("[]") else kind


def _as_array(field: Any, column: tuple[Any, ...]) -> Any:
    kind = _carried(field)
    return packed(kind, column) if packs(kind) else list(column)


def _value(field: Any, name: str) -> str:
    return f"{name}::{_type(field)}" if _type(field).endswith("[]") else name


def array(codes: list[str]) -> str:
    """Return codes as the text of an array, for a column that holds one."""
    return "{" + ",".join(codes) + "}"
