"""Writing the audit: one event per act, in the act's own transaction."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import orjson
from django.db import connection, transaction

from msa.accounts.actor import Acting
from msa.tenancy.context import use

_CODE = re.compile(r"\A[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*\Z")
#: What a payload may hold: codes, counts and ids. Never a value somebody typed.
PayloadValue = str | int | bool | None | list[str]
#: A statement that stores something, and its values.
Statement = tuple[str, Sequence[UUID | date | int]]
_EVENT = (
    "INSERT INTO audit_event (id, organisation_id, actor, action, subject_id, payload)"
    " VALUES (%s, %s, %s, %s, %s, %s::jsonb)"
)
_PLAIN = re.compile(r"\A[\w.:\-/ ]{0,120}\Z", re.ASCII)


def record(
    actor: Acting, action: str, *, subject: UUID | None = None, **payload: PayloadValue
) -> None:
    """Write one event in the open transaction; if it can't be written, the act fails.

    ``payload`` holds codes, counts and ids (SEC-04): a word with a space in an odd
    alphabet is refused, so that nobody's name gets here by accident.

    Raises:
        ValueError: the action is not ``noun.verb``, or a payload is not plain codes.
    """
    _write(actor, action, subject, payload)


def record_with(
    actor: Acting,
    action: str,
    *,
    also: Statement | None,
    subject: UUID,
    **payload: PayloadValue,
) -> None:
    """Write one event and store something else in the same statement.

    It saves a way to the server where that is counted.

    Raises:
        ValueError: as :func:`record`.
    """
    _write(actor, action, subject, payload, also)


def _write(
    actor: Acting,
    action: str,
    subject: UUID | None,
    payload: dict[str, PayloadValue],
    also: Statement | None = None,
) -> None:
    _demand_codes(action, payload)
    before, values = also or ("", ())
    event: list[UUID | str | None] = [
        uuid.uuid4(),
        actor.organisation,
        actor.person,
        action,
        subject,
        orjson.dumps(payload).decode(),
    ]
    with connection.cursor() as cursor:
        # The other statement is one of ours as well, its values are sent beside it.
        cursor.execute(
            f"WITH also AS ({before}) {_EVENT}" if before else _EVENT,
            [*values, *event],
        )


def record_each(
    actor: Acting, action: str, *, subjects: Sequence[UUID], **payload: PayloadValue
) -> None:
    """Write one event about each of many people, in one statement.

    Raises:
        ValueError: as :func:`record`.
    """
    _demand_codes(action, payload)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_event"
            " (id, organisation_id, actor, action, subject_id, payload)"
            " SELECT gen_random_uuid(), %s, %s, %s, subject, %s::jsonb"
            " FROM unnest(%s::uuid[]) AS subject",
            [
                actor.organisation,
                actor.person,
                action,
                orjson.dumps(payload).decode(),
                list(subjects),
            ],
        )


def _demand_codes(action: str, payload: dict[str, PayloadValue]) -> None:
    if not _CODE.match(action):
        raise ValueError(f"an action reads noun.verb, not {action!r}")
    for key, value in payload.items():
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(text, str) and not _PLAIN.match(text) for text in texts):
            raise ValueError(f"the audit holds codes, not values: {key}")


def record_refusal(
    actor: Acting, *, route: str, target: str = "", reason: str = ""
) -> None:
    """Write that something was refused, after the refused transaction rolled back."""
    told: dict[str, PayloadValue] = {"route": route, "target": target}
    if reason:
        told["reason"] = reason
    with use(actor.context), transaction.atomic():
        record(actor, "access.refused", subject=None, **told)
