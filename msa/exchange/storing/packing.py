"""Arrays in PostgreSQL's own binary form.

The driver writes an array as text, value by value, and the server reads it again:
together they take longer than the cipher does to seal what is stored.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format

#: Dimensions; is a value NULL; the values' type; how many; the first one's number.
_HEADER = struct.Struct(">iIIii")
_LENGTH = struct.Struct(">i")
_NULL = _LENGTH.pack(-1)
_ELEMENTS: dict[str, tuple[int, Callable[[Any], bytes]]] = {
    "bytea": (17, bytes),
    "text": (25, str.encode),
    "uuid": (2950, attrgetter("bytes")),
}


class Packed(bytes):
    """An array, ready to be sent."""


class _PackedDumper(Dumper):
    """Sends the bytes as they are; the cast in the statement names their type."""

    format = Format.BINARY
    oid = 0

    def dump(self, obj: Any) -> Buffer | None:
        return bytes(obj)


def send_packed(cursor: Any) -> None:
    """Let a cursor send packed arrays."""
    cursor.adapters.register_dumper(Packed, _PackedDumper)


def packs(kind: str) -> bool:
    """Can arrays of this column type be packed?"""
    return kind in _ELEMENTS


def packed(kind: str, values: Sequence[Any]) -> Packed:
    """Return the array of ``values``, None standing for NULL."""
    oid, of = _ELEMENTS[kind]
    has_null = None in values
    start = _HEADER.pack(1, has_null, oid, len(values), 1)
    return Packed(b"".join([start, *_elements(of, values)]))


def _elements(of: Callable[[Any], bytes], values: Iterable[Any]) -> Iterable[bytes]:
    for value in values:
        if value is None:
            yield _NULL
        else:
            content = of(value)
            yield _LENGTH.pack(len(content))
            yield content
