"""Find how a file's letters were written, without ever guessing a name wrong."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_WINDOWS = "cp1252"
# Encodings found on New Zealand desks that give letters to the same bytes.
_RIVALS = [_WINDOWS, "cp1257", "mac_roman", "cp850"]
# Western European letters and the punctuation a word processor puts in.
_WESTERN = re.compile(
    "[\x00-\x7f\xa0-\xff\u20ac\u201a\u201e\u2026\u2018\u2019\u201c\u201d\u2022\u2013"
    "\u2014\u2122\u0153\u0152\u0161\u0160]*"
)


class EncodingUnclear(ValueError):
    """More than one encoding could be meant, and they disagree about the letters."""


def find_encoding(path: Path) -> str:
    """Name the codec to read the file with: UTF-8, UTF-16 or Windows-1252.

    A file that is UTF-8 but for some broken bytes is still UTF-8: read with
    `errors="replace"` it shows which rows are broken, and leaves the rest whole.

    Raises:
        EncodingUnclear: any choice could put wrong letters into a name.
        OSError: the file can't be read.
    """
    start = _first_bytes(path)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if unmarked := _utf16_without_mark(start):
        return unmarked
    if start.startswith(codecs.BOM_UTF8) or _mostly_utf8(path):
        return "utf-8-sig"
    return _windows(path)


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_SAMPLE)


def _utf16_without_mark(start: bytes) -> str | None:
    # Of each pair of bytes in plain Latin text, one is zero.
    pairs = len(start) // 2
    if pairs == 0:
        return None
    if start[1::2].count(0) * 10 >= pairs * 7:
        return "utf-16-le"
    if start[0::2].count(0) * 10 >= pairs * 7:
        return "utf-16-be"
    return None


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
    yield b""


def _mostly_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    whole = broken = 0
    for chunk in _chunks(path):
        text = decoder.decode(chunk, final=not chunk)
        if text.isascii():
            continue
        foreign = len(text) - len(text.encode("ascii", "ignore"))
        escaped = len(text) - len(text.encode("utf-8", "ignore").decode("utf-8"))
        broken += escaped
        whole += foreign - escaped
    # By chance, Windows text hardly ever holds a well-formed pair.
    return broken == 0 or whole >= broken


def _windows(path: Path) -> str:
    sample = _lines_beyond_ascii(path)
    try:
        western = _WESTERN.fullmatch(sample.decode(_WINDOWS)) is not None
    except UnicodeDecodeError:
        western = False
    if not western:
        raise EncodingUnclear
    best = from_bytes(sample, cp_isolation=_RIVALS).best()
    if best is None or best.encoding != _WINDOWS:
        raise EncodingUnclear
    return _WINDOWS


def _lines_beyond_ascii(path: Path) -> bytes:
    found: list[bytes] = []
    size = 0
    with path.open("rb") as stream:
        while size < _SAMPLE and (line := stream.readline(_SAMPLE)):
            if not line.isascii():
                found.append(line)
                size += len(line)
    return b"".join(found)
