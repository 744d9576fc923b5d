"""PDFs: read whole and written anew, without what acts and what tells who made them."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from msa.uploads.kinds import LARGEST_CLEAN
from msa.uploads.refusals import Fault, Refused
from msa.uploads.streams import without_jp2_notes, without_jpeg_notes

_DEEPEST = 60
_REFUSED_KEYS = {
    "/JS": Fault.RUNS,
    "/JavaScript": Fault.RUNS,
    "/XFA": Fault.RUNS,
    "/RichMediaContent": Fault.RUNS,
    "/EmbeddedFiles": Fault.HOLDS_FILES,
    "/EF": Fault.HOLDS_FILES,
    "/Collection": Fault.HOLDS_FILES,
    "/ByteRange": Fault.SIGNED,
}
_REFUSED_ACTIONS = {
    "/JavaScript": Fault.RUNS,
    "/Launch": Fault.RUNS,
    "/Rendition": Fault.RUNS,
    "/Movie": Fault.RUNS,
    "/Sound": Fault.RUNS,
    "/RichMediaExecute": Fault.RUNS,
    "/SubmitForm": Fault.REACHES_OUT,
    "/ImportData": Fault.REACHES_OUT,
    "/GoToR": Fault.REACHES_OUT,
    "/GoToE": Fault.HOLDS_FILES,
}
#: What tells who made it, and what is done when a file, page or field is opened.
_DROPPED_KEYS = (
    *("/Metadata", "/PieceInfo", "/Thumb", "/LastModified"),
    *("/OpenAction", "/AA"),
)


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF anew: one revision, no metadata, nothing before, between or after.

    Raises:
        Refused: it is locked, acts by itself, holds files, or can't be read.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Refused(Fault.LOCKED) from None
    with pdf:
        if pdf.is_encrypted:
            raise Refused(Fault.LOCKED)
        if not len(pdf.pages):
            raise Refused(Fault.BROKEN)
        for one in list(pdf.objects):
            for found in _within(one):
                _check(found)
                _forget(found)
            if isinstance(one, Stream):
                _clean_stream(one)
        for key in set(pdf.trailer.keys()) - {"/Root", "/Size"}:
            del pdf.trailer[key]
        made = io.BytesIO()
        pdf.save(
            made,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return made.getvalue()


def _within(one: Any, depth: int = 0) -> Iterator[Any]:
    """Return a dictionary or stream, and those written inside it."""
    if depth > _DEEPEST:
        raise Refused(Fault.BROKEN)
    if isinstance(one, Dictionary | Stream):
        # Listed before it is given out: whoever gets it drops what is in it.
        inner = [value for _, value in one.items()]
        yield one
    elif isinstance(one, Array):
        inner = list(one)
    else:
        return
    for value in inner:
        # What is referred to comes by itself.
        if isinstance(value, Dictionary | Array) and not value.is_indirect:
            yield from _within(value, depth + 1)


def _check(found: Any) -> None:
    keys = set(found.keys())
    for key in keys & _REFUSED_KEYS.keys():
        raise Refused(_REFUSED_KEYS[key])
    action = str(found.get("/S", ""))
    if action in _REFUSED_ACTIONS:
        raise Refused(_REFUSED_ACTIONS[action])
    if "/F" in keys and isinstance(found, Stream):
        raise Refused(Fault.REACHES_OUT)  # its bytes lie in another file
    if str(found.get("/Type", "")) == "/EmbeddedFile":
        raise Refused(Fault.HOLDS_FILES)


def _forget(found: Any) -> None:
    for key in _DROPPED_KEYS:
        if key in found:
            del found[key]
    subtype = str(found.get("/Subtype", ""))
    # Who wrote a comment; in a form's field the same key is the field's name.
    if "/Rect" in found and subtype not in {"", "/Widget"} and "/T" in found:
        del found["/T"]


def _clean_stream(stream: Any) -> None:
    filters = stream.get("/Filter", None)
    chain = (
        [str(one) for one in filters]
        if isinstance(filters, Array)
        else [str(filters)]
        if filters is not None
        else []
    )
    if chain[-1:] not in (["/DCTDecode"], ["/DCT"], ["/JPXDecode"]):
        return
    raw = _unpacked(bytes(stream.read_raw_bytes()), chain[:-1])
    if chain[-1] == "/JPXDecode":
        stream.write(without_jp2_notes(raw), filter=Name.JPXDecode)
        return
    told = stream.get("/DecodeParms", None)
    last = told[-1] if isinstance(told, Array) and len(told) else told
    stream.write(
        without_jpeg_notes(raw),
        filter=Name.DCTDecode,
        decode_parms=last if isinstance(last, Dictionary) else None,
    )


def _unpacked(raw: bytes, chain: list[str]) -> bytes:
    if not chain:
        return raw
    if chain not in (["/FlateDecode"], ["/Fl"]):
        raise Refused(Fault.DRAWING)
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(raw, LARGEST_CLEAN)
    if unpacking.unconsumed_tail:
        raise Refused(Fault.TOO_MUCH)
    return content
