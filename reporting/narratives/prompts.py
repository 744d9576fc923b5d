"""What a narrative is asked for: closed prompts, so that nobody tells a story (REP-01).

The codes are stored; a prompt is never given another meaning.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question an organisation answers about its quarter."""

    code: str
    title: str
    title_mi: str
    hint: str


PROMPTS = (
    Prompt(
        "worked",
        "What worked",
        "Ngā mea i pai",
        "Ways of working, groups and partnerships that helped this quarter.",
    ),
    Prompt(
        "challenges",
        "Challenges",
        "Ngā wero",
        "What stood in the way: demand, funding, distance, services that were full.",
    ),
    Prompt(
        "ideas",
        "Ideas for improvement",
        "Hei whakapai ake",
        "What you would change, here or across the country.",
    ),
    Prompt(
        "innovations",
        "New things tried",
        "Ngā mea hou",
        "What was new, what came of it, and whether you will go on.",
    ),
    Prompt(
        "workers",
        "What peer workers say",
        "Ngā kōrero a ngā kaimahi",
        "Themes that several peer workers share.",
    ),
    Prompt(
        "survivors",
        "What survivors say",
        "Ngā kōrero a ngā purapura ora",
        "Themes that many survivors share. No story of a single man, and no quotation "
        "by which he could be known.",
    ),
)
PROMPT_CODES = tuple(prompt.code for prompt in PROMPTS)
#: Text by prompt, as one narrative or contribution holds it.
Texts = dict[str, str]


def in_order(texts: Texts) -> Texts:
    """Return what was written, in the order of the prompts; empty ones are left out."""
    return {code: texts[code] for code in PROMPT_CODES if texts.get(code)}
