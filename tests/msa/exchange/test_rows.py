from __future__ import annotations

import uuid
from typing import Any

from django.db import connection

from consent.models import Subject, new_rounding_key
from msa.exchange.storing.rows import Rows
from msa.tenancy.context import use
from tests.cast import NOW, Cast


def test_what_all_rows_share_is_sent_once(cast: Cast) -> None:
    rows = Rows(
        Subject,
        *("id", "created_at", "rounding_key"),
        constant={"organisation": cast.admin.organisation},
    )
    ids = {uuid.uuid4(), uuid.uuid4()}
    for subject in ids:
        rows.add(subject, NOW, new_rounding_key())
    sent: list[Any] = []

    def listen(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        sent.extend(params)
        return execute(sql, params, *rest)

    with use(cast.admin.context), connection.execute_wrapper(listen):
        rows.write()

    assert NOW in sent
    with use(cast.manager.context):
        stored = Subject.objects.filter(id__in=ids, created_at=NOW)
        assert set(stored.values_list("id", flat=True)) == ids
