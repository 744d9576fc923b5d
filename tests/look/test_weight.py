from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.look.conftest import ROOT, Open

FIRST_VIEW_BYTES = 120 * 1024


def sent_bytes(path: Path) -> int:
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content))


@pytest.mark.req("UI-A8")
def test_first_view_is_light(open_page: Open) -> None:
    page = open_page("/gallery")

    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map(e => new URL(e.name).pathname)"
    )
    files = [ROOT / path.lstrip("/") for path in set(loaded)]
    markup = len(gzip.compress(page.content().encode()))

    assert any(file.suffix == ".woff2" for file in files)
    assert markup + sum(map(sent_bytes, files)) < FIRST_VIEW_BYTES


def test_nothing_is_asked_of_third_parties(open_page: Open) -> None:
    page = open_page("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/gallery")

    home = page.evaluate("location.origin")
    assert asked
    assert [url for url in asked if not url.startswith(home)] == []
