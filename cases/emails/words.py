"""What is sealed of an email: its words, and the clean copies of its attachments."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from consent.documents import Binding
from msa.uploads.kinds import Kind

#: Where the parts of emails live: part of what each is bound to.
EMAIL = Binding("emails_emailpart")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One attachment as the email's words list it, without its bytes."""

    number: int
    name: str
    kind: str
    size: int

    @property
    def kind_words(self) -> str:
        """What a page calls its kind."""
        return Kind[self.kind].words


@dataclass(frozen=True, slots=True)
class KeptEmail:
    """The words of an email, and what came with it."""

    sender: str = ""
    recipients: str = ""
    sent: str = ""
    """When, as it is read: the day and time in Pacific/Auckland."""
    subject: str = ""
    text: str = ""
    attachments: list[Enclosure] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """What came with it and can't be kept: a sentence for each."""

    def document(self) -> dict[str, Any]:
        """Return the words as plain values, ready to be sealed."""
        return asdict(self)

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the words of a document."""
        known: dict[str, Any] = {
            name: document[name] for name in cls.__match_args__ if name in document
        }
        enclosed = [Enclosure(**one) for one in known.pop("attachments", [])]
        return cls(**known, attachments=enclosed)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The clean copy of one attachment."""

    name: str
    kind: Kind
    content: bytes

    def document(self) -> dict[str, Any]:
        """Return the file as plain values, ready to be sealed."""
        content = b64encode(self.content).decode()
        return {"name": self.name, "kind": self.kind.name, "content": content}

    @classmethod
    def of(cls, document: dict[str, Any]) -> Self:
        """Return the file of a document."""
        content = b64decode(document["content"])
        return cls(document["name"], Kind[document["kind"]], content)
