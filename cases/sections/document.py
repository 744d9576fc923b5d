"""What every section of Form 1 can do: become a sealed document and come back."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Self, TypeVar

from cases.enums import SectionKind
from consent.documents import Binding

#: Where sealed sections and notes live: part of what each is bound to.
SECTION = Binding("cases_section")
NOTE = Binding("cases_sessionnote")
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class SectionContent:
    """What every section can do: become a document and come back from one."""

    kind: ClassVar[SectionKind]

    unsaid: list[str] = field(default_factory=list, kw_only=True)
    """Fields that he would rather not say (ADR 46)."""

    def document(self) -> dict[str, Any]:
        """Return the content as plain values, ready to be sealed.

        A field that says something is unsaid no longer. Where none is, the document is
        what it was before there was such a list, and so says the same.
        """
        # Not asdict, which copies every value: that takes longer than the cipher.
        names: tuple[str, ...] = self.__match_args__
        told = {name: getattr(self, name) for name in names}
        if unsaid := [name for name in self.unsaid if not told.get(name)]:
            told["unsaid"] = unsaid
        return told

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the content of a document; fields it does not know stay empty."""
        known: frozenset[str] = frozenset((*cls.__match_args__, "unsaid"))
        if known.issuperset(document):
            return cls(**document)
        return cls(**{name: v for name, v in document.items() if name in known})


def part_of(part: type[_Part], document: dict[str, Any]) -> _Part:
    """Return one row of a list from its values; those it does not know are left."""
    known = {f.name for f in fields(part)}  # type: ignore[arg-type]
    return part(**{name: v for name, v in document.items() if name in known})
