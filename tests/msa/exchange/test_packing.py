from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from msa.exchange.storing.packing import packed, packs, send_packed

IDS = [UUID(int=1), UUID(int=2**128 - 1)]
TEXTS = ["", "Tāne", 'a "quoted", {braced} \\ text', "NULL", "ʻokina\nline", "'"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("uuid", IDS),
        ("uuid", [None, *IDS]),
        ("text", TEXTS),
        ("text", [*TEXTS, None]),
        ("bytea", [b"", bytes(range(256)), None]),
        ("uuid", [None, None]),
    ],
)
def test_the_server_reads_what_was_packed(
    db: None, kind: str, values: list[Any]
) -> None:
    with connection.cursor() as cursor:
        send_packed(cursor)
        cursor.execute(f"SELECT unnest(%s::{kind}[])", [packed(kind, values)])
        rows = [row[0] for row in cursor.fetchall()]

    assert [
        bytes(row) if isinstance(row, memoryview) else row for row in rows
    ] == values


def test_a_type_it_does_not_know_is_left_to_the_driver() -> None:
    assert not packs("date")
