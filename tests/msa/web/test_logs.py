from __future__ import annotations

import logging
import sys

from msa.web.logs import TerseFormatter


def _record(message: str, *data: object, failed: bool = False) -> logging.LogRecord:
    return logging.LogRecord(
        "msa.web",
        logging.ERROR,
        __file__,
        1,
        message,
        data,
        sys.exc_info() if failed else None,
    )


def test_line_says_what_happened() -> None:
    assert TerseFormatter().format(_record("it broke")) == "ERROR msa.web it broke"


def test_line_leaves_out_with_whose_data() -> None:
    record = _record("no row for %s", "Hēmi Tāwhai")
    assert "Hēmi" in record.getMessage()

    assert TerseFormatter().format(record) == "ERROR msa.web no row for %s"


def test_exception_is_told_by_kind_and_place_only() -> None:
    try:
        raise ValueError("Hēmi Tāwhai is not a number")
    except ValueError:
        record = _record("it broke", failed=True)
    assert "Hēmi" in logging.Formatter().format(record)

    line = TerseFormatter().format(record)

    assert "ValueError in test_exception_is_told_by_kind_and_place_only" in line
    assert "Hēmi" not in line


def test_record_is_one_line() -> None:
    assert "\n" not in TerseFormatter().format(_record("one\ntwo"))
