"""Word, Excel and OpenDocument files: which they are, and what is never in them."""

from __future__ import annotations

import re

from msa.uploads.archives import Parts, unpacked
from msa.uploads.kinds import Kind
from msa.uploads.pictures import encoded_anew
from msa.uploads.refusals import Fault, Refused

_WORD = b"wordprocessingml.document.main+xml"
_EXCEL = b"spreadsheetml.sheet.main+xml"
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
}
#: Pictures inside a document, by how they begin: their endings may say anything.
_PICTURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "WEBP"),
)
_PICTURE_ENDINGS = {"jpg", "jpeg", "jpe", "png", "gif", "webp"}
_ASKS_OTHERS = re.compile(
    r"\b(WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER\.ID)\s*\(", re.IGNORECASE
)
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def kind_of_archive(content: bytes) -> Kind:
    """Return which document a ZIP archive is.

    Raises:
        Refused: it is another archive, runs macros, is locked, or can't be unpacked.
    """
    return kind_of_parts(unpacked(content))


def kind_of_parts(parts: Parts) -> Kind:
    """Return which document the parts of an archive make.

    Raises:
        Refused: as :func:`kind_of_archive`.
    """
    if any(_is_macro(name) for name in parts):
        raise Refused(Fault.RUNS)
    if "mimetype" in parts:
        return _open_document(parts)
    types = parts.get("[Content_Types].xml")
    if types is None:
        raise Refused(Fault.ARCHIVE)
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise Refused(Fault.RUNS)
    for found, kind in ((_WORD, Kind.DOCX), (_EXCEL, Kind.XLSX)):
        if found in types:
            return kind
    raise Refused(Fault.OTHER_OFFICE)


def demand_own_formula(formula: str) -> None:
    """Let a formula reckon with what is in its own file alone.

    Raises:
        Refused: it asks other programs or addresses.
    """
    if _ASKS_OTHERS.search(formula):
        raise Refused(Fault.REACHES_OUT)


def clean_picture_part(name: str, content: bytes) -> bytes:
    """Return a picture inside a document anew.

    Raises:
        Refused: it is none that can be cleaned, or another file in disguise.
    """
    if content.startswith(_ARCHIVES):
        raise Refused(Fault.HOLDS_FILES)
    if name.rpartition(".")[2].lower() not in _PICTURE_ENDINGS:
        raise Refused(_why_not(name))
    for start, form in _PICTURES:
        if content.startswith(start):
            return encoded_anew(form, content)
    raise Refused(Fault.DRAWING)


def _why_not(name: str) -> Fault:
    told = name.rpartition(".")[2].lower()
    if told in {"svg", "emf", "wmf", "emz", "wmz", "tif", "tiff", "bmp", "svm"}:
        return Fault.DRAWING
    return Fault.HOLDS_FILES


def _is_macro(name: str) -> bool:
    small = name.lower()
    return (
        "vbaproject" in small
        or "activex" in small
        or small.startswith(("basic/", "scripts/", "dialogs/"))
        or small.endswith((".js", ".vbs", ".class", ".jar"))
    )


def _open_document(parts: Parts) -> Kind:
    kind = _OPEN_DOCUMENTS.get(parts["mimetype"].strip())
    if kind is None:
        raise Refused(Fault.OTHER_OFFICE)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Refused(Fault.LOCKED)
    return kind
