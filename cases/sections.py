"""The sections of Form 1: what each sealed document holds.

A section is one dataclass, stored as one sealed document; each save is a revision. All
but a name to call him by and one safe channel is optional (REC-00, REC-01).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, ClassVar, Self, TypeVar

from cases.enums import SectionKind
from consent.documents import Binding

#: Where sealed sections and notes live: part of what each is bound to.
SECTION = Binding("cases_section")
NOTE = Binding("cases_sessionnote")


@dataclass(frozen=True, slots=True)
class SectionContent:
    """What every section can do: become a document and come back from one."""

    kind: ClassVar[SectionKind]

    def document(self) -> dict[str, Any]:
        """Return the content as plain values, ready to be sealed."""
        # Not asdict, which copies every value: that takes longer than the cipher.
        names: tuple[str, ...] = self.__match_args__
        return {name: getattr(self, name) for name in names}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the content of a document; fields it does not know stay empty."""
        known: frozenset[str] = frozenset(cls.__match_args__)
        if known.issuperset(document):
            return cls(**document)
        return cls(**{name: v for name, v in document.items() if name in known})


@dataclass(frozen=True, slots=True)
class Identity(SectionContent):
    """Who he is, as he says it."""

    kind: ClassVar[SectionKind] = SectionKind.IDENTITY

    name: str = ""
    """The name to call him by: all that a record needs besides a safe channel."""
    first_name: str = ""
    last_name: str = ""
    pronouns: str = ""
    birth_date: str = ""
    """ISO date, or empty."""
    age_band: str = ""
    ethnicities: list[str] = field(default_factory=list)
    iwi: list[str] = field(default_factory=list)
    gender: str = ""
    referred_by: str = ""

    @property
    def known_as(self) -> str:
        """The name pages show."""
        return self.name or " ".join(filter(None, [self.first_name, self.last_name]))

    @property
    def told_apart(self) -> str:
        """The name to call him by with the first letter of his last name, if given."""
        known_as, last = self.known_as, self.last_name.strip()
        if not known_as or not last or last in known_as:
            return known_as
        return f"{known_as} {last[0].upper()}."

    @property
    def full_name(self) -> str:
        """First and last name as given, or the name to call him by."""
        return " ".join(filter(None, [self.first_name, self.last_name])) or self.name

    def born_on(self) -> date | None:
        """Return his birth date, if he gave one."""
        return date.fromisoformat(self.birth_date) if self.birth_date else None


@dataclass(frozen=True, slots=True)
class Contact(SectionContent):
    """How to reach him safely (CON-02 h): each way, whether it is safe, what to say."""

    kind: ClassVar[SectionKind] = SectionKind.CONTACT

    phone: str = ""
    phone_safe: bool = False
    text_safe: bool = False
    email: str = ""
    email_safe: bool = False
    address: str = ""
    post_safe: bool = False
    other: str = ""
    """A safe way that is none of the above, in his words."""
    may_say: str = ""
    """What may be said or left there."""
    town: str = ""
    region: str = ""
    no_fixed_address: bool = False
    checked_on: str = ""
    """ISO date on which he last said that this is safe."""

    def checked(self) -> date | None:
        """Return the day on which he last said that this is safe."""
        return date.fromisoformat(self.checked_on) if self.checked_on else None

    def safe_ways(self) -> list[tuple[str, str]]:
        """Return the safe ways as (what, where), the best first."""
        ways = [
            ("Phone", self.phone, self.phone_safe),
            ("Text", self.phone, self.text_safe),
            ("Email", self.email, self.email_safe),
            ("Post", self.address, self.post_safe),
            ("Other", self.other, True),
        ]
        return [(what, where) for what, where, safe in ways if where and safe]


@dataclass(frozen=True, slots=True)
class Supporter:
    """Somebody who stands by him, and whether we may be in touch (REC-02)."""

    name: str = ""
    relationship: str = ""
    phone: str = ""
    may_contact: bool | None = None
    """None where he has not said."""


@dataclass(frozen=True, slots=True)
class SupportPeople(SectionContent):
    """The people around him, in the order he named them (REC-02)."""

    kind: ClassVar[SectionKind] = SectionKind.SUPPORT

    people: list[Supporter] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Return the people as plain values, ready to be sealed."""
        return asdict(self)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the content of a document; fields it does not know stay empty."""
        return cls([_of(Supporter, one) for one in document.get("people", [])])


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
        return asdict(self)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the content of a document; fields it does not know stay empty."""
        return cls([_of(Hope, one) for one in document.get("hopes", [])])


_Part = TypeVar("_Part", Supporter, Hope)


def _of(part: type[_Part], document: dict[str, Any]) -> _Part:
    known = {f.name for f in fields(part)}
    return part(**{name: v for name, v in document.items() if name in known})


@dataclass(frozen=True, slots=True)
class Note:
    """The words about one session, and the areas of life it touched (SES-02)."""

    body: str = ""
    domains: list[str] = field(default_factory=list)
    written_together: bool = False

    def is_empty(self) -> bool:
        """Is there nothing to keep?"""
        return not (self.body or self.domains or self.written_together)

    def document(self) -> dict[str, Any]:
        """Return the note as plain values, ready to be sealed."""
        return {name: getattr(self, name) for name in self.__match_args__}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Note:
        """Return the note of a document."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: v for name, v in document.items() if name in known})


CONTENT: dict[SectionKind, type[SectionContent]] = {
    SectionKind.IDENTITY: Identity,
    SectionKind.CONTACT: Contact,
    SectionKind.SUPPORT: SupportPeople,
    SectionKind.HOPES: Hopes,
}
