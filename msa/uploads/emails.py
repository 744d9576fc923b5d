"""Reading an email that somebody kept as a file (SES-01). Run apart: see ``apart``.

Only the words of it and clean copies of some attachments come out. Nothing it points to
is loaded, no archive in it is opened, and nothing of how it was sent is kept.
"""

from __future__ import annotations

import re
import time
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import orjson

from msa.uploads.cleaning import clean
from msa.uploads.headers import decoded, header, safely, sent_at
from msa.uploads.hypertext import words_of_page
from msa.uploads.kinds import Kind
from msa.uploads.names import ending, shown
from msa.uploads.refusals import Fault, Refused

LONGEST_TEXT = 50_000
MOST_ATTACHMENTS = 20
#: Bytes of all clean copies together.
LARGEST_TOGETHER = 20 * 1024 * 1024
KEPT = (Kind.PDF, Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.TEXT)
_ENDINGS = frozenset(one for kind in KEPT for one in kind.endings)
_OFFICE = frozenset(
    ("doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf")
)
#: One of these stands at the head of whatever is an email.
_TELLING = ("From", "To", "Subject", "Date", "Received", "Message-ID", "MIME-Version")
_MOST_PARTS, _DEEPEST = 300, 12
#: An email in an email in an email is read; another one inside that is not.
_MOST_FORWARDED = 2
#: Seconds of the processor after which no further attachment is begun.
_ENOUGH = 8.0
_LARGEST_WORDS = 2_000_000
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")

_TOO_MANY = f"is one of more than {MOST_ATTACHMENTS} attachments."
_TOO_LARGE = "is too large beside the others."
_TOO_LONG = "took too long to clean."
_TOO_DEEP = "lies too deep inside other emails."
_AN_OFFICE_FILE = "is a Word, Excel or similar file."


@dataclass(frozen=True, slots=True)
class Attached:
    """A clean copy of an attachment; ``is_inline`` if the email showed it inside."""

    name: str
    kind: Kind
    content: bytes
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not kept, and why, as the sentence goes on after its name."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Email:
    """An email as far as it is kept."""

    sender: str = ""
    recipients: str = ""
    sent: str = ""
    """When, in ISO 8601 in UTC; or whatever stood there, if that can't be read."""
    subject: str = ""
    text: str = ""
    is_cut: bool = False
    attachments: list[Attached] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def as_bytes(self) -> bytes:
        """Return it as JSON, for the program that asked."""
        told = asdict(self)
        for one in told["attachments"]:
            one["kind"] = one["kind"].name
            one["content"] = b64encode(one["content"]).decode()
        return orjson.dumps(told)

    @classmethod
    def of(cls, told: bytes) -> Email:
        """Return the email of such JSON."""
        read: dict[str, Any] = orjson.loads(told)
        read["attachments"] = [
            Attached(
                one["name"],
                Kind[one["kind"]],
                b64decode(one["content"]),
                one["is_inline"],
            )
            for one in read["attachments"]
        ]
        read["left_out"] = [LeftOut(**one) for one in read["left_out"]]
        return cls(**read)


def read_email(content: bytes, *, with_attachments: bool = True) -> Email:
    """Return an email; every attachment is left out where they proved too much.

    Raises:
        Refused: it is empty, or no email.
    """
    if not content.strip():
        raise Refused(Fault.EMPTY)
    try:
        message = message_from_bytes(content, policy=default)
    except Exception:
        raise Refused(Fault.BROKEN) from None
    if not any(header(message, name) for name in _TELLING):
        raise Refused(Fault.NO_EMAIL)
    reading = _Reading(with_attachments=with_attachments)
    text = tidied(reading.words(message, depth=0, forwarded=0).text)
    sent = sent_at(message)
    return Email(
        sender=header(message, "From"),
        recipients=_recipients(message),
        sent=sent.isoformat() if sent else header(message, "Date"),
        subject=header(message, "Subject"),
        text=text[:LONGEST_TEXT],
        is_cut=len(text) > LONGEST_TEXT,
        attachments=reading.attachments,
        left_out=reading.left_out,
    )


def tidied(text: str) -> str:
    """Return text without characters that nobody sees and without rows of nothing."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")
    kept = "\n".join(_seen(line).rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def _seen(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    return "".join(
        one
        for one in line
        if one == "\t"
        or (one not in _TURNS and unicodedata.category(one) not in {"Cc", "Cs"})
    )


def _recipients(message: Message) -> str:
    return ", ".join(filter(None, (header(message, "To"), header(message, "Cc"))))


@dataclass(frozen=True, slots=True)
class _Words:
    text: str = ""
    is_plain: bool = False


class _Reading:
    """Goes through the parts of one email, and the emails inside it."""

    def __init__(self, *, with_attachments: bool) -> None:
        self.attachments: list[Attached] = []
        self.left_out: list[LeftOut] = []
        self._with_attachments = with_attachments
        self._parts = 0
        self._began = time.process_time()

    def words(self, part: Message, *, depth: int, forwarded: int) -> _Words:
        """Return what a part says, and take in its attachments."""
        self._parts += 1
        if depth > _DEEPEST or self._parts > _MOST_PARTS:
            self._leave("A part of it", _TOO_DEEP)
            return _Words()
        kind = safely(part.get_content_type, "text/plain")
        inner = _inner(part)
        if inner:
            if kind == "message/rfc822":
                return self._forwarded(inner[0], depth=depth, forwarded=forwarded + 1)
            said = [
                self.words(one, depth=depth + 1, forwarded=forwarded) for one in inner
            ]
            return _best(said) if kind == "multipart/alternative" else _together(said)
        # What says that it has parts and has none is a text that was cut.
        is_text = kind in {"text/plain", "text/html"} or kind.startswith("multipart/")
        if is_text and not _is_file(part):
            return _said(part, kind)
        self._take(part)
        return _Words()

    def _forwarded(self, message: Message, *, depth: int, forwarded: int) -> _Words:
        if forwarded > _MOST_FORWARDED:
            self._leave(header(message, "Subject") or "An email", _TOO_DEEP)
            return _Words()
        inside = self.words(message, depth=depth + 1, forwarded=forwarded)
        head = [
            f"{name}: {said}"
            for name in ("From", "To", "Date", "Subject")
            if (said := header(message, name))
        ]
        return _Words("\n".join(head) + "\n\n" + inside.text, inside.is_plain)

    def _take(self, part: Message) -> None:
        name = shown(safely(lambda: str(part.get_filename() or ""), ""))
        content = _content(part)
        if not content:
            return
        if why := self._unwanted(name, content):
            self._leave(name, why)
            return
        told = name if ending(name) else ""
        try:
            made = clean(told, content)
        except Refused as refused:
            self._leave(name, refused.fault.what)
            return
        if made.kind not in KEPT:
            self._leave(name, Fault.OTHER.what)
        elif self._size() + len(made.content) > LARGEST_TOGETHER:
            self._leave(name, _TOO_LARGE)
        else:
            inline = not _is_attachment(part) and bool(part.get("Content-ID"))
            self.attachments.append(Attached(name, made.kind, made.content, inline))

    def _busy(self) -> float:
        return time.process_time() - self._began

    def _unwanted(self, name: str, content: bytes) -> str:
        """Return why an attachment is not even looked into, if so."""
        if not self._with_attachments or self._busy() > _ENOUGH:
            return _TOO_LONG
        if len(self.attachments) >= MOST_ATTACHMENTS:
            return _TOO_MANY
        told = ending(name)
        if told in _OFFICE:
            return _AN_OFFICE_FILE
        if content.startswith(b"PK"):
            return Fault.ARCHIVE.what
        return Fault.OTHER.what if told and told not in _ENDINGS else ""

    def _size(self) -> int:
        return sum(len(one.content) for one in self.attachments)

    def _leave(self, name: str, why: str) -> None:
        # What is listed is read by somebody: a bound for whoever sends thousands.
        if len(self.left_out) < 2 * MOST_ATTACHMENTS:
            self.left_out.append(LeftOut(name, why))


def _best(said: list[_Words]) -> _Words:
    """Return one of the ways in which an email says the same, plain before others."""
    spoken = [one for one in said if one.text.strip()]
    plain = [one for one in spoken if one.is_plain]
    return next(iter([*plain, *spoken]), _Words())


def _together(said: list[_Words]) -> _Words:
    spoken = [one for one in said if one.text.strip()]
    text = "\n\n".join(one.text for one in spoken)
    return _Words(text, bool(spoken) and all(one.is_plain for one in spoken))


def _said(part: Message, kind: str) -> _Words:
    content = _content(part)
    charset = safely(part.get_content_charset, None)
    text = decoded(content[:_LARGEST_WORDS], charset)
    if kind == "text/html":
        return _Words(words_of_page(text))
    return _Words(text, is_plain=True)


def _content(part: Message) -> bytes:
    """Return the bytes of a part, however it was written; empty if there are none."""
    found: object = safely(lambda: part.get_payload(decode=True), None)
    return found if isinstance(found, bytes) else b""


def _inner(part: Message) -> list[Message]:
    """Return the parts that a part is made of; none if it is one thing."""
    inside = part.get_payload() if part.is_multipart() else None
    return [one for one in inside if isinstance(one, Message)] if inside else []


def _is_file(part: Message) -> bool:
    return _is_attachment(part) or bool(safely(part.get_filename, None))


def _is_attachment(part: Message) -> bool:
    return safely(part.get_content_disposition, None) == "attachment"
