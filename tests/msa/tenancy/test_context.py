from __future__ import annotations

import uuid

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from msa.tenancy.context import Context, current, key_id, sign, statement, use
from tests.cast import Cast


def somebody(role: str = "worker") -> Context:
    return Context(uuid.uuid4(), uuid.uuid4(), role)


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        (value,) = cursor.fetchone()
    return str(value)


def test_a_token_names_who_for_whom_and_as_what() -> None:
    context = somebody()

    parts = sign(context, at=1_000).split("|")

    assert parts[:5] == [
        key_id(settings.MSA_CONTEXT_KEY),
        str(context.organisation),
        str(context.person),
        "worker",
        "1060",
    ]
    assert len(parts[5]) == 64


def test_a_token_depends_on_the_key() -> None:
    context = somebody()

    with override_settings(MSA_CONTEXT_KEY=b"k" * 32):
        other = sign(context, at=1_000)

    assert other != sign(context, at=1_000)


@pytest.mark.parametrize("role", ["", "sec", "signin", "WORKER", "worker'; --"])
def test_an_unknown_role_is_no_context(role: str) -> None:
    with pytest.raises(ValueError, match="unknown role"):
        somebody(role)


def test_the_statement_takes_the_role_with_the_token() -> None:
    assert statement(somebody("manager")).endswith(b"SET LOCAL ROLE msa_manager")


def test_use_is_undone_on_leaving() -> None:
    with use(somebody()) as _:
        assert current() is not None

    assert current() is None


def test_use_is_undone_after_an_error() -> None:
    with pytest.raises(KeyError), use(somebody()):
        raise KeyError

    assert current() is None


@pytest.mark.req("SEC-01")
def test_nested_contexts_take_turns(cast: Cast) -> None:
    roles = []

    with use(cast.worker.context):
        roles.append(setting("role"))
        with use(cast.manager.context):
            roles.append(setting("role"))
        roles.append(setting("role"))

    assert roles == ["msa_worker", "msa_manager", "msa_worker"]


@pytest.mark.req("SEC-01")
def test_an_inner_error_gives_the_outer_context_back(cast: Cast) -> None:
    with use(cast.worker.context):
        with pytest.raises(KeyError), use(cast.manager.context), transaction.atomic():
            raise KeyError

        assert setting("role") == "msa_worker"


def test_leaving_every_context_leaves_nobody(cast: Cast) -> None:
    with use(cast.worker.context):
        pass

    assert setting("app.context") == ""


@pytest.mark.req("S13")
def test_a_token_is_never_more_than_a_token() -> None:
    """It is put into SQL by hand: nothing that could end the quotes may be in it."""
    context = somebody()
    object.__setattr__(context, "role", "worker'; RESET ROLE; --")

    with pytest.raises(ValueError, match="token"):
        sign(context)
