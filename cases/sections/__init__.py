"""The sections of Form 1: what each sealed document holds.

A section is one dataclass, stored as one sealed document; each save is a revision. All
but a name to call him by and one safe channel is optional (REC-00, REC-01).
"""

from __future__ import annotations

from cases.enums import SectionKind
from cases.sections.apart import DECISION, HARM_TOLD, HarmWords
from cases.sections.document import NOTE, SECTION, SectionContent
from cases.sections.forward import (
    Hope,
    Hopes,
    Issues,
    KeepingSafe,
    Needs,
    NextSteps,
    Pillar,
    Step,
    Strengths,
    SupportOffer,
    Wellbeing,
)
from cases.sections.note import Note
from cases.sections.person import (
    Contact,
    Identity,
    Supporter,
    SupportPeople,
    WorkerChoice,
)
from cases.sections.turn import TURN, TurnWords

__all__ = [
    "CONTENT",
    "DECISION",
    "HARM_TOLD",
    "NOTE",
    "SECTION",
    "TURN",
    "Contact",
    "HarmWords",
    "Hope",
    "Hopes",
    "Identity",
    "Issues",
    "KeepingSafe",
    "Needs",
    "NextSteps",
    "Note",
    "Pillar",
    "SectionContent",
    "Step",
    "Strengths",
    "SupportOffer",
    "SupportPeople",
    "Supporter",
    "TurnWords",
    "Wellbeing",
    "WorkerChoice",
]

CONTENT: dict[SectionKind, type[SectionContent]] = {
    content.kind: content
    for content in (
        Identity,
        Contact,
        SupportPeople,
        Issues,
        Hopes,
        Strengths,
        NextSteps,
        KeepingSafe,
        Wellbeing,
        SupportOffer,
        Needs,
        WorkerChoice,
    )
}
