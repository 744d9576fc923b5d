"""The check that a narrative names nobody: pure functions, everything passed in.

What is known of the people of an organisation, the texts and the published figures go
in; hits come out. A hit says where and why, never who (REP-05).
"""

from __future__ import annotations

from reporting.narratives.check.hits import Hit, Weight, Why
from reporting.narratives.check.known import Known, Register
from reporting.narratives.check.running import check
from reporting.narratives.check.words import cleaned

__all__ = ["Hit", "Known", "Register", "Weight", "Why", "check", "cleaned"]
