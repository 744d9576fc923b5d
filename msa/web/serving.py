"""What the web server itself logs: as terse as everything else (C08)."""

from __future__ import annotations

from gunicorn.config import Config
from gunicorn.glogging import Logger

from msa.web.logs import TerseFormatter


class TerseLogger(Logger):  # type: ignore[misc]  # untyped library
    """Gunicorn's own log, without the messages of exceptions and without addresses."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(TerseFormatter())
