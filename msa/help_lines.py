"""Whom anybody in the country can ring or text: ``settings.MSA_HELP_LINES`` (REF-04).

Each number is checked again at a release: docs/running.md.
"""

from __future__ import annotations

from typing import Any

#: By the fields of :class:`msa.web.help_lines.HelpLine`. What a name alone would give
#: away is left off the printed sheet.
HELP_LINES: tuple[dict[str, Any], ...] = (
    {
        "name": "1737",
        "call": "1737",
        "text": "1737",
        "hours": "Day and night",
        "about": "Talk with a trained counsellor about anything at all",
    },
    {
        "name": "Lifeline Aotearoa",
        "call": "0800 543 354",
        "text": "4357",
        "hours": "Day and night",
        "about": "Somebody who listens",
    },
    {
        "name": "Suicide Crisis Helpline",
        "call": "0508 828 865",
        "hours": "Day and night",
        "about": "For you, or if you worry about somebody",
    },
    {
        "name": "Samaritans",
        "call": "0800 726 666",
        "hours": "Day and night",
        "about": "Somebody who listens",
    },
    {
        "name": "Alcohol Drug Helpline",
        "call": "0800 787 797",
        "text": "8681",
        "hours": "Day and night",
        "about": "For you, or for somebody you care about",
    },
    {
        "name": "Healthline",
        "call": "0800 611 116",
        "hours": "Day and night",
        "about": "A nurse who tells you what to do next",
    },
    {
        "name": "Youthline",
        "call": "0800 376 633",
        "text": "234",
        "hours": "Day and night",
        "about": "If you are young",
    },
    {
        "name": "Safe to talk",
        "call": "0800 044 334",
        "text": "4334",
        "hours": "Day and night",
        "about": "Talk about harm that was done. Its name stays off the printed page.",
        "is_on_sheet": False,
    },
)
