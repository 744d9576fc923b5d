"""What brings him here, and the way forward."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Self

from cases.enums import SectionKind
from cases.sections.document import SectionContent, part_of


@dataclass(frozen=True, slots=True)
class Issues(SectionContent):
    """What brings him here, as he puts it (REC-03)."""

    kind: ClassVar[SectionKind] = SectionKind.ISSUES

    words: str = ""
    touches: list[str] = field(default_factory=list)
    """Areas of life, by their codes."""
    severity: str = ""
    """How hard it is, only as he puts it himself: no scale of ours."""


@dataclass(frozen=True, slots=True)
class Hope:
    """Something he hopes for, in his words, and how far he is, as he sees it."""

    words: str = ""
    named_on: str = ""
    """ISO date on which he named it, or empty."""
    progress: str = ""

    def named(self) -> date | None:
        """Return the day on which he named it, if it is known."""
        return date.fromisoformat(self.named_on) if self.named_on else None


@dataclass(frozen=True, slots=True)
class Hopes(SectionContent):
    """What he hopes for, in the order he named it (REC-04)."""

    kind: ClassVar[SectionKind] = SectionKind.HOPES

    hopes: list[Hope] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Return the hopes as plain values, ready to be sealed."""
        return {"hopes": [asdict(one) for one in self.hopes]}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the content of a document; fields it does not know stay empty."""
        return cls([part_of(Hope, one) for one in document.get("hopes", [])])


@dataclass(frozen=True, slots=True)
class Strengths(SectionContent):
    """What he is good at and what carries him (REC-04)."""

    kind: ClassVar[SectionKind] = SectionKind.STRENGTHS

    words: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One next step. It is moved towards; there is no word for failing (REC-04)."""

    what: str = ""
    who: str = ""
    by: str = ""
    """ISO date, if he wants one."""
    towards: str = ""
    """What has moved, note by note."""


@dataclass(frozen=True, slots=True)
class NextSteps(SectionContent):
    """What comes next, in the order he wants (REC-04)."""

    kind: ClassVar[SectionKind] = SectionKind.STEPS

    steps: list[Step] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Return the steps as plain values, ready to be sealed."""
        return {"steps": [asdict(one) for one in self.steps]}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the content of a document; fields it does not know stay empty."""
        return cls([part_of(Step, one) for one in document.get("steps", [])])


@dataclass(frozen=True, slots=True)
class KeepingSafe(SectionContent):
    """His own plan for bad days (REC-04)."""

    kind: ClassVar[SectionKind] = SectionKind.SAFETY

    warning_signs: str = ""
    what_helps: str = ""
    whom_to_call: str = ""
    where_to_go: str = ""
    crisis_lines: str = ""


@dataclass(frozen=True, slots=True)
class Pillar:
    """A pou of the wellbeing framework, by the labels it had when it was chosen."""

    te_reo: str = ""
    english: str = ""


@dataclass(frozen=True, slots=True)
class Wellbeing(SectionContent):
    """What being well would mean for him; provisional until he says it is right."""

    kind: ClassVar[SectionKind] = SectionKind.WELLBEING

    objective: str = ""
    standing: str = ""
    pou: list[Pillar] = field(default_factory=list)
    strong: str = ""
    hard: str = ""

    def document(self) -> dict[str, Any]:
        """Return the content as plain values, ready to be sealed."""
        pou = [asdict(one) for one in self.pou]
        return SectionContent.document(self) | {"pou": pou}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the content of a document; fields it does not know stay empty."""
        told = part_of(cls, document)
        return replace(
            told, pou=[part_of(Pillar, one) for one in document.get("pou", [])]
        )


@dataclass(frozen=True, slots=True)
class SupportOffer(SectionContent):
    """What was offered to him, and what he said to each (REC-06)."""

    kind: ClassVar[SectionKind] = SectionKind.OFFER

    one_to_one: str = ""
    peer_group: str = ""
    counselling: str = ""
    social_work: str = ""
    something_else: str = ""
    something_else_is: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Needs(SectionContent):
    """What he needs, and what could go wrong; never a gate (REC-07)."""

    kind: ClassVar[SectionKind] = SectionKind.NEEDS

    needs: str = ""
    worries: str = ""
    review_on: str = ""
    """ISO date on which to ask him again, or empty."""
    urgent: bool = False
    acted_by: str = ""
    acted_on: str = ""
    """ISO date, or empty."""
    done: str = ""

    def is_due(self, *, on: date) -> bool:
        """Is it time to ask him again?"""
        return bool(self.review_on) and date.fromisoformat(self.review_on) <= on
