from __future__ import annotations

import base64
from typing import Any

import pytest

from msa.accounts.models import Session
from msa.accounts.sessions import SessionStore
from msa.tenancy.context import use


@pytest.fixture
def stored(db: None) -> SessionStore:
    with use(None):
        session = SessionStore()
        session["kept"] = "something"
        session.create()
        session.save()
    return session


def test_session_opens_on_its_own_site(stored: SessionStore) -> None:
    with use(None):
        assert SessionStore(stored.session_key)["kept"] == "something"


def test_session_of_one_site_is_nothing_on_the_other(
    stored: SessionStore, settings: Any
) -> None:
    settings.MSA_SITE = "national"

    with use(None):
        carried = SessionStore(stored.session_key)

        assert carried.load() == {}
        assert carried.session_key is None


def test_row_moved_under_another_key_opens_nothing(
    stored: SessionStore, settings: Any
) -> None:
    settings.MSA_ACCOUNTS_KEY = bytes(32)

    with use(None):
        assert SessionStore(stored.session_key).load() == {}


@pytest.mark.req("U07")
def test_row_says_nothing(stored: SessionStore) -> None:
    with use(None):
        row = Session.objects.get(session_key=stored.session_key).session_data

    assert "something" not in row
    assert b"something" not in base64.urlsafe_b64decode(row)
