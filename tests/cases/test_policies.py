from __future__ import annotations

from datetime import date

import pytest

from cases.policies import contact_is_due
from cases.sections import Contact

CHECKED = Contact(checked_on="2026-05-05")


@pytest.mark.parametrize(
    ("on", "due"), [(date(2026, 8, 3), False), (date(2026, 8, 4), True)]
)
def test_safe_contact_is_asked_again_after_ninety_days(on: date, due: bool) -> None:
    assert contact_is_due(CHECKED, on=on) is due


def test_safe_contact_that_was_never_checked_is_due() -> None:
    assert contact_is_due(Contact(), on=date(2026, 8, 3))
