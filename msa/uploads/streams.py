"""Pictures inside a PDF: what tells of camera and place is cut out of their bytes.

They are not encoded anew, since a PDF says elsewhere how their dots are to be read.
"""

from __future__ import annotations

import struct

from msa.uploads.refusals import Fault, Refused

#: How colours are stored: without these two a picture would look different.
_JFIF, _ADOBE = 0xE0, 0xEE
_START_OF_SCAN, _COMMENT = 0xDA, 0xFE
_TELLING_BOXES = {b"xml ", b"uuid", b"uinf"}


def without_jpeg_notes(content: bytes) -> bytes:
    """Return a JPEG without its application segments and comments.

    Raises:
        Refused: it is no JPEG.
    """
    if not content.startswith(b"\xff\xd8"):
        raise Refused(Fault.BROKEN)
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise Refused(Fault.BROKEN)
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _START_OF_SCAN:
            return b"".join(kept) + _until_the_end(content[at:])
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        is_note = marker == _COMMENT or 0xE0 <= marker <= 0xEF
        if not is_note or marker in {_JFIF, _ADOBE}:
            kept.append(content[at:end])
        at = end
    raise Refused(Fault.BROKEN)


def without_jp2_notes(content: bytes) -> bytes:
    """Return a JPEG 2000 file without the boxes that describe it."""
    if content[4:8] != b"jP  ":
        return content  # a bare codestream has none
    kept, at = [], 0
    while at + 8 <= len(content):
        size, kind = struct.unpack_from(">I4s", content, at)
        if size == 1:
            raise Refused(Fault.DRAWING)
        end = len(content) if size == 0 else at + size
        if end <= at:
            raise Refused(Fault.BROKEN)
        if kind not in _TELLING_BOXES:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


def _until_the_end(scans: bytes) -> bytes:
    end = scans.rfind(b"\xff\xd9")
    return scans if end < 0 else scans[: end + 2]
