from __future__ import annotations

import builtins
import io
import logging
import os
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from msa.tenancy.custody import last_trial, record_trial, refuse_an_untried_root_key
from msa.vault.custody import SharesWrong, split
from tests.cast import Cast


@pytest.fixture
def in_earnest(settings: Any) -> Any:
    settings.MSA_DEMO = False
    return settings


@pytest.mark.req("R07")
def test_outside_the_demo_nothing_starts_before_shares_were_tried(
    cast: Cast, in_earnest: Any
) -> None:
    with pytest.raises(ImproperlyConfigured, match="never tried"):
        refuse_an_untried_root_key()

    record_trial(split(in_earnest.MSA_ROOT_KEY)[:2], at=timezone.now())

    refuse_an_untried_root_key()


def test_the_demo_and_sites_without_the_key_start(cast: Cast, in_earnest: Any) -> None:
    in_earnest.MSA_ROOT_KEY = b""
    refuse_an_untried_root_key()


@pytest.mark.req("R07")
def test_shares_of_another_key_are_refused(cast: Cast, in_earnest: Any) -> None:
    with pytest.raises(SharesWrong, match="another key"):
        record_trial(split(os.urandom(32)), at=timezone.now())

    assert last_trial() is None


@pytest.mark.req("R07")
def test_a_row_that_was_written_without_the_key_counts_for_nothing(
    cast: Cast, in_earnest: Any
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE msa_sec")
        cursor.execute(
            "INSERT INTO priv.custody_trial (tried_at, shares, proof)"
            " VALUES (now(), 2, %s)",
            [os.urandom(32)],
        )

    with pytest.raises(ImproperlyConfigured):
        refuse_an_untried_root_key()


@pytest.mark.req("R07")
def test_a_new_root_key_has_to_be_tried_before_the_old_one_goes(
    cast: Cast, in_earnest: Any
) -> None:
    old, new = in_earnest.MSA_ROOT_KEY, os.urandom(32)
    record_trial(split(old)[:2], at=timezone.now())

    in_earnest.MSA_ROOT_KEY, in_earnest.MSA_OTHER_ROOT_KEYS = new, (old,)
    refuse_an_untried_root_key()
    in_earnest.MSA_OTHER_ROOT_KEYS = ()
    with pytest.raises(ImproperlyConfigured):
        refuse_an_untried_root_key()

    record_trial(split(new)[1:], at=timezone.now())
    refuse_an_untried_root_key()


def test_after_a_year_the_log_asks_for_another_trial(
    cast: Cast, in_earnest: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logger="msa.tenancy.custody")
    shares = split(in_earnest.MSA_ROOT_KEY)
    record_trial(shares, at=timezone.now() - timedelta(days=366))

    refuse_an_untried_root_key()
    assert [one.msg for one in caplog.records] == ["custody-trial-overdue %s"]

    caplog.clear()
    record_trial(shares, at=timezone.now())
    refuse_an_untried_root_key()
    assert not caplog.records


@pytest.mark.req("R07")
def test_holders_try_their_shares_by_the_command(
    cast: Cast, in_earnest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(split(in_earnest.MSA_ROOT_KEY)[1:])
    monkeypatch.setattr(builtins, "input", lambda _question: next(typed))
    said = io.StringIO()

    call_command("try_shares", stdout=said)

    assert "2 shares gave the root key" in said.getvalue()
    refuse_an_untried_root_key()


def test_the_command_keeps_nothing_of_a_failed_try(
    cast: Cast, in_earnest: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = split(in_earnest.MSA_ROOT_KEY)[0]
    monkeypatch.setattr(builtins, "input", lambda _question: share)

    with pytest.raises(CommandError, match="2 different shares") as refused:
        call_command("try_shares")

    assert share.split()[5] not in str(refused.value)
    assert last_trial() is None
