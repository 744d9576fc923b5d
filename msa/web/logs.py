"""Logs that say what happened and where in the code, never with whose data (SEC-05)."""

from __future__ import annotations

import logging
import traceback


class TerseFormatter(logging.Formatter):
    """One line a record; of an exception its type and place, never its message.

    A database error quotes the row, a form error what was typed: the message of an
    exception is where personal data would reach a log.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname} {record.name} {self._said(record)}"
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trail = record.exc_info
            frames = traceback.extract_tb(trail)[-3:]
            places = " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames))
            line += f" [{kind.__name__} in {places}]"
        return line

    @staticmethod
    def _said(record: logging.LogRecord) -> str:
        # The pattern without its arguments: arguments are data.
        return str(record.msg).replace("\n", " ")
