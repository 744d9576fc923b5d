"""A walk over the pages on which a peer worker keeps an important email."""

from __future__ import annotations

from collections.abc import Iterator

from tests.browser.visitor import Visitor
from tests.msa.uploads.letters import as_file, letter


def every_page(worker: Visitor, person: str) -> Iterator[str]:
    """Open every page of an email, from an empty form to the one that is kept."""
    worker.open(person + "emails/new/")
    worker.press("Look at it")
    yield "emails/new/ with an error"
    files = [
        ("hearing.txt", "text/plain", b"Monday at ten"),
        ("a-name-that-is-rather-long-for-a-phone.zip", "application/zip", b"PK"),
    ]
    content = as_file(letter(files=files))
    field = worker.page.locator("input[type=file]")
    field.set_input_files(
        {"name": "letter.eml", "mimeType": "message/rfc822", "buffer": content}
    )
    worker.press("Look at it")
    looked_over = worker.path
    yield "an email looked over"
    worker.open(person + "emails/new/")
    yield "emails/new/ with one that waits"
    worker.open(looked_over)
    worker.press("Keep it")
    yield "a session that keeps an email"
