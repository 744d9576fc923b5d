from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pytest

from bin.services import ROOT

KEY = "ab" * 32
COMMAND = [sys.executable, "-m", "bin.key_lines", "--in"]


@pytest.fixture
def keys(tmp_path):
    path = tmp_path / "root.key"
    path.write_text(KEY)
    path.chmod(0o400)
    (tmp_path / "django.key").write_text("x" * 64)
    (tmp_path / "django.key").chmod(0o444)
    return tmp_path


def on_a_screen(*arguments):
    """Run the command on a terminal where somebody keeps pressing Enter."""
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [*COMMAND, *arguments], cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    os.write(ours, b"\n" * 20)
    said = b""
    try:
        while part := os.read(ours, 4096):
            said += part
    except OSError:
        pass
    os.close(ours)
    return running.wait(timeout=60), said.decode()


def recovered(keys, *typed):
    return subprocess.run(
        [*COMMAND, str(keys), "recover"],
        cwd=ROOT,
        input="".join(f"{line}\n" for line in typed),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.req("R07")
def test_a_lost_root_key_is_had_back_from_two_shares(keys):
    status, said = on_a_screen(str(keys), "split")
    screens = re.findall(r"Share \d\r\n\r\n(.*?)\r\n\r\n", said, re.DOTALL)
    shares = [" ".join(re.findall(r"\d+ ([a-z]+)", one)) for one in screens]
    assert status == 0
    assert [len(share.split()) for share in shares] == [33, 33, 33]
    (keys / "root.key").unlink()

    alone = recovered(keys, shares[0])
    assert alone.returncode != 0
    assert not (keys / "root.key").exists()

    done = recovered(keys, shares[2], shares[0])

    assert done.returncode == 0, done.stderr
    assert (keys / "root.key").read_text() == KEY
    assert (keys / "root.key").stat().st_mode & 0o777 == 0o444


def test_the_screen_is_wiped_after_each_share(keys):
    _status, said = on_a_screen(str(keys), "split", "--enough", "2", "--holders", "2")

    after_last = said.rsplit("Press Enter.", 1)[1]
    assert "\033[2J\033[3J" in after_last
    assert KEY not in said


def test_shares_go_into_no_file(keys):
    done = subprocess.run(
        [*COMMAND, str(keys), "split"],
        cwd=ROOT,
        input="\n" * 20,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode != 0
    assert "on a screen" in done.stderr
    assert "Share" not in done.stdout


def test_a_root_key_that_is_there_is_not_written_over(keys):
    done = recovered(keys, "whatever")

    assert "move it away first" in done.stderr
    assert (keys / "root.key").read_text() == KEY
