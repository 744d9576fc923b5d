"""What a report is frozen as: cells that may be published, and the hash over them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class CellDraft:
    """One cell as it will be stored; ``value`` counts units of the last decimal."""

    table: str
    row: str
    column: str
    position: int
    label: str
    status: str
    value: int | None
    decimals: int = 0

    @property
    def figure(self) -> Decimal | None:
        """The figure as it reads, or None for a hidden one; every format prints it."""
        return (
            None if self.value is None else Decimal(self.value).scaleb(-self.decimals)
        )


@dataclass(frozen=True, slots=True)
class Compiled:
    """All cells of a report, and what disclosure control says of the hidden ones.

    ``beside`` is what a kind freezes beside its cells; only that kind knows it.
    """

    cells: tuple[CellDraft, ...]
    attack: dict[str, Any]
    beside: Any = field(default=None, repr=False)


def content_hash(about: Mapping[str, Any], cells: Iterable[CellDraft]) -> str:
    """Return the SHA-256 of a report's canonical JSON, in hexadecimal.

    ``about`` says which report it is; whoever has the cells can work it out again.
    """
    return hashlib.sha256(canonical(about, cells)).hexdigest()


def canonical(about: Mapping[str, Any], cells: Iterable[CellDraft]) -> bytes:
    """Return a report and its cells as JSON with sorted keys and no spaces."""
    ordered = sorted(cells, key=lambda cell: cell.position)
    listed = [plain(cell) for cell in ordered]
    return orjson.dumps({**about, "cells": listed}, option=orjson.OPT_SORT_KEYS)


def plain(cell: CellDraft) -> dict[str, Any]:
    """Return a cell as plain values; whole figures have no ``decimals``."""
    values: dict[str, Any] = {
        "table": cell.table,
        "row": cell.row,
        "column": cell.column,
        "label": cell.label,
        "status": cell.status,
        "value": cell.value,
    }
    # Reports of before there were decimals keep their hash.
    return values | {"decimals": cell.decimals} if cell.decimals else values
