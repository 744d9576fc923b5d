"""Finding a file's kind by what is in it; its name only has to agree (S26)."""

from __future__ import annotations

from msa.uploads.kinds import LARGEST, Kind
from msa.uploads.names import ending
from msa.uploads.offices import kind_of_archive
from msa.uploads.refusals import Fault, Refused
from msa.uploads.texts import read_text

_STARTS: tuple[tuple[bytes, Kind | Fault], ...] = (
    (b"%PDF-", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Fault.OLD_OFFICE),
    (b"PK\x05\x06", Fault.ARCHIVE),
    (b"PK\x07\x08", Fault.ARCHIVE),
    (b"Rar!", Fault.ARCHIVE),
    (b"7z\xbc\xaf", Fault.ARCHIVE),
    (b"\x1f\x8b", Fault.ARCHIVE),
    (b"BZh", Fault.ARCHIVE),
    (b"{\\rtf", Fault.OTHER_OFFICE),
    (b"MZ", Fault.PROGRAM),
    (b"\x7fELF", Fault.PROGRAM),
    (b"#!", Fault.PROGRAM),
)
_PHONE_PICTURES = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def recognise(name: str, content: bytes) -> Kind:
    """Return the kind of a file.

    Raises:
        Refused: it is empty, too large, of no kind that is taken, or its name ends
            like another kind.
    """
    if not content:
        raise Refused(Fault.EMPTY)
    if len(content) > LARGEST:
        raise Refused(Fault.TOO_LARGE)
    told = ending(name)
    kind = _by_content(content, told)
    if told and told not in kind.endings:
        raise Refused(Fault.WRONG_ENDING)
    return kind


def _by_content(content: bytes, told: str) -> Kind:
    if content.startswith(b"PK\x03\x04"):
        return kind_of_archive(content)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return Kind.WEBP
    for start, found in _STARTS:
        if content.startswith(start):
            if isinstance(found, Fault):
                raise Refused(found)
            return found
    if content[4:8] == b"ftyp" and content[8:12] in _PHONE_PICTURES:
        raise Refused(Fault.HEIC)
    read_text(content)
    # Nothing in the bytes tells a table from a text; both are only ever text.
    return Kind.CSV if told in Kind.CSV.endings else Kind.TEXT
