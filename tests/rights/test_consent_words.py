"""How his copy says who was beside him, and what was said of his age (CON-08)."""

from __future__ import annotations

import pytest

from consent.terms import Terms
from rights.consent_words import age_facts, consent_facts


@pytest.mark.req("CON-08")
def test_his_copy_says_who_supported_him() -> None:
    told = Terms(witness="Ana", support="his aunt").document()

    assert ("Beside you, to support you", "his aunt") in consent_facts(told, [])


@pytest.mark.parametrize(
    ("of_age", "said"), [(True, "18 or older"), (False, "Under 18, or not said")]
)
def test_his_copy_says_what_was_said_of_his_age(of_age: bool, said: str) -> None:
    assert age_facts(of_age) == [("Your age", said)]


def test_where_nobody_was_asked_it_says_nothing() -> None:
    assert age_facts(None) == []
