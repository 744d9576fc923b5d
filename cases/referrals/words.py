"""What is sealed of referrals: to whom and in which words, and from whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from uuid import UUID

from consent.documents import Binding
from consent.enums import Information
from consent.terms import Terms

REFERRAL = Binding("referrals_referral")
STEP = Binding("referrals_referralstep")
ARRIVAL = Binding("referrals_arrival")


@dataclass(frozen=True, slots=True)
class GoesOut:
    """Who is told, what it is for, and part by part the words they are told."""

    recipient: str = ""
    where: str = ""
    """Where the letter goes."""
    why: str = ""
    shared: list[dict[str, str]] = field(default_factory=list)
    """What is told: its code of :class:`consent.enums.Information`, and the words."""
    service: str = ""
    """The id in the directory, or empty for one that is not in it."""

    def document(self) -> dict[str, Any]:
        """Return it as plain values, ready to be sealed."""
        return asdict(self)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Return what a document says; fields it does not know stay empty."""
        known = cls.__match_args__
        return cls(**{name: v for name, v in document.items() if name in known})

    @property
    def service_id(self) -> UUID | None:
        """The service of the directory, if it is one."""
        return UUID(self.service) if self.service else None

    @property
    def parts(self) -> list[tuple[str, str]]:
        """What goes out under its headings, in the order of the list."""
        return [
            (str(Information(one["what"]).label), one["words"]) for one in self.shared
        ]

    @property
    def codes(self) -> list[str]:
        """The codes of what goes out."""
        return [one["what"] for one in self.shared]

    def terms(self, evidence: Terms) -> Terms:
        """Return the terms of a consent to exactly this, with how it was witnessed."""
        return Terms(
            **(
                evidence.document()
                | {
                    "recipient": self.recipient,
                    "information": self.codes,
                    "in_words": self.in_words(),
                }
            )
        )

    def in_words(self) -> str:
        """Return all that goes out as one text, as his consent keeps it."""
        return "\n\n".join([self.why, *(one["words"] for one in self.shared)])

    def is_what_he_agreed_to(self, terms: Terms) -> bool:
        """Say whether a consent names this recipient, and these very words."""
        return (
            terms.in_words == self.in_words()
            and terms.information == self.codes
            and all(
                terms.covers(self.recipient, Information(code))
                for code in terms.information
            )
        )


def told(what: Information, words: str) -> dict[str, str]:
    """Return one part of what goes out."""
    return {"what": what.value, "words": words}


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about one step of a referral; at its end, how it was for him."""

    words: str = ""

    def document(self) -> dict[str, str]:
        """Return it as plain values, ready to be sealed."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CameFrom:
    """Who sent him to us, and what they told us."""

    name: str = ""
    told: str = ""
    why: str = ""
    """What we keep it for, as he is told."""

    def document(self) -> dict[str, str]:
        """Return it as plain values, ready to be sealed."""
        return asdict(self)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Return what a document says; fields it does not know stay empty."""
        return cls(**{name: str(document.get(name, "")) for name in cls.__match_args__})
