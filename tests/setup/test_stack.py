from __future__ import annotations

import socket

import pytest

from bin import children
from bin.services import Services
from bin.stack import CommandFailed, PortTaken, Stack, is_healthy


@pytest.fixture
def stack(tmp_path):
    """A stack that isn't started, over services that don't run."""
    services = Services(tmp_path)
    services.secrets.prepare()
    return Stack(services, port=children.free_port())


def test_national_site_is_next_to_casework(stack):
    assert stack.national_url == f"http://localhost:{stack.casework_port + 1}"


def test_failing_command_says_what_it_said(stack):
    with pytest.raises(CommandFailed, match="Unknown command: 'no_such_command'"):
        stack.manage("no_such_command")


def test_taken_port_is_named(stack):
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        # A port that the system has just given to somebody, not one that was free.
        stack.national_port = somebody.getsockname()[1]

        with pytest.raises(PortTaken, match=str(stack.national_port)):
            stack.start()


def test_site_that_does_not_run_is_not_healthy():
    assert not is_healthy(children.free_port())


@pytest.mark.parametrize(
    "process", ["signer", "destroyer", "casework", "national", "reports", "beat"]
)
def test_no_secret_stands_in_a_command_line(stack, process):
    secrets = stack.services.secrets
    values = {path.read_text() for path in secrets.directory.rglob("*.*")}

    command = " ".join(stack._commands()[process])

    assert not [value for value in values if value in command]
