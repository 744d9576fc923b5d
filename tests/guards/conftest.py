"""The catalogue of a migrated database, open to a superuser and rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection as default

from tests.databases import superuser
from tests.guards.catalogue import Connection


@pytest.fixture
def catalogue(db: None) -> Iterator[Connection]:
    """A superuser's transaction in this process's test database, never committed."""
    with superuser(str(default.settings_dict["NAME"])) as connection:
        connection.autocommit = False
        yield connection
        connection.rollback()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-reference",
        action="store_true",
        help="write docs/reference anew from what the tests find",
    )
