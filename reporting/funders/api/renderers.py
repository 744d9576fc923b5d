"""JSON and CSV of the same rows, and problems."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer, JSONRenderer

from msa.web.spreadsheets import Writer
from reporting.funders.api.problems import CONTENT_TYPE


class Json(JSONRenderer):
    """Plain JSON; figures are numbers."""

    charset = None


class Csv(BaseRenderer):
    """One line for each row, in UTF-8; no spreadsheet runs a cell of it (S23).

    The address of the next page is in the Link header.
    """

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        rows = data.get("results", [data])
        assert renderer_context is not None
        columns = renderer_context["view"].columns
        out = io.StringIO(newline="")
        lines = Writer(out)
        lines.write(columns)
        for row in rows:
            lines.write([_written(row[column]) for column in columns])
        return out.getvalue().encode()


class ProblemJson(JSONRenderer):
    """A problem, whatever format was asked for."""

    media_type = CONTENT_TYPE
    charset = None


def _written(value: object) -> object:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else value
