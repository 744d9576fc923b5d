"""Who he is, how to reach him, who is around him."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Self

from cases.enums import SectionKind
from cases.sections.document import SectionContent, part_of


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
    """Level 1 of the standard classification: what is counted."""
    iwi: list[str] = field(default_factory=list)
    gender: str = ""
    referred_by: str = ""
    legal_name: str = ""
    """The name on official papers, where it is another."""
    ethnic_groups: list[str] = field(default_factory=list)
    """Level 2 of the standard classification, where he says it more exactly."""
    languages: list[str] = field(default_factory=list)
    interpreter: str = ""
    orientation: str = ""
    access_needs: str = ""
    first_contact_on: str = ""
    """ISO date, or empty."""

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
    phone_say: str = ""
    """What may be said there, where it differs from way to way."""
    text_say: str = ""
    email_say: str = ""
    post_say: str = ""

    def checked(self) -> date | None:
        """Return the day on which he last said that this is safe."""
        return date.fromisoformat(self.checked_on) if self.checked_on else None

    def said_again(self, on: date) -> Self:
        """Return the same ways, which he said on this day are still safe."""
        return replace(self, checked_on=on.isoformat())

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

    def ways_with_words(self) -> list[tuple[str, str, str]]:
        """Return the safe ways as (what, where, what may be said there)."""
        say = {
            "Phone": self.phone_say,
            "Text": self.text_say,
            "Email": self.email_say,
            "Post": self.post_say,
        }
        return [(what, where, say.get(what, "")) for what, where in self.safe_ways()]


@dataclass(frozen=True, slots=True)
class Supporter:
    """Somebody who stands by him, and whether we may be in touch (REC-02)."""

    name: str = ""
    relationship: str = ""
    phone: str = ""
    may_contact: bool | None = None
    """None where he has not said."""
    knows: str = ""
    """What they know, so that nobody says more."""
    in_emergency: bool | None = None


@dataclass(frozen=True, slots=True)
class SupportPeople(SectionContent):
    """The people around him, in the order he named them (REC-02)."""

    kind: ClassVar[SectionKind] = SectionKind.SUPPORT

    people: list[Supporter] = field(default_factory=list)

    def document(self) -> dict[str, Any]:
        """Return the people as plain values, ready to be sealed."""
        return {"people": [asdict(one) for one in self.people]}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the content of a document; fields it does not know stay empty."""
        return cls([part_of(Supporter, one) for one in document.get("people", [])])


@dataclass(frozen=True, slots=True)
class WorkerChoice(SectionContent):
    """Who he would rather talk to; he owes nobody a reason (REC-08)."""

    kind: ClassVar[SectionKind] = SectionKind.CHOICE

    asked: str = ""
    preference: str = ""
    preference_words: str = ""
    met: str = ""
    why_not: str = ""
    """Why it could not be met, and what was offered instead."""
