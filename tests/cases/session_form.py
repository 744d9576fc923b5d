"""The form of a session as a browser sends it, and what is stored of it."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Session, SessionNote, Tally
from msa.tenancy.context import use
from tests.cast import Cast


def form(**changes: Any) -> dict[str, Any]:
    """Return the form as it stands when the page opens, with these changes."""
    usual = {
        "id": str(uuid.uuid4()),
        "when": timezone.localdate().isoformat(),
        "mode": "IN_PERSON",
        "kind": "ONE_TO_ONE",
        "length": "60",
    }
    return usual | changes


def log(browser: Client, subject: UUID, data: dict[str, Any]) -> HttpResponse:
    """Send the form."""
    url = reverse("worker:session-new", args=[subject])
    return browser.post(url, data)  # type: ignore[return-value]


def stored(cast: Cast) -> tuple[int, int, int]:
    """Return how many sessions, notes and tallies there are of the worker's people."""
    with use(cast.worker.context):
        sessions, notes = Session.objects.count(), SessionNote.objects.count()
    with use(cast.manager.context):
        return sessions, notes, Tally.objects.count()
