"""An important email that is kept: whose it is, and what is never taken from a file."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Function, Policy, Trigger

KEEPING = "tests/cases/emails/test_keeping.py"
PAGES = "tests/cases/emails/test_who_sees.py"
READING = "tests/msa/uploads/test_emails.py"

CONTROLS = (
    Control(
        "trigger emails_emailpart_place",
        "a session from an email that was never kept with it",
        (Trigger("emails_emailpart", "emails_emailpart_place"),),
        (KEEPING,),
        alone="raw SQL meets no service",
    ),
    Control(
        "emails: supervision in the policy",
        "an email from the manager whom he does not let read",
        (
            Policy(
                "emails_emailpart",
                "manager_select",
                "organisation_id = (SELECT sec.organisation()) AND NOT withheld",
            ),
        ),
        ("tests/security/test_supervision.py",),
        behind="the key release asks for the same consent by itself",
    ),
    Control(
        "emails: handed out in an emergency alone",
        "a sealed email from a manager who has said no reason",
        (Function("emails_in_emergency", "sec.emergency_lasts(his)", "true"),),
        (KEEPING,),
        behind="keys are handed out by a function that asks by itself",
    ),
    Control(
        "emails: refused without notes, in the service",
        "words from being kept of whom they must not be",
        (
            Edit(
                "cases/emails/services.py",
                "if Purpose.RECORD in agreed and Purpose.SESSIONS not in agreed:",
                "if False:",
            ),
        ),
        (KEEPING,),
        behind="there is no key to seal them with, and the database asks as well",
    ),
    Control(
        "emails: no archive in them is looked into",
        "the site from what unpacks to far more than it is",
        (
            Edit(
                "msa/uploads/emails.py",
                'if content.startswith(b"PK"):',
                "if not content:",
            ),
        ),
        (READING,),
        behind="the program that reads it has little memory and time",
    ),
    Control(
        "emails: attachments are cleaned",
        "where a photo was taken, and who wrote a file",
        (
            Edit(
                "msa/uploads/emails.py",
                "Attached(name, made.kind, made.content, inline)",
                "Attached(name, made.kind, content, inline)",
            ),
        ),
        (READING,),
        alone="what is kept is what was sent, but for this",
    ),
    Control(
        "emails: what waits can't be written by a browser",
        "the record from files that nobody cleaned",
        (
            Edit(
                "cases/drafts/sealing.py",
                'EMAIL_FORM = "kept email"',
                'EMAIL_FORM = "kept-email"',
            ),
        ),
        (PAGES,),
        alone="a draft of any other form is what a browser sends",
    ),
)
