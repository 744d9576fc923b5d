"""What leaves the product towards people: nothing by itself, and few words (UI-S8)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from msa import settings
from msa.accounts.adapters import AccountAdapter
from tests.guards.sources import files, name

#: What can write to somebody's mailbox or phone.
SENDERS = re.compile(
    r"^(django\.core\.mail|smtplib|twilio|vonage|boto3"
    r"|sendgrid|anymail|firebase|pywebpush)\b"
)
#: Words about him or about us, which no message of somebody's phone may hold.
TELLING = re.compile(
    r"\b(name|card|reference|support|peer|survivor|abuse|violence|check-in|session"
    r"|worker|organisation|MSA|Tautoko|Tāne|notebook)\b",
    re.IGNORECASE,
)
#: The one message that a survivor is sent, by his peer worker's own hand.
BY_LINK = Path("templates/assessments/by_link.html")


def imported(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{one.name}" for one in node.names)


def senders(text: str) -> list[str]:
    return [one for one in imported(text) if SENDERS.match(one)]


@pytest.mark.req("UI-S8")
def test_nothing_of_ours_can_send_a_message() -> None:
    found = {
        name(path): senders(path.read_text())
        for path in files(".py")
        if "tests" not in path.parts
    }

    assert len(found) > 200
    assert {path for path, one in found.items() if one} == set()


@pytest.mark.req("UI-S8")
@pytest.mark.parametrize(
    "text", ["from django.core import mail", "import smtplib", "import twilio.rest"]
)
def test_something_that_sends_would_be_noticed(text: str) -> None:
    assert senders(text)


@pytest.mark.req("UI-S8")
def test_what_a_library_would_send_goes_nowhere(mailoutbox: list[object]) -> None:
    AccountAdapter().send_mail("account/email/unknown_account", "a@example.nz", {})

    assert mailoutbox == []
    assert settings.EMAIL_BACKEND.startswith("django.core.mail.backends.dummy.")


@pytest.mark.req("UI-S8")
def test_the_words_to_send_say_neither_who_nor_what(rootpath: Path) -> None:
    text = (rootpath / BY_LINK).read_text()
    (words,) = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", text, re.DOTALL)
    said = re.sub(r"{%.*?%}|<[^>]*>", " ", words)

    assert "Here is the page we talked about" in said
    assert re.findall(r"{{\s*([\w.]+)", said) == ["when", "link"]
    assert TELLING.findall(re.sub(r"{{.*?}}", "", said)) == []


@pytest.fixture
def rootpath(pytestconfig: pytest.Config) -> Path:
    """The folder of the project."""
    return pytestconfig.rootpath
