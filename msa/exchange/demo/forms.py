"""What a fictional organisation changed of its forms."""

from __future__ import annotations

from datetime import datetime

from cases.form_settings.policies import OwnForm
from cases.form_settings.services import set_up
from msa.accounts.actor import Actor

#: One organisation has its own words; the next keeps the official forms.
_FORMS = (
    {
        "identity": OwnForm(
            hidden=frozenset({"legal_name", "interpreter"}),
            required=frozenset({"iwi"}),
            labels={"iwi": "Iwi and hapū", "referred_by": "Who sent him our way"},
        ),
        "offer": OwnForm(labels={"social_work": "A social worker or navigator"}),
    },
)


def change_forms(manager: Actor, number: int, *, at: datetime) -> None:
    """Store what the organisation changed. Run as the owner, as its manager."""
    for form, own in (_FORMS[number] if number < len(_FORMS) else {}).items():
        set_up(manager, form, own, at=at)
