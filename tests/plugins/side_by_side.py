"""Which tests one process runs: those of a file, or of a folder that shares a lot."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

#: One product and one browser for all of them.
TOGETHER = ("tests/browser/",)


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist
    """Give a process all tests of a file, so that what they share is made once."""

    def _split_scope(self, nodeid: str) -> str:
        """Return what a test belongs to."""
        file = nodeid.partition("::")[0]
        return next((one for one in TOGETHER if file.startswith(one)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Share tests out in the order in which they stand: the longest begin early."""
    config.option.loadscopereorder = False
    return ByFile(config, log)
