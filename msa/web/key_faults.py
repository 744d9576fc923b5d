"""When a key is missing or another one than what is stored needs: who is told what.

The person is told that it can't be opened now and that nothing is lost. Whoever runs
the service reads a code and an organisation's id in the log, and nothing else.
"""

from __future__ import annotations

import logging

from msa.tenancy.readiness import is_refused_context
from msa.vault.envelope import CannotOpen
from msa.vault.root import KeyUnavailable, RootKeyMissing

logger = logging.getLogger(__name__)


def is_key_fault(fault: BaseException | None) -> bool:
    """Say whether something stored or signed did not fit the keys of this process."""
    return isinstance(fault, CannotOpen) or is_refused_context(fault)


def log_key_fault(fault: BaseException | None) -> None:
    """Write what happened for whoever runs the service."""
    organisation = getattr(fault, "organisation", None)
    whose = f" organisation={organisation}" if organisation else ""
    logger.error(f"{_code(fault)}{whose}")


def _code(fault: BaseException | None) -> str:
    if isinstance(fault, RootKeyMissing):
        return "key-missing"
    if isinstance(fault, KeyUnavailable):
        return "key-does-not-fit"
    if isinstance(fault, CannotOpen):
        return "value-does-not-open"
    return "context-key-refused"
