"""Enquiries: nothing that identifies him before he consents, but for one slip."""

from __future__ import annotations

from tests.ablation.control import Control, Edit
from tests.ablation.in_database import Constraint, Function, Policy, Trigger

SERVICES = "tests/enquiries/test_services.py"
GUARDING = "tests/enquiries/test_guarding.py"
LIVES = "tests/reference/test_lives.py"
STANDS = "what an enquiry came to stands by this alone"
HANDED_OUT = "the function that hands a slip out is the only one to decide it"


def _slip(
    name: str,
    protects: str,
    function: tuple[str, str, str],
    *tests: str,
    behind: str = "",
) -> Control:
    return Control(
        f"slip: {name}",
        protects,
        (Function(*function),),
        tests,
        behind=behind,
        alone="" if behind else HANDED_OUT,
    )


def _trigger(table: str, name: str, protects: str, *tests: str) -> Control:
    return Control(
        f"trigger {name}", protects, (Trigger(table, name),), tests, alone=STANDS
    )


CONTROLS = (
    _trigger(
        "enquiries_enquiry",
        "enquiries_enquiry_ended",
        "that a slip goes with what its enquiry comes to",
        SERVICES,
    ),
    _trigger(
        "enquiries_enquiry",
        "enquiries_enquiry_moves",
        "an enquiry that ended, from taking another slip",
        LIVES,
        GUARDING,
    ),
    _trigger(
        "enquiries_slip",
        "enquiries_slip_guard",
        "a slip from being kept for longer than 30 days",
        GUARDING,
    ),
    _slip(
        "whose it is",
        "a slip from workers who did not take it",
        ("my_slip", "m.id = s.taken_by_id AND ", ""),
        SERVICES,
    ),
    _slip(
        "of one organisation",
        "slips of other organisations",
        ("my_slip", "s.organisation_id = p[1]::uuid AND s.enquiry_id", "s.enquiry_id"),
        SERVICES,
        behind="another organisation's keys don't open here",
    ),
    _slip(
        "unreadable after 30 days",
        "a name that should be gone, from whoever is late to delete it",
        ("my_slip", "AND s.expires_at > now()", ""),
        SERVICES,
    ),
    _slip(
        "each opening is recorded",
        "a slip from being read unseen",
        ("open_slip", "IF FOUND THEN", "IF false THEN"),
        SERVICES,
    ),
    _slip(
        "destroyed on asking by whom it opens for",
        "a slip from being taken away by a colleague",
        ("destroy_slip", "IF sec.my_slip(wanted) IS NULL", "IF false"),
        SERVICES,
    ),
    _slip(
        "the clockwork destroys what is over",
        "slips that may still be needed",
        ("destroy_expired_slips", "AND s.expires_at <= now()", ""),
        SERVICES,
    ),
    _slip(
        "30 days at most",
        "a name from being kept longer",
        (
            "guard_new_slip",
            "OR NEW.expires_at > (came",
            "OR false AND NEW.expires_at > (came",
        ),
        GUARDING,
    ),
    _slip(
        "of an open enquiry",
        "a name from being kept after what it was kept for",
        ("guard_new_slip", "AND e.state = 'OPEN'", ""),
        GUARDING,
    ),
    Control(
        "slip: shown to be there until it is over",
        "that there was a slip",
        (
            Policy(
                "enquiries_slip",
                "worker_select",
                "organisation_id = (SELECT sec.organisation())",
            ),
        ),
        (SERVICES,),
        behind="what it says is handed out by a function that asks the clock itself",
    ),
    Control(
        "enquiry: codes and nothing else",
        "names from standing in clear",
        tuple(
            Constraint("enquiries_enquiry", f"enquiry_{name}_is_a_code")
            for name in ("channel", "region", "call")
        ),
        (GUARDING,),
        alone="forms offer codes only; past them this is all there is",
    ),
    Control(
        "slip: one way to reach him",
        "numbers and addresses beside the one he agreed to",
        (
            Edit(
                "cases/enquiries/forms.py",
                'if _ADDRESS.search(text) or _NUMBER.search(_TIME.sub("", text)):',
                "if False:",
            ),
        ),
        ("tests/enquiries/test_pages.py",),
        alone="what he agreed to is for people to judge; sealed it is all the same",
    ),
    Control(
        "slip: none comes back with a backup",
        "a name that was destroyed since the backup",
        (
            Edit(
                "consent/retention/services/destroying.py",
                "    _forget_what_was_short_lived()\n    for line",
                "    for line",
            ),
        ),
        ("tests/enquiries/test_restoring.py",),
        alone="by itself it opens no more after its 30 days",
    ),
)
