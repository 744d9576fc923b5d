"""The audit: one event for each act, chained, in one's own name, without a value."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Constraint, Function

CHAIN = "tests/security/test_audit_chain.py"
STANDS = "what was recorded stands by this alone: nobody else is asked"

CONTROLS = (
    Control(
        "audit: an event names its own actor",
        "events from being written in another's name",
        (
            Function(
                "stamp_event",
                "NEW.organisation_id <> p[1]::uuid OR NEW.actor <> p[2]::uuid",
                "false",
            ),
        ),
        ("tests/msa/audit/test_recording.py",),
        alone=STANDS,
    ),
    Control(
        "audit: what was before is in the hash",
        "what was recorded, from being cut out",
        (
            Function(
                "chain_pending",
                "head.hash := sha256(head.hash || ",
                "head.hash := sha256(",
            ),
        ),
        ("tests/security/test_tampering.py",),
        alone=STANDS,
    ),
    Control(
        "audit: writers one after the other",
        "the chain from forking",
        (
            Function(
                "chain_pending",
                "WHERE organisation_id = tenant FOR UPDATE;\n    IF NOT FOUND",
                "WHERE organisation_id = tenant;\n    IF NOT FOUND",
            ),
            Constraint("audit_link", "audit_link_once"),
        ),
        (f"{CHAIN}::test_writers_at_once_leave_no_gap_and_no_fork",),
        alone=STANDS,
    ),
    Control(
        "audit: codes and no values",
        "names from standing in the audit",
        (
            Edit(
                "msa/audit/recording.py",
                "if any(isinstance(text, str) and not _PLAIN.match(text)",
                "if any(isinstance(text, str) and False",
            ),
        ),
        (f"{CHAIN}::test_the_audit_refuses_what_looks_like_a_value",),
        alone="a payload is written as it comes; nothing after it looks",
    ),
    Control(
        "audit: a refusal is recorded",
        "that attempts are seen",
        (
            Edit(
                "msa/web/middleware.py",
                "record_refusal(actor, route=match.view_name, target=target,"
                " reason=str(reason))",
                "None",
            ),
        ),
        ("tests/msa/web/test_middleware.py",),
        alone="an attempt is written here or nowhere",
    ),
    Control(
        "audit: an act fails with its event",
        "that nothing happens without a trace",
        (
            Edit(
                "cases/services/sections.py",
                "@transaction.atomic\ndef save_compared(",
                "def save_compared(",
            ),
        ),
        ("tests/cases/services/test_sections.py",),
        alone="act and event are one transaction, or two",
    ),
)
