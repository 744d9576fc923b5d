from __future__ import annotations

import subprocess
import sys
import time

import pytest

from bin import children


def test_child_that_ends_at_once_is_reported_with_its_log(tmp_path):
    log = tmp_path / "log"
    with log.open("w") as output:
        child = subprocess.Popen(
            [sys.executable, "-c", "print('no disk')"], stdout=output
        )

    with pytest.raises(children.StartFailed, match="no disk"):
        children.wait_until(lambda: False, child=child, name="it", log=log)


def test_child_that_is_never_ready_is_given_up(tmp_path):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])

    with pytest.raises(children.StartFailed, match="isn't ready"):
        children.wait_until(
            lambda: False, child=child, name="it", log=tmp_path / "log", patience=0.2
        )
    children.stop(child)


def test_child_that_refuses_to_end_is_killed():
    deaf = "trap '' TERM; echo; while :; do sleep 1; done"
    child = subprocess.Popen(["/bin/sh", "-c", deaf], stdout=subprocess.PIPE)
    child.stdout.readline()
    began = time.monotonic()

    children.stop(child, patience=0.2)

    assert child.returncode == -9
    assert time.monotonic() - began < 5


def test_free_port_is_free():
    assert not children.answers(children.free_port())


def test_process_that_ended_is_not_alive():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()

    assert not children.alive(child.pid)
