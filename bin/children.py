"""Start child processes that never outlive the one that started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import IO, Any

from bin.command import CannotRun

PR_SET_PDEATHSIG = 1


class StartFailed(CannotRun):
    """A process ended, or said nothing, before it was ready."""


def end_with_parent(ending: signal.Signals) -> Callable[[], None]:
    """Return what a child runs before it becomes its program: die with the parent.

    Only Linux can do this. Elsewhere the next start finds the orphan and says so.
    """
    parent = os.getpid()

    def arrange() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(ending), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return arrange


def start(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path,
    output: IO[Any] | int | None = None,
    ending: signal.Signals = signal.SIGTERM,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start a program that gets the signal `ending` should this process be killed."""
    return subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        # The terminal's Ctrl-C is for the launcher, which stops the rest in order.
        start_new_session=True,
        preexec_fn=end_with_parent(ending),
        **options,
    )


def stop(
    child: subprocess.Popen[bytes] | None,
    *,
    ending: signal.Signals = signal.SIGTERM,
    patience: float = 15,
) -> None:
    """End a child in its own way; kill it when it takes longer than `patience`."""
    if child is None or child.poll() is not None:
        return
    child.send_signal(ending)
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def stop_all(
    running: Sequence[subprocess.Popen[bytes]], *, patience: float = 15
) -> None:
    """End children side by side, each as :func:`stop` does."""
    with ThreadPoolExecutor() as beside:
        list(beside.map(partial(stop, patience=patience), running))


def wait_until(
    ready: Callable[[], bool],
    *,
    child: subprocess.Popen[bytes],
    name: str,
    log: Path,
    patience: float = 60,
) -> None:
    """Wait until a child is ready.

    Raises: StartFailed with the end of its log.
    """
    give_up = time.monotonic() + patience
    while not ready():
        if child.poll() is not None:
            raise StartFailed(f"{name} ended at once:\n{tail(log)}")
        if time.monotonic() > give_up:
            raise StartFailed(
                f"{name} isn't ready after {patience:.0f} s:\n{tail(log)}"
            )
        time.sleep(0.05)


def tail(log: Path, *, lines: int = 25) -> str:
    """Return the last lines of a log."""
    with contextlib.suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    return f"(no log at {log})"


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(port: int) -> bool:
    """Tell whether something on this machine listens on the port."""
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    return False


def alive(process_id: int) -> bool:
    """Tell whether a process of this machine runs."""
    with contextlib.suppress(ProcessLookupError, OverflowError):
        try:
            os.kill(process_id, 0)
        except PermissionError:
            return True
        return True
    return False
