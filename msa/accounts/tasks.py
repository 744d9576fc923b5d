"""Deleting sessions that are over: sealed in each is what was typed when it locked."""

from __future__ import annotations

from celery import shared_task

from msa.tenancy.rounds import run_once


@shared_task(name="msa.accounts.discard_sessions")  # type: ignore[untyped-decorator]  # Celery
def discard_sessions() -> None:
    """Delete every session that has ended by the clock."""
    run_once("SELECT sec.discard_sessions()")
