from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import psycopg
import pytest

from bin import children
from bin.servers import enterable
from bin.services import (
    ROOT,
    STATES,
    AlreadyRunning,
    ForeignState,
    Services,
    delete_state,
    temporary,
)

LAUNCHER = textwrap.dedent("""
    import pathlib, sys, time
    from bin.services import Services

    with Services(pathlib.Path(sys.argv[1]), for_tests=True, careful=True) as running:
        print(running.env("test")["MSA_SUPERUSER_URL"], flush=True)
        time.sleep(600)
""")


@pytest.fixture
def state(tmp_path):
    # The directories that pytest makes are closed to the servers' account, so that
    # these tests also show what happens in such a checkout.
    yield tmp_path / "state"
    delete_state(tmp_path / "state")


@pytest.fixture
def killed(state):
    """A state directory whose launcher was killed after a row was committed."""
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, state],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with psycopg.connect(launcher.stdout.readline().strip()) as connection:
        connection.execute("CREATE TABLE kept (value text)")
        connection.execute("INSERT INTO kept VALUES ('still here')")
    note = json.loads((state / "running.json").read_text())
    launcher.send_signal(signal.SIGKILL)
    launcher.wait()
    return state, note


def test_next_start_after_a_kill_has_what_was_committed(killed):
    state, _ = killed

    with (
        Services(state, for_tests=True) as again,
        psycopg.connect(again.env("test")["MSA_SUPERUSER_URL"]) as connection,
    ):
        assert connection.execute("SELECT value FROM kept").fetchone() == (
            "still here",
        )


def test_servers_end_with_a_killed_launcher(killed):
    state, note = killed

    with Services(state):
        assert not children.answers(note["postgresql_port"])
        assert not children.answers(note["redis_port"])


def test_second_start_in_one_directory_is_refused(state):
    with Services(state), pytest.raises(AlreadyRunning):
        Services(state).start()


def test_another_process_finds_the_running_services(state):
    with Services(state) as running:
        other = Services(state)

        assert other.attach()
        assert other.postgresql_port == running.postgresql_port


def test_nothing_is_found_after_the_end(state):
    with Services(state):
        pass

    assert not Services(state).attach()


@pytest.mark.req("C08")
def test_no_statement_reaches_the_log_of_the_server(state):
    with Services(state, for_tests=True) as running:
        superuser = psycopg.connect(
            running.env("test")["MSA_SUPERUSER_URL"], autocommit=True
        )
        statements = (
            "SELECT 'canary' FROM absent",
            "SELECT 1/0 AS canary",
            # What is asked stands in the error itself.
            "SELECT 'canary'::int",
            "SELECT * FROM canary",
        )
        for statement in statements:
            with pytest.raises(psycopg.Error):
                superuser.execute(statement)
        superuser.close()
        log = running.servers_directory() / "postgresql.log"

        assert "ready to accept connections" in log.read_text()
        assert "canary" not in log.read_text()


def test_temporary_services_leave_nothing(state):
    with temporary("trial") as running:
        assert running.state.is_dir()

    assert not running.state.exists()


def test_environment_of_a_site_names_its_own_secrets_alone(state):
    services = Services(state)
    services.secrets.prepare()

    environment = services.env("national")

    assert environment["MSA_SITE"] == "national"
    assert environment["MSA_SECRETS"] == str(state / "secrets" / "national")
    assert "MSA_SUPERUSER_URL" not in environment


def test_environment_of_a_site_takes_over_nothing_of_ours(state, monkeypatch):
    monkeypatch.setenv("MSA_SUPERUSER_URL", "postgresql://somewhere")
    services = Services(state)
    services.secrets.prepare()

    assert "MSA_SUPERUSER_URL" not in services.env("casework")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers as nobody")
def test_closed_checkout_keeps_the_servers_elsewhere(state):
    assert not enterable(state)

    with Services(state):
        elsewhere = (state / "servers-directory").read_text()

    assert enterable(Path(elsewhere) / "anything")


def test_what_a_killed_run_left_is_cleared_away():
    leftover = STATES / "trial-leftover"
    leftover.mkdir(parents=True)
    (leftover / "lock").touch()

    with temporary("trial"):
        assert not leftover.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
def test_directory_of_another_account_is_refused(state):
    state.mkdir()
    os.chown(state, 1, 1)

    with pytest.raises(ForeignState, match="another account"):
        Services(state).start()
