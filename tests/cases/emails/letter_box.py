"""An important email on its way through the pages, for tests."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.emails import services
from cases.emails.services import Chosen
from msa.accounts.actor import Actor
from msa.tenancy.context import use
from msa.uploads.emails import Attached, Email, LeftOut
from msa.uploads.kinds import Kind
from tests.cast import NOW, TODAY, Cast

#: Words that stand in no page of ours by chance.
SAID = "The kererū letter"
FILE = b"Attached kereru words"


def an_email(**changes: Any) -> Email:
    """Return an email that was read, with two attachments and one left out."""
    usual: dict[str, Any] = {
        "sender": "Mere <mere@law.example>",
        "recipients": "worker@kauri.example",
        "sent": "2026-03-03T01:30:00+00:00",
        "subject": "Te kōti",
        "text": SAID,
        "attachments": [
            Attached("hearing.txt", Kind.TEXT, FILE),
            Attached("logo.png", Kind.PNG, b"picture", is_inline=True),
        ],
        "left_out": [LeftOut("all.zip", "is an archive of files.")],
    }
    return Email(**usual | changes)


def choice(**changes: Any) -> Chosen:
    """Return what the worker lets stand: all but the logo."""
    usual: dict[str, Any] = {
        "held_on": TODAY,
        "minutes": 5,
        "sender": "Mere <mere@law.example>",
        "recipients": "worker@kauri.example",
        "sent": "3 March 2026, 2:30 pm",
        "subject": "Te kōti",
        "text": SAID,
        "attachments": [1],
    }
    return Chosen(**usual | changes)


def waits(actor: Actor, subject: UUID, email: Email | None = None) -> UUID:
    """Let an email wait to be kept and return its id."""
    id = uuid.uuid4()
    with use(actor.context):
        # Drafts are shown by the clock of the database.
        now = timezone.now()
        services.hold(actor, subject, email or an_email(), id=id, at=now)
    return id


def kept(actor: Actor, subject: UUID, **changes: Any) -> UUID:
    """Keep an email and return the id of its session."""
    id = waits(actor, subject)
    with use(actor.context):
        return services.keep(actor, subject, choice(**changes), id=id, at=NOW).id


def stored(cast: Cast) -> dict[str, int]:
    """Return how many rows there are of what an email may leave, but for tallies."""
    tables = ("drafts_sessiondraft", "cases_session", "emails_emailpart")
    with use(cast.worker.context), transaction.atomic(), connection.cursor() as cursor:
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")  # our own
            counts[table.partition("_")[2]] = int(cursor.fetchone()[0])
    return counts


NOTHING = {"sessiondraft": 0, "session": 0, "emailpart": 0}


def add(
    browser: Client,
    subject: UUID,
    content: bytes | None = None,
    *,
    name: str = "letter.eml",
    **typed: str,
) -> Any:
    """Send an email as the page does: a file, or text."""
    data: dict[str, Any] = {"id": str(uuid.uuid4()), "pasted": "", **typed}
    if content is not None:
        data["file"] = io.BytesIO(content)
        data["file"].name = name
    return browser.post(reverse("worker:email-new", args=[subject]), data)


def shown_form(page: Any) -> dict[str, Any]:
    """Return the form of a page as a browser would send it."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    if values.get("held_on"):
        day = values["held_on"]
        values["held_on"] = f"{day.day} {day.month} {day.year}"
    return {name: value for name, value in values.items() if value is not None}


def words(page: Any) -> str:
    """Return the words of a page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))
