"""Whose check-in is due, among those who may need a hand (CAS-02)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.enums import DueState
from assessments.queries.due import standings
from cases.workload.queries.hands import Weight, Why


def check_ins_due(at: datetime) -> Iterable[Why]:
    """Return a reason for everybody whose check-in is due."""
    for one in standings(at=at):
        if one.state == DueState.DUE and one.due_on:
            words = _("His check-in is due")
            yield Why(one.subject, Weight.DUE, words, one.due_on)
