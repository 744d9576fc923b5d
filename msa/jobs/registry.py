"""Which function does which kind of job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

from msa.jobs.models import Job


class Progress(Protocol):
    """How a handler tells where it is; raises LeaseLost when another took over.

    The lease holds for half a minute from then on; a step that may take longer says so
    in ``takes``, and if its worker dies the job waits as long for another.
    """

    def __call__(
        self, *, done: int, total: int, step: str, takes: timedelta | None = None
    ) -> None: ...


class Publish(Protocol):
    """Opens the one transaction in which a job's result appears and the job ends."""

    def __call__(self, write: Callable[[], None], /) -> None: ...


Handler = Callable[[Job, Progress, Publish], None]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Make a function the handler of a kind of job.

    It reports through ``progress`` and writes its whole result inside one call of
    ``publish``: before that call nothing of the result may be visible to anybody.
    """

    def register(handler: Handler) -> Handler:
        if kind in _handlers:
            raise ValueError(f"two handlers for {kind}")
        _handlers[kind] = handler
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """Return the handler of a kind.

    Raises:
        KeyError: no function does this kind of job.
    """
    return _handlers[kind]
