from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
FORBIDDEN = [
    r"<style",
    r"\sstyle\s*=",
    r"\son[a-z]+\s*=",
    r"<script(?![^>]*\bsrc=)",
    r"javascript:",
    r"(?:src|href)\s*=\s*[\"'](?:https?:)?//",
    r"http-equiv\s*=\s*[\"']?refresh",
]
UNWANTED = [
    "patient",
    "victim",
    "sufferer",
    "intervention",
    "non-compliant",
    "no-show",
    "discharged",
    "deteriorated",
    "are you sure",
    "invalid input",
]
# Names and words of New Zealand English, which take no lang="mi".
ENGLISH_WITH_MACRONS = {"māori", "whānau", "tāne", "āpirana", "pākehā", "ngāti"}
MACRON_WORD = re.compile(r"\w*[āēīōūĀĒĪŌŪ]\w*")
NAMES = [str(page.relative_to(TEMPLATES)) for page in PAGES]


def written(page: Path) -> str:
    """The words of a template, without its tags and mark-up."""
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", " ", page.read_text(), flags=re.S)
    spoken = " ".join(re.findall(r"{%\s*translate\s+\"([^\"]*)\"", text))
    text = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>", " ", text, flags=re.S)
    return f"{text} {spoken}"


@pytest.mark.req("S20")
@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_template_has_nothing_inline_and_nothing_foreign(page: Path) -> None:
    text = page.read_text()
    # A PDF carries its own style: no browser shows it under our policy.
    allowed = {"<style"} if "pdf" in page.parts else set()

    found = {p for p in FORBIDDEN if re.search(p, text, re.IGNORECASE)}

    assert found <= allowed


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_template_speaks_of_people_with_respect(page: Path) -> None:
    words = written(page).lower()

    assert [word for word in UNWANTED if re.search(rf"\b{word}s?\b", words)] == []
    assert not re.search(r"\bcases?\b", words)
    assert "!" not in re.sub(r"<!--.*?-->", "", words)


@pytest.mark.req("UI-L1")
@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_te_reo_is_marked(page: Path) -> None:
    text = re.sub(r"<(\w+)[^>]*lang=\"mi\".*?</\1>", " ", page.read_text(), flags=re.S)
    # The heading component marks what it is given as `heading_mi`.
    text = re.sub(r"heading_mi=\"[^\"]*\"", " ", text)
    bare = {word.lower() for word in MACRON_WORD.findall(text)}

    assert bare <= ENGLISH_WITH_MACRONS


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_template_is_short(page: Path) -> None:
    assert len(page.read_text().splitlines()) <= 200


def test_these_rules_find_what_they_forbid() -> None:
    inline = '<p style="x">'

    assert any(re.search(p, inline) for p in FORBIDDEN)
    assert len(PAGES) > 20
