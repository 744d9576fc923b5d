"""Give each test process a Redis database of its own, which nobody else empties."""

from __future__ import annotations

import os

_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
_url = os.environ.get("MSA_REDIS_URL", "")
# Before the settings are read. Redis has sixteen; the first is for a single process.
if _worker.startswith("gw") and _url.endswith("/0"):
    os.environ["MSA_REDIS_URL"] = f"{_url[:-1]}{int(_worker[2:]) % 15 + 1}"
