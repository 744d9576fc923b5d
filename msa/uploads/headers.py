"""What stands at the head of an email, made readable whatever somebody wrote there."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from msa.uploads.names import plain

LONGEST_HEADER = 1_000
#: Far more than is shown, and few enough for the readers of encoded words.
_LONGEST_READ = 5_000
#: Codecs of Python's own that are slow or that stand for nothing anybody writes in.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
)
_LONG_AGO, _FAR_AHEAD = 1970, 2100
_Answer = TypeVar("_Answer")


def safely(ask: Callable[[], _Answer], otherwise: _Answer) -> _Answer:
    """Return an answer of the email library, which fails in many ways on bad input."""
    try:
        return ask()
    except Exception:
        return otherwise


def header(message: Message, name: str) -> str:
    """Return what an email says under a name, on one line; empty if nothing."""
    nothing: list[tuple[str, str]] = []
    for found, value in safely(lambda: list(message.raw_items()), nothing):
        if found.lower() == name.lower():
            return plain(_readable(str(value)[:_LONGEST_READ]))[:LONGEST_HEADER]
    return ""


def sent_at(message: Message) -> datetime | None:
    """Return when an email says it was sent, if that can be read."""
    said = header(message, "Date")
    moment = safely(lambda: parsedate_to_datetime(said), None)
    if moment is None:
        return None
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    moment = safely(lambda: known.astimezone(UTC), None)
    return moment if moment and _LONG_AGO <= moment.year < _FAR_AHEAD else None


def decoded(content: bytes, charset: str | None) -> str:
    """Return bytes as text; what can't be read becomes a replacement character."""
    known = _known(charset)
    for encoding in [known, "utf-8"] if known else ["utf-8"]:
        try:
            return content.decode(encoding)
        except (ValueError, LookupError):
            continue
    # What is called plain ASCII and is neither that nor UTF-8 came from old Windows.
    last = known if known not in {"", "ascii"} else "cp1252"
    return safely(lambda: content.decode(last, "replace"), content.decode("latin-1"))


def _readable(raw: str) -> str:
    """Return a header as it was meant: eight-bit characters, then encoded words."""
    text = decoded(raw.encode("utf-8", "surrogateescape"), None)
    # Bytes, or text where nothing is encoded.
    as_it_is: list[tuple[Any, str | None]] = [(text, None)]
    pieces: list[tuple[Any, str | None]] = safely(lambda: decode_header(text), as_it_is)
    return "".join(
        piece if isinstance(piece, str) else _piece(piece, charset)
        for piece, charset in pieces
    )


def _piece(piece: bytes, charset: str | None) -> str:
    if charset is None:
        # The library hands what stands between encoded words over in this form.
        return safely(lambda: piece.decode("raw-unicode-escape"), "")
    return decoded(piece, charset)


def _known(charset: str | None) -> str:
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError, UnicodeError):
        return ""
    return "" if name.replace("_", "-") in _NO_CHARSETS else name
