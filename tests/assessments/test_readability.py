from __future__ import annotations

import re
from pathlib import Path

import pytest

from assessments.instruments import CURRENT
from tests.assessments.readability import grade, syllables_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "assessments/respond"
#: What a boy of eleven reads with ease.
HIGHEST_GRADE = 6.0
PAGES = sorted(path.name for path in TEMPLATES.glob("*.html"))


def said(page: str) -> str:
    """Return all that a page says, each piece on a line."""
    text = (TEMPLATES / page).read_text()
    return "\n".join(re.findall(r"{%\s*translate\s+\"([^\"]*)\"", text))


def sentences(page: str) -> str:
    """Return a page's sentences; short headings would make it look easier."""
    lines = said(page).split("\n")
    return " ".join(line for line in lines if line.endswith((".", "?", ":")))


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("at", 1),
        ("like", 1),
        ("see", 1),
        ("stopped", 1),
        ("people", 2),
        ("support", 2),
        ("questions", 2),
        ("whānau", 2),
        ("respected", 3),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, syllables: int) -> None:
    assert syllables_of(word) == syllables


def test_a_hard_text_is_told_from_an_easy_one() -> None:
    hard = (
        "Participation in this evaluation necessitates acknowledgement of the "
        "organisation's confidentiality obligations."
    )

    assert grade(hard) > 15
    assert grade("You can stop at any time.") < 3


@pytest.mark.req("UI-V7")
def test_the_page_before_the_first_question_is_easy_to_read() -> None:
    text = sentences("begin.html")

    assert len(text.split()) > 100
    assert grade(text) <= HIGHEST_GRADE


@pytest.mark.parametrize("page", [page for page in PAGES if not page.startswith("_")])
def test_every_page_of_his_is_easy_to_read(page: str) -> None:
    text = sentences(page)

    assert not text or grade(text) <= HIGHEST_GRADE


@pytest.mark.req("ASM-01")
def test_the_statements_are_easy_to_read() -> None:
    statements = [item.statement.en for item in CURRENT.items]

    assert grade(" ".join(statements)) <= HIGHEST_GRADE


@pytest.mark.req("UI-V7")
@pytest.mark.parametrize(
    "told",
    [
        "What this is for",
        "Who sees it",
        "If you stop part way",
        "is not wiped",
        "Call or text 1737",
    ],
)
def test_the_page_before_the_first_question_tells_what_he_has_to_know(
    told: str,
) -> None:
    assert told in said("begin.html")
